#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/value.h"

namespace waymark::rules {

/// Comparisons of one value with a literal, GrowthBook's semantics (SDK spec 0.8.0), that is JavaScript's coercions.
enum class Operator : std::uint8_t {
  Is,              // a bare literal: loose, by the literal's type
  IsIgnoringCase,  // the same in $alli
  Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual,
  In, NotIn, InIgnoringCase, NotInIgnoringCase,
  Exists, Type,
  VersionEqual, VersionNotEqual, VersionLess, VersionLessOrEqual, VersionGreater, VersionGreaterOrEqual,
};

/// The operator a rule calls by this name (`$eq` …), or nothing.
[[nodiscard]] std::optional<Operator> operator_named(std::string_view name);
[[nodiscard]] std::string_view name_of(Operator op);

[[nodiscard]] bool compare(Operator op, ValueView seen, ValueView wanted);

/// JavaScript's String(value), Number(value), Boolean(value). A missing value counts as null.
[[nodiscard]] std::string js_string(ValueView value);
[[nodiscard]] double js_number(ValueView value);
[[nodiscard]] bool js_truthy(ValueView value);

/// A dotted version, numbers padded so that text order is version order, as GrowthBook does.
[[nodiscard]] std::string padded_version(std::string_view version);

}  // namespace waymark::rules
