#pragma once
#include "widgets/widget.h"

namespace waymark::widgets::cart_nudge {

/// Reminds of what lies in the cart, in a corner of the page: the first products, how many more there are, the total,
/// and the way to the cart. It follows the facts `cart.*`, and leaves by itself once the cart is empty; that does not
/// count as closed.
///
/// Content: `action` { `label`, `url` } to the cart, `title?`, `text?`, `total?` (the word before the sum), `more?` (a
/// `#` in it becomes the number of products that are not listed), `close?`; all localized.
[[nodiscard]] const Kind& kind();

}  // namespace waymark::widgets::cart_nudge
