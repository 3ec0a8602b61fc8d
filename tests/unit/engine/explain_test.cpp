// Explanations of segments and conditions, through the engine's query.
#include "catch.h"
#include "support/visit.h"

namespace waymark {
using namespace testing;

namespace {

struct Explained : Visit {
  explicit Explained(const Json& when, const Setting& setting = {}) : Visit(testing::rules({when}), setting) { identify(object()); }

  Value why() {
    const Effects effects = tell("query", {{"ask", "explain"}, {"tag", 1}, {"id", object({{"segment", "a"}})}});
    return Value(effects.answer()["why"]);
  }
  std::string text() { return std::string(why().view()["text"].string()); }
};

Json event_rule(Members parts) { return object({{"$event", joined(object({{"name", "Product Viewed"}}), object(parts))}}); }

}  // namespace

TEST_CASE("a fact that fails says what it is, what it should be and what it lacks") {
  Explained visit(object({{"cart.value", object({{"$gte", 50}})}}));
  visit.track("Product Added", object({{"product_id", "1"}, {"price", 20}}));
  CHECK(text_of(visit.why().view()) ==
        R"({"in":false,"segment":"a","kind":"fact","fact":"cart.value","operator":"$gte","seen":20,"wanted":50,"missing":{"more":30},)"
        R"x("text":"cart.value: 20, needs ≥ 50 (30 more)"})x");
}

TEST_CASE("a fact that holds says so") {
  Explained visit(object({{"traits.plan", object({{"$in", array({"gold", "silver"})}})}}));
  visit.identify(object({{"plan", "gold"}}));
  CHECK(visit.text() == R"x(traits.plan: "gold" (one of ["gold","silver"]))x");
}

TEST_CASE("a missing fact is none") {
  Explained visit(object({{"traits.plan", "gold"}}));
  CHECK(visit.text() == R"(traits.plan: none, needs = "gold")");
}

TEST_CASE("events that are missing are counted") {
  Explained visit(event_rule({{"within", "7d"}, {"count", object({{"$gte", 3}})}}));
  visit.track("Product Viewed");
  const Value why = visit.why();
  CHECK(text_of(why.view()["missing"]) == R"({"events":2})");
  CHECK(why.view()["text"].string() == "Product Viewed within 7d: count 1, needs ≥ 3 (2 more)");
}

TEST_CASE("what only time brings is said with its moment") {
  Explained visit(event_rule({{"sinceLast", object({{"$gte", "30m"}})}}));
  visit.track("Product Viewed");
  visit.wait(18 * kMinute);
  const Value why = visit.why();
  CHECK(why.view()["at"].integer() == kStart + 30 * kMinute);
  CHECK(why.view()["text"].string() == "Product Viewed: since the last 18 min, needs ≥ \"30m\" (in 12 min)");
}

TEST_CASE("an event too many says when it will have left the window") {
  Explained visit(event_rule({{"within", "1h"}, {"count", object({{"$lt", 2}})}}));
  visit.track("Product Viewed");
  visit.wait(10 * kMinute);
  visit.track("Product Viewed");
  CHECK(visit.why().view()["at"].integer() == kStart + kHour);
}

TEST_CASE("the clock of a page says when it comes to the number") {
  Explained visit(object({{"page.dwell", object({{"$gt", 60}})}}));
  visit.page();
  visit.wait(20 * kSecond);
  CHECK(visit.why().view()["at"].integer() == kStart + 61 * kSecond);
  CHECK_FALSE(visit.is_in("a"));
  visit.wait(41 * kSecond);
  CHECK(visit.is_in("a"));
}

TEST_CASE("of all that must hold those that fail are named, of alternatives the one that holds") {
  const Json home = object({{"page.type", "home"}});
  const Json rich = object({{"cart.value", object({{"$gt", 50}})}});
  Explained all(object({{"$and", array({home, rich, object({{"session.number", 1}})})}}));
  CHECK(all.text() == "page.type: none, needs = \"home\" and cart.value: none, needs > 50 (50 more)");
  Explained any(object({{"$or", array({home, object({{"session.number", 1}})})}}));
  CHECK(any.text() == "session.number: 1 (= 1)");
  Explained neither(object({{"$or", array({home, rich})}}));
  CHECK(neither.text() == "page.type: none, needs = \"home\" or cart.value: none, needs > 50 (50 more)");
}

TEST_CASE("below a not nothing is missing from what does not hold, and what holds says when it will have passed") {
  const Json often = event_rule({{"within", "1h"}, {"count", object({{"$gte", 2}})}});
  Explained visit(object({{"$not", often}}));
  visit.track("Product Viewed");
  CHECK(visit.is_in("a"));
  CHECK(visit.text() == "not (Product Viewed within 1h: count 1 (≥ 2))");
  CHECK_FALSE(visit.why().view().find_path("of.0.missing").exists());
  visit.wait(10 * kMinute);
  visit.track("Product Viewed");
  CHECK_FALSE(visit.is_in("a"));
  CHECK(visit.text() == "not (Product Viewed within 1h: count 2 (≥ 2) (in 50 min))");

  Explained twice(object({{"$not", object({{"$not", often}})}}));
  twice.track("Product Viewed");
  CHECK(twice.text() == "not (not (Product Viewed within 1h: count 1, needs ≥ 2 (1 more)))");
}

TEST_CASE("a sequence says how far it has come") {
  Explained visit(Json::raw(R"({"$sequence":{"steps":[{"name":"Product Added"},{"name":"Checkout Started","within":"1h"}],"unless":{"name":"Order Completed","within":"30m"}}})"));
  visit.track("Product Added");
  CHECK(visit.text() == "Product Added → Checkout Started: 1 of 2");
  visit.track("Checkout Started");
  visit.wait(10 * kMinute);
  const Value why = visit.why();
  CHECK(why.view()["at"].integer() == kStart + 30 * kMinute);
  CHECK(why.view()["text"].string() == "Product Added → Checkout Started: 2 of 2 (in 20 min) unless Order Completed");
  visit.wait(20 * kMinute);
  CHECK(visit.text() == "Product Added → Checkout Started: 2 of 2");
}

TEST_CASE("a sequence whose step has expired is back at the beginning") {
  Explained visit(Json::raw(R"({"$sequence":{"steps":[{"name":"A"},{"name":"B","within":"1h"}]}})"));
  visit.track("A");
  visit.wait(kHour);
  CHECK(visit.why().view()["reached"].number() == 0);
}

TEST_CASE("segments inside are named, and their trees written once") {
  const Json document = testing::rules({object({{"$and", array({object({{"$segment", "b"}}), object({{"$not", object({{"$segment", "b"}})}}), object({{"traits.x", 1}})})}}),
                               object({{"$and", array({object({{"traits.y", 1}}), object({{"traits.z", 1}})})}})});
  Visit visit(document);
  visit.identify(object());
  const Effects effects = visit.tell("query", {{"ask", "explain"}, {"tag", 1}, {"id", object({{"segment", "a"}})}});
  CHECK(effects.answer().exists());
  // It excludes itself: the document says so, and there is nothing to explain.
  CHECK_FALSE(effects.answer()["why"].exists());
}

TEST_CASE("Russian pages get Russian words") {
  Explained visit(event_rule({{"within", "7d"}, {"count", object({{"$gte", 3}})}}), {.locale = "ru"});
  visit.track("Product Viewed");
  CHECK(visit.text() == "Product Viewed за 7d: число 1, нужно ≥ 3 (2 ещё)");
}

TEST_CASE("any condition may be asked about") {
  Visit visit(document());
  visit.track("Product Viewed");
  const auto ask = [&](const Json& when) {
    return Value(visit.tell("query", {{"ask", "explain"}, {"tag", 1}, {"id", object({{"when", when}})}}).answer());
  };
  CHECK(ask(event_rule({})).view()["in"].boolean());
  CHECK(ask(event_rule({})).view()["why"]["kind"].is("event"));
  const Value wrong = ask(object({{"traits.a", object({{"$gtt", 1}})}}));
  CHECK_FALSE(wrong.view()["in"].boolean());
  CHECK(text_of(wrong.view()["problems"]) ==
        R"([{"code":"unknown-operator","path":"/traits.a/$gtt","detail":"no operator has this name; did you mean \"$gt\"?"}])");
}

TEST_CASE("the audience of a campaign is explained in its check") {
  Visit visit(document({{"campaigns", array({campaign("c", {{"audience", object({{"traits.plan", "gold"}})}})})}}));
  visit.page();
  const Value why(visit.ask("explain", "c").view()["checks"].find_path("3")["why"]);
  CHECK(why.view()["text"].string() == "traits.plan: none, needs = \"gold\"");
}

TEST_CASE("a campaign asked about is one with an outcome") {
  Explained visit(object({{"$campaign", object({{"id", "welcome"}, {"outcome", "closed"}, {"within", "3d"}})}}));
  const Value why = visit.why();
  CHECK(why.view()["kind"].is("campaign"));
  CHECK(why.view()["text"].string() == "Campaign Closed \"welcome\" within 3d: count 0, needs ≥ 1 (1 more)");
}

}  // namespace waymark
