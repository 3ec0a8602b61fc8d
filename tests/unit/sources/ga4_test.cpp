#include "sources/ga4.h"

#include "catch.h"
#include "support/json.h"
#include "waymark/limits.h"

namespace waymark::sources {
using namespace testing;

namespace {

std::string whole(std::string_view event, const Json& parameters) {
  return text_of(properties_of(mapping_of(event).form, parameters.value().view()).view());
}

std::string each(std::string_view event, const Json& parameters) {
  const Value given = parameters.value();
  std::string out;
  for (const ValueView item : given.view()["items"].elements())
    out += text_of(properties_of(mapping_of(event).form, given.view(), item).view());
  return out;
}

}  // namespace

TEST_CASE("every GA4 e-commerce event has a name in Segment's words") {
  const std::pair<const char*, const char*> pairs[] = {{"view_item", "Product Viewed"},
                                                       {"add_to_cart", "Product Added"},
                                                       {"remove_from_cart", "Product Removed"},
                                                       {"select_item", "Product Clicked"},
                                                       {"add_to_wishlist", "Product Added to Wishlist"},
                                                       {"view_item_list", "Product List Viewed"},
                                                       {"search", "Products Searched"},
                                                       {"view_search_results", "Products Searched"},
                                                       {"view_cart", "Cart Viewed"},
                                                       {"begin_checkout", "Checkout Started"},
                                                       {"add_shipping_info", "Checkout Step Completed"},
                                                       {"add_payment_info", "Payment Info Entered"},
                                                       {"purchase", "Order Completed"},
                                                       {"refund", "Order Refunded"},
                                                       {"view_promotion", "Promotion Viewed"},
                                                       {"select_promotion", "Promotion Clicked"},
                                                       {"sign_up", "Signed Up"},
                                                       {"login", "Signed In"}};
  for (const auto& [ga4, name] : pairs) {
    CHECK(mapping_of(ga4).name == name);
    CHECK(is_known_to_ga4(name));
  }
}

TEST_CASE("other events have none") {
  for (const char* ga4 :
       {"", "gtm.js", "view", "page_view", "Purchase", "Product Viewed", "purchase:", "search: Products Searched"})
    CHECK(mapping_of(ga4).name.empty());
  for (const char* name : {"", "Campaign Shown", "Product", "purchase"}) CHECK_FALSE(is_known_to_ga4(name));
}

TEST_CASE("the fields of an item become a product's") {
  const Json item = object({{"item_id", "L1"},
                            {"item_name", "Satin"},
                            {"item_brand", "Aurelle"},
                            {"item_category", "lips"},
                            {"item_variant", "Red"},
                            {"price", 19.5},
                            {"quantity", 2},
                            {"index", 0},
                            {"coupon", "TEN"},
                            {"discount", 1},
                            {"item_list_id", "new"},
                            {"item_list_name", "New"},
                            {"currency", "EUR"}});
  CHECK(
      each("view_item", object({{"items", array({item})}})) ==
      R"({"product_id":"L1","name":"Satin","brand":"Aurelle","category":"lips","variant":"Red","price":19.5,"quantity":2,"position":1,)"
      R"("coupon":"TEN","discount":1,"list_id":"new","list_name":"New","currency":"EUR"})");
}

TEST_CASE("an item takes currency and list from its event, and says them itself better") {
  CHECK(each("add_to_cart",
             object({{"currency", "USD"},
                     {"item_list_id", "a"},
                     {"items", array({object({{"item_id", "1"}}),
                                      object({{"item_id", 2}, {"currency", "EUR"}, {"item_list_id", "b"}})})}})) ==
        R"({"product_id":"1","list_id":"a","currency":"USD"}{"product_id":2,"list_id":"b","currency":"EUR"})");
}

TEST_CASE("money may be a text; what is no number is left out") {
  CHECK(each("view_item",
             object(
                 {{"items",
                   array({object({{"price", "19.90"}, {"quantity", " 3 "}, {"discount", "1,5"}, {"index", ""}})})}})) ==
        R"({"price":19.9,"quantity":3})");
}

TEST_CASE("a purchase has revenue without, and a total with shipping and tax") {
  CHECK(
      whole("purchase", object({{"transaction_id", "T1"},
                                {"value", 0.1},
                                {"shipping", "0.2"},
                                {"tax", 3},
                                {"currency", "EUR"},
                                {"coupon", "TEN"},
                                {"affiliation", "Web"},
                                {"items", array({object({{"item_id", "L1"}, {"quantity", 2}})})}})) ==
      R"({"order_id":"T1","affiliation":"Web","coupon":"TEN","currency":"EUR","value":0.1,"revenue":0.1,"shipping":0.2,"tax":3,"total":3.3,)"
      R"("products":[{"product_id":"L1","quantity":2}]})");
  CHECK(whole("purchase", object({{"transaction_id", 7}})) == R"({"order_id":7})");
}

TEST_CASE("events as a whole keep their own parameters and no others") {
  CHECK(whole("search", object({{"search_term", "lip"}, {"email", "a@b.c"}, {"event", "search"}})) ==
        R"({"query":"lip"})");
  CHECK(whole("add_payment_info", object({{"payment_type", "card"}, {"value", 5}})) ==
        R"({"payment_method":"card","value":5})");
  CHECK(whole("add_shipping_info", object({{"shipping_tier", "express"}})) == R"({"shipping_method":"express"})");
  CHECK(whole("view_item_list", object({{"item_list_id", "new"}, {"items", array({})}})) ==
        R"({"list_id":"new","products":[]})");
  CHECK(whole("login", object({{"method", "email"}})) == R"({"method":"email"})");
}

TEST_CASE("a promotion is told by its event, or else by its items") {
  const Json promotion = object(
      {{"promotion_id", "P"}, {"promotion_name", "Summer"}, {"creative_name", "banner"}, {"creative_slot", "top"}});
  CHECK_FALSE(is_for_each(Form::Promotion, promotion.value().view()));
  CHECK(whole("view_promotion", promotion) ==
        R"({"promotion_id":"P","name":"Summer","creative":"banner","position":"top"})");
  const Json items =
      object({{"items", array({joined(promotion, object({{"item_id", "1"}, {"item_name", "Satin"}}))})}});
  CHECK(is_for_each(Form::Promotion, items.value().view()));
  CHECK(each("select_promotion", items) ==
        R"({"promotion_id":"P","name":"Summer","creative":"banner","position":"top"})");
}

TEST_CASE("an event keeps a bounded number of its items") {
  std::string items;
  for (std::size_t i = 0; i <= limits::kSourceItems; ++i) items += (i > 0 ? "," : "") + object({{"item_id", i}}).text();
  const Value all = properties_of(Form::Order, object({{"items", Json::raw("[" + items + "]")}}).value().view());
  CHECK(all.view()["products"].size() == limits::kSourceItems);
}

TEST_CASE("whatever an item is, it is read without harm") {
  CHECK(each("view_item", object({{"items", array({5, nullptr, "x", array({}),
                                                   object({{"item_id", object()}, {"price", array({})}})})}})) ==
        "{}{}{}{}{}");
  CHECK(whole("purchase", object({{"items", "none"}, {"value", "x"}})) == "{}");
}

}  // namespace waymark::sources
