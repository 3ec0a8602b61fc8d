#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace waymark {

/// Whether a text is that literal. `text == "…"` means the same and costs 45 bytes of WebAssembly each time, this 10.
[[nodiscard]] bool is(std::string_view text, const char* literal);

/// The decimal digits of a number, up to `end`; gives where they begin.
[[nodiscard]] char* put_digits(char* end, std::uint64_t value);
/// The same as a text. `std::to_string` brings another way of writing integers along: 300 bytes of brotli.
[[nodiscard]] std::string digits_of(std::uint64_t value);

/// Takes the first of words that are parted by spaces; empty when there is none left.
[[nodiscard]] std::string_view take_word(std::string_view& words);

/// The value of a hexadecimal digit of either case, or -1.
[[nodiscard]] int hex_value(char c);

}  // namespace waymark
