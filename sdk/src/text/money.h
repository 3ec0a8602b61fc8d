#pragma once
#include <string>
#include <string_view>

namespace waymark::text {

/// A number with that many decimals (0 to 3), rounded half up, its digits in groups of three: `1,234.5` in English and
/// the languages that write as it does, `1.234,5` in German, Spanish, Italian and others, else `1 234,5` with a
/// no-break space. The marks are those of CLDR (https://cldr.unicode.org, numbers/symbols); four digits are grouped
/// everywhere, regions make no difference. Empty from 10^13 on.
[[nodiscard]] std::string decimal(double value, int decimals, std::string_view locale);

/// An amount of money: `€1,234.50` in English and the languages like it, else behind the number, after a no-break
/// space: `1 234,50 €`. Decimals are ISO 4217's minor units. Currencies without a sign of their own, and codes that are
/// none, stand as given: `CHF 1,234.50`. Without a currency it is the number with two decimals.
[[nodiscard]] std::string money(double amount, std::string_view currency, std::string_view locale);

}  // namespace waymark::text
