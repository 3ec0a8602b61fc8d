#include "base/text.h"

namespace waymark {

bool is(std::string_view text, const char* literal) { return text == literal; }

}  // namespace waymark
