#include <algorithm>
#include <string>
#include <vector>

#include "base/ids.h"
#include "catch.h"
#include "support/visit.h"
#include "waymark/limits.h"

namespace waymark {
using namespace testing;

namespace {

constexpr const char* kTold = "01a21db9-754f-7000-afcc-6616ba2fb0cd";

/// Opens a visitor as a page does that finds an id in a cookie.
Effects open(Visit& visit, const Json& snapshot, std::string_view id) {
  return visit.tell("visitor", {{"snapshot", snapshot}, {"id", id}});
}

std::string id_of(Visit& visit) {
  const Value stats = visit.ask("stats");
  return std::string(stats.view()["visitor"].string());
}
std::string kept_id(const Effects& effects) { return std::string(effects.last("storage")["id"].string()); }
std::size_t history_of(Visit& visit) {
  const Value stats = visit.ask("stats");
  return stats.view()["history"].count();
}

Json known_visitor(bool has_name) {
  Visit visit(document());
  visit.consent({"analytics"});
  visit.track("e");
  if (has_name) visit.identify(object({{"vip", true}}));
  if (has_name) visit.tell("identify", {{"userId", "u"}});
  return visit.snapshot();
}

}  // namespace

TEST_CASE("the id that the cookie has is the visitor's, with what is known here") {
  Visit visit(document());
  const Effects opened = open(visit, known_visitor(false), kTold);
  CHECK(id_of(visit) == kTold);
  CHECK(kept_id(opened) == kTold);
  CHECK(history_of(visit) == 1);
  const Effects tracked = visit.track("e");
  CHECK(tracked.bodies()[0].view()["anonymousId"].string() == kTold);
}

TEST_CASE("a new visitor takes the id of the cookie, and is as old as it says") {
  Setting granted;
  granted.consent = "granted";
  Visit visit(document(), granted);
  open(visit, Json::raw("null"), kTold);
  CHECK(id_of(visit) == kTold);
  const Value facts = visit.ask("facts");
  CHECK(facts.view()["visitor"]["firstSeen"].integer() == std::min(time_of_uuid7(kTold), kStart));
}

TEST_CASE("who has a name here and another id in the cookie has logged out elsewhere") {
  Visit visit(document());
  open(visit, known_visitor(true), kTold);
  CHECK(id_of(visit) == kTold);
  CHECK(history_of(visit) == 0);
  const Value facts = visit.ask("facts");
  CHECK(!facts.view()["traits"]["vip"].exists());
  const Effects tracked = visit.track("e");
  CHECK(!tracked.bodies()[0].view()["userId"].exists());
}

TEST_CASE("the same id, none, or one that is too long changes nothing") {
  const Json snapshot = known_visitor(true);
  const std::string own = [&] {
    Visit visit(document());
    open(visit, snapshot, "");
    return id_of(visit);
  }();
  for (const std::string& told : {std::string(), own, std::string(limits::kMessageIdBytes + 1, 'a')}) {
    Visit visit(document());
    open(visit, snapshot, told);
    CHECK(id_of(visit) == own);
    CHECK(history_of(visit) == 1);
  }
  Visit visit(document());
  open(visit, snapshot, std::string(limits::kMessageIdBytes, 'a'));
  CHECK(id_of(visit) == std::string(limits::kMessageIdBytes, 'a'));
}

TEST_CASE("the host is told which id to keep: none before a choice, null after a refusal, the new one after a logout") {
  Visit visit(document(), Setting{.consent = "required"});
  CHECK(!visit.opened.last("storage")["id"].exists());
  const Effects agreed = visit.consent({"functional"});
  CHECK(kept_id(agreed) == id_of(visit));
  const Effects left = visit.tell("reset");
  CHECK(kept_id(left) == id_of(visit));
  CHECK(kept_id(left) != kept_id(agreed));
  const Effects refused = visit.consent({"marketing"});
  CHECK(refused.last("storage")["id"].exists());
  CHECK(refused.last("storage")["id"].type() == ValueType::Null);
}

TEST_CASE("a visitor lasts 13 months; a millisecond later somebody else begins, who has agreed to the same") {
  const Json snapshot = known_visitor(true);
  Visit same(document(), snapshot, array({}), kStart + limits::kVisitorAge);
  CHECK(history_of(same) == 1);
  Visit other(document(), snapshot, array({}), kStart + limits::kVisitorAge + 1);
  CHECK(history_of(other) == 0);
  CHECK(id_of(other) != id_of(same));
  CHECK(kept_id(other.opened) == id_of(other));
  const Effects tracked = other.track("e");
  const std::vector<Value> bodies = tracked.bodies();
  const ValueView body = bodies[0].view();
  CHECK(!body["userId"].exists());
  CHECK(body["context"]["consent"]["categoryPreferences"]["analytics"].boolean());
  // Nor does the cookie keep it alive.
  Visit told(document());
  told.now = kStart + limits::kVisitorAge + 1;
  Visit before(document(), snapshot, array({}), kStart);
  open(told, snapshot, id_of(before));
  CHECK(history_of(told) == 0);
}

}  // namespace waymark
