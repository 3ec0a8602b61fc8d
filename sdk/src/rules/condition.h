#pragma once
#include <cstdint>
#include <span>
#include <string_view>

#include "base/list.h"
#include "base/value.h"
#include "rules/operators.h"

namespace waymark::rules {

using ConditionIndex = std::uint32_t;
inline constexpr ConditionIndex kNoCondition = 0xffffffff;

/// What one node of a condition asks of the value it is given.
enum class ConditionKind : std::uint8_t {
  All,      // every child
  Any,      // some child; true without children
  Not,      // not its child
  Field,    // its child, about the member at `path`
  Compare,  // `op` with `literal`
  Size,     // its child, about the length of the array
  Element,  // its child, about some element of the array
  Match,    // the same; null is passed over
  Regex,    // the regular expression with the number `first`
  Never,    // what cannot be compiled, where that is no error
};

struct ConditionNode {
  ConditionKind kind;
  Operator op = Operator::Is;
  std::uint32_t first = 0;  // into Conditions::children
  std::uint32_t count = 0;
  std::string_view path;
  ValueView literal;
};

/// Conditions about a single value (an event's properties, an array's element, a fact), in flat arrays; Compiler fills them.
/// Literals and paths are views into the document the conditions were compiled from, which must outlive them.
struct Conditions {
  List<ConditionNode> nodes;
  List<ConditionIndex> children;

  [[nodiscard]] bool holds(ConditionIndex index, ValueView seen) const;

  /// Adds a node. kNoCondition when one of the children is that.
  ConditionIndex add(ConditionNode node, std::span<const ConditionIndex> of = {});
};

/// Whether an object consists of operators (`$…`), which decides how GrowthBook reads it.
[[nodiscard]] bool is_operator_object(ValueView value);

}  // namespace waymark::rules
