#include "catch.h"
#include "support/visit.h"
#include "waymark/limits.h"

namespace waymark {
using namespace testing;

namespace {

/// A document that asks for all sources.
Json asking(const Json& more = object()) {
  return joined(
      document(
          {{"site", object({{"sources", array({"dataLayer", "jsonLd", "openGraph", "meta"})}, {"dataLayer", true}})}}),
      more);
}

Effects push(Visit& visit, const Json& entry) { return visit.tell("pushed", {{"entry", entry.text()}}); }
Json item(std::string_view id) { return object({{"item_id", id}, {"price", 5}}); }
Json entry(std::string_view event, Members ecommerce) {
  return object({{"event", event}, {"ecommerce", object(ecommerce)}});
}
Effects markup(Visit& visit, std::string_view json_ld, Members meta = {}) {
  return visit.tell("markup", {{"jsonLd", array({json_ld})}, {"meta", object(meta)}});
}
std::string fact(Visit& visit, std::string_view path) { return text_of(visit.ask("facts").view().find_path(path)); }

const std::string kProduct = R"({"@type":"Product","productID":"p1","brand":"A","aggregateRating":{"ratingValue":4}})";

}  // namespace

TEST_CASE("context is merged at the top level, and null takes a member away") {
  Visit visit(rules({object({{"context.weather.temp", object({{"$gt", 15}})}})}));
  visit.page();
  const Effects warm = visit.tell(
      "context", {{"context", object({{"weather", object({{"temp", 20}, {"sky", "clear"}})}, {"store", "Berlin"}})}});
  CHECK(warm.flips(kStart) == "enter:a@0");
  CHECK(visit.tell("context", {{"context", object({{"weather", object({{"temp", 12}})}})}}).flips(kStart) ==
        "leave:a@0");
  CHECK(fact(visit, "context") == R"({"store":"Berlin","weather":{"temp":12}})");
  visit.tell("context", {{"context", object({{"weather", nullptr}})}});
  CHECK(fact(visit, "context") == R"({"store":"Berlin"})");
}

TEST_CASE("context outlives the page and the visitor's logout") {
  Visit visit(document());
  visit.tell("context", {{"context", object({{"store", "Berlin"}})}});
  visit.page();
  visit.tell("reset");
  CHECK(fact(visit, "context.store") == "\"Berlin\"");
  Visit later(document(), visit.snapshot(), array({}), kStart + kMinute);
  CHECK(fact(later, "context.store") == "\"Berlin\"");
}

TEST_CASE("context must be an object of a bounded size") {
  Visit visit(document());
  CHECK(visit.tell("context", {{"context", 5}}).errors() == "bad-command /commands/0/context");
  CHECK(visit.tell("context").errors() == "bad-command /commands/0/context");
  const std::string fits(limits::kContextBytes - std::string(R"({"a":""})").size(), 'x');
  CHECK(visit.tell("context", {{"context", object({{"a", fits}})}}).errors() == "");
  CHECK(visit.tell("context", {{"context", object({{"a", fits + "x"}})}}).errors() == "too-large /commands/0/context");
  CHECK(fact(visit, "context.a").size() == fits.size() + 2);
}

TEST_CASE("a product that was viewed is a fact until the next page") {
  Visit visit(rules({object({{"product.brand", "A"}})}));
  visit.page();
  CHECK(visit.track("Product Viewed", object({{"product_id", "p1"}, {"brand", "A"}})).flips(kStart) == "enter:a@0");
  visit.track("Product Viewed", object({{"product_id", "p2"}, {"brand", "A"}}));
  CHECK(fact(visit, "product") == R"({"product_id":"p2","brand":"A"})");
  CHECK(visit.page("/next").flips(kStart) == "leave:a@0");
  CHECK(fact(visit, "product") == "null");
}

TEST_CASE("each page view asks the host to read what the document asks for") {
  Visit visit(document({{"site", object({{"sources", array({"meta", "jsonLd"})}})}}));
  CHECK(text_of(visit.page().last("read")["sources"]) == R"(["jsonLd","meta"])");
  CHECK(visit.track("a").of("read").empty());
  Visit silent(document());
  CHECK(silent.page().of("read").empty());
}

TEST_CASE("an unknown source is a problem") {
  Visit visit(document());
  const Value report = visit.load(document({{"site", object({{"sources", array({"meta", "rdfa", 5})}})}}));
  CHECK(report.view()["problems"].size() == 2);
  CHECK(report.view().find_path("problems.0.code").is("unknown-source"));
  CHECK(report.view().find_path("problems.0.path").is("/site/sources/1"));
}

TEST_CASE("the markup tells of the page's product, and what was viewed says it better") {
  Visit visit(asking());
  visit.page();
  markup(visit, kProduct, {{"og:type", "product"}, {"og:title", "Satin"}, {"waymark:season", "winter"}});
  CHECK(fact(visit, "product") == R"({"product_id":"p1","name":"Satin","brand":"A","rating":4})");
  CHECK(fact(visit, "page.meta") == R"({"season":"winter"})");
  visit.track("Product Viewed", object({{"product_id", "p1"}, {"brand", "B"}}));
  CHECK(fact(visit, "product") == R"({"name":"Satin","rating":4,"product_id":"p1","brand":"B"})");
  visit.page("/next");
  CHECK(fact(visit, "product") == "null");
  CHECK(fact(visit, "page.meta") == "null");
}

TEST_CASE("markup that comes after the product was viewed fills in the rest") {
  Visit visit(asking());
  visit.page();
  visit.track("Product Viewed", object({{"product_id", "p1"}, {"brand", "B"}}));
  markup(visit, kProduct);
  CHECK(fact(visit, "product") == R"({"rating":4,"product_id":"p1","brand":"B"})");
}

TEST_CASE("only what the document asks for is read") {
  Visit visit(document({{"site", object({{"sources", array({"openGraph"})}})}}));
  visit.page();
  markup(visit, kProduct,
         {{"og:type", "product"}, {"og:title", "Satin"}, {"waymark:season", "winter"}, {"waymark:product-id", "x"}});
  push(visit, entry("view_item", {{"items", array({item("p9")})}}));
  CHECK(fact(visit, "product") == R"({"name":"Satin"})");
  CHECK(fact(visit, "page.meta") == "null");
}

TEST_CASE("bad JSON in the markup is passed over, the next text counts") {
  Visit visit(asking());
  visit.page();
  const Effects effects = visit.tell(
      "markup", {{"jsonLd", array({"{", "", 5, R"({"@type":"Organization"})", kProduct})}, {"meta", nullptr}});
  CHECK(effects.errors() == "");
  CHECK(fact(visit, "product.product_id") == "\"p1\"");
  CHECK(visit.tell("markup").errors() == "");
  CHECK(fact(visit, "product") == "null");
}

TEST_CASE("a page trigger that asks about the product waits for the markup, once") {
  const Json trigger = object({{"on", "page"}, {"where", object({{"product.brand", "A"}})}});
  Visit visit(asking(
      object({{"campaigns", array({campaign("c", {{"trigger", trigger}}), campaign("top", {{"slot", "top"}})})}})));
  CHECK(visit.page().mounted() == "top");
  CHECK(markup(visit, kProduct).mounted() == "c");
  visit.close("c");
  visit.close("top");
  CHECK(markup(visit, kProduct).mounted() == "");
}

TEST_CASE("entries of the data layer become events") {
  Visit visit(asking());
  visit.page();
  CHECK(push(visit, entry("add_to_cart", {{"currency", "EUR"}, {"items", array({item("p1"), item("p2")})}})).stored() ==
        "track Product Added, track Product Added");
  CHECK(fact(visit, "cart.value") == "10");
  push(visit, entry("view_item", {{"items", array({item("p3")})}}));
  CHECK(fact(visit, "product.product_id") == "\"p3\"");
  CHECK(push(visit, object({{"event", "search"}, {"search_term", "lip"}})).stored() == "track Products Searched");
}

TEST_CASE("what is no event of a shop is passed over without a word") {
  Visit visit(asking());
  visit.page();
  for (const Json& other :
       {object({{"event", "gtm.js"}}), object({{"0", "consent"}, {"1", "default"}}), array({}), Json(5),
        object({{"event", 5}}), entry("view_item", {}), entry("view_item", {{"items", array({})}})}) {
    const Effects effects = push(visit, other);
    CHECK(effects.stored() + effects.errors() == "");
  }
  const Effects broken = visit.tell("pushed", {{"entry", "{"}});
  CHECK(broken.stored() + broken.errors() == "");
  CHECK(visit.tell("pushed").errors() == "");
}

TEST_CASE("ecommerce pushed alone counts for the next event, until it is emptied") {
  Visit visit(asking());
  visit.page();
  push(visit, object({{"ecommerce", object({{"items", array({item("p1")})}})}}));
  CHECK(push(visit, object({{"event", "view_item"}})).stored() == "track Product Viewed");
  push(visit, object({{"ecommerce", nullptr}}));
  CHECK(push(visit, object({{"event", "view_item"}})).stored() == "");
}

TEST_CASE("parameters may stand beside the event instead of in ecommerce") {
  Visit visit(asking());
  visit.page();
  CHECK(push(visit, object({{"event", "purchase"}, {"transaction_id", "o1"}, {"value", 5}})).stored() ==
        "track Order Completed");
}

TEST_CASE("an entry has a bounded number of items") {
  Visit visit(asking());
  visit.page();
  std::string items;
  for (std::size_t i = 0; i <= limits::kSourceItems; ++i) items += (i > 0 ? "," : "") + item(std::to_string(i)).text();
  CHECK(push(visit, entry("add_to_cart", {{"items", Json::raw("[" + items + "]")}})).bodies().size() ==
        limits::kSourceItems);
}

TEST_CASE("what the API and the data layer both tell counts once") {
  Visit visit(asking());
  visit.page();
  visit.track("Product Added", object({{"product_id", "p1"}, {"price", 5}}));
  CHECK(push(visit, entry("add_to_cart", {{"items", array({item("p1")})}})).stored() == "");
  CHECK(push(visit, entry("view_item", {{"items", array({item("p1")})}})).stored() == "track Product Viewed");
  CHECK(visit.track("Product Viewed", object({{"product_id", "p1"}})).stored() == "");
  CHECK(visit.track("Product Viewed", object({{"product_id", "p1"}})).stored() == "track Product Viewed");
  CHECK(fact(visit, "cart.count") == "1");
  CHECK(visit.dropped("duplicate") == 2);
}

TEST_CASE("an order counts once, whoever tells of it and on whatever page") {
  Visit visit(asking());
  visit.page();
  CHECK(push(visit, entry("purchase", {{"transaction_id", 7}, {"value", 5}})).stored() == "track Order Completed");
  visit.page("/thanks");
  CHECK(push(visit, entry("purchase", {{"transaction_id", "7"}, {"value", 5}})).stored() == "");
  CHECK(visit.track("Order Completed", object({{"order_id", "7"}})).stored() == "");
  Visit later(asking(), visit.snapshot(), array({}), kStart + kDay);
  CHECK(push(later, entry("purchase", {{"transaction_id", "7"}})).stored() == "");
  CHECK(push(later, entry("purchase", {{"transaction_id", "8"}})).stored() == "track Order Completed");
}

TEST_CASE("without the data layer the API may repeat itself") {
  Visit visit(document());
  visit.track("Order Completed", object({{"order_id", "7"}}));
  CHECK(visit.track("Order Completed", object({{"order_id", "7"}})).stored() == "track Order Completed");
  CHECK(push(visit, entry("purchase", {{"transaction_id", "8"}})).stored() == "");
}

TEST_CASE("shows and clicks are told to the data layer as promotions, and do not come back") {
  const Json action = object({{"label", "Go"}, {"url", "/x"}});
  Visit visit(asking(object(
      {{"campaigns",
        array({campaign("c", {{"name", "Sale"}, {"content", object({{"text", "Hello"}, {"action", action}})}})})}})));
  const Effects shown = visit.page();
  CHECK(
      text_of(shown.last("push")["entry"]) ==
      R"({"event":"view_promotion","ecommerce":{"promotion_id":"c","promotion_name":"Sale","creative_name":"bar","creative_slot":"bottom"},"waymark":true})");
  CHECK(visit.click("c").last("push").find_path("entry.event").is("select_promotion"));
  CHECK(push(visit, Json::raw(text_of(shown.last("push")["entry"]))).stored() == "");
  CHECK(visit.close("c").of("push").empty());
}

TEST_CASE("the data layer is told nothing unless the document says so") {
  Visit visit(document({{"campaigns", array({campaign("c")})}}));
  CHECK(visit.page().of("push").empty());
}

TEST_CASE("active time counts between signs, but no gap over 30 seconds and no hidden time") {
  Visit visit(rules({object({{"session.activeTime", object({{"$gte", 40}})}})}));
  const auto sign = [&](std::string_view name, Duration after) {
    visit.now += after;
    return visit.signal(name);
  };
  visit.page();
  sign("activity", limits::kActiveGap);
  CHECK(fact(visit, "session.activeTime") == "30");
  sign("activity", limits::kActiveGap + 1);
  CHECK(fact(visit, "session.activeTime") == "30");
  sign("hidden", 9 * kSecond + 999);
  CHECK(fact(visit, "session.activeTime") == "39");
  sign("visible", 20 * kSecond);
  CHECK(fact(visit, "session.activeTime") == "39");
  Visit later(rules({object({{"session.activeTime", object({{"$gte", 40}})}})}), visit.snapshot(), array({}),
              visit.now);
  later.now += kSecond;
  CHECK(later.signal("activity").flips(later.now) == "enter:a@0");
  CHECK(fact(later, "session.activeTime") == "40");
}

TEST_CASE("a new session begins without active time") {
  Visit visit(document());
  visit.page();
  visit.now += 10 * kSecond;
  visit.signal("activity");
  visit.now += 10 * kSecond;
  visit.page("/?utm_source=mail");
  CHECK(fact(visit, "session.number") == "2");
  CHECK(fact(visit, "session.activeTime") == "0");
}

TEST_CASE("the page knows the furthest depth of scrolling, anew for each page") {
  Visit visit(rules({object({{"page.scroll", object({{"$gte", 50}})}})}));
  const auto scroll = [&](double depth) { return visit.tell("signal", {{"name", "scroll"}, {"depth", depth}}); };
  scroll(80);
  visit.page();
  CHECK(fact(visit, "page.scroll") == "0");
  scroll(45);
  CHECK(scroll(50).flips(kStart) == "enter:a@0");
  scroll(20);
  CHECK(fact(visit, "page.scroll") == "50");
  scroll(250);
  CHECK(fact(visit, "page.scroll") == "100");
  CHECK(visit.page("/next").flips(kStart) == "leave:a@0");
}

TEST_CASE("a device that changes is read again") {
  Visit visit(rules({object({{"device.width", object({{"$gt", 400}})}})}));
  visit.page();
  CHECK(visit.tell("device", {{"device", object({{"userAgent", "Firefox"}, {"width", 500}, {"height", 800}})}})
            .flips(kStart) == "enter:a@0");
  CHECK(fact(visit, "device.browser") == "\"Firefox\"");
}

}  // namespace waymark
