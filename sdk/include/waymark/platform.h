#pragma once
#include <cstdint>
#include <string_view>

/// What the core asks the platform for: ECMAScript's regular expressions and its lower case. The bindings answer: the browser and Node
/// by RegExp and toLowerCase, the native build by PCRE2 (bindings/native/platform.cpp says where the two differ).
namespace waymark::platform {

/// A number for `new RegExp(pattern, ignores_case ? "i" : "")`, from 1; 0 when the pattern is invalid. The same pattern has the same number.
[[nodiscard]] std::uint32_t compile_regex(std::string_view pattern, bool ignores_case);

/// `RegExp.prototype.test`.
[[nodiscard]] bool matches_regex(std::uint32_t regex, std::string_view text);

/// `a.toLowerCase() == b.toLowerCase()`.
[[nodiscard]] bool is_same_ignoring_case(std::string_view a, std::string_view b);

}  // namespace waymark::platform
