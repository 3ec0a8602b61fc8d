#pragma once
#include "widgets/widget.h"

namespace waymark::widgets::story {

/// A row of covers in the page; a cover opens a viewer over it that turns its pages by itself, by tap, by arrow keys, and stands
/// still while held.
///
/// Content: `title` (localized, names the row), `stories` [ { `id`, `title`, `cover` (URL), `pages` [ { `image` (URL), `alt?`, `text?`,
/// `duration?` (5s), `action?` { `label`, `url` } } ] } ], `hide?` (name of the button that takes the row away). It keeps `seen`, the ids
/// of stories whose last page has been shown.
[[nodiscard]] const Kind& kind();

}  // namespace waymark::widgets::story
