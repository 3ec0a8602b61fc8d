#include "catch.h"
#include "support/visit.h"

namespace waymark {
using namespace testing;

namespace {

Json shop_rules() {
  return rules({object({{"$event", object({{"name", "e"}, {"within", "1h"}})}}), object({{"traits.vip", true}}), object({{"visitor.returning", true}}),
                object({{"$event", object({{"name", "e"}, {"within", "session"}, {"sum", object({{"of", "n"}, {"is", object({{"$gte", 3}})}})}})}})});
}

/// Both visits with everything that a snapshot holds.
Visit restored(Visit& visit, Timestamp at) { return Visit(shop_rules(), visit.snapshot(), array({}), at); }

}  // namespace

TEST_CASE("a snapshot of a restored visit is the same text") {
  Visit visit(shop_rules());
  visit.page("/?utm_source=news");
  visit.tell("identify", {{"userId", "u"}, {"traits", object({{"vip", true}})}});
  visit.tell("group", {{"groupId", "g"}});
  visit.track("e", object({{"n", 5}}));
  visit.answer_send(visit.tell("flush"), 200);
  const Json snapshot = visit.snapshot();
  Visit copy(shop_rules(), snapshot, array({}), visit.now);
  CHECK(copy.snapshot().text() == snapshot.text());
}

TEST_CASE("a restored visitor is in the same segments without being told again") {
  Visit visit(shop_rules());
  visit.identify(object({{"vip", true}}));
  visit.track("e", object({{"n", 5}}));
  Visit copy = restored(visit, visit.now);
  CHECK(copy.opened.flips(kStart) == "");
  for (const char* id : {"a", "b", "c", "d"}) CHECK(copy.is_in(id) == visit.is_in(id));
}

TEST_CASE("what happened by time alone while the visitor was away has its own moment") {
  Visit visit(shop_rules());
  visit.track("e", object({{"n", 5}}));
  Visit copy = restored(visit, kStart + kDay);
  CHECK(copy.opened.flips(kStart) == "leave:d@1800000 leave:a@3600000");
}

TEST_CASE("a session goes on over a reload, within its gap") {
  Visit visit(shop_rules());
  visit.page();
  Visit soon = restored(visit, kStart + 29 * kMinute);
  CHECK(soon.page().notified("session:start").empty());
  Visit late = restored(visit, kStart + 30 * kMinute);
  CHECK(late.page().notified("session:start").size() == 1);
}

TEST_CASE("ids go on where they were, with the same entropy") {
  Visit visit(shop_rules());
  visit.track("e");
  Visit copy = restored(visit, visit.now);
  CHECK(text_of(copy.track("e").last("store")["id"]) == text_of(visit.track("e").last("store")["id"]));
}

TEST_CASE("two pages that restore one snapshot with their own entropies give other ids") {
  Visit visit(shop_rules());
  visit.track("e");
  Visit one(shop_rules(), visit.snapshot(), array({}), visit.now, Setting{.entropy = kOtherEntropy});
  Visit other(shop_rules(), visit.snapshot(), array({}), visit.now, Setting{.entropy = "abababababababababababababababab"});
  CHECK(text_of(one.track("e").last("store")["id"]) != text_of(other.track("e").last("store")["id"]));
}

TEST_CASE("time does not run back behind a snapshot") {
  Visit visit(shop_rules());
  visit.now += kHour;
  visit.track("e");
  Visit copy = restored(visit, kStart);
  const Effects effects = copy.track("e");
  CHECK(effects.bodies().at(0).view()["timestamp"].is("2026-01-05T13:00:00.000Z"));
}

TEST_CASE("a clock that was days ahead and has been set right: its times are forgotten, the visitor is not, and events are sent in time") {
  Visit ahead(shop_rules(), Json::raw("null"), array({}), kStart + 365 * kDay);
  ahead.tell("identify", {{"userId", "u"}, {"traits", object({{"vip", true}})}});
  ahead.track("e", object({{"n", 5}}));
  ahead.answer_send(ahead.tell("flush"), 503);
  const Value before = ahead.ask("facts");
  Visit visit(shop_rules(), ahead.snapshot(), array({}), kStart);
  CHECK(!visit.is_in("a"));
  CHECK(visit.is_in("b"));
  visit.page();
  CHECK(visit.wait(2 * kSecond).last("send").exists());
  CHECK(visit.wait(kMinute).last("timer")["at"].number() < static_cast<double>(kStart + kDay));
  const Value facts = visit.ask("facts");
  CHECK(text_of(facts.view()["visitor"]["anonymousId"]) == text_of(before.view()["visitor"]["anonymousId"]));
  CHECK(text_of(facts.view()["visitor"]["userId"]) == "\"u\"");
  CHECK(facts.view()["visitor"]["firstSeen"].integer() == kStart);
  CHECK(facts.view()["session"]["duration"].number() == 62);
}

TEST_CASE("a clock that was a day ahead at the most is waited for") {
  Visit ahead(shop_rules(), Json::raw("null"), array({}), kStart + kDay);
  ahead.track("e", object({{"n", 5}}));
  Visit visit(shop_rules(), ahead.snapshot(), array({}), kStart);
  CHECK(visit.is_in("a"));
  Visit other(shop_rules(), ahead.snapshot(), array({}), kStart - 1);
  CHECK(!other.is_in("a"));
}

TEST_CASE("a snapshot of another version is refused with a reason, and a new visitor begins") {
  Visit visit(shop_rules(), object({{"v", 99}}), array({}), kStart);
  CHECK(visit.opened.errors() == "bad-snapshot /snapshot/v");
  CHECK(visit.track("e").stored() == "track e");
}

TEST_CASE("a snapshot with parts of the wrong type harms nothing") {
  for (const Json& snapshot : {object({{"v", 1}}), object({{"v", 1}, {"history", 5}, {"session", array({})}, {"identity", "x"}}), object({{"v", 1}, {"history", array({5, array({"x", 1, object(), 7})})}}),
                               object({{"v", 1}, {"segments", array({1, nullptr})}, {"outbox", object({{"dropped", array({1})}})}})}) {
    Visit visit(shop_rules(), snapshot, array({}), kStart);
    CHECK(visit.opened.errors() == "");
    CHECK(visit.track("e").stored() == "track e");
  }
}

TEST_CASE("segments that the document no longer has are left without a word") {
  Visit visit(shop_rules());
  visit.track("e");
  Visit copy(rules({}), visit.snapshot(), array({}), visit.now);
  CHECK(copy.opened.flips(kStart) == "");
  CHECK(copy.track("e").flips(kStart) == "");
}

TEST_CASE("events of a visitor restored before the first page are as they were") {
  Visit visit(shop_rules());
  visit.identify(object());
  Visit copy = restored(visit, visit.now);
  CHECK(copy.track("e").last("store")["body"].string() == visit.track("e").last("store")["body"].string());
}

TEST_CASE("another visitor takes nothing over from the one before") {
  Visit visit(shop_rules());
  visit.identify(object({{"vip", true}}));
  visit.track("e", object({{"n", 5}}));
  visit.tell("visitor", {{"snapshot", nullptr}});
  visit.track("other");
  CHECK_FALSE(visit.is_in("a"));
  CHECK_FALSE(visit.is_in("b"));
  CHECK(visit.ask("stats").view()["history"].number() == 1);
}

}  // namespace waymark
