#include "rules/evaluation.h"

#include <algorithm>
#include <bit>

namespace waymark::rules {

Evaluation::Evaluation(const Program& program)
    : program_(program),
      verdicts_(program.nodes.size(), 0),
      dirty_((program.nodes.size() + 63) / 64, 0),
      slot_hashes_(program.slots.size(), hash_of({})),
      flips_(program.event_nodes.size(), kNever) {
  for (NodeIndex node = 0; node < program.nodes.size(); ++node) mark(node);
}

void Evaluation::mark(NodeIndex node) { dirty_[node / 64] |= std::uint64_t{1} << (node % 64); }

void Evaluation::fact_root_changed(FactRoot root, const Facts& facts) {
  const ValueView object = facts.root(root);
  for (std::size_t i = 0; i < program_.slots.size(); ++i) {
    const FactSlot& slot = program_.slots[i];
    if (slot.root != root) continue;
    const std::uint64_t hash = hash_of(slot.rest.empty() ? object : object.find_path(slot.rest));
    if (hash == slot_hashes_[i]) continue;
    slot_hashes_[i] = hash;
    for (std::uint32_t leaf = slot.first_leaf; leaf != kNoLeaf; leaf = program_.facts[leaf].next)
      mark(program_.facts[leaf].node);
  }
}

void Evaluation::event_recorded(std::string_view name) {
  for (std::size_t i = 0; i < program_.event_nodes.size(); ++i)
    if (program_.events.tests[i].name == name) mark(program_.event_nodes[i]);
}

void Evaluation::session_changed() {
  for (std::size_t i = 0; i < program_.event_nodes.size(); ++i)
    if (program_.events.tests[i].window.kind == WindowKind::Session) mark(program_.event_nodes[i]);
}

bool Evaluation::ask(NodeIndex index, const Facts& facts, const history::History& history, Timestamp now) {
  const Node& node = program_.nodes[index];
  switch (node.kind) {
    case NodeKind::All:
      for (std::uint32_t i = 0; i < node.count; ++i)
        if (!holds(program_.child(node, i))) return false;
      return true;
    case NodeKind::Any:
      for (std::uint32_t i = 0; i < node.count; ++i)
        if (holds(program_.child(node, i))) return true;
      return node.count == 0;
    case NodeKind::Not: return !holds(program_.child(node, 0));
    case NodeKind::Fact: {
      const FactLeaf& leaf = program_.facts[node.leaf];
      return program_.conditions.holds(leaf.condition, facts.find(program_.slots[leaf.slot].path));
    }
    case NodeKind::Event: {
      const EventOutcome outcome = evaluate(program_.events, node.leaf, program_.conditions, history, now);
      flips_[node.leaf] = outcome.next_change;
      return outcome.holds;
    }
  }
  return false;
}

void Evaluation::settle(const Facts& facts, const history::History& history, Timestamp now) {
  for (std::size_t i = 0; i < flips_.size(); ++i)
    if (flips_[i] <= now) mark(program_.event_nodes[i]);
  // Children have smaller indices than their parents, so one pass upward meets each node once.
  for (std::size_t word = 0; word < dirty_.size(); ++word) {
    while (dirty_[word] != 0) {
      const auto index = static_cast<NodeIndex>(word * 64 + static_cast<std::size_t>(std::countr_zero(dirty_[word])));
      dirty_[word] &= dirty_[word] - 1;
      const bool verdict = ask(index, facts, history, now);
      if (verdict == holds(index)) continue;
      verdicts_[index] = verdict ? 1 : 0;
      for (std::uint32_t p = program_.parent_start[index]; p < program_.parent_start[index + 1]; ++p)
        mark(program_.parents[p]);
    }
  }
}

Timestamp Evaluation::next_flip() const {
  Timestamp next = kNever;
  for (const Timestamp flip : flips_) next = std::min(next, flip);
  return next;
}

}  // namespace waymark::rules
