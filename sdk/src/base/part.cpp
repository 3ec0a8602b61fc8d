#include "base/part.h"

namespace waymark {

// The script looks for this text.
[[gnu::used]] volatile char part_mark[] = "waymark.draw";

}  // namespace waymark
