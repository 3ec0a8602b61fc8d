#include "rules/condition.h"

#include "base/try.h"
#include "waymark/limits.h"
#include "base/text.h"

namespace waymark::rules {
bool is_operator_object(ValueView value) {
  if (!value.is_object() || value.size() == 0) return false;
  for (const auto [key, ignored] : value.members())
    if (key.empty() || key.front() != '$') return false;
  return true;
}

Failure unknown_operator(std::string_view name, const Path& path) {
  return path.fail("unknown-operator", "no operator is called " + std::string(name));
}

const char* operand_problem(Operator op, ValueView operand) {
  switch (op) {
    case Operator::In:
    case Operator::NotIn:
    case Operator::InIgnoringCase:
    case Operator::NotInIgnoringCase: return operand.is_array() ? nullptr : "needs an array";
    case Operator::Type:
    case Operator::VersionEqual:
    case Operator::VersionNotEqual:
    case Operator::VersionLess:
    case Operator::VersionLessOrEqual:
    case Operator::VersionGreater:
    case Operator::VersionGreaterOrEqual: return operand.is_string() ? nullptr : "needs a string";
    default: return nullptr;
  }
}

ConditionIndex Conditions::add(ConditionKind kind, std::span<const ConditionIndex> children) {
  ConditionNode node{.kind = kind};
  node.first = static_cast<std::uint32_t>(children_.size());
  node.count = static_cast<std::uint32_t>(children.size());
  children_.append(children);
  nodes_.push_back(node);
  return static_cast<ConditionIndex>(nodes_.size() - 1);
}

ConditionIndex Conditions::add(ConditionKind kind, ConditionIndex child) {
  return add(kind, std::span<const ConditionIndex>(&child, 1));
}

Result<ConditionIndex> Conditions::compile_list(ConditionKind kind, ValueView list, const Path& path, bool as_values) {
  if (!list.is_array()) return path.fail("bad-operand", "needs an array of conditions");
  List<ConditionIndex> children;
  std::size_t i = 0;
  for (const ValueView element : list.elements()) {
    WAYMARK_TRY(child, as_values ? compile_value(element, path / i) : compile_object(element, path / i));
    children.push_back(child);
    ++i;
  }
  return add(kind, children);
}

Result<ConditionIndex> Conditions::compile_object(ValueView condition, const Path& path) {
  if (!condition.is_object()) return path.fail("bad-condition", "needs an object");
  if (nodes_.size() > limits::kRuleNodes) return path.fail("too-many-nodes", "the document has too many conditions");
  List<ConditionIndex> children;
  for (const auto [key, value] : condition.members()) {
    WAYMARK_TRY(child, compile_member(key, value, path / key));
    children.push_back(child);
  }
  return children.size() == 1 ? children[0] : add(ConditionKind::All, children);
}

Result<ConditionIndex> Conditions::compile_member(std::string_view key, ValueView value, const Path& path) {
  if (is(key, "$and")) return compile_list(ConditionKind::All, value, path, false);
  if (is(key, "$or")) return compile_list(ConditionKind::Any, value, path, false);
  if (is(key, "$nor")) {
    WAYMARK_TRY(any, compile_list(ConditionKind::Any, value, path, false));
    return add(ConditionKind::Not, any);
  }
  if (is(key, "$not")) {
    WAYMARK_TRY(inner, compile_object(value, path));
    return add(ConditionKind::Not, inner);
  }
  if (!key.empty() && key.front() == '$') return unknown_operator(key, path);
  WAYMARK_TRY(inner, compile_value(value, path));
  const ConditionIndex field = add(ConditionKind::Field, inner);
  nodes_[field].path = key;
  return field;
}

Result<ConditionIndex> Conditions::compile_value(ValueView condition, const Path& path) {
  if (!is_operator_object(condition)) {
    const ConditionIndex index = add(ConditionKind::Compare);
    nodes_[index].literal = condition;
    return index;
  }
  List<ConditionIndex> children;
  for (const auto [name, operand] : condition.members()) {
    WAYMARK_TRY(child, compile_operator(name, operand, path / name));
    children.push_back(child);
  }
  return children.size() == 1 ? children[0] : add(ConditionKind::All, children);
}

Result<ConditionIndex> Conditions::compile_operator(std::string_view name, ValueView operand, const Path& path) {
  if (is(name, "$not")) {
    WAYMARK_TRY(inner, compile_value(operand, path));
    return add(ConditionKind::Not, inner);
  }
  if (is(name, "$size")) {
    WAYMARK_TRY(inner, compile_value(operand, path));
    return add(ConditionKind::Size, inner);
  }
  if (is(name, "$elemMatch")) {
    WAYMARK_TRY(inner, is_operator_object(operand) ? compile_value(operand, path) : compile_object(operand, path));
    return add(ConditionKind::Element, inner);
  }
  if (is(name, "$all")) return compile_all_of(operand, path);
  const auto op = operator_named(name);
  if (!op) return unknown_operator(name, path);
  if (const char* problem = operand_problem(*op, operand)) return path.fail("bad-operand", problem);
  const ConditionIndex index = add(ConditionKind::Compare);
  nodes_[index].op = *op;
  nodes_[index].literal = operand;
  return index;
}

/// `$all`: for each condition of the list some element of the array.
Result<ConditionIndex> Conditions::compile_all_of(ValueView operand, const Path& path) {
  WAYMARK_TRY(list, compile_list(ConditionKind::All, operand, path, true));
  List<ConditionIndex> children;
  for (std::uint32_t i = 0; i < nodes_[list].count; ++i)
    children.push_back(add(ConditionKind::Element, children_[nodes_[list].first + i]));
  // An empty list still wants an array: its size is asked for.
  const ConditionIndex anything = add(ConditionKind::All);
  children.push_back(add(ConditionKind::Size, anything));
  return add(ConditionKind::All, children);
}

bool Conditions::holds(ConditionIndex index, ValueView seen) const {
  const ConditionNode& node = nodes_[index];
  const auto child = [&](std::uint32_t i) { return children_[node.first + i]; };
  switch (node.kind) {
    case ConditionKind::All:
      for (std::uint32_t i = 0; i < node.count; ++i)
        if (!holds(child(i), seen)) return false;
      return true;
    case ConditionKind::Any:
      for (std::uint32_t i = 0; i < node.count; ++i)
        if (holds(child(i), seen)) return true;
      return node.count == 0;
    case ConditionKind::Not: return !holds(child(0), seen);
    case ConditionKind::Field: return holds(child(0), seen.find_path(node.path));
    case ConditionKind::Compare: return compare(node.op, seen, node.literal);
    case ConditionKind::Size: {
      if (!seen.is_array()) return false;
      ValueNode length{.type = ValueType::Number};
      length.number = static_cast<double>(seen.size());
      return holds(child(0), ValueView(&length));
    }
    case ConditionKind::Element:
      for (const ValueView element : seen.elements())
        if (seen.is_array() && holds(child(0), element)) return true;
      return false;
  }
  return false;
}

}  // namespace waymark::rules
