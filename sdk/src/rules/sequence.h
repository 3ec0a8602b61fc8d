#pragma once
#include <string_view>

#include "base/list.h"
#include "codec/json_writer.h"
#include "rules/condition.h"
#include "rules/window.h"

namespace waymark::rules {

/// An event that a sequence waits for. `within`: 0 for none.
struct Step {
  std::string_view name;
  ConditionIndex where = kNoCondition;
  Duration within = 0;
};

/// A compiled `$sequence` (PRODUCT.md, "Semantics, exactly"). `unless` and `until` without a name: there is none.
struct SequenceTest {
  std::uint64_t key = 0;
  std::uint32_t first_step = 0;  // into SequenceTests::steps
  std::uint32_t step_count = 0;
  Duration within = 0;
  Step unless;
  Step until;
};

struct SequenceTests {
  List<SequenceTest> tests;
  List<Step> steps;
};

/// How far the events have come.
///
/// Of the unfinished matches only the latest at each step matters: it came last and, as its beginning is the latest that could be
/// carried there, it began last, so whatever lets another one go on lets it go on too. Of the finished ones that wait for
/// `unless` the earliest matters: once it counts, the condition is true, and what ends it ends the others.
struct SequenceState {
  struct Reached {
    Timestamp at = kNone;
    Timestamp began = 0;
  };
  static constexpr Timestamp kNone = -1;

  List<Reached> reached;  // by step
  Timestamp counts_from = kNever;  // of the match that waits
  bool counts = false;
  /// Events are missing.
  bool is_partial = false;

  void write(codec::JsonWriter& out) const;
  /// False when it is not the state of such a test; it is then of no use.
  [[nodiscard]] bool read(const SequenceTest& test, ValueView state);

  /// Lives on to `now`.
  void advance(Timestamp now);
  /// Takes the next event; `matches(step)` says whether it is one for that step.
  template <class Matches>
  void take(const SequenceTests& all, const SequenceTest& test, Timestamp now, Matches matches);

 private:
  void reach(const Step& step, std::size_t i, Duration within, Timestamp now);
};

inline void SequenceState::advance(Timestamp now) {
  if (counts_from > now) return;
  counts = true;
  counts_from = kNever;
}

inline void SequenceState::reach(const Step& step, std::size_t i, Duration within, Timestamp now) {
  if (i == 0) {
    reached[0] = {now, now};
    return;
  }
  const Reached before = reached[i - 1];
  const bool fits = before.at != kNone && (step.within == 0 || now - before.at < step.within) && (within == 0 || now - before.began < within);
  if (fits) reached[i] = {now, before.began};
}

template <class Matches>
void SequenceState::take(const SequenceTests& all, const SequenceTest& test, Timestamp now, Matches matches) {
  advance(now);
  if (reached.empty()) reached.assign(test.step_count, {});
  if (matches(test.unless)) {
    counts_from = kNever;
    if (test.unless.within == 0) counts = false;
  }
  if (matches(test.until)) {
    counts_from = kNever;
    counts = false;
  }
  // From the last step on, so that no event is two steps of one match.
  Reached& last = reached[test.step_count - 1];
  last.at = kNone;
  for (std::size_t i = test.step_count; i-- > 0;)
    if (const Step& step = all.steps[test.first_step + i]; matches(step)) reach(step, i, test.within, now);
  if (last.at == kNone || counts) return;
  if (test.unless.within == 0) counts = true;
  else if (counts_from == kNever) counts_from = now + test.unless.within;
}

}  // namespace waymark::rules
