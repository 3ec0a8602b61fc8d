#pragma once
#include <cstdint>
#include <string_view>
#include "base/list.h"

#include "base/path.h"
#include "base/value.h"
#include "rules/operators.h"
#include "waymark/result.h"

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
};

struct ConditionNode {
  ConditionKind kind;
  Operator op = Operator::Is;
  std::uint32_t first = 0;  // into Conditions::children
  std::uint32_t count = 0;
  std::string_view path;
  ValueView literal;
};

/// Compiled conditions about a single value (an event's properties, an array's element, a fact), in flat arrays.
/// Literals and paths are views into the document the conditions were compiled from, which must outlive them.
class Conditions {
 public:
  /// Compiles `{ path: …, $and: […] }` about an object. Errors: unknown-operator, bad-operand, each with its path.
  [[nodiscard]] Result<ConditionIndex> compile_object(ValueView condition, const Path& path);
  /// Compiles what stands behind a path: a literal or an object of operators.
  [[nodiscard]] Result<ConditionIndex> compile_value(ValueView condition, const Path& path);

  [[nodiscard]] bool holds(ConditionIndex index, ValueView seen) const;

  [[nodiscard]] const ConditionNode& node(ConditionIndex index) const { return nodes_[index]; }
  [[nodiscard]] ConditionIndex child(const ConditionNode& node, std::uint32_t i) const { return children_[node.first + i]; }
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }

 private:
  ConditionIndex add(ConditionKind kind, std::span<const ConditionIndex> children = {});
  ConditionIndex add(ConditionKind kind, ConditionIndex child);
  Result<ConditionIndex> compile_list(ConditionKind kind, ValueView list, const Path& path, bool as_values);
  Result<ConditionIndex> compile_member(std::string_view key, ValueView value, const Path& path);
  Result<ConditionIndex> compile_operator(std::string_view name, ValueView operand, const Path& path);
  Result<ConditionIndex> compile_all_of(ValueView operand, const Path& path);

  List<ConditionNode> nodes_;
  List<ConditionIndex> children_;
};

/// Whether an object consists of operators (`$…`), which decides how GrowthBook reads it.
[[nodiscard]] bool is_operator_object(ValueView value);

/// The error for an operator nobody knows, with the nearest known name.
[[nodiscard]] Failure unknown_operator(std::string_view name, const Path& path);

/// Refuses an operand of the wrong type for a comparison; nothing means it is fine.
[[nodiscard]] const char* operand_problem(Operator op, ValueView operand);

}  // namespace waymark::rules
