// The part that draws comes later in the browser: what the core does until then.
#include "catch.h"
#include "support/visit.h"
#include "base/part.h"

namespace waymark {
using namespace testing;

namespace {

/// As in the browser: nothing can be drawn at first.
class Apart {
 public:
  Apart() { part_mark[0] = 0; }
  ~Apart() { arrive(); }
  Apart(const Apart&) = delete;
  Apart& operator=(const Apart&) = delete;
  static void arrive() { part_mark[0] = 'w'; }
};

Json one_campaign() { return document({{"campaigns", array({campaign("c")})}}); }

/// `idle` or `now` for each time the part is asked for.
std::string needs(const Effects& effects) {
  std::string found;
  for (const ValueView effect : effects.of("need")) found += effect["idle"].boolean() ? "idle " : "now ";
  return found;
}

Effects fails(Visit& visit) { return visit.tell("part", {{"error", "404"}}); }

}  // namespace

TEST_CASE("in one piece nothing is asked for") {
  Visit visit(one_campaign());
  CHECK(needs(visit.opened) == "");
  CHECK(visit.page().mounted() == "c");
}

TEST_CASE("the part that draws is asked for at leisure once something may be shown, and at once when something is to be") {
  const Apart apart;
  Visit visit(one_campaign());
  CHECK(needs(visit.opened) == "idle ");
  const Effects effects = visit.page();
  CHECK(needs(effects) == "now ");
  CHECK(effects.mounted() == "");
  CHECK(effects.stored() == "page");
  CHECK(needs(visit.page()) == "");
}

TEST_CASE("nothing is fetched for a page that shows nothing") {
  const Apart apart;
  CHECK(needs(Visit(document()).opened) == "");
  CHECK(needs(Visit(one_campaign(), {.display = false}).opened) == "");
  Visit visit(one_campaign(), {.consent = "required"});
  CHECK(needs(visit.opened) + needs(visit.page()) == "");
  CHECK(needs(visit.consent({"personalization"})) == "now ");
}

TEST_CASE("what waited is decided when the part is here, by priority") {
  const Apart apart;
  Visit visit(document({{"campaigns", array({campaign("low", {{"pressure", caps({}, 1)}}), campaign("high", {{"pressure", caps({}, 2)}}), campaign("top", {{"slot", "top"}})})}}));
  visit.page();
  Apart::arrive();
  const Effects effects = visit.tell("part");
  CHECK(effects.mounted() == "high,top");
  CHECK(effects.stored() == "track Campaign Shown, track Campaign Shown");
  CHECK(visit.tell("part").mounted() == "");
}

TEST_CASE("nothing is shown before the host has said that the part is here, nor when it says that it cannot draw") {
  const Apart apart;
  Visit visit(one_campaign());
  Apart::arrive();
  CHECK(visit.page().mounted() == "");
  Effects effects = fails(visit);
  CHECK(effects.mounted() == "");
  CHECK(effects.errors() == "part waymark.draw.wasm");
  effects = visit.page("/next");
  CHECK(needs(effects) == "now ");
  CHECK(effects.mounted() == "");
  CHECK(visit.tell("part").mounted() == "c");
}

TEST_CASE("contents are looked at when the part is here: bad campaigns are told of and taken out, the others keep their turn") {
  const Json bad = campaign("bad", {{"content", object()}, {"pressure", caps({}, 2)}});
  const Json site = document({{"campaigns", array({campaign("first"), bad, campaign("last", {{"slot", "top"}})})}});
  const Apart apart;
  Visit visit(site);
  visit.page();
  SECTION("with the answer to what waits") {
    Apart::arrive();
    const Effects effects = visit.tell("part");
    CHECK(effects.errors() == "bad-content /campaigns/1/content/text");
    CHECK(effects.mounted() == "first,last");
    CHECK(visit.ask("explain", "bad").view().is_null());
    CHECK(visit.page("/next").errors() == "");
  }
  SECTION("as in one piece") {
    Apart::arrive();
    Visit whole(site);
    CHECK(whole.ask("explain", "bad").view().is_null());
    CHECK(whole.page().mounted() == "first,last");
  }
}

TEST_CASE("what waited on a page before, or without consent now, is not shown") {
  const Apart apart;
  Visit visit(document({{"campaigns", array({campaign("c", {{"trigger", on_event("go")}}), campaign("d", {{"slot", "top"}})})}}));
  visit.track("go");
  visit.page();
  SECTION("another page") {
    Apart::arrive();
    CHECK(visit.tell("part").mounted() == "d");
  }
  SECTION("consent withdrawn") {
    visit.consent({});
    Apart::arrive();
    CHECK(visit.tell("part").mounted() == "");
  }
}

TEST_CASE("a part that cannot be had is told of once, and asked for again at the next page, when online, or a minute later") {
  const Apart apart;
  Visit visit(one_campaign());
  visit.page();
  Effects effects = fails(visit);
  CHECK(effects.errors() == "part waymark.draw.wasm");
  CHECK(needs(effects) == "");
  SECTION("nothing before its time") { CHECK(needs(visit.track("e")) == ""); }
  SECTION("the next page") { CHECK(needs(visit.page("/next")) == "now "); }
  SECTION("online") { CHECK(needs(visit.signal("online")) == "now "); }
  SECTION("a minute later") {
    visit.now += kMinute;
    CHECK(needs(visit.track("e")) == "now ");
  }
  visit.page("/again");
  CHECK(fails(visit).errors() == "");
  visit.page("/and-again");
  Apart::arrive();
  CHECK(visit.tell("part").mounted() == "c");
}

TEST_CASE("explanations wait for the part, and are null when it cannot be had") {
  const Apart apart;
  Visit visit(document());
  const Effects asked = visit.tell("query", {{"tag", 7}, {"ask", "explain"}});
  CHECK(needs(asked) == "now ");
  CHECK_FALSE(asked.answer().exists());
  SECTION("it comes") {
    Apart::arrive();
    const Effects effects = visit.tell("part");
    CHECK(effects.last("answer")["tag"].number() == 7);
    CHECK(effects.answer().is_array());
  }
  SECTION("it fails, and is asked for again by another question") {
    CHECK(fails(visit).answer().is_null());
    CHECK(needs(visit.tell("query", {{"tag", 8}, {"ask", "explain"}})) == "now ");
    CHECK(visit.ask("stats").view().is_object());
  }
}

TEST_CASE("a part that came to an instance before this one changes nothing") {
  const Apart apart;
  Visit visit(one_campaign());
  visit.page();
  CHECK(visit.tell("part").text() == "[]");
  Apart::arrive();
  CHECK(visit.tell("part").mounted() == "c");
}

TEST_CASE("another document forgets what waited for the one before") {
  const Apart apart;
  Visit visit(one_campaign());
  visit.page();
  visit.load(document());
  Apart::arrive();
  CHECK(visit.tell("part").mounted() == "");
}

TEST_CASE("the page's markup waits for the part, the last word alone, and a new page makes it void; the data layer does not wait") {
  const Apart apart;
  const auto product = [](const char* id) { return array({R"({"@type":"Product","productID":")" + std::string(id) + "\"}"}); };
  Visit visit(document({{"site", object({{"sources", array({"dataLayer", "jsonLd"})}})}}));
  visit.page();
  CHECK(visit.tell("pushed", {{"entry", R"({"event":"purchase","transaction_id":"o1"})"}}).stored() == "track Order Completed");
  CHECK(needs(visit.tell("markup", {{"jsonLd", product("p1")}, {"meta", object()}})) == "now ");
  visit.tell("part", {{"error", "404"}});
  visit.tell("markup", {{"jsonLd", product("p1")}, {"meta", object()}});
  visit.page("/next");
  visit.tell("markup", {{"jsonLd", product("p2")}, {"meta", object()}});
  visit.tell("markup", {{"jsonLd", product("p3")}, {"meta", object()}});
  Apart::arrive();
  visit.tell("part");
  CHECK(visit.ask("facts").view()["product"]["product_id"].is("p3"));
  visit.page("/last");
  CHECK(visit.ask("facts").view()["product"].is_null());
}

}  // namespace waymark
