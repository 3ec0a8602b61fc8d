#pragma once
#include <string>
#include <string_view>

#include "model/facts.h"

namespace waymark::text {

/// Fills placeholders `{{ traits.firstName | default: "there" }}` with facts. A missing fact without a default is empty.
/// The result is plain text: the host makes a text node of it, so nothing needs escaping. Broken placeholders stay as they are.
[[nodiscard]] std::string fill(std::string_view text, const Facts& facts);

}  // namespace waymark::text
