#include "rules/compile.h"

#include <algorithm>
#include <utility>

#include "base/hash.h"
#include "waymark/limits.h"
#include "base/text.h"

namespace waymark::rules {

NodeIndex Compiler::intern(Node node, std::uint64_t key, std::span<const NodeIndex> children) {
  const auto next = static_cast<NodeIndex>(program_.nodes.size());
  const NodeIndex found = known_.insert(key, next);
  if (found != next) return found;
  node.first = static_cast<std::uint32_t>(program_.children.size());
  node.count = static_cast<std::uint32_t>(children.size());
  for (const NodeIndex child : children) program_.children.push_back(child);
  program_.nodes.push_back(node);
  return found;
}

NodeIndex Compiler::combine(NodeKind kind, std::span<const NodeIndex> children) {
  for (const NodeIndex child : children)
    if (child == kNoNode) return kNoNode;
  if (kind != NodeKind::Not && children.size() == 1) return children[0];
  Fnv64 key;
  key.add(static_cast<std::uint64_t>(kind));
  for (const NodeIndex child : children) key.add(std::uint64_t{child} + 1);
  return intern({.kind = kind}, key.value, children);
}

NodeIndex Compiler::negate(NodeIndex child) { return combine(NodeKind::Not, {&child, 1}); }

std::uint32_t Compiler::refuse(ValueView at, const char* code, const char* detail) {
  problems_.add(at, code, detail);
  return kNoNode;
}

NodeIndex Compiler::compile(ValueView condition) {
  if (!condition.is_object()) return refuse(condition, "bad-condition", "needs an object");
  List<NodeIndex> children;
  for (const auto [key, value] : condition.members()) {
    children.push_back(compile_member(key, value));
    if (children.back() == kNoNode) return kNoNode;
    if (program_.nodes.size() > limits::kRuleNodes) return refuse(value, "too-many-nodes", "the document has too many rules");
  }
  return combine(NodeKind::All, children);
}

NodeIndex Compiler::compile_member(std::string_view key, ValueView value) {
  if (is(key, "$and")) return compile_list(NodeKind::All, value);
  if (is(key, "$or")) return compile_list(NodeKind::Any, value);
  if (is(key, "$nor")) return negate(compile_list(NodeKind::Any, value));
  if (is(key, "$not")) return negate(compile(value));
  if (is(key, "$event")) return compile_event(value);
  if (is(key, "$campaign")) return compile_campaign(value);
  if (is(key, "$segment")) return compile_segment_reference(value);
  if (!key.empty() && key.front() == '$') return refuse(value, "unknown-operator", "no operator has this name");
  return compile_fact(key, value);
}

NodeIndex Compiler::compile_list(NodeKind kind, ValueView list) {
  if (!list.is_array()) return refuse(list, "bad-operand", "needs an array of conditions");
  List<NodeIndex> children;
  for (const ValueView element : list.elements()) {
    children.push_back(compile(element));
    if (children.back() == kNoNode) return kNoNode;
  }
  return combine(kind, children);
}

std::uint32_t Compiler::slot_of(std::string_view fact) {
  for (std::size_t i = 0; i < program_.slots.size(); ++i)
    if (program_.slots[i].path == fact) return static_cast<std::uint32_t>(i);
  const std::size_t dot = fact.find('.');
  FactSlot slot{.path = fact, .rest = {}, .root = fact_root(fact.substr(0, dot))};
  if (dot != std::string_view::npos) slot.rest = fact.substr(dot + 1);
  program_.slots.push_back(slot);
  return static_cast<std::uint32_t>(program_.slots.size() - 1);
}

NodeIndex Compiler::fact_leaf(std::string_view fact, ConditionIndex condition, std::uint64_t key) {
  if (condition == kNoCondition) return kNoNode;
  const auto leaf = static_cast<std::uint32_t>(program_.facts.size());
  const std::size_t before = program_.nodes.size();
  const NodeIndex node = intern({.kind = NodeKind::Fact, .leaf = leaf}, key, {});
  if (program_.nodes.size() == before) return node;
  const std::uint32_t slot = slot_of(fact);
  program_.facts.push_back({slot, condition, node, program_.slots[slot].first_leaf});
  program_.slots[slot].first_leaf = leaf;
  return node;
}

/// Several operators about one fact are one leaf each, so that rules share them.
NodeIndex Compiler::compile_fact(std::string_view fact, ValueView condition) {
  Fnv64 key;
  key.add(fact);
  if (!is_operator_object(condition)) {
    key.add(hash_of(condition));
    return fact_leaf(fact, compile_value(condition), key.value);
  }
  List<NodeIndex> children;
  for (const auto [name, operand] : condition.members()) {
    if (is(name, "$not")) {
      children.push_back(negate(compile_fact(fact, operand)));
    } else {
      Fnv64 of_operator = key;
      of_operator.add(name);
      of_operator.add(hash_of(operand));
      children.push_back(fact_leaf(fact, compile_operator(name, operand), of_operator.value));
    }
    if (children.back() == kNoNode) return kNoNode;
  }
  return combine(NodeKind::All, children);
}

NodeIndex Compiler::compile_segment_reference(ValueView id) {
  if (id.is("everyone")) return combine(NodeKind::All, {});
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    if (segments_[i].id != id.string()) continue;
    if (states_[i].state == State::Open) return refuse(id, "segment-cycle", "the segment refers to itself");
    const NodeIndex node = segment(i);
    return node == kNoNode ? refuse(id, "segment-disabled", "refers to a segment that has an error") : node;
  }
  return refuse(id, "unknown-segment", "no segment has this id");
}

NodeIndex Compiler::segment(std::size_t i) {
  SegmentState& state = states_[i];
  if (state.state == State::Done) return state.node;
  state.state = State::Open;
  const ValueView when = segments_[i].source["when"];
  if (when.exists()) state.node = compile(when);
  else problems_.add(segments_[i].source, "when", "bad-condition", "needs an object");
  state.state = State::Done;
  return state.node;
}

void Compiler::finish() {
  Program& program = program_;
  program.parent_start.assign(program.nodes.size() + 1, 0);
  for (const Node& node : program.nodes)
    for (std::uint32_t i = 0; i < node.count; ++i) ++program.parent_start[program.child(node, i) + 1];
  for (std::size_t n = 0; n < program.nodes.size(); ++n) program.parent_start[n + 1] += program.parent_start[n];
  program.parents.assign(program.children.size(), 0);
  List<std::uint32_t> next = program.parent_start;
  for (std::size_t n = 0; n < program.nodes.size(); ++n)
    for (std::uint32_t i = 0; i < program.nodes[n].count; ++i)
      program.parents[next[program.child(program.nodes[n], i)]++] = static_cast<NodeIndex>(n);
}

}  // namespace waymark::rules
