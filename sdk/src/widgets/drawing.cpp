#include "widgets/drawing.h"

namespace waymark::widgets {

// The script looks for this text.
[[gnu::used]] volatile char drawing_mark[] = "waymark.draw";

}  // namespace waymark::widgets
