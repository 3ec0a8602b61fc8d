#include "visitor/cart.h"

#include "catch.h"
#include "support/json.h"
#include "waymark/limits.h"

namespace waymark::visitor {
using namespace testing;

namespace {

class Cart {
 public:
  Cart& after(std::string_view event, const Json& properties = object()) {
    const Value given = properties.value();
    cart_ = cart_after(cart_.view(), event, given.view());
    return *this;
  }
  Cart& add(const Json& product) { return after("Product Added", product); }
  Cart& remove(const Json& product) { return after("Product Removed", product); }

  /// `count value: quantity × id variant, …`
  std::string text() const {
    const ValueView cart = cart_.view();
    std::string out = text_of(cart["count"]) + " " + text_of(cart["value"]) + ":";
    const char* separator = " ";
    for (const ValueView item : cart["items"].elements()) {
      out += separator + text_of(item["quantity"]) + "x" + std::string(item["product_id"].string()) + std::string(item["variant"].string());
      separator = ", ";
    }
    return out;
  }
  ValueView view() const { return cart_.view(); }

 private:
  Value cart_;
};

Json product(std::string_view id, const Json& price = 10, const Json& more = object()) {
  return joined(object({{"product_id", id}, {"price", price}}), more);
}
Json pieces(const Json& quantity) { return object({{"quantity", quantity}}); }
Json many(std::size_t count) {
  std::string list;
  for (std::size_t i = 0; i < count; ++i) list += (i ? "," : "") + product("p" + std::to_string(i)).text();
  return object({{"products", Json::raw("[" + list + "]")}});
}

}  // namespace

TEST_CASE("five events speak of the cart") {
  for (const char* name : {"Product Added", "Product Removed", "Cart Viewed", "Checkout Started", "Order Completed"}) CHECK(is_about_cart(name));
  for (const char* name : {"", "Product Viewed", "product added", "Product Added to Wishlist", "Cart"}) CHECK_FALSE(is_about_cart(name));
}

TEST_CASE("a product is added with the pieces that the event says, or one") {
  CHECK(Cart().add(product("a")).text() == "1 10: 1xa");
  CHECK(Cart().add(product("a", 10, pieces(3))).text() == "3 30: 3xa");
  CHECK(Cart().add(product("a", 2.5)).add(product("b", 1)).text() == "2 3.5: 1xa, 1xb");
}

TEST_CASE("the same product again is more of it, another variant or sku is another") {
  CHECK(Cart().add(product("a")).add(product("a", 10, pieces(2))).text() == "3 30: 3xa");
  const Json red = object({{"variant", "red"}});
  CHECK(Cart().add(product("a")).add(product("a", 10, red)).add(product("a", 10, red)).text() == "3 30: 1xa, 2xared");
  CHECK(Cart().add(product("a", 10, object({{"sku", "1"}}))).add(product("a", 10, object({{"sku", "2"}}))).text() == "2 20: 1xa, 1xa");
}

TEST_CASE("removing takes the pieces that the event says, or the whole line") {
  Cart cart;
  cart.add(product("a", 10, pieces(3))).add(product("b"));
  CHECK(cart.remove(product("a", 10, pieces(1))).text() == "3 30: 2xa, 1xb");
  CHECK(cart.remove(product("a", 10, pieces(2))).text() == "1 10: 1xb");
  CHECK(cart.remove(product("b")).text() == "0 0:");
  CHECK(Cart().add(product("a", 10, pieces(2))).remove(product("a")).text() == "0 0:");
  CHECK(Cart().add(product("a", 10, pieces(2))).remove(product("a", 10, pieces(5))).text() == "0 0:");
}

TEST_CASE("what is not in the cart cannot be taken out of it") {
  CHECK(Cart().add(product("a")).remove(product("b")).text() == "1 10: 1xa");
  CHECK(Cart().add(product("a")).remove(product("a", 10, object({{"variant", "red"}}))).text() == "1 10: 1xa");
  CHECK(Cart().remove(product("a")).text() == "0 0:");
}

TEST_CASE("a view of the cart and the start of the checkout say all that is in it") {
  for (const char* name : {"Cart Viewed", "Checkout Started"}) {
    const Json products = object({{"products", array({product("b", 5, pieces(2)), product("c", 1)})}});
    CHECK(Cart().add(product("a")).after(name, products).text() == "3 11: 2xb, 1xc");
    CHECK(Cart().add(product("a")).after(name, object({{"products", array({})}})).text() == "0 0:");
    CHECK(Cart().add(product("a")).after(name).text() == "1 10: 1xa");
  }
}

TEST_CASE("an order empties the cart and keeps the currency") {
  Cart cart;
  cart.add(product("a", 10, object({{"currency", "EUR"}}))).after("Order Completed", many(3));
  CHECK(cart.text() == "0 0:");
  CHECK(cart.view()["currency"].is("EUR"));
}

TEST_CASE("a cart has 50 different products and no more") {
  static_assert(limits::kCartItems == 50);
  CHECK(Cart().after("Cart Viewed", many(50)).view()["items"].size() == 50);
  CHECK(Cart().after("Cart Viewed", many(51)).view()["items"].size() == 50);
  Cart full;
  full.after("Cart Viewed", many(50));
  CHECK(full.add(product("new")).view()["items"].size() == 50);
  CHECK(full.view()["count"].number() == 50);
  CHECK(full.add(product("p49")).view()["count"].number() == 51);
  CHECK(full.remove(product("p0")).add(product("new")).view()["items"].size() == 50);
}

TEST_CASE("the value has the decimals of its prices and no others") {
  CHECK(Cart().add(product("a", 0.1)).add(product("b", 0.2)).text() == "2 0.3: 1xa, 1xb");
  CHECK(Cart().add(product("a", 19.99, pieces(3))).text() == "3 59.97: 3xa");
  CHECK(Cart().add(product("a", 1e13)).text() == "1 10000000000000: 1xa");
}

TEST_CASE("the currency is the latest that was given") {
  Cart cart;
  CHECK_FALSE(cart.add(product("a")).view()["currency"].exists());
  CHECK(cart.add(product("a", 10, object({{"currency", "EUR"}}))).view()["currency"].is("EUR"));
  CHECK(cart.add(product("a")).view()["currency"].is("EUR"));
  CHECK(cart.add(product("a", 10, object({{"currency", 5}}))).view()["currency"].is("EUR"));
}

TEST_CASE("a line keeps what belongs to the product and nothing else") {
  Cart cart;
  cart.add(product("a", 10, object({{"name", "N"}, {"url", "/a"}, {"image_url", "/a.jpg"}, {"brand", "B"}, {"coupon", "SECRET"}, {"currency", "EUR"}})));
  CHECK(text_of(cart.view()["items"]) ==
        R"([{"product_id":"a","name":"N","brand":"B","price":10,"url":"/a","image_url":"/a.jpg","quantity":1}])");
}

TEST_CASE("bad input harms no cart") {
  CHECK(Cart().add(product("a", "12")).text() == "1 0: 1xa");
  CHECK(Cart().add(product("a", 10, pieces(0))).text() == "0 0:");
  CHECK(Cart().add(product("a", 10, pieces(-2))).text() == "0 0:");
  CHECK(Cart().add(product("a", 10, pieces("two"))).text() == "1 10: 1xa");
  CHECK(Cart().add(product("a")).remove(product("a", 10, pieces(-2))).text() == "1 10: 1xa");
  CHECK(Cart().after("Cart Viewed", object({{"products", array({1, nullptr, "x", array({}), product("a", 10, pieces(-1)), product("b")})}})).text() == "1 10: 1xb");
  CHECK(Cart().after("Cart Viewed", object({{"products", "x"}})).text() == "0 0:");
  CHECK(Cart().add(object()).view()["items"].size() == 1);
}

}  // namespace waymark::visitor
