#include "widgets/cart_nudge/cart_nudge.h"

#include "catch.h"
#include "support/widget.h"

namespace waymark::widgets {
using namespace testing;

namespace {

const Json kContent = object({{"action", object({{"label", "To the bag"}, {"url", "/cart"}})}});

Json item(std::string_view id, const Json& more = object()) {
  return joined(object({{"product_id", id}, {"name", "Product " + std::string(id)}, {"price", 12.5}, {"quantity", 1}}), more);
}

Json cart(std::initializer_list<Json> items, const Json& value = 1234.5) {
  return object({{"items", array(items)}, {"count", static_cast<int>(items.size())}, {"value", value}, {"currency", "EUR"}});
}

Facts holding(const Json& cart) {
  Facts facts;
  facts.set(FactRoot::Cart, cart.value());
  return facts;
}

std::string error_of(const Json& more) { return problem_of(cart_nudge::kind(), joined(kContent, more)); }

view::Element drawn(const Json& cart, const Json& content = kContent, std::string_view locale = "en") {
  return Running(cart_nudge::kind(), content, locale, holding(cart)).view();
}

/// `name|amount` of each line.
std::string lines_of(const view::Element& nudge) {
  std::string out;
  for (const view::Element& line : find(nudge, "ul")->children) {
    const view::Element& about = *find(line, ".about");
    out += about.children[0].text + "|" + about.children[1].text + "\n";
  }
  return out;
}

/// The text that stands between the list and the total.
std::string more_of(const view::Element& nudge) {
  for (const view::Element& child : nudge.children)
    if (child.tag == "p" && child.attributes[0].value == "soft") return child.text;
  return "";
}

std::string refusal_of(const Facts& facts) {
  const Value content = kContent.value();
  const char* refusal = cart_nudge::kind().refusal({.content = content.view(), .locale = "en", .facts = facts});
  return refusal ? refusal : "";
}

}  // namespace

TEST_CASE("a cart nudge needs the way to the cart") {
  CHECK(error_of(object()) == "");
  CHECK(problem_of(cart_nudge::kind(), object()) == "bad-content /content/action");
  CHECK(error_of(object({{"action", 5}})) == "bad-content /content/action/label");
  CHECK(error_of(object({{"action", object({{"label", "x"}})}})) == "bad-url /content/action/url");
  CHECK(error_of(object({{"action", object({{"label", "x"}, {"url", "javascript:x"}})}})) == "bad-url /content/action/url");
}

TEST_CASE("a cart nudge's other texts may be missing, but not be empty") {
  for (const char* name : {"title", "text", "total", "more", "close"}) {
    CHECK(error_of(object({{name, object({{"ru", "x"}})}})) == "");
    CHECK(error_of(object({{name, ""}})) == std::string("bad-content /content/") + name);
    CHECK(error_of(object({{name, array({})}})) == std::string("bad-content /content/") + name);
  }
}

TEST_CASE("every problem of a cart nudge is noted") {
  const Value value = object({{"title", ""}, {"more", 5}, {"action", object()}}).value();
  Problems problems(value.view());
  cart_nudge::kind().check(value.view(), problems);
  CHECK(problems.size() == 4);
}

TEST_CASE("a cart nudge stays away from an empty cart") {
  CHECK(refusal_of(Facts()) == "the cart is empty");
  CHECK(refusal_of(holding(cart({}))) == "the cart is empty");
  CHECK(refusal_of(holding(cart({item("a")}))) == "");
}

TEST_CASE("a cart nudge lists what is in the cart, how many and for how much") {
  const view::Element nudge = drawn(cart({item("a"), item("b", object({{"quantity", 2}, {"price", 1000}}))}));
  CHECK(lines_of(nudge) == "Product a|1\u00a0×\u00a0€12.50\nProduct b|2\u00a0×\u00a0€1,000.00\n");
  CHECK(more_of(nudge) == "");
  CHECK(find(nudge, ".total")->children[0].text == "Total");
  CHECK(find(nudge, ".total")->children[1].text == "€1,234.50");
}

TEST_CASE("a cart nudge lists three products and counts the others") {
  CHECK(more_of(drawn(cart({item("a"), item("b"), item("c")}))) == "");
  const view::Element nudge = drawn(cart({item("a"), item("b"), item("c"), item("d"), item("e")}));
  CHECK(find(nudge, "ul")->children.size() == 3);
  CHECK(more_of(nudge) == "+ 2 more");
  const Json five = cart({item("a"), item("b"), item("c"), item("d"), item("e")});
  CHECK(more_of(drawn(five, joined(kContent, object({{"more", "noch #, alle schön"}})))) == "noch 2, alle schön");
  CHECK(more_of(drawn(five, joined(kContent, object({{"more", "others"}})))) == "others");
}

TEST_CASE("a line shows its picture where that has a safe URL, and else keeps its place") {
  const view::Element nudge = drawn(cart({item("a", object({{"image_url", "https://cdn.test/a.jpg"}})), item("b"), item("c", object({{"image_url", "javascript:x"}}))}));
  const auto& lines = find(nudge, "ul")->children;
  CHECK(attribute(lines[0].children[0], "src") == "https://cdn.test/a.jpg");
  CHECK(attribute(lines[0].children[0], "alt") == "");
  for (const std::size_t i : {1u, 2u}) {
    CHECK(lines[i].children[0].tag == "span");
    CHECK(attribute(lines[i].children[0], "class") == "picture");
  }
}

TEST_CASE("a product without name, price or currency is shown with what there is") {
  CHECK(lines_of(drawn(object({{"items", array({object({{"product_id", "SKU-1"}, {"quantity", 1.5}})})}, {"value", 0}}))) == "SKU-1|1.5\u00a0×\n");
  CHECK(lines_of(drawn(object({{"items", array({object({{"price", 5}})})}, {"value", 5}}))) == "|1\u00a0×\u00a05.00\n");
}

TEST_CASE("a cart nudge speaks Russian") {
  const view::Element nudge = drawn(cart({item("a"), item("b"), item("c"), item("d")}), kContent, "ru-RU");
  CHECK(find(nudge, "h2")->text == "Вы забыли в корзине");
  CHECK(more_of(nudge) == "и ещё 1");
  CHECK(find(nudge, ".total")->children[0].text == "Итого");
  CHECK(find(nudge, ".total")->children[1].text == "1\u00a0234,50\u00a0€");
  CHECK(attribute(*find(nudge, "button"), "aria-label") == "Закрыть");
}

TEST_CASE("a cart nudge has the texts it was given, and facts in them") {
  const Json texts = object({{"title", "{{ cart.count }} in your bag"}, {"text", "Delivery is free."}, {"total", "Sum"}, {"close", "Not now"}});
  const view::Element nudge = drawn(cart({item("a")}), joined(kContent, texts));
  CHECK(find(nudge, "h2")->text == "1 in your bag");
  CHECK(find(*find(nudge, ".head"), ".soft")->text == "Delivery is free.");
  CHECK(find(nudge, ".total")->children[0].text == "Sum");
  CHECK(attribute(*find(nudge, "button"), "aria-label") == "Not now");
  CHECK(attribute(*find(nudge, "a"), "href") == "/cart");
}

TEST_CASE("a cart nudge is named by its title and said politely") {
  const view::Element nudge = drawn(cart({item("a")}));
  CHECK(attribute(nudge, "aria-labelledby") == attribute(*find(nudge, "h2"), "id"));
  CHECK(attribute(*find(nudge, ".head"), "aria-live") == "polite");
  CHECK(nudge.listeners[0] == view::Listener{"keydown:Escape", "close"});
}

TEST_CASE("a cart nudge is clicked and closed") {
  Running nudge(cart_nudge::kind(), kContent, "en", holding(cart({item("a")})));
  CHECK(nudge.tell("click").outcome == Outcome::Clicked);
  CHECK_FALSE(nudge.tell("click").leaves);
  CHECK(nudge.tell("close").outcome == Outcome::Closed);
  CHECK(nudge.tell("close").leaves);
  CHECK(nudge.tell("spin").outcome == Outcome::None);
}

TEST_CASE("a cart nudge follows the cart") {
  Running nudge(cart_nudge::kind(), kContent, "en", holding(cart({item("a"), item("b")})));
  nudge.set(FactRoot::Cart, cart({item("b")}, 12.5));
  CHECK_FALSE(nudge.tell("facts").leaves);
  CHECK(lines_of(nudge.view()) == "Product b|1\u00a0×\u00a0€12.50\n");
  CHECK(find(nudge.view(), ".total")->children[1].text == "€12.50");
}

TEST_CASE("a cart nudge leaves an empty cart by itself, as it was, and not as closed") {
  Running nudge(cart_nudge::kind(), kContent, "en", holding(cart({item("a")})));
  nudge.set(FactRoot::Cart, cart({}));
  const Reply reply = nudge.tell("facts");
  CHECK(reply.leaves);
  CHECK(reply.outcome == Outcome::None);
}

}  // namespace waymark::widgets
