#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

/// What the core asks the platform for: ECMAScript's regular expressions, its lower case and its numbers, where they are hard. The bindings
/// answer: the browser and Node by what they have, the native build by PCRE2 (bindings/native/platform.cpp says where the two differ) and
/// the C++ library.
namespace waymark::platform {

/// A number for `new RegExp(pattern, ignores_case ? "i" : "")`, from 1; 0 when the pattern is invalid. The same pattern has the same number.
[[nodiscard]] std::uint32_t compile_regex(std::string_view pattern, bool ignores_case);

/// `RegExp.prototype.test`.
[[nodiscard]] bool matches_regex(std::uint32_t regex, std::string_view text);

/// `a.toLowerCase() == b.toLowerCase()`.
[[nodiscard]] bool is_same_ignoring_case(std::string_view a, std::string_view b);

/// The double nearest to a decimal literal without sign, ties to even: `Number(text)`.
[[nodiscard]] double number_of(const char* text);

/// `Number.prototype.toString` of a positive, finite number, and how many characters that are.
inline constexpr std::size_t kNumberBytes = 32;
[[nodiscard]] std::size_t text_of(double value, char (&into)[kNumberBytes]);

}  // namespace waymark::platform
