#include "base/text.h"

namespace waymark {

bool is(std::string_view text, const char* literal) { return text == literal; }

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = static_cast<char>(c | 32);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

}  // namespace waymark
