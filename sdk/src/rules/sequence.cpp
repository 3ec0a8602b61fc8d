#include "rules/sequence.h"

namespace waymark::rules {

/// `[counts, counts from or null, is partial, at, began, at, began …]`
void SequenceState::write(codec::JsonWriter& out) const {
  out.begin_array();
  out.boolean(counts);
  if (counts_from == kNever) out.null();
  else out.number(static_cast<double>(counts_from));
  out.boolean(is_partial);
  for (const Reached& step : reached) {
    out.number(static_cast<double>(step.at));
    out.number(static_cast<double>(step.began));
  }
  out.end_array();
}

bool SequenceState::read(const SequenceTest& test, ValueView state) {
  std::size_t i = 0;
  for (const ValueView part : state.elements()) {
    const std::size_t at = i++;
    if (at == 0) counts = part.boolean();
    else if (at == 1) counts_from = part.is_null() ? kNever : part.integer();
    else if (at == 2) is_partial = part.boolean();
    else if (at % 2 == 1) reached.push_back({part.integer(), 0});
    else reached.back().began = part.integer();
  }
  return state.is_array() && (reached.empty() || reached.size() == test.step_count);
}

}  // namespace waymark::rules
