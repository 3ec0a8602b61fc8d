#pragma once
#include <string>
#include <string_view>

namespace waymark {

/// The text with every byte that is not part of well-formed UTF-8 (Unicode 15, table 3-7) replaced by U+FFFD.
[[nodiscard]] std::string well_formed_utf8(std::string_view text);

/// The longest prefix of at most `bytes` bytes that ends between characters.
[[nodiscard]] std::string_view utf8_prefix(std::string_view text, std::size_t bytes);

}  // namespace waymark
