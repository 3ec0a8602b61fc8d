#pragma once
#include <string>
#include <string_view>

#include "base/value.h"
#include "rules/event_test.h"

namespace waymark::rules {

/// The words of explanations in one language.
struct Words {
  const char* in;
  const char* out;
  const char* everyone;
  const char* and_;
  const char* or_;
  const char* not_;
  const char* needs;
  const char* more;
  const char* less;
  const char* in_time;
  const char* within;
  const char* of;
  const char* unless;
  const char* none;
  const char* units[4];  // second, minute, hour, day
  const char* operators[11];
  const char* measures[10];
};

/// English, or Russian for `ru…`.
[[nodiscard]] const Words& words_of(std::string_view locale);

/// Milliseconds in the largest unit of which there are two, rounded up: `90 min`.
[[nodiscard]] std::string duration_text(double milliseconds, const Words& words);
/// JSON, cut when it is long.
[[nodiscard]] std::string value_text(ValueView value, const Words& words);
/// `> 5`, `one of ["a","b"]`.
[[nodiscard]] std::string operator_text(std::string_view name, ValueView operand, const Words& words);
/// Of a bare value or an object of operators.
[[nodiscard]] std::string condition_text(ValueView condition, const Words& words);

/// `count`, as the rule has it; and in the language.
[[nodiscard]] std::string_view measure_name(Measure measure);
[[nodiscard]] const char* measure_text(Measure measure, const Words& words);

}  // namespace waymark::rules
