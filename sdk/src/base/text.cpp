#include "base/text.h"

namespace waymark {

bool is(std::string_view text, const char* literal) { return text == literal; }

char* put_digits(char* end, std::uint64_t value) {
  do *--end = static_cast<char>('0' + value % 10);
  while ((value /= 10) != 0);
  return end;
}

std::string digits_of(std::uint64_t value) {
  char room[20];
  char* const end = room + sizeof room;
  return {put_digits(end, value), end};
}

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
