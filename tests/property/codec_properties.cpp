#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "base/utf8.h"
#include "codec/decimal.h"
#include "codec/json_reader.h"
#include "codec/json_writer.h"
#include "codec/number_text.h"
#include "properties.h"
#include "support/json.h"

namespace waymark::testing {
namespace {

double double_of(std::uint64_t bits) {
  double value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

std::uint64_t bits_of(double value) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

/// Doubles of every size, by their bits, and short decimals such as prices.
rc::Gen<double> finite_double() {
  const auto by_bits = rc::gen::suchThat(rc::gen::map(rc::gen::arbitrary<std::uint64_t>(), double_of), [](double value) { return std::isfinite(value); });
  const auto price = rc::gen::map(rc::gen::pair(rc::gen::inRange<std::int64_t>(-100'000'000, 100'000'000), rc::gen::inRange(0, 9)),
                                  [](const std::pair<std::int64_t, int>& parts) { return static_cast<double>(parts.first) / std::pow(10.0, parts.second); });
  return rc::gen::oneOf(by_bits, price);
}

/// A full-range 64-bit number; RapidCheck's own grow with the size only.
rc::Gen<std::uint64_t> any_bits() { return rc::gen::noShrink(rc::gen::resize(100, rc::gen::arbitrary<std::uint64_t>())); }

std::string printed(double value) {
  std::string out;
  codec::append_number(out, value);
  return out;
}

/// Significant digits of the shortest decimal that reads back, found by trying.
std::size_t shortest_digits(double value) {
  for (int digits = 1; digits < 17; ++digits) {
    char text[40];
    std::snprintf(text, sizeof text, "%.*e", digits - 1, value);
    if (std::strtod(text, nullptr) == value) return static_cast<std::size_t>(digits);
  }
  return 17;
}

/// Digits between the leading and the trailing zeros.
std::size_t significant_digits(const std::string& text) {
  std::string digits;
  for (const char c : text.substr(0, text.find('e')))
    if (c >= '0' && c <= '9') digits += c;
  const std::size_t first = digits.find_first_not_of('0');
  return first == std::string::npos ? 1 : digits.find_last_not_of('0') - first + 1;
}

void check_printing(double value) {
  const std::string text = printed(value);
  RC_ASSERT(std::strtod(text.c_str(), nullptr) == value);
  RC_ASSERT(codec::number_of_text(text) == value);
  RC_ASSERT(significant_digits(text) <= shortest_digits(value));
}

void check_reading(const std::string& text) {
  char* end = nullptr;
  char* wanted_end = nullptr;
  const double value = codec::parse_decimal(text.c_str(), &end);
  const double wanted = std::strtod(text.c_str(), &wanted_end);
  RC_ASSERT(bits_of(value) == bits_of(wanted));
  RC_ASSERT(end == wanted_end);
}

rc::Gen<std::string> digits(int least, int most) {
  return rc::gen::mapcat(rc::gen::inRange(least, most + 1), [](int count) { return rc::gen::container<std::string>(static_cast<std::size_t>(count), rc::gen::inRange('0', static_cast<char>('9' + 1))); });
}

/// `123.45e-67`
rc::Gen<std::string> literal(int most_digits) {
  return rc::gen::map(rc::gen::tuple(rc::gen::element<std::string>("", "-", "+"), digits(1, most_digits), digits(0, most_digits), rc::gen::inRange(-345, 330)),
                      [](const std::tuple<std::string, std::string, std::string, int>& parts) {
                        const auto& [sign, whole, fraction, exponent] = parts;
                        return sign + whole + (fraction.empty() ? "" : "." + fraction) + "e" + std::to_string(exponent);
                      });
}

/// The exact decimal halfway between a double and the next larger one, which only the last bit of the mantissa decides.
std::string halfway_after(std::uint64_t bits) {
  const double low = double_of(bits);
  const double high = double_of(bits + 1);
  char text[1200];
  std::snprintf(text, sizeof text, "%.1100Lf", (static_cast<long double>(low) + static_cast<long double>(high)) / 2);
  return text;
}

/// Random JSON values as text.
std::string json(rc::Random& random, int depth) {
  const auto pick = [&](std::uint64_t n) { return random.next() % n; };
  const auto text = [&] {
    std::string raw;
    for (std::uint64_t i = pick(8); i > 0; --i) raw += static_cast<char>(pick(256));
    return Json(well_formed_utf8(raw)).text();
  };
  switch (pick(depth > 5 ? 5 : 7)) {
    case 0: return "null";
    case 1: return pick(2) ? "true" : "false";
    case 2: {
      const double value = double_of(random.next());
      return std::isfinite(value) ? printed(value) : "0";
    }
    case 3: return std::to_string(static_cast<std::int64_t>(random.next()));
    case 4: return text();
    case 5: {
      std::string out = "[";
      for (std::uint64_t i = 0, n = pick(5); i < n; ++i) out += (i ? "," : "") + json(random, depth + 1);
      return out + "]";
    }
    default: {
      std::string out = "{";
      for (std::uint64_t i = 0, n = pick(5); i < n; ++i) out += (i ? "," : "") + text() + ":" + json(random, depth + 1);
      return out + "}";
    }
  }
}

}  // namespace

bool check_codec() {
  bool holds = rc::check("a printed number reads back as itself, and no shorter text does", [] { check_printing(*finite_double()); });
  holds = rc::check("the same for doubles of any bits, 200 at a time", [] {
            rc::Random random(*any_bits());
            for (int i = 0; i < 200; ++i)
              if (const double value = double_of(random.next()); std::isfinite(value)) check_printing(value);
          }) && holds;
  holds = rc::check("a decimal literal is read as strtod reads it", [] { check_reading(*literal(25)); }) && holds;
  holds = rc::check("a very long literal too", [] { check_reading(*literal(900)); }) && holds;
  holds = rc::check("halfway between two doubles, and just beside it, too", [] {
            // Exponents at which the sum and 1100 decimals are exact in long double.
            const std::uint64_t exponent = *rc::gen::inRange<std::uint64_t>(1023 - 40, 1023 + 60);
            const std::uint64_t bits = exponent << 52 | (*any_bits() & 0xfffffffffffffull);
            const std::string text = halfway_after(bits);
            check_reading(text);
            check_reading(text + "1");
            check_reading(text.substr(0, text.find_last_not_of('0')) + "49999");
          }) && holds;
  holds = rc::check("subnormal numbers too", [] {
            char text[64];
            std::snprintf(text, sizeof text, "%.*e", *rc::gen::inRange(0, 25), double_of(*any_bits() & 0xfffffffffffffull));
            check_reading(text);
          }) && holds;
  holds = rc::check("JSON written, read and written again is the same text", [] {
            rc::Random random(*any_bits());
            const std::string text = json(random, 0);
            const auto value = codec::read_json(text);
            RC_ASSERT(static_cast<bool>(value));
            const std::string once = codec::to_json(value->view());
            const auto again = codec::read_json(once);
            RC_ASSERT(static_cast<bool>(again));
            RC_ASSERT(is_same(again->view(), value->view()));
            RC_ASSERT(hash_of(again->view()) == hash_of(value->view()));
            RC_ASSERT(codec::to_json(again->view()) == once);
          }) && holds;
  holds = rc::check("repaired text is well-formed, and stays as it is", [] {
            const auto text = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
            const std::string repaired = well_formed_utf8(text);
            RC_ASSERT(well_formed_utf8(repaired) == repaired);
            RC_ASSERT(static_cast<bool>(codec::read_json(Json(repaired).text())));
            const auto prefix = utf8_prefix(repaired, *rc::gen::inRange<std::size_t>(0, repaired.size() + 2));
            RC_ASSERT(well_formed_utf8(prefix) == prefix);
          }) && holds;
  return holds;
}

}  // namespace waymark::testing
