#include "text/money.h"

#include <array>
#include <cmath>
#include <cstdint>

#include "codec/number_text.h"

namespace waymark::text {
namespace {

constexpr const char* kNoBreak = "\xc2\xa0";
/// Languages that write 1,234.5 with the currency in front, and those that write 1.234,5; all others write 1 234,5.
constexpr const char* kLikeEnglish = "en zh ja ko ar he hi fa ur th";
constexpr const char* kLikeGerman = "de es it nl pt tr da el id ro hr sl vi";
/// Currencies without minor units and those with three decimals (ISO 4217).
constexpr const char* kWhole = "JPY KRW CLP ISK VND PYG UGX RWF XAF XOF XPF BIF DJF GNF KMF VUV";
constexpr const char* kThousandths = "BHD IQD JOD KWD LYD OMR TND";
constexpr std::string_view kSigns =
    "EUR\u20ac USD$ GBP\u00a3 RUB\u20bd JPY\u00a5 INR\u20b9 TRY\u20ba UAH\u20b4 KZT\u20b8 ILS\u20aa KRW\u20a9 ";

/// Whether a word is one of a list; `length` is that of each.
bool is_one_of(std::string_view list, std::string_view word, std::size_t length) {
  return word.size() == length && word.find(' ') == std::string_view::npos && list.find(word) != std::string_view::npos;
}

bool is_like_english(std::string_view locale) { return is_one_of(kLikeEnglish, locale.substr(0, 2), 2); }

int decimals_of(std::string_view currency) {
  if (is_one_of(kWhole, currency, 3)) return 0;
  return is_one_of(kThousandths, currency, 3) ? 3 : 2;
}

/// Empty when it has none.
std::string_view sign_of(std::string_view currency) {
  for (const char c : currency)
    if (c < 'A' || c > 'Z') return {};
  const std::size_t at = currency.size() == 3 ? kSigns.find(currency) : std::string_view::npos;
  if (at == std::string_view::npos) return {};
  return kSigns.substr(at + 3, kSigns.find(' ', at) - at - 3);
}

}  // namespace

std::string decimal(double value, int decimals, std::string_view locale) {
  constexpr std::array<double, 4> kScales = {1, 10, 100, 1000};
  const double size = std::fabs(value);
  if (!(size < 1e13)) return {};
  const double units = std::floor(size * kScales[static_cast<std::size_t>(decimals)] + 0.5);
  std::string digits;
  codec::append_number(digits, units);
  const auto fraction = static_cast<std::size_t>(decimals);
  while (digits.size() <= fraction) digits.insert(0, "0");

  const bool is_english = is_like_english(locale);
  const char* group = is_english ? "," : is_one_of(kLikeGerman, locale.substr(0, 2), 2) ? "." : kNoBreak;
  const std::size_t whole = digits.size() - fraction;
  std::string out = value < 0 && units > 0 ? "-" : "";
  for (std::size_t i = 0; i < whole; ++i) {
    if (i > 0 && (whole - i) % 3 == 0) out += group;
    out += digits[i];
  }
  if (fraction > 0) out += is_english ? '.' : ',', out.append(digits, whole);
  return out;
}

std::string money(double amount, std::string_view currency, std::string_view locale) {
  std::string out = decimal(amount, decimals_of(currency), locale);
  if (out.empty() || currency.empty()) return out;
  std::string sign(sign_of(currency));
  const bool is_code = sign.empty();
  if (is_code) sign = currency;
  if (!is_like_english(locale)) return out += kNoBreak + sign;
  if (is_code) sign += kNoBreak;
  return out.insert(out[0] == '-' ? 1 : 0, sign);
}

}  // namespace waymark::text
