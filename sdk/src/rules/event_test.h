#pragma once
#include <cstdint>
#include <string_view>
#include "base/list.h"

#include "rules/condition.h"
#include "rules/window.h"

namespace waymark::rules {

enum class Measure : std::uint8_t { Count, Sum, Average, Minimum, Maximum, Distinct, First, Last, SinceFirst, SinceLast };

struct MeasureTest {
  Measure measure = Measure::Count;
  std::string_view of;  // dotted path into the properties
  ConditionIndex is = 0;
  /// For the two `since` measures, the durations they are compared with: EventTests::thresholds[first …].
  std::uint32_t first_threshold = 0;
  std::uint32_t threshold_count = 0;
};

/// A compiled `$event`: which events of the history, and what about them.
struct EventTest {
  std::string_view name;
  ConditionIndex where = kNoCondition;
  Window window;
  std::uint32_t first_measure = 0;  // into EventTests::measures
  std::uint32_t measure_count = 0;
};

/// All compiled `$event`s, flat.
struct EventTests {
  List<EventTest> tests;
  List<MeasureTest> measures;
  List<Duration> thresholds;
};

struct EventOutcome {
  bool holds = false;
  /// The first moment after now at which time alone may change the answer.
  Timestamp next_change = kNever;
};

/// PRODUCT.md, "Semantics, exactly": `$event` measures and windows.
[[nodiscard]] EventOutcome evaluate(const EventTests& all, std::size_t index, const Conditions& conditions,
                                    const history::History& history, Timestamp now);

}  // namespace waymark::rules
