#include "codec/number_text.h"
#include "base/text.h"

#include <cmath>
#include <cstdint>
#include <limits>

#include "codec/decimal.h"
#include "waymark/platform.h"

namespace waymark::codec {
namespace {

constexpr double kSafeInteger = 9007199254740992.0;  // 2^53

/// Prices and the like: the first power of ten that makes an integer of it which divides back exactly gives the fewest digits. Nothing is
/// appended when few fraction digits do not do.
bool append_short(std::string& out, double value) {
  double scale = 1;
  for (std::size_t fraction = 1; fraction <= 6; ++fraction) {
    scale *= 10;
    const double scaled = std::floor(value * scale + 0.5);
    if (scaled >= 1e15 || scaled < 1) return false;  // of more digits two may lie beside the double
    if (scaled / scale != value) continue;
    char room[24];
    char* const end = room + sizeof room;
    char* first = put_digits(end, static_cast<std::uint64_t>(scaled));
    while (first >= end - fraction) *--first = '0';
    out.append(first, end - fraction);
    out += '.';
    out.append(end - fraction, end);
    return true;
  }
  return false;
}

/// WhiteSpace and LineTerminator of ECMA-262 §12.2 and §12.3, in UTF-8, of one and of up to three bytes.
constexpr std::string_view kShortSpaces = " \t\n\v\f\r";
constexpr const char* kLongSpaces[] = {"\u00a0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006",
                                       "\u2007", "\u2008", "\u2009", "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000",
                                       "\ufeff"};

/// Bytes of the white space at the front or at the back, or 0.
std::size_t space_length(std::string_view text, bool at_front) {
  if (text.empty()) return 0;
  if (kShortSpaces.find(at_front ? text.front() : text.back()) != std::string_view::npos) return 1;
  for (const std::string_view space : kLongSpaces) {
    if (space.size() > text.size()) continue;
    if (text.substr(at_front ? 0 : text.size() - space.size(), space.size()) == space) return space.size();
  }
  return 0;
}

std::string_view trimmed(std::string_view text) {
  while (const std::size_t length = space_length(text, true)) text.remove_prefix(length);
  while (const std::size_t length = space_length(text, false)) text.remove_suffix(length);
  return text;
}

int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 32);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 99;
}

double prefixed_integer(std::string_view digits, int base) {
  double value = 0;
  for (const char c : digits) {
    if (digit_value(c) >= base) return std::numeric_limits<double>::quiet_NaN();
    value = value * base + digit_value(c);
  }
  return digits.empty() ? std::numeric_limits<double>::quiet_NaN() : value;
}

/// Whether a text is a StrDecimalLiteral without "Infinity": strtod alone would also take hex floats and "nan".
bool is_decimal(std::string_view text) {
  const auto skip_digits = [&] {
    const std::size_t before = text.size();
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') text.remove_prefix(1);
    return before - text.size();
  };
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) text.remove_prefix(1);
  std::size_t digits = skip_digits();
  if (!text.empty() && text.front() == '.') text.remove_prefix(1), digits += skip_digits();
  if (digits == 0) return false;
  if (text.empty()) return true;
  if ((text.front() | 32) != 'e') return false;
  text.remove_prefix(1);
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) text.remove_prefix(1);
  return skip_digits() > 0 && text.empty();
}

}  // namespace

void append_number(std::string& out, double value) {
  if (std::isnan(value)) {
    out += "NaN";
    return;
  }
  if (value < 0) out += '-', value = -value;
  if (std::isinf(value)) {
    out += "Infinity";
  } else if (value < kSafeInteger && value == std::floor(value)) {
    out += digits_of(static_cast<std::uint64_t>(value));
  } else if (!append_short(out, value)) {
    char text[platform::kNumberBytes];
    out.append(text, platform::text_of(value, text));
  }
}

std::string_view text_of_number(double value, NumberText& room) {
  if (value >= 0 && value < kSafeInteger && value == std::floor(value)) {
    char* const end = room.room + sizeof room.room;
    const char* const first = put_digits(end, static_cast<std::uint64_t>(value));
    return {first, static_cast<std::size_t>(end - first)};
  }
  append_number(room.text, value);
  return room.text;
}

std::string text_of(double value) {
  std::string out;
  append_number(out, value);
  return out;
}

double number_of_text(std::string_view text) {
  text = trimmed(text);
  if (text.empty()) return 0;
  if (text.size() > 2 && text[0] == '0') {
    const char mark = static_cast<char>(text[1] | 32);
    if (mark == 'x') return prefixed_integer(text.substr(2), 16);
    if (mark == 'o') return prefixed_integer(text.substr(2), 8);
    if (mark == 'b') return prefixed_integer(text.substr(2), 2);
  }
  if (is(text, "Infinity") || is(text, "+Infinity")) return std::numeric_limits<double>::infinity();
  if (is(text, "-Infinity")) return -std::numeric_limits<double>::infinity();
  if (!is_decimal(text)) return std::numeric_limits<double>::quiet_NaN();
  return parse_decimal(std::string(text).c_str(), nullptr);
}

}  // namespace waymark::codec
