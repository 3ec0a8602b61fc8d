// The part of an evaluation that follows the history.
#include <algorithm>

#include "base/hash.h"
#include "rules/evaluation.h"

namespace waymark::rules {

using history::LoggedEvent;

const EventName* Evaluation::name_of(std::string_view event) const {
  Fnv64 key;
  key.add(event);
  const std::uint32_t at = program_.name_index.find(key.value);
  return at == HashIndex::kNone ? nullptr : &program_.names[at];
}

void Evaluation::event_recorded(const LoggedEvent& event, const history::Log& log) {
  const bool is_late = event.time < latest_;
  latest_ = std::max(latest_, event.time);
  const EventName* name = name_of(event.name);
  if (!name) return;
  for (const std::uint32_t test : name->tests) take(test, event);
  for (const std::uint32_t sequence : name->sequences) {
    if (is_late) start_over(sequence, event, log);
    else take_into_sequence(sequence, event);
  }
}

void Evaluation::take(std::uint32_t index, const LoggedEvent& event) {
  const EventTest& test = program_.events.tests[index];
  const ValueView properties = event.properties.view();
  const Window& window = test.window;
  if (window.kind == WindowKind::Between && (event.time < window.from || event.time >= window.to)) return;
  if (window.kind == WindowKind::Session && event.session == 0) return;
  if (test.where != kNoCondition && !program_.conditions.holds(test.where, properties)) return;
  List<Value> values;
  for (std::uint32_t i = test.first_measure; i < test.first_measure + test.measure_count; ++i)
    if (const MeasureTest& measure = program_.events.measures[i]; measure.column != kNoColumn)
      values.emplace_back(properties.find_path(measure.of));
  tallies_[index].add(test, event.time, event.session, std::move(values));
  changed_history_.set(index);
}

bool Evaluation::matches(const Step& step, const LoggedEvent& event) const {
  return step.name == event.name && (step.where == kNoCondition || program_.conditions.holds(step.where, event.properties.view()));
}

void Evaluation::take_into_sequence(std::uint32_t index, const LoggedEvent& event) {
  sequences_[index].take(program_.sequences, program_.sequences.tests[index], event.time,
                         [&](const Step& step) { return matches(step, event); });
  changed_history_.set(static_cast<std::uint32_t>(tallies_.size()) + index);
}

/// An event has come between earlier ones: what a sequence made of those is no longer so.
void Evaluation::start_over(std::uint32_t sequence, const LoggedEvent& late, const history::Log& log) {
  sequences_[sequence] = {};
  sequences_[sequence].is_partial = log.dropped() > 0;
  const LoggedEvent* waiting = &late;
  for (const LoggedEvent& event : log.events()) {
    if (waiting && event.time > waiting->time) take_into_sequence(sequence, *std::exchange(waiting, nullptr));
    take_into_sequence(sequence, event);
  }
}

void Evaluation::session_changed(std::uint32_t session) {
  if (session == session_) return;
  session_ = session;
  for (const std::uint32_t test : session_tests_) changed_history_.set(test);
}

// Measures

void Evaluation::ask_test(std::uint32_t index, Timestamp now) {
  tallies_[index].expire(program_.events.tests[index], now);
  set_due(index, next_change(index, now));
  turn(program_.event_nodes[index], test_holds(index, now));
}

bool Evaluation::test_holds(std::uint32_t index, Timestamp now) const {
  const EventTest& test = program_.events.tests[index];
  for (std::uint32_t i = test.first_measure; i < test.first_measure + test.measure_count; ++i)
    if (!holds(program_.events.measures[i], reading(index, program_.events.measures[i], now))) return false;
  return true;
}

/// When an event leaves the window or a duration reaches or passes what it is compared with: a threshold d at t + d (`$gte`, `$eq`, no
/// longer `$lt`) or one millisecond later (`$gt`, no longer `$lte`).
Timestamp Evaluation::next_change(std::uint32_t index, Timestamp now) const {
  const EventTest& test = program_.events.tests[index];
  const Tally::Account account = tallies_[index].account(test, session_, now);
  if (account.count == 0) return kNever;
  Timestamp next = test.window.kind == WindowKind::Rolling ? account.first + test.window.length : kNever;
  for (std::uint32_t i = test.first_measure; i < test.first_measure + test.measure_count; ++i) {
    const MeasureTest& measure = program_.events.measures[i];
    const Timestamp since = measure.measure == Measure::SinceFirst ? account.first : account.last;
    for (std::uint32_t t = measure.first_threshold; t < measure.first_threshold + measure.threshold_count; ++t)
      for (const Duration extra : {0, 1})
        if (const Timestamp at = since + program_.events.thresholds[t] + extra; at > now) next = std::min(next, at);
  }
  return next;
}

Reading Evaluation::reading(std::uint32_t index, const MeasureTest& measure, Timestamp now) const {
  const EventTest& test = program_.events.tests[index];
  const Tally& tally = tallies_[index];
  const Tally::Account account = tally.account(test, session_, now);
  const auto number = [](double value) { return Reading{true, value, {}, false}; };
  if (measure.measure == Measure::Count) return number(account.count);
  const std::uint32_t column = measure.column;
  if (measure.measure == Measure::Distinct) return number(static_cast<double>(tally.distinct(test, column, session_, now)));
  if (measure.measure == Measure::Sum) return number(tally.numbers(test, column, session_, now).sum);
  if (account.count == 0) return {};
  switch (measure.measure) {
    case Measure::First: return {true, 0, tally.first(test, column, session_, now), true};
    case Measure::Last: return {true, 0, tally.last(test, column, session_, now), true};
    case Measure::SinceFirst: return number(static_cast<double>(now - account.first));
    case Measure::SinceLast: return number(static_cast<double>(now - account.last));
    default: break;
  }
  const Numbers numbers = tally.numbers(test, column, session_, now);
  if (numbers.count == 0) return {};
  if (measure.measure == Measure::Average) return number(numbers.sum / numbers.count);
  return number(measure.measure == Measure::Minimum ? numbers.minimum : numbers.maximum);
}

bool Evaluation::holds(const MeasureTest& measure, const Reading& seen) const {
  if (!seen.is_there) return false;
  if (seen.is_value) return program_.conditions.holds(measure.is, seen.value);
  ValueNode node{.type = ValueType::Number};
  node.number = seen.number;
  return program_.conditions.holds(measure.is, ValueView(&node));
}

void Evaluation::ask_sequence(std::uint32_t index, Timestamp now) {
  SequenceState& state = sequences_[index];
  state.advance(now);
  set_due(static_cast<std::uint32_t>(tallies_.size()) + index, state.counts_from);
  turn(program_.sequence_nodes[index], state.counts);
}

// Memory

namespace {

/// States by the key of their rule.
class States {
 public:
  explicit States(ValueView rules) {
    for (const ValueView rule : rules.elements()) {
      const ValueView state = second_of(rule);
      if (index_.insert(key_of((*rule.elements().begin()).number()), static_cast<std::uint32_t>(states_.size())) == states_.size())
        states_.push_back(state);
    }
  }
  /// A missing value when there is none.
  [[nodiscard]] ValueView operator[](std::uint64_t key) const {
    const std::uint32_t at = index_.find(key_of(static_cast<double>(key)));
    return at == HashIndex::kNone ? ValueView() : states_[at];
  }

