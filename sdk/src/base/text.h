#pragma once
#include <string_view>

namespace waymark {

/// Whether a text is that literal. `text == "…"` means the same and costs 45 bytes of WebAssembly each time, this 10.
[[nodiscard]] bool is(std::string_view text, const char* literal);

/// Takes the first of words that are parted by spaces; empty when there is none left.
[[nodiscard]] std::string_view take_word(std::string_view& words);

/// The value of a hexadecimal digit of either case, or -1.
[[nodiscard]] int hex_value(char c);

}  // namespace waymark
