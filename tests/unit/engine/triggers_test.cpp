#include "catch.h"
#include "support/visit.h"

namespace waymark {
using namespace testing;

namespace {

Json with_trigger(const Json& trigger, Members sections = {}) {
  return document({{"campaigns", array({joined(campaign("c", {{"trigger", trigger}}), object(sections))})}});
}
Json on_exit(const Json& where = object()) { return object({{"on", "exit"}, {"where", where}}); }
Json on_idle(std::string_view after = "2m", const Json& where = object()) {
  return object({{"on", "cart-idle"}, {"after", after}, {"where", where}});
}

Effects add(Visit& visit, std::string_view id = "a") { return visit.track("Product Added", object({{"product_id", id}, {"price", 5}})); }

/// Closes the campaign and waits until it is gone.
void close(Visit& visit) {
  visit.close("c");
  visit.wait(kSecond);
}

Json nudge() {
  const Json content = object({{"action", object({{"label", "To the bag"}, {"url", "/cart"}})}});
  return with_trigger(on_exit(), {{"widget", "cart-nudge"}, {"slot", "corner"}, {"content", content}, {"goal", object({{"event", "Order Completed"}})}});
}

}  // namespace

TEST_CASE("a visitor about to leave triggers what waits for that, each time") {
  Visit visit(with_trigger(on_exit()));
  CHECK(visit.page().mounted() == "");
  CHECK(visit.refusal("c") == "trigger");
  const Effects effects = visit.signal("exit");
  CHECK(effects.mounted() == "c");
  CHECK(effects.stored() == "track Campaign Shown");
  close(visit);
  CHECK(visit.signal("exit").mounted() == "c");
}

TEST_CASE("other signals are no exit") {
  Visit visit(with_trigger(on_exit()));
  visit.page();
  for (const char* name : {"activity", "visible", "online", "hidden"}) CHECK(visit.signal(name).mounted() == "");
}

TEST_CASE("an exit asks about the facts of that moment") {
  Visit visit(with_trigger(on_exit(object({{"page.path", "/cart"}}))));
  visit.page("/");
  CHECK(visit.signal("exit").mounted() == "");
  visit.page("/cart");
  CHECK(visit.signal("exit").mounted() == "c");
}

TEST_CASE("an exit before consent shows nothing, and counts once it is given") {
  Visit visit(with_trigger(on_exit()), Setting{.consent = "required"});
  visit.page();
  CHECK(visit.signal("exit").mounted() == "");
  CHECK(visit.consent({"personalization"}).mounted() == "c");
}

TEST_CASE("a cart that stays as it is triggers exactly after its time") {
  Visit visit(with_trigger(on_idle()));
  visit.page();
  const Effects added = add(visit);
  CHECK(added.last("timer")["at"].number() <= static_cast<double>(kStart + 2 * kMinute));
  CHECK(visit.at(kStart + 2 * kMinute - 1).mounted() == "");
  CHECK(visit.at(kStart + 2 * kMinute).mounted() == "c");
}

TEST_CASE("a timer that fires late makes up for it, at the moment that was meant") {
  Visit visit(with_trigger(on_idle()));
  visit.page();
  add(visit);
  const Effects late = visit.at(kStart + 10 * kMinute);
  CHECK(late.mounted() == "c");
  CHECK(late.bodies().at(0).view()["timestamp"].is("2026-01-05T12:02:00.000Z"));
}

TEST_CASE("the time of an idle cart begins anew with each change, and with nothing else") {
  Visit visit(with_trigger(on_idle()));
  visit.page();
  add(visit);
  visit.wait(kMinute);
  add(visit, "b");
  visit.wait(kMinute);
  visit.page("/other");
  visit.track("Product Viewed");
  visit.track("Cart Viewed");  // which says nothing new of it
  CHECK(visit.at(kStart + 3 * kMinute - 1).mounted() == "");
  CHECK(visit.at(kStart + 3 * kMinute).mounted() == "c");
}

TEST_CASE("each state of the cart triggers once") {
  Visit visit(with_trigger(on_idle()));
  visit.page();
  add(visit);
  REQUIRE(visit.wait(2 * kMinute).mounted() == "c");
  close(visit);
  CHECK(visit.wait(kHour).mounted() == "");
  add(visit, "b");
  CHECK(visit.wait(2 * kMinute).mounted() == "c");
}

TEST_CASE("an empty cart is not idle: neither a new one, nor one that was ordered, nor one that was emptied") {
  Visit visit(with_trigger(on_idle()));
  visit.page();
  CHECK(visit.wait(kHour).mounted() == "");
  add(visit);
  visit.track("Order Completed");
  CHECK(visit.wait(kHour).mounted() == "");
  add(visit);
  visit.track("Product Removed", object({{"product_id", "a"}}));
  CHECK(visit.wait(kHour).mounted() == "");
}

TEST_CASE("an idle cart asks about the facts of that moment") {
  Visit visit(with_trigger(on_idle("2m", object({{"cart.value", object({{"$gte", 10}})}}))));
  visit.page();
  add(visit);
  CHECK(visit.wait(2 * kMinute).mounted() == "");
  add(visit);
  CHECK(visit.wait(2 * kMinute).mounted() == "c");
}

TEST_CASE("the time of an idle cart goes on over a reload") {
  const Json document = with_trigger(on_idle());
  Visit visit(document);
  visit.page();
  add(visit);
  visit.wait(kMinute);
  Visit next(document, visit.snapshot(), array({}), visit.now);
  next.page();
  CHECK(next.at(kStart + 2 * kMinute - 1).mounted() == "");
  CHECK(next.at(kStart + 2 * kMinute).mounted() == "c");
}

TEST_CASE("a cart that was idle on one page does not trigger on the next one again") {
  const Json document = with_trigger(on_idle());
  Visit visit(document);
  visit.page();
  add(visit);
  REQUIRE(visit.wait(2 * kMinute).mounted() == "c");
  Visit next(document, visit.snapshot(), array({}), visit.now + kMinute);
  CHECK(next.opened.mounted() == "");
  CHECK(next.page().mounted() == "");
  CHECK(next.wait(kHour).mounted() == "");
  add(next, "b");
  CHECK(next.wait(2 * kMinute).mounted() == "c");
}

TEST_CASE("a cart that became idle while the visitor was away triggers on the page that follows, not for the one before") {
  const Json document = with_trigger(on_idle(), {{"audience", object({{"page.path", object({{"$ne", "/cart"}})}})}});
  Visit visit(document);
  visit.page("/");
  add(visit);
  Visit cart(document, visit.snapshot(), array({}), visit.now + kHour);
  CHECK(cart.opened.mounted() == "");
  CHECK(cart.page("/cart").mounted() == "");
  CHECK(cart.at(cart.now).mounted() == "");
  CHECK(cart.refusal("c") == "audience");
  Visit home(document, visit.snapshot(), array({}), visit.now + kHour);
  const Effects opened = home.page("/");
  CHECK(opened.mounted() + home.at(home.now).mounted() == "c");
}

TEST_CASE("a nudge follows the cart and leaves with the order, which is its conversion and no closing") {
  Visit visit(nudge());
  visit.page();
  CHECK(visit.signal("exit").mounted() == "");
  CHECK(visit.refusal("c") == "widget");
  add(visit);
  CHECK(visit.refusal("c") == "");
  REQUIRE(visit.signal("exit").mounted() == "c");
  CHECK(text_of(add(visit, "b").last("patch")["ops"]).find("10.00") != std::string::npos);
  const Effects ordered = visit.track("Order Completed");
  CHECK(ordered.stored() == "track Order Completed, track Campaign Converted");
  CHECK(text_of(ordered.of("patch").at(0)["ops"]) == R"([[3,1,"data-state","leaving"]])");
  CHECK(visit.wait(300).unmounted() == "c");
}

TEST_CASE("a smart banner's refusal is the reason of the decision") {
  const Json document = with_trigger(on_page(), {{"widget", "smart-banner"}, {"content", object({{"title", "App"}})}});
  Visit desktop(document, Setting{.user_agent = "Mozilla/5.0 (Windows NT 10.0)"});
  CHECK(desktop.page().mounted() == "");
  CHECK(desktop.refusal("c") == "widget");
  const auto seen = [](Visit& visit) {
    const Value explanation = visit.ask("explain", "c");
    for (const ValueView check : explanation.view()["checks"].elements())
      if (check["check"].is("widget")) return std::string(check["seen"].string());
    return std::string();
  };
  CHECK(seen(desktop) == "no app for this device");
  Visit phone(document, Setting{.user_agent = "Mozilla/5.0 (iPhone) Version/17.0 Mobile/15E148 Safari/604.1"});
  phone.page();
  CHECK(seen(phone) == "no link for this device");
  const Json page = object({{"url", "https://shop.test/"}, {"apps", object({{"apple", "app-id=1"}})}});
  phone.tell("page", {{"page", page}});
  CHECK(seen(phone) == "the browser shows its own");
}

}  // namespace waymark
