#pragma once
#include "widgets/widget.h"

namespace waymark::widgets::bar {

/// A line of text with an optional action and a close button, at the top or bottom edge of the page.
///
/// Content: `text` (localized, placeholders), `action?` { `label`, `url` (localized) }, `close?` (localized, the name of the
/// close button).
[[nodiscard]] const Kind& kind();

}  // namespace waymark::widgets::bar
