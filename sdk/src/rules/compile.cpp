#include "rules/compile.h"

#include <algorithm>
#include <utility>

#include "base/hash.h"
#include "base/try.h"
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
  if (kind != NodeKind::Not && children.size() == 1) return children[0];
  Fnv64 key;
  key.add(static_cast<std::uint64_t>(kind));
  for (const NodeIndex child : children) key.add(std::uint64_t{child} + 1);
  return intern({.kind = kind}, key.value, children);
}

NodeIndex Compiler::negate(NodeIndex child) { return combine(NodeKind::Not, {&child, 1}); }

ValueView Compiler::keep(Value value) {
  program_.made.push_back(std::make_unique<Value>(std::move(value)));
  return program_.made.back()->view();
}

Result<NodeIndex> Compiler::compile(ValueView condition, const Path& path) {
  if (!condition.is_object()) return path.fail("bad-condition", "needs an object");
  List<NodeIndex> children;
  for (const auto [key, value] : condition.members()) {
    WAYMARK_TRY(child, compile_member(key, value, path / key));
    if (program_.nodes.size() > limits::kRuleNodes) return path.fail("too-many-nodes", "the document has too many rules");
    children.push_back(child);
  }
  return combine(NodeKind::All, children);
}

Result<NodeIndex> Compiler::compile_member(std::string_view key, ValueView value, const Path& path) {
  if (is(key, "$and")) return compile_list(NodeKind::All, value, path);
  if (is(key, "$or")) return compile_list(NodeKind::Any, value, path);
  if (is(key, "$nor")) {
    WAYMARK_TRY(any, compile_list(NodeKind::Any, value, path));
    return negate(any);
  }
  if (is(key, "$not")) {
    WAYMARK_TRY(inner, compile(value, path));
    return negate(inner);
  }
  if (is(key, "$event")) return compile_event(value, path);
  if (is(key, "$campaign")) return compile_campaign(value, path);
  if (is(key, "$segment")) return compile_segment_reference(value, path);
  if (!key.empty() && key.front() == '$') return unknown_operator(key, path);
  return compile_fact(key, value, path);
}

Result<NodeIndex> Compiler::compile_list(NodeKind kind, ValueView list, const Path& path) {
  if (!list.is_array()) return path.fail("bad-operand", "needs an array of conditions");
  List<NodeIndex> children;
  std::size_t i = 0;
  for (const ValueView element : list.elements()) {
    WAYMARK_TRY(child, compile(element, path / i));
    children.push_back(child);
    ++i;
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
Result<NodeIndex> Compiler::compile_fact_operators(std::string_view fact, ValueView operators, const Path& path) {
  List<NodeIndex> children;
  for (const auto [name, operand] : operators.members()) {
    if (is(name, "$not")) {
      WAYMARK_TRY(inner, compile_fact(fact, operand, path / name));
      children.push_back(negate(inner));
      continue;
    }
    ValueBuilder single;
    single.begin_object();
    single.member(name, operand);
    single.end_object();
    const ValueView one = keep(single.take());
    WAYMARK_TRY(condition, program_.conditions.compile_value(one, path));
    Fnv64 key;
    key.add(fact);
    key.add(hash_of(one));
    children.push_back(fact_leaf(fact, condition, key.value));
  }
  return combine(NodeKind::All, children);
}

Result<NodeIndex> Compiler::compile_fact(std::string_view fact, ValueView condition, const Path& path) {
  if (is_operator_object(condition)) return compile_fact_operators(fact, condition, path);
  WAYMARK_TRY(compiled, program_.conditions.compile_value(condition, path));
  Fnv64 key;
  key.add(fact);
  key.add(hash_of(condition));
  return fact_leaf(fact, compiled, key.value);
}

Result<NodeIndex> Compiler::compile_segment_reference(ValueView id, const Path& path) {
  if (id.is("everyone")) return combine(NodeKind::All, {});
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    if (segments_[i].id != id.string()) continue;
    if (states_[i].state == State::Open) return path.fail("segment-cycle", "the segment refers to itself");
    const NodeIndex node = segment(i);
    if (node == kNoNode) return path.fail("segment-disabled", "refers to a segment that has an error");
    return node;
  }
  return path.fail("unknown-segment", "no segment has this id");
}

NodeIndex Compiler::segment(std::size_t i) {
  SegmentState& state = states_[i];
  if (state.state == State::Done) return state.node;
  state.state = State::Open;
  const Path path = root_ / i;
  auto node = compile(segments_[i].when, path / "when");
  state.state = State::Done;
  if (node) state.node = *node;
  else problems_.push_back(node.take_failure());
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
