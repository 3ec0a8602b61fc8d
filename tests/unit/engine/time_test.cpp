#include "catch.h"
#include "support/visit.h"
#include "waymark/limits.h"

namespace waymark {
using namespace testing;

namespace {

Json within(std::string_view window) { return object({{"$event", object({{"name", "e"}, {"within", window}})}}); }
Timestamp timer(const Effects& effects) { return static_cast<Timestamp>(effects.last("timer")["at"].number(-1)); }
const Setting kNoEvents{.consent = "required"};

}  // namespace

TEST_CASE("flips that are due happen in time order, each with its own moment, however late the timer") {
  Visit visit(rules({within("3h"), within("1h"), within("2h"), within("session")}));
  visit.track("e");
  CHECK(visit.wait(kDay).flips(kStart) == "leave:d@1800000 leave:b@3600000 leave:c@7200000 leave:a@10800000");
}

TEST_CASE("rules that ask for the hour are asked each hour of the first and of the last 31 days of a long time") {
  const Json noon = rules({object({{"time.hour", 12}})});
  const auto enters = [&](Duration wait) {
    Visit visit(noon);
    visit.track("e");
    return visit.wait(wait).notified("segment:enter").size();
  };
  CHECK(enters(2 * limits::kHourlyTime) == 62);
  CHECK(enters(2 * limits::kHourlyTime + 10 * kDay) == 62);
  Visit visit(noon);
  visit.track("e");
  CHECK(visit.wait(100 * kDay).flips(kStart).starts_with("leave:a@3600000 enter:a@86400000 "));
}

TEST_CASE("a clock that was set wrong by millennia does not cost an hour's work for each hour") {
  Visit visit(rules({object({{"time.hour", 12}})}));
  visit.track("e");
  CHECK(visit.at(8'640'000'000'000'000).notified("segment:enter").size() == 62);
}

TEST_CASE("what is due before a command happens before it") {
  Visit visit(rules({within("1h")}));
  visit.track("e");
  visit.now += 2 * kHour;
  CHECK(visit.track("e").flips(kStart) == "leave:a@3600000 enter:a@7200000");
}

TEST_CASE("an event exactly when the last one leaves keeps the visitor in, without a flip between") {
  Visit visit(rules({within("1h")}));
  visit.track("e");
  visit.now += kHour;
  const Effects effects = visit.track("e");
  CHECK(effects.flips(kStart) == "leave:a@3600000 enter:a@3600000");
  CHECK(visit.is_in("a"));
}

TEST_CASE("the timer is set for the next flip") {
  Visit visit(rules({within("1m")}), kNoEvents);
  CHECK(timer(visit.track("e")) == kStart + kMinute);
}

TEST_CASE("the timer is told once, and cancelled when nothing is due") {
  Visit visit(rules({within("1h")}), kNoEvents);
  visit.track("e");
  CHECK_FALSE(visit.track("other").last("timer").exists());
  visit.wait(40 * kMinute);
  const Effects effects = visit.wait(kDay);
  REQUIRE(effects.last("timer").exists());
  CHECK(effects.last("timer")["at"].is_null());
}

TEST_CASE("a timer that fires too early changes nothing") {
  Visit visit(rules({within("1m")}), kNoEvents);
  visit.track("e");
  CHECK(visit.wait(kMinute - 1).flips(kStart) == "");
  CHECK(visit.wait(1).flips(kStart) == "leave:a@60000");
}

TEST_CASE("an earlier now is read as the latest seen") {
  Visit visit(rules({within("1m")}));
  visit.track("e");
  visit.wait(30 * kSecond);
  visit.now = kStart - kHour;
  const Effects effects = visit.track("e");
  CHECK(effects.bodies().at(0).view()["timestamp"].is("2026-01-05T12:00:30.000Z"));
  CHECK(visit.at(kStart + 89 * kSecond).flips(kStart) == "");
  CHECK(visit.at(kStart + 90 * kSecond).flips(kStart) == "leave:a@90000");
}

TEST_CASE("facts of the hour change at the full hour of the visitor") {
  Visit visit(rules({object({{"time.hour", 13}}), object({{"time.weekday", 2}})}));
  visit.page();
  CHECK(visit.wait(kDay).flips(kStart) == "enter:a@3600000 leave:a@7200000 enter:b@43200000");
}

TEST_CASE("the visitor's offset moves the hour") {
  Visit visit(rules({object({{"time.hour", 17}})}));
  visit.tell("track", {{"name", "e"}, {"utcOffsetMin", 330}});
  CHECK(visit.is_in("a"));
  CHECK(visit.wait(kDay).flips(kStart) == "leave:a@1800000 enter:a@84600000");
}

TEST_CASE("an offset that changes is seen at once") {
  Visit visit(rules({object({{"time.hour", 17}})}));
  visit.page();
  CHECK(visit.tell("elapsed", {{"utcOffsetMin", 300}}).flips(kStart) == "enter:a@0");
}

TEST_CASE("a new visitor is in no segment before the first event") {
  Visit visit(rules({object(), object({{"traits.a", object({{"$exists", false}})}})}));
  CHECK(visit.opened.flips(kStart) == "");
  CHECK_FALSE(visit.is_in("a"));
  CHECK(visit.track("e").flips(kStart) == "enter:a@0 enter:b@0");
}

TEST_CASE("one rule's flip is another one's") {
  Visit visit(document({{"segments", array({segment("not-recent", object({{"$not", object({{"$segment", "recent"}})}})), segment("recent", within("1m"))})}}));
  CHECK(visit.track("e").flips(kStart) == "enter:recent@0");
  CHECK(visit.wait(kMinute).flips(kStart) == "enter:not-recent@60000 leave:recent@60000");
}

TEST_CASE("thirty days pass hour by hour") {
  Visit visit(rules({object({{"time.hour", 13}})}));
  visit.page();
  const Effects effects = visit.wait(30 * kDay);
  CHECK(effects.notified("segment:enter").size() == 30);
}

}  // namespace waymark
