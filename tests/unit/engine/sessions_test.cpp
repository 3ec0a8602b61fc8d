#include "catch.h"
#include "support/visit.h"
#include "waymark/limits.h"

namespace waymark {
using namespace testing;

namespace {

const char* kGoogle = "https://www.google.com/";

std::size_t starts(const Effects& effects) { return effects.notified("session:start").size(); }
double session_number(Visit& visit) { return visit.ask("stats").view().find_path("session.number").number(); }
bool has_session_facts(Visit& visit) { return visit.ask("facts").view()["session"].size() > 0; }

}  // namespace

TEST_CASE("an unknown signal is an error with its path") {
  Visit visit(document());
  CHECK(visit.signal("nudged").errors() == "bad-command /commands/0/name");
}

TEST_CASE("the first event begins the first session") {
  Visit visit(document());
  CHECK(starts(visit.opened) == 0);
  CHECK(starts(visit.track("e")) == 1);
  CHECK(session_number(visit) == 1);
}

TEST_CASE("an event a millisecond before the gap is full belongs to the session, one at the edge to a new one") {
  Visit visit(document());
  visit.track("e");
  visit.now += limits::kSessionIdle - 1;
  CHECK(starts(visit.track("e")) == 0);
  visit.now += limits::kSessionIdle;
  CHECK(starts(visit.track("e")) == 1);
  CHECK(session_number(visit) == 2);
}

TEST_CASE("a session is over by time alone, and its facts are gone") {
  Visit visit(document());
  visit.page();
  visit.wait(limits::kSessionIdle - 1);
  CHECK(has_session_facts(visit));
  visit.wait(1);
  CHECK_FALSE(has_session_facts(visit));
}

TEST_CASE("a session window empties at the end of the session, at that moment") {
  Visit visit(rules({object({{"$event", object({{"name", "e"}, {"within", "session"}})}})}));
  visit.track("e");
  const Effects effects = visit.wait(5 * kHour);
  CHECK(effects.flips(kStart) == "leave:a@" + std::to_string(limits::kSessionIdle));
}

TEST_CASE("the visitor's activity keeps a session alive") {
  Visit visit(document());
  visit.track("e");
  visit.now += 20 * kMinute;
  visit.signal("activity");
  visit.now += 20 * kMinute;
  CHECK(starts(visit.track("e")) == 0);
}

TEST_CASE("activity does not bring back a session that is over, nor begin one") {
  Visit visit(document());
  visit.track("e");
  visit.now += limits::kSessionIdle;
  CHECK(starts(visit.signal("activity")) == 0);
  CHECK_FALSE(has_session_facts(visit));
  CHECK(starts(visit.track("e")) == 1);
}

TEST_CASE("a session ends after 24 hours, however busy") {
  Visit visit(document());
  visit.track("e");
  const Timestamp begin = visit.now;
  while (visit.now + 20 * kMinute < begin + limits::kSessionMaximum) {
    visit.now += 20 * kMinute;
    REQUIRE(starts(visit.track("e")) == 0);
  }
  visit.now = begin + limits::kSessionMaximum - 1;
  CHECK(starts(visit.track("e")) == 0);
  visit.now = begin + limits::kSessionMaximum;
  CHECK(starts(visit.track("e")) == 1);
}

TEST_CASE("the document sets the bounds of a session") {
  Visit visit(document({{"site", object({{"session", object({{"idle", "1m"}, {"maximum", "90s"}})}})}}));
  visit.track("e");
  visit.now += 59 * kSecond;
  CHECK(starts(visit.track("e")) == 0);
  visit.now += 31 * kSecond;
  CHECK(starts(visit.track("e")) == 1);
}

TEST_CASE("another traffic source begins a session at once") {
  Visit visit(document());
  visit.page("/", kGoogle);
  CHECK(starts(visit.page("/?utm_source=news")) == 1);
  CHECK(visit.ask("facts").view().find_path("traffic.kind").is("campaign"));
  CHECK(visit.ask("facts").view().find_path("traffic.source").is("news"));
}

TEST_CASE("the landing page loaded again begins no session") {
  Visit visit(document());
  visit.page("/?utm_source=news", kGoogle);
  CHECK(starts(visit.page("/?utm_source=news", kGoogle)) == 0);
}

TEST_CASE("pages of the site keep the session and its source") {
  Visit visit(document());
  visit.page("/", kGoogle);
  CHECK(starts(visit.page("/cart", "https://shop.test/")) == 0);
  CHECK(starts(visit.page("/cart")) == 0);
  CHECK(visit.ask("facts").view().find_path("traffic.kind").is("search"));
  CHECK(visit.ask("facts").view().find_path("session.landing").is("/"));
  CHECK(visit.ask("facts").view().find_path("session.pageViews").number() == 3);
}

TEST_CASE("a session that began without a page takes source and landing of its first page") {
  Visit visit(document());
  visit.track("e");
  CHECK(starts(visit.page("/deals?utm_source=news")) == 0);
  const Value facts = visit.ask("facts");
  CHECK(facts.view().find_path("traffic.source").is("news"));
  CHECK(facts.view().find_path("session.landing").is("/deals"));
}

TEST_CASE("a returning visitor is known by the second session") {
  Visit visit(rules({object({{"visitor.returning", true}})}));
  visit.page();
  CHECK_FALSE(visit.is_in("a"));
  visit.now += kHour;
  visit.page();
  CHECK(visit.is_in("a"));
}

TEST_CASE("a session start tells the page its id and number") {
  Visit visit(document());
  const Effects effects = visit.page();
  const ValueView start = effects.notified("session:start").at(0);
  CHECK(start["number"].number() == 1);
  CHECK(start["id"].string().size() == 36);
}

}  // namespace waymark
