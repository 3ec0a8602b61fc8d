#include "rules/evaluation.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "base/hash.h"

namespace waymark::rules {

void Evaluation::Marks::set(std::uint32_t index) {
  const std::uint32_t word = index / 64;
  words[word] |= std::uint64_t{1} << (index % 64);
  summary[word / 64] |= std::uint64_t{1} << (word % 64);
}

void Evaluation::Marks::set_all(std::size_t count) {
  const auto fill = [](List<std::uint64_t>& bits, std::size_t number) {
    for (std::size_t i = 0; i < bits.size(); ++i) bits[i] = ~std::uint64_t{0};
    if (number % 64 != 0) bits.back() = (std::uint64_t{1} << (number % 64)) - 1;
  };
  fill(words, count);
  fill(summary, words.size());
}

void Evaluation::Marks::clear() {
  std::fill(words.begin(), words.end(), 0);
  std::fill(summary.begin(), summary.end(), 0);
}

std::uint32_t Evaluation::Marks::take() {
  for (std::uint32_t s = 0; s < summary.size(); ++s) {
    if (summary[s] == 0) continue;
    const auto word = s * 64 + static_cast<std::uint32_t>(std::countr_zero(summary[s]));
    const auto index = word * 64 + static_cast<std::uint32_t>(std::countr_zero(words[word]));
    words[word] &= words[word] - 1;
    if (words[word] == 0) summary[s] &= summary[s] - 1;
    return index;
  }
  return kNoNode;
}

Evaluation::Evaluation(const Program& program)
    : program_(program),
      inner_(program.nodes.size()),
      changed_slots_(program.slots.size()),
      changed_history_(program.event_nodes.size() + program.sequence_nodes.size()) {
  for (std::uint32_t i = 0; i < program.event_nodes.size(); ++i)
    if (program.events.tests[i].window.kind == WindowKind::Session) session_tests_.push_back(i);
  start_over();
}

void Evaluation::start_over() {
  verdicts_.assign(program_.nodes.size(), 0);
  true_children_.assign(program_.nodes.size(), 0);
  slots_.assign(program_.slots.size(), {});
  slot_words_.assign(program_.word_count, 0);
  clocks_.fill(kNever);
  tallies_.clear();
  while (tallies_.size() < program_.event_nodes.size()) tallies_.emplace_back();
  sequences_.assign(program_.sequence_nodes.size(), {});
  session_ = 0;
  latest_ = 0;
  now_ = 0;
  due_.assign(program_.event_nodes.size() + program_.sequence_nodes.size() + program_.slots.size(), kNever);
  heap_.clear();
  flipped_.clear();
  mark_all();
}

void Evaluation::mark_all() {
  changed_slots_.set_all(slots_.size());
  changed_history_.set_all(tallies_.size() + sequences_.size());
  inner_.set_all(verdicts_.size());
}

// Facts

void Evaluation::fact_root_changed(FactRoot root, const Facts& facts) {
  const ValueView object = facts.root(root);
  for (std::uint32_t i = 0; i < slots_.size(); ++i) {
    const FactSlot& slot = program_.slots[i];
    if (slot.root == root && slot.clock == Clock::None) read_slot(i, slot.rest.empty() ? object : object.find_path(slot.rest, slots_[i].room));
  }
}

void Evaluation::facts_changed(ValueView facts) {
  for (std::uint32_t i = 0; i < slots_.size(); ++i)
    if (program_.slots[i].clock == Clock::None) read_slot(i, facts.find_path(program_.slots[i].path, slots_[i].room));
}

void Evaluation::read_slot(std::uint32_t index, ValueView value) {
  Slot& slot = slots_[index];
  slot.value = value;
  const std::uint64_t hash = hash_of(value);
  if (hash == slot.hash) return;
  slot.hash = hash;
  changed_slots_.set(index);
}

void Evaluation::clock_changed(Clock clock, Timestamp since) {
  Timestamp& known = clocks_[static_cast<std::size_t>(clock)];
  if (known == since) return;
  known = since;
  for (std::uint32_t i = 0; i < slots_.size(); ++i)
    if (program_.slots[i].clock == clock) changed_slots_.set(i);
}

/// Sets the bits of the slot's texts that the value is, or has.
void Evaluation::read_texts(const FactSlot& slot, std::uint32_t index, ValueView value) {
  const std::uint32_t text = program_.texts.find(text_key(index, value.string()));
  if (text != HashIndex::kNone) words_of(slot)[text / 64] |= std::uint64_t{1} << (text % 64);
}

/// A number that becomes another passes some of the numbers it is compared with: of those leaves only these are asked.
void Evaluation::ask_slot(std::uint32_t index, Timestamp now) {
  const Slot& slot = slots_[index];
  const bool was_number = slot.is_number;
  const double before = slot.number;
  look_at(index, now);
  // Either may be NaN, for what is no number and before the first look.
  const bool is_moved = was_number == slot.is_number && !std::isnan(before + slot.number);
  const double low = std::min(before, slot.number);
  const double high = std::max(before, slot.number);
  const FactSlot& about = program_.slots[index];
  for (std::uint32_t i = about.first_leaf; i < about.first_leaf + about.leaf_count; ++i) {
    const FactLeaf& leaf = program_.facts[i];
    const bool is_passed_by = is_moved && leaf.quick == Quick::Number && (leaf.number < low || leaf.number > high);
    if (!is_passed_by) turn(leaf.node, ask_leaf(leaf));
  }
}

/// Notes what the leaves of a slot want to know of its value.
void Evaluation::look_at(std::uint32_t index, Timestamp now) {
  const FactSlot& about = program_.slots[index];
  if (about.clock != Clock::None) ask_clock(index, now);
  Slot& slot = slots_[index];
  const ValueView value = slot.value;
  slot.is_text = value.is_string();
  slot.is_number = value.is_number();
  if (about.asks_for_number) slot.number = js_number(value);
  if (about.text_count > 0) {
    std::fill_n(words_of(about), (about.text_count + 63) / 64, 0);
    slot.is_list_of_texts = value.is_array();
    if (slot.is_text) read_texts(about, index, value);
    for (const ValueView element : value.elements()) {
      if (!value.is_array()) break;
      if (element.is_string()) read_texts(about, index, element);
      else slot.is_list_of_texts = false;
    }
  }
}

/// A clock's fact changes each second, but only some of them matter: those in which it reaches or passes a number of a rule.
void Evaluation::ask_clock(std::uint32_t index, Timestamp now) {
  const FactSlot& about = program_.slots[index];
  const Timestamp since = clocks_[static_cast<std::size_t>(about.clock)];
  Slot& slot = slots_[index];
  Timestamp next = kNever;
  if (since == kNever) {
    slot.value = {};
  } else {
    slot.room = {.type = ValueType::Number};
    slot.room.number = static_cast<double>(std::max<Timestamp>(now - since, 0) / kSecond);
    slot.value = ValueView(&slot.room);
    for (std::uint32_t i = about.first_second; i < about.first_second + about.second_count; ++i) {
      const double number = program_.seconds[i];
      for (const double second : {std::ceil(number), std::floor(number) + 1})
        if (second > slot.room.number && second < 1e12) next = std::min(next, since + static_cast<Timestamp>(second) * kSecond);
    }
  }
  set_due(static_cast<std::uint32_t>(tallies_.size() + sequences_.size()) + index, next);
}

Timestamp Evaluation::clock_reaches(std::uint32_t slot, double seconds) const {
  const Timestamp since = clocks_[static_cast<std::size_t>(program_.slots[slot].clock)];
  return since == kNever || !(seconds < 1e12) ? kNever : since + static_cast<Timestamp>(seconds) * kSecond;
}

bool Evaluation::ask_leaf(const FactLeaf& leaf) const {
  const Slot& slot = slots_[leaf.slot];
  const std::uint64_t* has = slot_words_.data() + program_.slots[leaf.slot].first_word;
  const std::uint64_t* wanted = program_.bits.data() + leaf.first_word;
  const auto has_some = [&] {
    for (std::uint32_t i = 0; i < leaf.word_count; ++i)
      if ((has[i] & wanted[i]) != 0) return true;
    return false;
  };
  switch (leaf.quick) {
    case Quick::Number: {
      const double number = slot.number;
      switch (leaf.op) {
        case Operator::Is: return number == leaf.number;
        case Operator::Equal: return slot.is_number && number == leaf.number;
        case Operator::NotEqual: return !slot.is_number || number != leaf.number;
        case Operator::Less: return number < leaf.number;
        case Operator::LessOrEqual: return number <= leaf.number;
        case Operator::Greater: return number > leaf.number;
        default: return number >= leaf.number;
      }
    }
    case Quick::SameText: return slot.is_text && has_some();
    case Quick::OtherText: return !slot.is_text || !has_some();
    case Quick::SomeText: return has_some();
    case Quick::NoText: return !has_some();
    case Quick::Text:
      if (slot.is_text) return has_some();
      break;
    case Quick::AllTexts:
      if (!slot.is_list_of_texts) break;
      for (std::uint32_t i = 0; i < leaf.word_count; ++i)
        if ((has[i] & wanted[i]) != wanted[i]) return false;
      return true;
    case Quick::None: break;
  }
  return program_.conditions.holds(leaf.condition, slot.value);
}

// Nodes

void Evaluation::turn(NodeIndex node, bool verdict) {
  if (holds(node) == verdict) return;
  if (is_asking_all_) {
    verdicts_[node] = verdict ? 1 : 0;
    return;
  }
  verdicts_[node] = verdict ? 1 : 0;
  if (program_.is_watched[node]) flipped_.push_back(node);
  const std::uint32_t change = verdict ? 1 : static_cast<std::uint32_t>(-1);
  for (std::uint32_t p = program_.parent_start[node]; p < program_.parent_start[node + 1]; ++p) {
    true_children_[program_.parents[p]] += change;
    inner_.set(program_.parents[p]);
  }
}

bool Evaluation::inner_verdict(NodeIndex index) const {
  const Node& node = program_.nodes[index];
  const std::uint32_t good = true_children_[index];
  switch (node.kind) {
    case NodeKind::All: return good == node.count;
    case NodeKind::Any: return good > 0 || node.count == 0;
    case NodeKind::Not: return good == 0;
    default: return holds(index);
  }
}

void Evaluation::settle(Timestamp now) {
  now_ = now;
  while (!heap_.empty() && heap_[0].at <= now) {
    const Due due = heap_[0];
    pop_due();
    if (due_[due.timer] != due.at) continue;
    due_[due.timer] = kNever;
    if (due.timer < tallies_.size() + sequences_.size()) changed_history_.set(due.timer);
    else changed_slots_.set(due.timer - static_cast<std::uint32_t>(tallies_.size() + sequences_.size()));
  }
  std::uint32_t index = 0;
  while ((index = changed_slots_.take()) != kNoNode) ask_slot(index, now);
  while ((index = changed_history_.take()) != kNoNode) {
    if (index < tallies_.size()) ask_test(index, now);
    else ask_sequence(index - static_cast<std::uint32_t>(tallies_.size()), now);
  }
  // Children have smaller indices than their parents, so one pass upward meets each node once.
  while ((index = inner_.take()) != kNoNode) turn(index, inner_verdict(index));
  drop_stale();
}

/// Where everything is asked, counting the children that hold costs less than telling the parents of each that flips.
void Evaluation::settle_all(Timestamp now) {
  now_ = now;
  const List<std::uint8_t> before = verdicts_;
  for (std::uint32_t i = 0; i < slots_.size(); ++i) look_at(i, now);
  for (const FactLeaf& leaf : program_.facts) verdicts_[leaf.node] = ask_leaf(leaf) ? 1 : 0;
  is_asking_all_ = true;
  for (std::uint32_t i = 0; i < tallies_.size(); ++i) ask_test(i, now);
  for (std::uint32_t i = 0; i < sequences_.size(); ++i) ask_sequence(i, now);
  is_asking_all_ = false;
  changed_slots_.clear();
  changed_history_.clear();
  inner_.clear();
  count_children();
  for (NodeIndex node = 0; node < verdicts_.size(); ++node)
    if (((verdicts_[node] ^ before[node]) & program_.is_watched[node]) != 0) flipped_.push_back(node);
  drop_stale();
}

/// Without branches that depend on what holds: the processor could not foresee them.
void Evaluation::count_children() {
  if (inner_nodes_.empty())
    for (NodeIndex index = 0; index < program_.nodes.size(); ++index)
      if (program_.nodes[index].kind <= NodeKind::Not) inner_nodes_.push_back(index);
  std::uint8_t* verdicts = verdicts_.data();
  const NodeIndex* children = program_.children.data();
  for (const NodeIndex index : inner_nodes_) {
    const Node& node = program_.nodes[index];
    std::uint32_t good = 0;
    for (std::uint32_t i = node.first; i < node.first + node.count; ++i) good += verdicts[children[i]];
    true_children_[index] = good;
    const std::uint32_t wanted = node.kind == NodeKind::All ? node.count : node.count > 0 ? 1 : 0;
    verdicts[index] = static_cast<std::uint8_t>((good >= wanted) != (node.kind == NodeKind::Not));
  }
}

// What time will change

void Evaluation::set_due(std::uint32_t timer, Timestamp at) {
  if (due_[timer] == at) return;
  due_[timer] = at;
  if (at == kNever) return;
  push_due({at, timer});
  if (heap_.size() < 64 || heap_.size() < due_.size() * 2) return;
  // Most are out of date.
  heap_.clear();
  for (std::uint32_t i = 0; i < due_.size(); ++i)
    if (due_[i] != kNever) push_due({due_[i], i});
}

void Evaluation::drop_stale() {
  while (!heap_.empty() && due_[heap_[0].timer] != heap_[0].at) pop_due();
}

void Evaluation::push_due(Due due) {
  heap_.push_back(due);
  for (std::size_t i = heap_.size() - 1; i > 0 && heap_[i].at < heap_[(i - 1) / 2].at; i = (i - 1) / 2) std::swap(heap_[i], heap_[(i - 1) / 2]);
}

void Evaluation::pop_due() {
  heap_[0] = heap_.back();
  heap_.pop_back();
  for (std::size_t i = 0, child = 1; child < heap_.size(); i = child, child = 2 * i + 1) {
    if (child + 1 < heap_.size() && heap_[child + 1].at < heap_[child].at) ++child;
    if (heap_[i].at <= heap_[child].at) break;
    std::swap(heap_[i], heap_[child]);
  }
}

}  // namespace waymark::rules
