#include "base/text.h"

namespace waymark {

bool is(std::string_view text, const char* literal) { return text == literal; }

std::string_view take_word(std::string_view& words) {
  std::size_t end = 0;
  while (end < words.size() && words[end] != ' ') ++end;
  const std::string_view word = words.substr(0, end);
  words.remove_prefix(end < words.size() ? end + 1 : end);
  return word;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = static_cast<char>(c | 32);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

}  // namespace waymark
