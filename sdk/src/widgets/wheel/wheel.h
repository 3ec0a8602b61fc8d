#pragma once
#include "widgets/widget.h"

namespace waymark::widgets::wheel {

/// A wheel of fortune in a dialog: an e-mail address and a consent, a spin, a prize. The server draws (Reply::draw) and
/// the wheel turns to what was drawn; which slice loses, odds and codes are not in the document. What was won is kept
/// and shown again.
///
/// Content: `title` (localized, placeholders), `text?`, `slices` (2 to 12 of { `id`, `label` (localized), `color?`,
/// `text_color?` as #rgb or #rrggbb }), `gate` { `email_label?`, `consent`, `submit?` }, `action?` { `label`, `url` }
/// beside a prize; and to replace its own texts `button?`, `win?` (stands before the label of the prize), `lose?`,
/// `copy?`, `again?`, `close?`.
[[nodiscard]] const Kind& kind();

}  // namespace waymark::widgets::wheel
