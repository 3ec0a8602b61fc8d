#include "rules/condition.h"

#include "base/utf8.h"
#include "waymark/limits.h"
#include "waymark/platform.h"

namespace waymark::rules {

bool is_operator_object(ValueView value) {
  if (!value.is_object() || value.size() == 0) return false;
  for (const auto [key, ignored] : value.members())
    if (key.empty() || key.front() != '$') return false;
  return true;
}

ConditionIndex Conditions::add(ConditionNode node, std::span<const ConditionIndex> of) {
  for (const ConditionIndex child : of)
    if (child == kNoCondition) return kNoCondition;
  node.first = static_cast<std::uint32_t>(children.size());
  node.count = static_cast<std::uint32_t>(of.size());
  children.append(of);
  nodes.push_back(node);
  return static_cast<ConditionIndex>(nodes.size() - 1);
}

namespace {

bool matches(std::uint32_t regex, ValueView seen) {
  if (seen.is_string()) return platform::matches_regex(regex, utf8_prefix(seen.string(), limits::kRegexBytes));
  return platform::matches_regex(regex, js_string(seen));
}

}  // namespace

bool Conditions::holds(ConditionIndex index, ValueView seen) const {
  const ConditionNode& node = nodes[index];
  const auto child = [&](std::uint32_t i) { return children[node.first + i]; };
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
    case ConditionKind::Field: {
      ValueNode length;
      return holds(child(0), seen.find_path(node.path, length));
    }
    case ConditionKind::Compare: return compare(node.op, seen, node.literal);
    case ConditionKind::Size: {
      if (!seen.is_array()) return false;
      ValueNode length{.type = ValueType::Number};
      length.number = static_cast<double>(seen.size());
      return holds(child(0), ValueView(&length));
    }
    case ConditionKind::Element:
    case ConditionKind::Match:
      for (const ValueView element : seen.elements())
        if (seen.is_array() && (node.kind == ConditionKind::Element || !element.is_null()) && holds(child(0), element)) return true;
      return false;
    case ConditionKind::Regex: return matches(node.first, seen);
    case ConditionKind::Never: return false;
  }
  return false;
}

}  // namespace waymark::rules
