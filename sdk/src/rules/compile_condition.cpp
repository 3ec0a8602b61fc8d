#include "base/nearest.h"
#include "base/text.h"
#include "base/time.h"
#include "rules/compile.h"
#include "waymark/limits.h"
#include "waymark/platform.h"

namespace waymark::rules {
namespace {

/// What is wrong with an operand's type; null: nothing. GrowthBook takes anything for a version.
const char* operand_problem(Operator op, ValueView operand, OnError on_error) {
  switch (op) {
    case Operator::In:
    case Operator::NotIn:
    case Operator::InIgnoringCase:
    case Operator::NotInIgnoringCase: return operand.is_array() ? nullptr : "needs an array";
    case Operator::Type: return operand.is_string() ? nullptr : "needs a string";
    case Operator::VersionEqual:
    case Operator::VersionNotEqual:
    case Operator::VersionLess:
    case Operator::VersionLessOrEqual:
    case Operator::VersionGreater:
    case Operator::VersionGreaterOrEqual: return operand.is_string() || on_error == OnError::Never ? nullptr : "needs a string";
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
  if (!list.is_array() && !list.is_null() && on_error_ == OnError::Never) return program_.conditions.add({.kind = kind});
  if (!list.is_array()) return refuse(list, "bad-operand", "needs an array of conditions");
  List<ConditionIndex> children;
  for (const ValueView element : list.elements()) {
    children.push_back(as_values ? compile_value(element) : compile_object(element));
    if (children.back() == kNoCondition) return kNoCondition;
  }
  return program_.conditions.add({.kind = kind}, children);
}

ConditionIndex Compiler::compile_object(ValueView condition) {
  const bool is_nothing = (condition.is_number() || condition.is_boolean()) && on_error_ == OnError::Never;
  if (!condition.is_object() && !is_nothing) return refuse(condition, "bad-condition", "needs an object");
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
  if (is(key, "$savedGroup")) return compile_saved_group(value);
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
  if (const char* problem = operand_problem(*op, operand, on_error_)) return refuse(operand, "bad-operand", problem);
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

/// A group is a list of values; GrowthBook's evalCondition also takes it as `{ "type": "list", "values": […] }`. Nobody is in one that is
/// not there, and nobody is in or out of one that is something else.
ConditionIndex Compiler::compile_group(ValueView id, Operator op) {
  const bool is_strict = on_error_ == OnError::Refuse;
  const ValueView group = is_strict ? groups_.find(id.string()) : groups_.find(js_string(id));
  const ValueView values = !is_strict && group["type"].is("list") ? group["values"] : group;
  if (values.is_array()) return compare_with(op, values);
  if (is_strict) {
    List<std::string_view> known;
    for (const auto [name, ignored] : groups_.members()) known.push_back(name);
    return refuse(id, "unknown-group", "no group has this name", nearest(id.string(), known));
  }
  if (group.exists()) return program_.conditions.add({.kind = ConditionKind::Never});
  static const ValueNode kNobody{.type = ValueType::Array, .count = 0};
  return compare_with(op, ValueView(&kNobody));
}

/// GrowthBook's `$savedGroup: { "id", "attributeKey" }`: values of an attribute, or a condition. Nobody is in what is neither.
ConditionIndex Compiler::compile_saved_group(ValueView reference) {
  const std::string_view id = reference["id"].string();
  const ValueView key = reference["attributeKey"];
  const ValueView group = groups_.find(id);
  bool is_open = open_groups_.size() >= limits::kNesting;
  for (const std::string_view open : open_groups_) is_open = is_open || open == id;
  if (is_open || !reference["id"].is_string() || (key.exists() && !key.is_string())) return program_.conditions.add({.kind = ConditionKind::Never});
  if (group["type"].is("condition") && group["condition"].is_object()) {
    open_groups_.push_back(id);
    const ConditionIndex made = compile_object(group["condition"]);
    open_groups_.pop_back();
    return made;
  }
  const ValueView attribute = key.exists() ? key : group["attributeKey"];
  if (!group["type"].is("list") || !attribute.is_string() || !group["values"].is_array()) return program_.conditions.add({.kind = ConditionKind::Never});
  return field(attribute.string(), compare_with(Operator::In, group["values"]));
}

}  // namespace waymark::rules
