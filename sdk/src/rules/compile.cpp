#include "rules/compile.h"

#include <algorithm>
#include <utility>

#include "base/hash.h"
#include "base/time.h"
#include "base/try.h"
#include "waymark/limits.h"

namespace waymark::rules {

NodeIndex Compiler::intern(Node node, std::uint64_t key, const std::vector<NodeIndex>& children) {
  const auto [found, is_new] = known_.try_emplace(key, static_cast<NodeIndex>(program_.nodes.size()));
  if (!is_new) return found->second;
  node.first = static_cast<std::uint32_t>(program_.children.size());
  node.count = static_cast<std::uint32_t>(children.size());
  program_.children.insert(program_.children.end(), children.begin(), children.end());
  program_.nodes.push_back(node);
  return found->second;
}

NodeIndex Compiler::combine(NodeKind kind, std::vector<NodeIndex> children) {
  if (kind != NodeKind::Not && children.size() == 1) return children[0];
  Fnv64 key;
  key.add(static_cast<std::uint64_t>(kind));
  for (const NodeIndex child : children) key.add(std::uint64_t{child} + 1);
  return intern({.kind = kind}, key.value, children);
}

Result<NodeIndex> Compiler::compile(ValueView condition, const Path& path) {
  if (!condition.is_object()) return path.error("bad-condition", "needs an object");
  if (program_.nodes.size() > limits::kRuleNodes) return path.error("too-many-nodes", "the document has too many rules");
  std::vector<NodeIndex> children;
  for (const auto [key, value] : condition.members()) {
    WAYMARK_TRY(child, compile_member(key, value, path / key));
    children.push_back(child);
  }
  return combine(NodeKind::All, std::move(children));
}

Result<NodeIndex> Compiler::compile_member(std::string_view key, ValueView value, const Path& path) {
  if (key == "$and") return compile_list(NodeKind::All, value, path);
  if (key == "$or") return compile_list(NodeKind::Any, value, path);
  if (key == "$nor") {
    WAYMARK_TRY(any, compile_list(NodeKind::Any, value, path));
    return negate(any);
  }
  if (key == "$not") {
    WAYMARK_TRY(inner, compile(value, path));
    return negate(inner);
  }
  if (key == "$event") return compile_event(value, path);
  if (key == "$campaign") return compile_campaign(value, path);
  if (key == "$segment") return compile_segment_reference(value, path);
  if (!key.empty() && key.front() == '$') return unknown_operator(key, path);
  return compile_fact(key, value, path);
}

Result<NodeIndex> Compiler::compile_list(NodeKind kind, ValueView list, const Path& path) {
  if (!list.is_array()) return path.error("bad-operand", "needs an array of conditions");
  std::vector<NodeIndex> children;
  std::size_t i = 0;
  for (const ValueView element : list.elements()) {
    WAYMARK_TRY(child, compile(element, path / i));
    children.push_back(child);
    ++i;
  }
  return combine(kind, std::move(children));
}

std::uint32_t Compiler::slot_of(std::string_view fact) {
  for (std::size_t i = 0; i < program_.slots.size(); ++i)
    if (program_.slots[i].path == fact) return static_cast<std::uint32_t>(i);
  const std::size_t dot = fact.find('.');
  FactSlot slot{.path = fact, .rest = {}, .root = fact_root(fact.substr(0, dot)), .leaves = {}};
  if (dot != std::string_view::npos) slot.rest = fact.substr(dot + 1);
  program_.slots.push_back(std::move(slot));
  return static_cast<std::uint32_t>(program_.slots.size() - 1);
}

NodeIndex Compiler::fact_leaf(std::string_view fact, ConditionIndex condition, std::uint64_t key) {
  const std::uint32_t slot = slot_of(fact);
  const auto leaf = static_cast<std::uint32_t>(program_.facts.size());
  const std::size_t before = program_.nodes.size();
  const NodeIndex node = intern({.kind = NodeKind::Fact, .leaf = leaf}, key, {});
  if (program_.nodes.size() == before) return node;
  program_.facts.push_back({slot, condition});
  program_.slots[slot].leaves.push_back(node);
  return node;
}

/// Several operators about one fact are one leaf each, so that rules share them.
Result<NodeIndex> Compiler::compile_fact_operators(std::string_view fact, ValueView operators, const Path& path) {
  std::vector<NodeIndex> children;
  for (const auto [name, operand] : operators.members()) {
    if (name == "$not") {
      WAYMARK_TRY(inner, compile_fact(fact, operand, path / name));
      children.push_back(negate(inner));
      continue;
    }
    ValueBuilder single;
    single.begin_object();
    single.member(name, operand);
    single.end_object();
    program_.made.push_back(std::make_unique<Value>(single.take()));
    const ValueView one = program_.made.back()->view();
    WAYMARK_TRY(condition, program_.conditions.compile_value(one, path));
    Fnv64 key;
    key.add(fact);
    key.add(hash_of(one));
    children.push_back(fact_leaf(fact, condition, key.value));
  }
  return combine(NodeKind::All, std::move(children));
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
  if (id.string() == "everyone") return combine(NodeKind::All, {});
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    if (segments_[i].id != id.string()) continue;
    if (states_[i].state == State::Open) return path.error("segment-cycle", "the segment refers to itself");
    if (const auto node = segment(i)) return *node;
    return path.error("segment-disabled", "refers to a segment that has an error");
  }
  return path.error("unknown-segment", "no segment has this id");
}

Result<NodeIndex> Compiler::segment(std::size_t i) {
  SegmentState& state = states_[i];
  if (state.state == State::Done) return state.node;
  if (state.state == State::Failed) return state.error;
  state.state = State::Open;
  const Path path = root_ / i;
  auto node = compile(segments_[i].when, path / "when");
  state.state = node ? State::Done : State::Failed;
  if (node) state.node = *node;
  else state.error = node.error();
  return node;
}

void Compiler::finish() {
  Program& program = program_;
  program.parent_start.assign(program.nodes.size() + 1, 0);
  for (const Node& node : program.nodes)
    for (std::uint32_t i = 0; i < node.count; ++i) ++program.parent_start[program.child(node, i) + 1];
  for (std::size_t n = 0; n < program.nodes.size(); ++n) program.parent_start[n + 1] += program.parent_start[n];
  program.parents.resize(program.children.size());
  std::vector<std::uint32_t> next = program.parent_start;
  for (std::size_t n = 0; n < program.nodes.size(); ++n)
    for (std::uint32_t i = 0; i < program.nodes[n].count; ++i)
      program.parents[next[program.child(program.nodes[n], i)]++] = static_cast<NodeIndex>(n);
}

}  // namespace waymark::rules
