#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "rules/condition.h"
#include "rules/window.h"

namespace waymark::rules {

enum class Measure : std::uint8_t { Count, Sum, Average, Minimum, Maximum, Distinct, First, Last, SinceFirst, SinceLast };

struct MeasureTest {
  Measure measure = Measure::Count;
  std::string_view of;  // dotted path into the properties
  ConditionIndex is = 0;
  /// For the two `since` measures: the durations they are compared with.
  std::vector<Duration> thresholds;
};

/// A compiled `$event`: which events of the history, and what about them.
struct EventTest {
  std::string_view name;
  std::optional<ConditionIndex> where;
  Window window;
  std::vector<MeasureTest> measures;
};

struct EventOutcome {
  bool holds = false;
  /// The first moment after now at which time alone may change the answer.
  Timestamp next_change = kNever;
};

/// PRODUCT.md, "Semantics, exactly": `$event` measures and windows.
[[nodiscard]] EventOutcome evaluate(const EventTest& test, const Conditions& conditions, const history::History& history,
                                    Timestamp now);

}  // namespace waymark::rules
