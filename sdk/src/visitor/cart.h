#pragma once
#include <string_view>

#include "base/value.h"

namespace waymark::visitor {

/// Whether an event says something of the cart: Product Added, Product Removed, Cart Viewed, Checkout Started, Order Completed
/// (https://segment.com/docs/connections/spec/ecommerce/v2/).
[[nodiscard]] bool is_about_cart(std::string_view event);

/// The facts `cart.*` after such an event: items (product_id, name, brand, category, variant, price, quantity, url, image_url), count
/// (pieces), value (sum of price times quantity) and currency. At most limits::kCartItems items, the first ones.
[[nodiscard]] Value cart_after(ValueView cart, std::string_view event, ValueView properties);

}  // namespace waymark::visitor
