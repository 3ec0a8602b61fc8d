#pragma once
#include <string>
#include <string_view>

namespace waymark::codec {

/// Appends a number as JavaScript's Number::toString does (ECMA-262 §6.1.6.1.20): the shortest digits that read back as the
/// same double, on every platform. NaN and infinities give `NaN`, `Infinity`, `-Infinity`.
void append_number(std::string& out, double value);

/// The same without a string where the number is an integer, as most are.
struct NumberText {
  char room[20];
  std::string text;
};
[[nodiscard]] std::string_view text_of_number(double value, NumberText& room);

/// The same as a text of its own.
[[nodiscard]] std::string text_of(double value);

/// JavaScript's Number(text) (ECMA-262 §7.1.4.1): white space around is skipped, empty is 0, hex/octal/binary prefixes count,
/// anything else is NaN.
[[nodiscard]] double number_of_text(std::string_view text);

}  // namespace waymark::codec
