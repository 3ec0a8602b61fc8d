#include "rules/event_test.h"

#include <algorithm>

namespace waymark::rules {
namespace {

using history::LoggedEvent;

/// The events a test is about, oldest first.
using Matches = List<const LoggedEvent*>;

Matches matches(const EventTest& test, const Conditions& conditions, const history::History& history, Timestamp now) {
  Matches found;
  for (const LoggedEvent& event : history.log.events())
    if (event.name == test.name && test.window.contains(event, history, now) &&
        (test.where == kNoCondition || conditions.holds(test.where, event.properties.view())))
      found.push_back(&event);
  return found;
}

struct Numbers {
  double sum = 0;
  double minimum = 0;
  double maximum = 0;
  std::size_t count = 0;
};

Numbers numbers_of(const Matches& found, std::string_view property) {
  Numbers all;
  for (const LoggedEvent* event : found) {
    const ValueView value = event->properties.view().find_path(property);
    if (!value.is_number()) continue;
    const double number = value.number();
    all.minimum = all.count == 0 ? number : std::min(all.minimum, number);
    all.maximum = all.count == 0 ? number : std::max(all.maximum, number);
    all.sum += number;
    ++all.count;
  }
  return all;
}

std::size_t distinct(const Matches& found, std::string_view property) {
  List<ValueView> seen;
  for (const LoggedEvent* event : found) {
    const ValueView value = event->properties.view().find_path(property);
    const bool known = std::any_of(seen.begin(), seen.end(), [&](ValueView other) { return is_same(other, value); });
    if (!value.is_null() && !known) seen.push_back(value);
  }
  return seen.size();
}

/// Asks the measure's condition about a number.
bool holds_for(const MeasureTest& test, const Conditions& conditions, double number) {
  ValueNode node{.type = ValueType::Number};
  node.number = number;
  return conditions.holds(test.is, ValueView(&node));
}

bool holds(const MeasureTest& test, const Conditions& conditions, const Matches& found, Timestamp now) {
  const auto number = [&](double value) { return holds_for(test, conditions, value); };
  const auto property = [&](const LoggedEvent* event) {
    return conditions.holds(test.is, event->properties.view().find_path(test.of));
  };
  switch (test.measure) {
    case Measure::Count: return number(static_cast<double>(found.size()));
    case Measure::Distinct: return number(static_cast<double>(distinct(found, test.of)));
    case Measure::Sum: return number(numbers_of(found, test.of).sum);
    case Measure::First: return !found.empty() && property(found.front());
    case Measure::Last: return !found.empty() && property(found.back());
    case Measure::SinceFirst: return !found.empty() && number(static_cast<double>(now - found.front()->time));
    case Measure::SinceLast: return !found.empty() && number(static_cast<double>(now - found.back()->time));
    case Measure::Average:
    case Measure::Minimum:
    case Measure::Maximum: break;
  }
  const Numbers all = numbers_of(found, test.of);
  if (all.count == 0) return false;
  if (test.measure == Measure::Average) return number(all.sum / static_cast<double>(all.count));
  return number(test.measure == Measure::Minimum ? all.minimum : all.maximum);
}

/// A threshold d is crossed at t + d (`$gte`, `$eq`, no longer `$lt`) or one millisecond later (`$gt`, no longer `$lte`).
Timestamp next_threshold(const EventTests& all, const MeasureTest& test, const Matches& found, Timestamp now) {
  if (found.empty()) return kNever;
  const Timestamp since = test.measure == Measure::SinceFirst ? found.front()->time : found.back()->time;
  Timestamp next = kNever;
  for (std::uint32_t i = 0; i < test.threshold_count; ++i)
    for (const Duration extra : {0, 1})
      if (const Timestamp at = since + all.thresholds[test.first_threshold + i] + extra; at > now) next = std::min(next, at);
  return next;
}

}  // namespace

EventOutcome evaluate(const EventTests& all, std::size_t index, const Conditions& conditions,
                      const history::History& history, Timestamp now) {
  const EventTest& test = all.tests[index];
  const Matches found = matches(test, conditions, history, now);
  EventOutcome outcome{true, found.empty() ? kNever : test.window.next_change(*found.front(), now)};
  for (std::uint32_t i = 0; i < test.measure_count; ++i) {
    const MeasureTest& measure = all.measures[test.first_measure + i];
    outcome.holds = outcome.holds && holds(measure, conditions, found, now);
    outcome.next_change = std::min(outcome.next_change, next_threshold(all, measure, found, now));
  }
  return outcome;
}

}  // namespace waymark::rules
