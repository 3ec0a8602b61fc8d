#pragma once
#include <cstdint>
#include <string_view>
#include "base/list.h"

#include "rules/condition.h"
#include "rules/window.h"

namespace waymark::rules {

enum class Measure : std::uint8_t { Count, Sum, Average, Minimum, Maximum, Distinct, First, Last, SinceFirst, SinceLast };

inline constexpr std::uint32_t kNoColumn = 0xffffffff;

struct MeasureTest {
  Measure measure = Measure::Count;
  std::string_view of;  // dotted path into the properties
  /// Of the values that the test remembers; kNoColumn: it needs none.
  std::uint32_t column = kNoColumn;
  ConditionIndex is = 0;
  /// For the two `since` measures, the durations they are compared with: EventTests::thresholds[first …].
  std::uint32_t first_threshold = 0;
  std::uint32_t threshold_count = 0;
  /// What the rule says.
  ValueView wanted;
};

/// A compiled `$event`: which events of the history, and what about them.
struct EventTest {
  std::uint64_t key = 0;
  std::string_view name;
  ConditionIndex where = kNoCondition;
  Window window;
  std::uint32_t first_measure = 0;  // into EventTests::measures
  std::uint32_t measure_count = 0;
  std::uint32_t column_count = 0;
  bool counts_distinct = false;
  /// What the rule says, and whether by $campaign.
  ValueView source;
  bool is_campaign = false;
};

/// All compiled `$event`s, flat.
struct EventTests {
  List<EventTest> tests;
  List<MeasureTest> measures;
  List<Duration> thresholds;
};

}  // namespace waymark::rules
