#include "codec/decimal.h"

#include <cstdint>
#include <cstring>
#include <limits>

#include "base/hash.h"

namespace waymark::codec {
namespace {

// Beyond 767 significant digits a digit can only break a tie, so it is enough to know that one was not zero.
constexpr int kMostDigits = 770;
constexpr int kLargestShift = 27;  // 9 · 2^27 + carry stays below 2^32

/// 0.d1d2…dn × 10^point, shifted by powers of two digit by digit: the plain method that is exact for every input
/// (Clinger, "How to Read Floating Point Numbers Accurately", 1990, gives the faster ones).
struct Digits {
  std::uint8_t digit[kMostDigits + 16];
  int count = 0;
  int point = 0;
  bool was_cut = false;  // digits other than zero were left out behind the last one

  void append(int value) {
    if (count == 0 && value == 0) return;
    if (count < kMostDigits) digit[count++] = static_cast<std::uint8_t>(value);
    else was_cut = was_cut || value != 0;
  }

  void drop_trailing_zeros() {
    while (count > 0 && digit[count - 1] == 0) --count;
  }

  void double_by(int shift) {
    std::uint32_t carry = 0;
    for (int i = count; i-- > 0;) {
      const std::uint32_t value = (static_cast<std::uint32_t>(digit[i]) << shift) + carry;
      digit[i] = static_cast<std::uint8_t>(value % 10);
      carry = value / 10;
    }
    std::uint8_t front[12];
    int length = 0;
    for (; carry > 0; carry /= 10) front[length++] = static_cast<std::uint8_t>(carry % 10);
    std::memmove(digit + length, digit, static_cast<std::size_t>(count));
    for (int i = 0; i < length; ++i) digit[i] = front[length - 1 - i];
    count += length;
    point += length;
    for (; count > kMostDigits; --count) was_cut = was_cut || digit[count - 1] != 0;
    drop_trailing_zeros();
  }

  void halve_by(int shift) {
    const std::uint64_t mask = (std::uint64_t{1} << shift) - 1;
    std::uint64_t rest = 0;
    int written = 0;
    int read = 0;
    int skipped = 0;
    const auto put = [&](std::uint64_t value) {
      if (written == 0 && value == 0) ++skipped;
      else if (written < kMostDigits) digit[written++] = static_cast<std::uint8_t>(value);
      else was_cut = was_cut || value != 0;
    };
    for (; read < count; ++read) {
      rest = rest * 10 + digit[read];
      put(rest >> shift);
      rest &= mask;
    }
    while (rest > 0) {
      rest *= 10;
      put(rest >> shift);
      rest &= mask;
    }
    count = written;
    point -= skipped;
    drop_trailing_zeros();
  }

  /// Multiplies by 2^shift.
  void scale(int shift) {
    while (shift > 0) {
      const int step = shift < kLargestShift ? shift : kLargestShift;
      double_by(step);
      shift -= step;
    }
    while (shift < 0) {
      const int step = -shift < kLargestShift ? -shift : kLargestShift;
      halve_by(step);
      shift += step;
    }
  }

  /// Whether the nearest decimal of `length` digits is the one above (ties to even).
  [[nodiscard]] bool rounds_up(int length) const {
    if (length >= count || digit[length] < 5) return false;
    const bool is_tie = digit[length] == 5 && length + 1 == count && !was_cut;
    return !is_tie || digit[length - 1] % 2 == 1;
  }

  /// The first `length` digits, the last one raised by one when `up`.
  [[nodiscard]] Digits cut_to(int length, bool up) const {
    Digits cut = *this;
    cut.was_cut = false;
    if (cut.count > length) cut.count = length;
    if (up) {
      int i = cut.count;
      while (i > 0 && cut.digit[i - 1] == 9) --i;
      cut.count = i == 0 ? 1 : i;
      if (i == 0) cut.digit[0] = 1, ++cut.point;
      else ++cut.digit[i - 1];
    }
    cut.drop_trailing_zeros();
    return cut;
  }