 private:
  static std::uint64_t key_of(double number) { return bits_of(number) * 0x9e3779b97f4a7c15ull; }
  static ValueView second_of(ValueView rule) {
    std::size_t i = 0;
    for (const ValueView part : rule.elements())
      if (i++ == 1) return part;
    return {};
  }

  HashIndex index_;
  List<ValueView> states_;
};

}  // namespace

void Evaluation::recall(const history::Log& log, ValueView memories) {
  const auto known = static_cast<std::uint64_t>(memories["known"].integer());
  const bool has_gap = log.dropped() > 0;
  const States states(memories["rules"]);
  const Timestamp begin = log.events().empty() ? now_ : log.events()[0].time + 1;
  List<std::uint8_t> knows(tallies_.size() + sequences_.size(), 0);
  for (std::uint32_t i = 0; i < tallies_.size(); ++i) {
    const EventTest& test = program_.events.tests[i];
    knows[i] = has_gap && tallies_[i].read(test, states[test.key]);
    if (has_gap && !knows[i]) tallies_[i] = {};
    if (has_gap && (!knows[i] || known < log.dropped())) tallies_[i].know_since(begin);
  }
  for (std::uint32_t i = 0; i < sequences_.size(); ++i) {
    const SequenceTest& test = program_.sequences.tests[i];
    std::uint8_t& is_known = knows[tallies_.size() + i];
    is_known = has_gap && sequences_[i].read(test, states[test.key]);
    if (has_gap && !is_known) sequences_[i] = {};
    if (has_gap && (!is_known || known < log.dropped())) sequences_[i].is_partial = true;
  }
  std::uint64_t number = log.dropped();
  for (const LoggedEvent& event : log.events()) {
    const bool is_new = number++ >= known;
    latest_ = std::max(latest_, event.time);
    const EventName* name = name_of(event.name);
    if (!name) continue;
    for (const std::uint32_t test : name->tests)
      if (is_new || !knows[test]) take(test, event);
    for (const std::uint32_t sequence : name->sequences)
      if (is_new || !knows[tallies_.size() + sequence]) take_into_sequence(sequence, event);
  }
}

void Evaluation::write_memories(codec::JsonWriter& out, const history::Log& log) const {
  out.begin_object();
  out.member("known", static_cast<double>(log.dropped() + log.events().size()));
  out.key("rules");
  out.begin_array();
  const auto write = [&](std::uint64_t key, const auto& state) {
    out.begin_array();
    out.number(static_cast<double>(key));
    state.write(out);
    out.end_array();
  };
  for (std::uint32_t i = 0; i < tallies_.size() && log.dropped() > 0; ++i) write(program_.events.tests[i].key, tallies_[i]);
  for (std::uint32_t i = 0; i < sequences_.size() && log.dropped() > 0; ++i) write(program_.sequences.tests[i].key, sequences_[i]);
  out.end_array();
  out.end_object();
}

}  // namespace waymark::rules
