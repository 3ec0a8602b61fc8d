#include "rules/compile.h"

#include <algorithm>
#include <utility>

#include "base/hash.h"
#include "base/nearest.h"
#include "base/text.h"
#include "waymark/limits.h"

namespace waymark::rules {

namespace {

std::uint64_t key_of(std::string_view text) {
  Fnv64 key;
  key.add(text);
  return key.value;
}

}  // namespace

Compiler::Compiler(Program& program, std::span<const SegmentSource> segments, Problems& problems, ValueView groups, OnError on_error)
    : program_(program), segments_(segments), problems_(problems), groups_(groups), on_error_(on_error), states_(segments.size()) {
  for (std::size_t i = 0; i < segments.size(); ++i) segment_index_.insert(key_of(segments[i].id), static_cast<std::uint32_t>(i));
}

NodeIndex Compiler::intern(Node node, std::uint64_t key, std::span<const NodeIndex> children) {
  const auto next = static_cast<NodeIndex>(program_.nodes.size());
  const NodeIndex found = known_.insert(key, next);
  if (found != next) return found;
  node.first = static_cast<std::uint32_t>(program_.children.size());
  node.count = static_cast<std::uint32_t>(children.size());
  program_.children.append(children);
  program_.nodes.push_back(node);
  is_never_.push_back(0);
  return found;
}

NodeIndex Compiler::combine(NodeKind kind, std::span<const NodeIndex> children) {
  std::size_t never = 0;
  for (const NodeIndex child : children) {
    if (child == kNoNode) return kNoNode;
    never += is_never_[child];
  }
  if (kind != NodeKind::Not && children.size() == 1) return children[0];
  Fnv64 key;
  key.add(static_cast<std::uint64_t>(kind));
  for (const NodeIndex child : children) key.add(std::uint64_t{child} + 1);
  const NodeIndex node = intern({.kind = kind}, key.value, children);
  if (kind == NodeKind::All && (never > 0 || is_contradiction(children))) is_never_[node] = 1;
  if (kind == NodeKind::Any && never > 0 && never == children.size()) is_never_[node] = 1;
  return node;
}

/// Whether conditions exclude each other: two texts or ranges of one fact that nothing can be in, or something and its contrary.
bool Compiler::is_contradiction(std::span<const NodeIndex> children) const {
  const auto leaf_of = [&](NodeIndex child) {
    const Node& node = program_.nodes[child];
    return node.kind == NodeKind::Fact ? &program_.facts[node.leaf] : nullptr;
  };
  const auto is_equality = [](const FactLeaf& leaf) { return leaf.op == Operator::Is || leaf.op == Operator::Equal; };
  const auto is_lower = [&](const FactLeaf& leaf) { return is_equality(leaf) || leaf.op == Operator::Greater || leaf.op == Operator::GreaterOrEqual; };
  const auto is_upper = [&](const FactLeaf& leaf) { return is_equality(leaf) || leaf.op == Operator::Less || leaf.op == Operator::LessOrEqual; };
  const auto is_strict = [](const FactLeaf& leaf) { return leaf.op == Operator::Less || leaf.op == Operator::Greater; };
  for (const NodeIndex child : children) {
    const Node& node = program_.nodes[child];
    if (node.kind == NodeKind::Not && std::find(children.begin(), children.end(), program_.child(node, 0)) != children.end()) return true;
    const FactLeaf* one = leaf_of(child);
    for (std::size_t i = 0; one && i < children.size(); ++i) {
      const FactLeaf* other = leaf_of(children[i]);
      if (!other || other == one || other->slot != one->slot || other->quick != one->quick) continue;
      if (one->quick == Quick::SameText) return true;
      if (one->quick != Quick::Number || !is_lower(*one) || !is_upper(*other)) continue;
      if (one->number > other->number || (one->number == other->number && (is_strict(*one) || is_strict(*other)))) return true;
    }
  }
  return false;
}

NodeIndex Compiler::negate(NodeIndex child) { return combine(NodeKind::Not, {&child, 1}); }

std::uint32_t Compiler::refuse(ValueView at, const char* code, const char* detail, std::string_view meant) {
  if (on_error_ == OnError::Never) return program_.conditions.add({.kind = ConditionKind::Never});
  problems_.add(at, code, detail, meant);
  return kNoNode;
}

std::uint32_t Compiler::refuse_operator(std::string_view name, ValueView at) {
  List<std::string_view> known = {"$and", "$or", "$nor", "$not", "$event", "$sequence", "$segment", "$campaign", "$size", "$elemMatch",
                                  "$all", "$alli", "$regex", "$regexi", "$inGroup", "$notInGroup"};
  for (int op = 0; op <= static_cast<int>(Operator::VersionGreaterOrEqual); ++op) known.push_back(rules::name_of(static_cast<Operator>(op)));
  return refuse(at, "unknown-operator", "no operator has this name", nearest(name, known));
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
  if (is(key, "$sequence")) return compile_sequence(value);
  if (is(key, "$campaign")) return compile_campaign(value);
  if (is(key, "$segment")) return compile_segment_reference(value);
  if (!key.empty() && key.front() == '$') return refuse_operator(key, value);
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

/// A root that is none of ours is one that the page has pushed.
std::uint32_t Compiler::slot_of(std::string_view fact) {
  const auto next = static_cast<std::uint32_t>(program_.slots.size());
  const std::uint32_t found = slots_.insert(key_of(fact), next);
  if (found != next) return found;
  const std::size_t dot = fact.find('.');
  FactSlot slot{.path = fact, .rest = fact, .root = fact_root(fact.substr(0, dot))};
  if (slot.root == FactRoot::Unknown) slot.root = FactRoot::Context;
  else slot.rest = dot == std::string_view::npos ? std::string_view() : fact.substr(dot + 1);
  if (is(fact, "session.duration")) slot.clock = Clock::Session;
  if (is(fact, "page.dwell")) slot.clock = Clock::Page;
  if (is(fact, "cart.idle")) slot.clock = Clock::Cart;
  program_.slots.push_back(slot);
  return next;
}

/// `name`: the operator, empty for a bare literal.
NodeIndex Compiler::fact_leaf(std::string_view fact, std::string_view name, ValueView operand) {
  Fnv64 key;
  key.add(fact);
  key.add(name);
  key.add(hash_of(operand));
  if (const NodeIndex same = known_.find(key.value); same != HashIndex::kNone) return same;
  const ConditionIndex condition = name.empty() ? compile_value(operand) : compile_operator(name, operand);
  if (condition == kNoCondition) return kNoNode;
  const auto leaf = static_cast<std::uint32_t>(program_.facts.size());
  const NodeIndex node = intern({.kind = NodeKind::Fact, .leaf = leaf}, key.value, {});
  FactLeaf made{.slot = slot_of(fact), .condition = condition, .node = node, .name = name, .operand = operand};
  make_quick(made);
  ++program_.slots[made.slot].leaf_count;
  if (is(name, "$in") && operand.size() == 0) is_never_[node] = 1;
  program_.facts.push_back(made);
  return node;
}

/// Several operators about one fact are one leaf each, so that rules share them.
NodeIndex Compiler::compile_fact(std::string_view fact, ValueView condition) {
  if (!is_operator_object(condition)) return fact_leaf(fact, {}, condition);
  List<NodeIndex> children;
  for (const auto [name, operand] : condition.members()) {
    children.push_back(is(name, "$not") ? negate(compile_fact(fact, operand)) : fact_leaf(fact, name, operand));
    if (children.back() == kNoNode) return kNoNode;
  }
  return combine(NodeKind::All, children);
}

NodeIndex Compiler::compile_segment_reference(ValueView id) {
  if (id.is("everyone")) return combine(NodeKind::All, {});
  const std::uint32_t i = id.is_string() ? segment_index_.find(key_of(id.string())) : HashIndex::kNone;
  if (i != HashIndex::kNone) {
    if (states_[i].state == State::Open) return refuse(id, "segment-cycle", "the segment refers to itself");
    const NodeIndex node = segment(i);
    return node == kNoNode ? refuse(id, "segment-disabled", "refers to a segment that has an error") : node;
  }
  List<std::string_view> known = {"everyone"};
  for (const SegmentSource& source : segments_) known.push_back(source.id);
  return refuse(id, "unknown-segment", "no segment has this id", nearest(id.string(), known));
}

NodeIndex Compiler::segment(std::size_t i) {
  SegmentState& state = states_[i];
  if (state.state == State::Done) return state.node;
  state.state = State::Open;
  const ValueView when = segments_[i].source["when"];
  if (when.exists()) state.node = compile(when);
  else problems_.add(segments_[i].source, "when", "bad-condition", "needs an object");
  if (state.node != kNoNode && is_never_[state.node])
    state.node = refuse(when, "unreachable-segment", "nobody can be in this segment: its conditions exclude each other");
  state.state = State::Done;
  return state.node;
}

namespace {

constexpr unsigned kLeafKinds = 32;

unsigned kind_of(const FactLeaf& leaf) {
  const auto quick = static_cast<unsigned>(leaf.quick);
  return leaf.quick == Quick::Number ? 8 + static_cast<unsigned>(leaf.op) : quick;
}

}  // namespace

/// Leaves of a fact side by side, those that are answered alike together, which spares the processor wrong guesses; and what an evaluation
/// needs to know of its slot.
void Compiler::sort_leaves() {
  Program& program = program_;
  std::uint32_t first = 0;
  for (FactSlot& slot : program.slots) {
    slot.first_leaf = first;
    first += slot.leaf_count;
    slot.leaf_count = 0;
    slot.first_word = program.word_count;
    program.word_count += (slot.text_count + 63) / 64;
  }
  List<FactLeaf> sorted(program.facts.size());
  for (unsigned kind = 0; kind < kLeafKinds; ++kind) {
    for (const FactLeaf& leaf : program.facts) {
      if (kind_of(leaf) != kind) continue;
      FactSlot& slot = program.slots[leaf.slot];
      const std::uint32_t place = slot.first_leaf + slot.leaf_count++;
      sorted[place] = leaf;
      program.nodes[leaf.node].leaf = place;
    }
  }
  program.facts = std::move(sorted);
  for (FactSlot& slot : program.slots)
    if (slot.clock != Clock::None) collect_seconds(slot);
}

void Compiler::collect_seconds(FactSlot& slot) {
  slot.first_second = static_cast<std::uint32_t>(program_.seconds.size());
  for (std::uint32_t i = 0; i < slot.leaf_count; ++i) collect_seconds(program_.facts[slot.first_leaf + i].condition);
  slot.second_count = static_cast<std::uint32_t>(program_.seconds.size()) - slot.first_second;
}

void Compiler::collect_seconds(ConditionIndex condition) {
  const ConditionNode& node = program_.conditions.nodes[condition];
  const auto note = [&](ValueView literal) {
    if (const double number = js_number(literal); number == number) program_.seconds.push_back(number);
  };
  if (node.kind == ConditionKind::Compare) note(node.literal);
  for (const ValueView element : node.literal.elements()) note(element);
  for (std::uint32_t i = 0; i < node.count; ++i) collect_seconds(program_.conditions.children[node.first + i]);
}

void Compiler::finish() {
  Program& program = program_;
  sort_leaves();
  program.is_watched.assign(program.nodes.size(), 0);
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
