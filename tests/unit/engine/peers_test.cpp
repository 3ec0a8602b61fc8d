#include "catch.h"
#include "support/visit.h"
#include "waymark/limits.h"

namespace waymark {
using namespace testing;

namespace {

constexpr Setting kOther{.entropy = kOtherEntropy};

/// What a host does with the effects of a tab: events and words go to the other.
Effects pass_on(const Effects& effects, Visit& to) {
  Effects last("[]");
  for (const Value& body : effects.bodies())
    last = to.tell("peer", {{"event", Json::raw(text_of(body.view()))}, {"bytes", 100}});
  for (const ValueView told : effects.of("tell")) {
    const Json command = object({{"kind", "peer"}, {"now", to.now}});
    last = to.dispatch(array({joined(command, Json::raw(text_of(told["peer"])))}));
  }
  return last;
}

double stat(Visit& visit, const char* name) { return visit.ask("stats").view()[name].number(); }
std::string session_id(Visit& visit) { return std::string(visit.ask("stats").view()["session"]["id"].string()); }
std::string visitor_id(Visit& visit) { return std::string(visit.ask("facts").view()["visitor"]["anonymousId"].string()); }

}  // namespace

TEST_CASE("an event of another tab counts in this one, without being answered or queued twice") {
  const Json twice = Json::raw(R"({"$event":{"name":"e","count":{"$gte":2}}})");
  const Json document = testing::document({{"segments", array({segment("twice", twice)})}, {"site", object({{"track", array({"segments"})}})}});
  Visit first(document);
  const Effects page = first.page("/?utm_source=news");
  Visit second(document, first.snapshot(), array({}), first.now, kOther);
  second.page("/other");
  pass_on(first.track("e"), second);
  CHECK_FALSE(second.is_in("twice"));
  const Effects here = pass_on(first.track("e"), second);
  CHECK(second.is_in("twice"));
  CHECK(here.stored().empty());
  CHECK(session_id(second) == session_id(first));
}

TEST_CASE("an event that was told twice counts once") {
  Visit first(document());
  first.page();
  Visit second(document(), first.snapshot(), array({}), first.now, kOther);
  const double before = stat(second, "history");
  const Effects event = first.track("e");
  pass_on(event, second);
  pass_on(event, second);
  CHECK(stat(second, "history") == before + 1);
  CHECK(stat(second, "queued") == 1);
}

TEST_CASE("what another tab has delivered is forgotten without a word") {
  Visit first(document());
  first.page();
  Visit second(document(), first.snapshot(), array({}), first.now, kOther);
  const Effects event = first.track("e");
  pass_on(event, second);
  const Effects gone = second.tell("peer", {{"gone", array({Json::raw(text_of(event.last("store")["id"]))})}});
  CHECK(stat(second, "queued") == 0);
  CHECK(gone.of("remove").empty());
}

TEST_CASE("only the tab that leads sends; the others ask after it when events have waited long") {
  Visit visit(document());
  visit.tell("lead", {{"is", false}});
  visit.track("e");
  CHECK_FALSE(visit.tell("flush").last("send").exists());
  const Effects patient = visit.wait(limits::kBatchDelay + limits::kPatience - 1);
  CHECK(patient.of("claim").empty());
  const Effects claimed = visit.wait(1);
  CHECK(claimed.of("claim").size() == 1);
  CHECK(claimed.last("timer")["at"].number() == static_cast<double>(visit.now + limits::kPatience));
  CHECK(visit.tell("lead", {{"is", true}}).sent_events() == 1);
}

TEST_CASE("a tab that does not lead sends when its page ends") {
  Visit visit(document());
  visit.tell("lead", {{"is", false}});
  visit.track("e");
  CHECK(visit.signal("hidden").sent_events() == 1);
}

TEST_CASE("a campaign that was shown in another tab counts for the caps here") {
  const Json document = testing::document(
      {{"campaigns", array({campaign("bar", {{"trigger", on_page()}, {"pressure", caps({cap("shown", 1, "session")})}})})}});
  Visit first(document);
  const Effects shown = first.page();
  REQUIRE(shown.mounted() == "bar");
  Visit second(document, Json::raw("null"), array({}), first.now, kOther);
  pass_on(shown, second);
  CHECK(second.page().mounted().empty());
  CHECK(second.refusal("bar") == "cap");
}

TEST_CASE("of two tabs that took the visitor for a new one the older ids stay") {
  Visit first(document());
  Visit second(document(), Json::raw("null"), array({}), first.now + 5, kOther);
  const Effects one = first.page();
  const Effects other = second.page();
  REQUIRE(visitor_id(first) != visitor_id(second));
  pass_on(one, second);
  first.now = second.now;
  pass_on(other, first);
  CHECK(visitor_id(first) == visitor_id(second));
  CHECK(session_id(first) == session_id(second));
}

TEST_CASE("stored events of which the snapshot does not know are asked for, and count") {
  Visit former(document());
  former.page();
  const Json snapshot = former.snapshot();
  const Effects late = former.track("e");
  const std::string id(late.last("store")["id"].string());
  const Json entry = object({{"id", id}, {"bytes", 10}});
  Visit visit(document(), snapshot, array({entry}), former.now + 1000, kOther);
  REQUIRE(text_of(visit.opened.last("recall")["ids"]) == "[\"" + id + "\"]");
  const double before = stat(visit, "history");
  visit.tell("peer", {{"event", Json::raw(text_of(late.bodies().front().view()))}, {"stored", true}});
  CHECK(stat(visit, "history") == before + 1);
  CHECK(stat(visit, "queued") == 1);
}

TEST_CASE("an event of which the snapshot knows is not asked for") {
  Visit former(document());
  const Effects event = former.page();
  const Json entry = object({{"id", std::string(event.last("store")["id"].string())}, {"bytes", 10}});
  Visit visit(document(), former.snapshot(), array({entry}), former.now + 1000, kOther);
  CHECK_FALSE(visit.opened.last("recall").exists());
}

TEST_CASE("what time alone brings has the same id in every tab") {
  const Json lately = Json::raw(R"({"$event":{"name":"e","within":"10m"}})");
  const Json document = testing::document({{"segments", array({segment("lately", lately)})}, {"site", object({{"track", array({"segments"})}})}});
  Visit first(document);
  first.page();
  Visit second(document, first.snapshot(), array({}), first.now, kOther);
  pass_on(first.track("e"), second);
  const Effects here = first.wait(11 * kMinute);
  const Effects there = second.wait(14 * kMinute);
  REQUIRE(here.last("store").exists());
  CHECK(text_of(here.last("store")["id"]) == text_of(there.last("store")["id"]));
  pass_on(here, second);
  CHECK(stat(second, "queued") == stat(first, "queued") - 1);  // it was not told of the page
}

TEST_CASE("a page that comes back keeps what is on show, unless the visitor is another one") {
  const Json document = testing::document({{"campaigns", array({campaign("bar")})}});
  Visit visit(document);
  REQUIRE(visit.page().mounted() == "bar");
  const Json snapshot = visit.snapshot();
  const Effects same = visit.tell("visitor", {{"snapshot", snapshot}, {"outbox", array({})}, {"returns", true}});
  CHECK(same.unmounted().empty());
  CHECK_FALSE(visit.close("bar").errors().size() > 0);
  Visit other(document, Json::raw("null"), array({}), visit.now, kOther);
  other.page();
  Visit again(document);
  again.page();
  const Effects swapped = again.tell("visitor", {{"snapshot", other.snapshot()}, {"outbox", array({})}, {"returns", true}});
  CHECK(swapped.unmounted() == "bar");
}

TEST_CASE("a logout and what widgets keep are told to the other tabs") {
  Visit first(document());
  first.page();
  Visit second(document(), first.snapshot(), array({}), first.now, kOther);
  pass_on(first.tell("reset"), second);
  CHECK(visitor_id(first) == visitor_id(second));
  second.tell("peer", {{"campaign", "wheel"}, {"kept", Json::raw(R"({"draw":"d"})")}});
  CHECK(text_of(parse(second.snapshot().text()).view()["kept"]) == R"({"wheel":{"draw":"d"}})");
}

}  // namespace waymark
