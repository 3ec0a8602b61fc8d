#pragma once
#include <string_view>

#include "base/list.h"

namespace waymark {

/// The candidate that a misspelt word probably means: at most two letters put in, left out, replaced or swapped, and fewer than half of
/// it; empty when there is none.
[[nodiscard]] std::string_view nearest(std::string_view word, const List<std::string_view>& candidates);

}  // namespace waymark
