#pragma once
#include <string_view>

#include "base/list.h"
#include "base/part.h"

namespace waymark {

[[nodiscard]] std::string_view find_nearest(std::string_view word, const List<std::string_view>& candidates);

/// The candidate that a misspelt word probably means: at most two letters put in, left out, replaced or swapped, and fewer than half of
/// it; empty when there is none, or while the second part of the core is not there.
[[nodiscard]] inline std::string_view nearest(std::string_view word, const List<std::string_view>& candidates) {
  return can_draw() ? find_nearest(word, candidates) : std::string_view();
}

}  // namespace waymark
