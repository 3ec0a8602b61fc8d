#include "codec/number_text.h"
#include "base/text.h"

#include <cmath>
#include <cstdint>
#include <limits>

#include "codec/decimal.h"

namespace waymark::codec {
namespace {

constexpr double kSafeInteger = 9007199254740992.0;  // 2^53

void append_integer(std::string& out, std::uint64_t value) {
  char digits[20];
  int length = 0;
  do digits[length++] = static_cast<char>('0' + value % 10);
  while ((value /= 10) != 0);
  while (length > 0) out += digits[--length];
}

/// The shortest decimal that reads back as the double. Prices and the like are found by trying few fraction digits: the first
/// power of ten that makes an integer of it which divides back exactly gives the fewest digits. The rest goes the exact way.
Decimal shortest(double value) {
  double scale = 1;
  for (int fraction = 1; fraction <= 6; ++fraction) {
    scale *= 10;
    const double scaled = std::floor(value * scale + 0.5);
    if (scaled >= kSafeInteger || scaled < 1) break;
    if (scaled / scale != value) continue;
    Decimal decimal;
    append_integer(decimal.digits, static_cast<std::uint64_t>(scaled));
    decimal.point = static_cast<int>(decimal.digits.size()) - fraction;
    return decimal;
  }
  return shortest_decimal(value);
}

void append_decimal(std::string& out, const Decimal& decimal) {
  const int count = static_cast<int>(decimal.digits.size());
  const int point = decimal.point;
  if (point > 21 || point <= -6) {
    out += decimal.digits[0];
    if (count > 1) out += '.', out.append(decimal.digits, 1);
    out += point > 0 ? "e+" : "e-";
    append_integer(out, static_cast<std::uint64_t>(point > 0 ? point - 1 : 1 - point));
  } else if (point <= 0) {
    out += "0.";
    out.append(static_cast<std::size_t>(-point), '0');
    out += decimal.digits;
  } else if (count <= point) {
    out += decimal.digits;
    out.append(static_cast<std::size_t>(point - count), '0');
  } else {
    out.append(decimal.digits, 0, static_cast<std::size_t>(point));
    out += '.';
    out.append(decimal.digits, static_cast<std::size_t>(point));
  }
}

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
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
    append_integer(out, static_cast<std::uint64_t>(value));
  } else {
    append_decimal(out, shortest(value));
  }
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
