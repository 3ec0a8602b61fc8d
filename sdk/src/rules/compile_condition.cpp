#include "base/text.h"
#include "base/time.h"
#include "rules/compile.h"
#include "waymark/limits.h"

namespace waymark::rules {
namespace {

/// What is wrong with an operand's type; null: nothing.
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

}  // namespace

ConditionIndex Compiler::add(ConditionKind kind, ConditionIndex child) {
  return program_.conditions.add({.kind = kind}, {&child, 1});
}

ConditionIndex Compiler::all_of(const List<ConditionIndex>& children) {
  return children.size() == 1 ? children[0] : program_.conditions.add({.kind = ConditionKind::All}, children);
}

ConditionIndex Compiler::field(std::string_view path, ConditionIndex child) {
  return program_.conditions.add({.kind = ConditionKind::Field, .path = path}, {&child, 1});
}

ConditionIndex Compiler::compare_with(Operator op, ValueView literal) {
  return program_.conditions.add({.kind = ConditionKind::Compare, .op = op, .literal = literal});
}

ConditionIndex Compiler::compile_list(ConditionKind kind, ValueView list, bool as_values) {
  if (!list.is_array()) return refuse(list, "bad-operand", "needs an array of conditions");
  List<ConditionIndex> children;
  for (const ValueView element : list.elements()) {
    children.push_back(as_values ? compile_value(element) : compile_object(element));
    if (children.back() == kNoCondition) return kNoCondition;
  }
  return program_.conditions.add({.kind = kind}, children);
}

ConditionIndex Compiler::compile_object(ValueView condition) {
  if (!condition.is_object()) return refuse(condition, "bad-condition", "needs an object");
  List<ConditionIndex> children;
  for (const auto [key, value] : condition.members()) {
    if (program_.conditions.nodes.size() > limits::kRuleNodes) return refuse(value, "too-many-nodes", "the document has too many rules");
    children.push_back(compile_part(key, value));
    if (children.back() == kNoCondition) return kNoCondition;
  }
  return all_of(children);
}

ConditionIndex Compiler::compile_part(std::string_view key, ValueView value) {
  if (is(key, "$and")) return compile_list(ConditionKind::All, value, false);
  if (is(key, "$or")) return compile_list(ConditionKind::Any, value, false);
  if (is(key, "$nor")) return add(ConditionKind::Not, compile_list(ConditionKind::Any, value, false));
  if (is(key, "$not")) return add(ConditionKind::Not, compile_object(value));
  if (!key.empty() && key.front() == '$') return refuse(value, "unknown-operator", "no operator has this name");
  return field(key, compile_value(value));
}

ConditionIndex Compiler::compile_value(ValueView condition) {
  if (!is_operator_object(condition)) return compile_literal(Operator::Is, condition);
  List<ConditionIndex> children;
  for (const auto [name, operand] : condition.members()) {
    children.push_back(compile_operator(name, operand));
    if (children.back() == kNoCondition) return kNoCondition;
  }
  return all_of(children);
}

ConditionIndex Compiler::compile_operator(std::string_view name, ValueView operand) {
  if (is(name, "$not")) return add(ConditionKind::Not, compile_value(operand));
  if (is(name, "$size")) return add(ConditionKind::Size, compile_value(operand));
  if (is(name, "$elemMatch"))
    return add(ConditionKind::Element, is_operator_object(operand) ? compile_value(operand) : compile_object(operand));
  if (is(name, "$all")) return compile_all_of(operand);
  const auto op = operator_named(name);
  if (!op) return refuse(operand, "unknown-operator", "no operator has this name");
  if (const char* problem = operand_problem(*op, operand)) return refuse(operand, "bad-operand", problem);
  return compile_literal(*op, operand);
}

ConditionIndex Compiler::compile_literal(Operator op, ValueView literal) {
  if (!thresholds_) return compare_with(op, literal);
  ValueBuilder made;
  const bool is_list = literal.is_array();
  if (is_list) made.begin_array();
  else if (!add_duration(made, literal)) return kNoCondition;
  for (const ValueView element : literal.elements())
    if (!add_duration(made, element)) return kNoCondition;
  if (is_list) made.end_array();
  program_.made.push_back(std::make_unique<Value>(made.take()));
  return compare_with(op, program_.made.back()->view());
}

/// Appends a duration in milliseconds, and notes it as a threshold.
bool Compiler::add_duration(ValueBuilder& out, ValueView text) {
  const auto duration = parse_duration(text.string());
  if (!duration) {
    refuse(text, "bad-duration", "needs a duration such as \"2d\"");
    return false;
  }
  thresholds_->push_back(*duration);
  out.number(static_cast<double>(*duration));
  return true;
}

/// `$all`: for each condition of the list some element of the array.
ConditionIndex Compiler::compile_all_of(ValueView operand) {
  Conditions& conditions = program_.conditions;
  const ConditionIndex list = compile_list(ConditionKind::All, operand, true);
  if (list == kNoCondition) return kNoCondition;
  List<ConditionIndex> children;
  for (std::uint32_t i = 0; i < conditions.nodes[list].count; ++i)
    children.push_back(add(ConditionKind::Element, conditions.children[conditions.nodes[list].first + i]));
  // An empty list still wants an array: its size is asked for.
  children.push_back(add(ConditionKind::Size, conditions.add({.kind = ConditionKind::All})));
  return all_of(children);
}

}  // namespace waymark::rules
