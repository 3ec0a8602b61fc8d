#include "visitor/cart.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "waymark/limits.h"

namespace waymark::visitor {
namespace {

/// An item and how many pieces of it there are now.
struct Line {
  ValueView item;
  double quantity;
  bool is_kept;  // as it was in the cart
};
using Lines = List<Line>;

double pieces(ValueView item) { return std::max(0.0, item["quantity"].number(1)); }

bool is_same_product(ValueView a, ValueView b) {
  for (const char* name : {"product_id", "sku", "variant"})
    if (!is_same(a[name], b[name])) return false;
  return true;
}

Lines lines_of(ValueView items, bool are_kept) {
  Lines lines;
  for (const ValueView item : items.elements()) {
    const double quantity = pieces(item);
    if (lines.size() < limits::kCartItems && item.is_object() && quantity > 0) lines.push_back({item, quantity, are_kept});
  }
  return lines;
}

/// Adds pieces of a product, or takes them away.
void change(Lines& lines, ValueView product, double by) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!is_same_product(lines[i].item, product)) continue;
    lines[i].quantity += by;
    lines[i].is_kept = false;
    if (!(lines[i].quantity > 0)) lines.erase(i);
    return;
  }
  if (by > 0 && lines.size() < limits::kCartItems) lines.push_back({product, by, false});
}

Value cart_of(const Lines& lines, ValueView currency) {
  double count = 0;
  double value = 0;
  ValueBuilder out;
  out.begin_object();
  out.key("items");
  out.begin_array();
  for (const auto& [item, quantity, is_kept] : lines) {
    count += quantity;
    value += quantity * item["price"].number();
    if (is_kept) {
      out.copy(item);
      continue;
    }
    out.begin_object();
    for (const char* name : {"product_id", "sku", "name", "brand", "category", "variant", "price", "url", "image_url"})
      if (item[name].exists()) out.member(name, item[name]);
    out.member("quantity", quantity);
    out.end_object();
  }
  out.end_array();
  out.member("count", count);
  // Prices are decimals: what adding doubles leaves behind the cents is none of theirs.
  out.member("value", value < 1e12 ? std::floor(value * 100 + 0.5) / 100 : value);
  if (currency.exists()) out.member("currency", currency);
  out.end_object();
  return out.take();
}

}  // namespace

bool is_about_cart(std::string_view event) {
  for (const char* name : {"Product Added", "Product Removed", "Cart Viewed", "Checkout Started", "Order Completed"})
    if (is(event, name)) return true;
  return false;
}

Value cart_after(ValueView cart, std::string_view event, ValueView properties) {
  const ValueView currency = properties["currency"].is_string() ? properties["currency"] : cart["currency"];
  if (is(event, "Order Completed")) return cart_of({}, currency);
  Lines lines = lines_of(cart["items"], true);
  if (is(event, "Product Added")) change(lines, properties, pieces(properties));
  else if (is(event, "Product Removed")) change(lines, properties, -std::max(0.0, properties["quantity"].number(1e9)));
  else if (properties["products"].is_array()) lines = lines_of(properties["products"], false);
  return cart_of(lines, currency);
}

}  // namespace waymark::visitor
