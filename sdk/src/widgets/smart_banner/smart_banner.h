#pragma once
#include "widgets/widget.h"

namespace waymark::widgets::smart_banner {

/// Leads visitors with a phone or tablet to the site's app, at the top or bottom edge of the page.
///
/// Content: `title` (localized, as all texts), `text?`, `icon?` (URL of a square picture), `rating?` (0 to 5),
/// `button?`, `close?`, and where the app is: `ios?` and `android?`, each { `url?` (localized), `app?` (its id in the
/// store) }. Without them it takes the page's own tags `apple-itunes-app` and `google-play-app` (facts `page.apps`).
///
/// Safari on iOS shows a banner of its own where the page has the tag; this one then stays away, unless it has an
/// `ios.url`.
[[nodiscard]] const Kind& kind();

}  // namespace waymark::widgets::smart_banner
