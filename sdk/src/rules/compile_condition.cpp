#include "base/nearest.h"
#include "base/text.h"
#include "base/time.h"
#include "rules/compile.h"
#include "waymark/limits.h"
#include "waymark/platform.h"

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
  if (!key.empty() && key.front() == '$' && on_error_ == OnError::Refuse) return refuse_operator(key, value);
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
    return add(ConditionKind::Match, is_operator_object(operand) ? compile_value(operand) : compile_object(operand));
  if (is(name, "$all") || is(name, "$alli")) return compile_all_of(operand, name.size() > 4);
  if (is(name, "$regex") || is(name, "$regexi")) return compile_regex(operand, name.size() > 6);
  if (is(name, "$inGroup")) return compile_group(operand, Operator::In);
  if (is(name, "$notInGroup")) return compile_group(operand, Operator::NotIn);
  const auto op = operator_named(name);
  if (!op) return refuse_operator(name, operand);
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

/// `$all`: for each condition of the list some element of the array. `$alli`: texts of it whatever their case.
ConditionIndex Compiler::compile_all_of(ValueView operand, bool ignores_case) {
  if (!operand.is_array()) return refuse(operand, "bad-operand", "needs an array of conditions");
  List<ConditionIndex> children;
  for (const ValueView wanted : operand.elements()) {
    const bool is_text = ignores_case && wanted.is_string();
    const ConditionIndex child = is_text ? compare_with(Operator::IsIgnoringCase, wanted) : compile_value(wanted);
    children.push_back(add(ConditionKind::Element, child));
  }
  // An empty list still wants an array: its size is asked for.
  children.push_back(add(ConditionKind::Size, program_.conditions.add({.kind = ConditionKind::All})));
  return all_of(children);
}

ConditionIndex Compiler::compile_regex(ValueView pattern, bool ignores_case) {
  if (!pattern.is_string()) return refuse(pattern, "bad-operand", "needs a string");
  const std::uint32_t regex = platform::compile_regex(pattern.string(), ignores_case);
  if (regex == 0) return refuse(pattern, "bad-regex", "not a regular expression");
  const ConditionIndex made = program_.conditions.add({.kind = ConditionKind::Regex});
  program_.conditions.nodes[made].first = regex;
  return made;
}

ConditionIndex Compiler::compile_group(ValueView id, Operator op) {
  const ValueView group = id.is_string() ? groups_.find(id.string()) : ValueView();
  if (group.is_array()) return compare_with(op, group);
  if (on_error_ == OnError::Refuse) {
    List<std::string_view> known;
    for (const auto [name, values] : groups_.members()) known.push_back(name);
    return refuse(id, "unknown-group", "no group has this name", nearest(id.string(), known));
  }
  static const ValueNode kNobody{.type = ValueType::Array, .count = 0};
  return compare_with(op, ValueView(&kNobody));
}

}  // namespace waymark::rules