  /// The nearest integer, ties to even.
  [[nodiscard]] std::uint64_t rounded() const {
    std::uint64_t value = 0;
    for (int i = 0; i < point; ++i) value = value * 10 + (i < count ? digit[i] : 0);
    if (point < 0 || point >= count || digit[point] < 5) return value;
    const bool is_tie = digit[point] == 5 && point + 1 == count && !was_cut;
    return is_tie && value % 2 == 0 ? value : value + 1;
  }
};

double bits_to_double(std::uint64_t bits) {
  double value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

/// All digits of a double, exactly.
Digits digits_of(double value) {
  const std::uint64_t bits = bits_of(value);
  const int exponent = static_cast<int>(bits >> 52);
  constexpr std::uint64_t kHidden = std::uint64_t{1} << 52;
  std::uint64_t mantissa = bits & (kHidden - 1);
  if (exponent > 0) mantissa |= kHidden;
  Digits digits;
  std::uint8_t reversed[20];
  int count = 0;
  for (; mantissa > 0; mantissa /= 10) reversed[count++] = static_cast<std::uint8_t>(mantissa % 10);
  digits.point = count;
  while (count > 0) digits.append(reversed[--count]);
  digits.drop_trailing_zeros();
  digits.scale((exponent > 0 ? exponent : 1) - 1075);
  return digits;
}

/// The double nearest to the digits, without sign.
double to_double(Digits& digits) {
  digits.drop_trailing_zeros();
  if (digits.count == 0 || digits.point < -330) return 0;
  if (digits.point > 310) return std::numeric_limits<double>::infinity();
  // Bring the value into [1/2, 1) and count the powers of two that took; 3 bits move a decimal digit at the most.
  int exponent = 0;
  const auto shift = [&](int by) {
    digits.scale(-by);
    exponent += by;
  };
  while (digits.point > 0) shift(digits.point > 8 ? kLargestShift : 3 * digits.point - 2);
  while (digits.point < 0 || digits.digit[0] < 5) shift(digits.point < -8 ? -kLargestShift : digits.point < 0 ? 3 * digits.point : -1);
  constexpr int kSmallestExponent = -1021;
  if (exponent < kSmallestExponent) shift(kSmallestExponent - exponent);
  if (exponent > 1024) return std::numeric_limits<double>::infinity();
  digits.scale(53);
  std::uint64_t mantissa = digits.rounded();
  constexpr std::uint64_t kHiddenBit = std::uint64_t{1} << 52;
  if (mantissa == kHiddenBit << 1) mantissa >>= 1, ++exponent;
  if (exponent > 1024) return std::numeric_limits<double>::infinity();
  if (mantissa < kHiddenBit) return bits_to_double(mantissa);  // subnormal: its exponent is the smallest
  return bits_to_double((mantissa & (kHiddenBit - 1)) | static_cast<std::uint64_t>(exponent + 1022) << 52);
}

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

Decimal shortest_decimal(double value) {
  const Digits exact = digits_of(value);
  // Decimals of up to 15 digits survive the way to a normal double and back, so rounding to 15 finds all shorter ones too.
  constexpr int kSafeDigits = 15;
  for (int length = value < std::numeric_limits<double>::min() ? 1 : kSafeDigits;; ++length) {
    // The two decimals of this length around the value; the nearer one first.
    for (const bool up : {exact.rounds_up(length), !exact.rounds_up(length)}) {
      Digits rounded = exact.cut_to(length, up);
      Decimal decimal{{}, rounded.point};
      for (int i = 0; i < rounded.count; ++i) decimal.digits += static_cast<char>('0' + rounded.digit[i]);
      if (to_double(rounded) == value) return decimal;
    }
  }
}

double parse_decimal(const char* text, char** end) {
  const char* at = text;
  const bool is_negative = *at == '-';
  if (*at == '-' || *at == '+') ++at;
  Digits digits;
  std::uint64_t integer = 0;  // all digits, while they are few
  int read = 0;
  int point = 0;  // digits before the decimal point
  bool has_digits = false;
  for (bool is_fraction = false;; ++at) {
    if (*at == '.' && !is_fraction) {
      is_fraction = true;
      continue;
    }
    if (!is_digit(*at)) break;
    has_digits = true;
    const int value = *at - '0';
    if (!is_fraction && (digits.count > 0 || value != 0)) ++point;
    if (is_fraction && digits.count == 0 && value == 0) --point;
    if (digits.count > 0 || value != 0) ++read;
    if (read <= 19) integer = integer * 10 + static_cast<std::uint64_t>(value);
    digits.append(value);
  }
  if (!has_digits) at = text;
  const int exponent = has_digits ? read_exponent(at) : 0;
  if (end) *end = const_cast<char*>(at);
  if (!has_digits) return 0;
  double value = 0;
  if (read > 19 || !convert_short(integer, point - read + exponent, value)) {
    digits.point = point + exponent;
    value = to_double(digits);
  }
  return is_negative ? -value : value;
}

}  // namespace waymark::codec
