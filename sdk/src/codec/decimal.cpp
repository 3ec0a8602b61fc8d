#include "codec/decimal.h"

#include <cstdint>
#include <string>

#include "waymark/platform.h"

namespace waymark::codec {
namespace {

constexpr double kExactPowers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                   1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/// A double by one exact multiplication or division, when integer and power of ten are both exact doubles.
bool convert_short(std::uint64_t integer, int exponent, double& value) {
  if (integer >> 53 != 0 || exponent < -22 || exponent > 22) return false;
  value = static_cast<double>(integer);
  if (exponent < 0) value /= kExactPowers[-exponent];
  else value *= kExactPowers[exponent];
  return true;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Reads `e±n` if it is complete; clamped far beyond any double.
int read_exponent(const char*& at) {
  const char* look = at;
  if ((*look | 32) != 'e') return 0;
  ++look;
  const bool is_negative = *look == '-';
  if (*look == '-' || *look == '+') ++look;
  if (!is_digit(*look)) return 0;
  int value = 0;
  for (; is_digit(*look); ++look)
    if (value < 100000) value = value * 10 + (*look - '0');
  at = look;
  return is_negative ? -value : value;
}

}  // namespace

double parse_decimal(const char* text, char** end) {
  const char* at = text;
  const bool is_negative = *at == '-';
  if (*at == '-' || *at == '+') ++at;
  const char* const first = at;
  std::uint64_t integer = 0;  // all digits, while they are few
  int read = 0;
  int point = 0;  // 10^point is what the last of them stands for
  bool has_digits = false;
  for (bool is_fraction = false;; ++at) {
    if (*at == '.' && !is_fraction) {
      is_fraction = true;
      continue;
    }
    if (!is_digit(*at)) break;
    has_digits = true;
    if (is_fraction) --point;
    if (read > 0 || *at != '0') ++read;
    if (read <= 19) integer = integer * 10 + static_cast<std::uint64_t>(*at - '0');
  }
  if (!has_digits) at = text;
  const int exponent = has_digits ? read_exponent(at) : 0;
  if (end) *end = const_cast<char*>(at);
  if (!has_digits) return 0;
  double value = 0;
  if (read > 19 || !convert_short(integer, point + exponent, value)) value = platform::number_of(std::string(first, at).c_str());
  return is_negative ? -value : value;
}

}  // namespace waymark::codec
