#include "sources/ga4.h"

#include <cmath>
#include <string>

#include "sources/places.h"
#include "waymark/limits.h"

namespace waymark::sources {
namespace {

/// GA4's name, a colon, the form, and Segment's name.
constexpr std::string_view kEvents =
    "view_item:*Product Viewed\n"
    "add_to_cart:*Product Added\n"
    "remove_from_cart:*Product Removed\n"
    "select_item:*Product Clicked\n"
    "add_to_wishlist:*Product Added to Wishlist\n"
    "view_item_list: Product List Viewed\n"
    "search: Products Searched\n"
    "view_search_results: Products Searched\n"
    "view_cart: Cart Viewed\n"
    "begin_checkout: Checkout Started\n"
    "add_shipping_info: Checkout Step Completed\n"
    "add_payment_info: Payment Info Entered\n"
    "purchase:$Order Completed\n"
    "refund:$Order Refunded\n"
    "view_promotion:!Promotion Viewed\n"
    "select_promotion:!Promotion Clicked\n"
    "sign_up: Signed Up\n"
    "login: Signed In\n";

// What has no name here stays where it is, for it may say who the visitor is.
/// 0: the item, 1: the event.
constexpr std::string_view kItem =
    "product_id 0item_id\n"
    "name 0item_name\n"
    "brand 0item_brand\n"
    "category 0item_category\n"
    "variant 0item_variant\n"
    "price# 0price\n"
    "quantity# 0quantity\n"
    "position+ 0index\n"
    "coupon 0coupon\n"
    "discount# 0discount\n"
    "list_id 0item_list_id 1item_list_id\n"
    "list_name 0item_list_name 1item_list_name\n"
    "currency 0currency 1currency\n";
/// 0: the event, or the item of a promotion, 1: the order.
constexpr std::string_view kEvent =
    "order_id 0transaction_id\n"
    "promotion_id 0promotion_id\n"
    "name 0promotion_name\n"
    "creative 0creative_name\n"
    "position 0creative_slot\n"
    "query 0search_term\n"
    "list_id 0item_list_id\n"
    "list_name 0item_list_name\n"
    "payment_method 0payment_type\n"
    "shipping_method 0shipping_tier\n"
    "method 0method\n"
    "affiliation 0affiliation\n"
    "coupon 0coupon\n"
    "currency 0currency\n"
    "value# 0value\n"
    "revenue# 1value\n"
    "shipping# 0shipping\n"
    "tax# 0tax\n";

void write_item(ValueBuilder& out, ValueView item, ValueView parameters) {
  const ValueView sources[] = {item, parameters};
  write_places(out, kItem, sources);
}

/// GA4's `value` is without shipping and tax, as Segment's `revenue` is; `total` is what was paid.
void write_total(ValueBuilder& out, ValueView order) {
  double total = number_of(order["value"]);
  for (const char* part : {"shipping", "tax"})
    if (const double more = number_of(order[part]); more > 0) total += more;
  if (std::isfinite(total)) out.member("total", std::floor(total * 100 + 0.5) / 100);
}

}  // namespace

Mapping mapping_of(std::string_view ga4) {
  std::string_view rest = kEvents;
  while (!rest.empty()) {
    std::string_view line = take_until(rest, '\n');
    if (take_until(line, ':') == ga4) return {line.substr(1), static_cast<Form>(line[0])};
  }
  return {};
}

bool is_known_to_ga4(std::string_view name) {
  std::string_view rest = kEvents;
  while (!rest.empty()) {
    std::string_view line = take_until(rest, '\n');
    if (line.substr(line.find(':') + 2) == name) return true;
  }
  return false;
}

bool is_for_each(Form form, ValueView parameters) {
  return form == Form::Each ||
         (form == Form::Promotion && !parameters["promotion_id"].exists() && !parameters["promotion_name"].exists());
}

Value properties_of(Form form, ValueView parameters) {
  const ValueView sources[] = {parameters, form == Form::Order ? parameters : ValueView()};
  ValueBuilder out;
  out.begin_object();
  write_places(out, kEvent, sources);
  write_total(out, sources[1]);
  if (const ValueView items = parameters["items"]; items.is_array()) {
    std::size_t left = limits::kSourceItems;
    out.key("products");
    out.begin_array();
    for (const ValueView item : items.elements()) {
      if (left-- == 0) break;
      out.begin_object();
      write_item(out, item, {});
      out.end_object();
    }
    out.end_array();
  }
  out.end_object();
  return out.take();
}

Value properties_of(Form form, ValueView parameters, ValueView item) {
  ValueBuilder out;
  out.begin_object();
  const ValueView sources[] = {item, {}};
  if (form == Form::Promotion)
    write_places(out, kEvent, sources);
  else
    write_item(out, item, parameters);
  out.end_object();
  return out.take();
}

}  // namespace waymark::sources
