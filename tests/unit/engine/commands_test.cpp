#include "catch.h"
#include "support/visit.h"
#include "waymark/limits.h"

namespace waymark {
using namespace testing;

namespace {

Json command(std::string_view kind, Members members = {}) { return joined(object({{"kind", kind}, {"now", kStart}}), object(members)); }
Json tracked(std::string_view name) { return command("track", {{"name", name}}); }

}  // namespace

TEST_CASE("a command of an unknown kind is named") {
  Visit visit(document());
  CHECK(visit.tell("dance").errors() == "bad-command /commands/0/kind");
  CHECK(visit.dispatch(array({object({{"now", kStart}})})).errors() == "bad-command /commands/0/kind");
}

TEST_CASE("a command without a time is named") {
  Visit visit(document());
  CHECK(visit.dispatch(array({object({{"kind", "elapsed"}})})).errors() == "bad-command /commands/0/now");
  CHECK(visit.dispatch(array({object({{"kind", "elapsed"}, {"now", "today"}})})).errors() == "bad-command /commands/0/now");
  CHECK(visit.dispatch(array({5})).errors() == "bad-command /commands/0/now");
}

TEST_CASE("each bad command is skipped and named by its place, the others are carried out") {
  Visit visit(document());
  const Effects effects = visit.dispatch(array({tracked("a"), command("dance"), tracked("b"), command("track"), tracked("c")}));
  CHECK(effects.errors() == "bad-command /commands/1/kind,bad-command /commands/3/name");
  CHECK(effects.stored() == "track a, track b, track c");
}

TEST_CASE("calls that lack what they need are named") {
  Visit visit(document());
  CHECK(visit.tell("track", {{"name", ""}}).errors() == "bad-command /commands/0/name");
  CHECK(visit.tell("page").errors() == "bad-command /commands/0/page");
  CHECK(visit.tell("page", {{"page", object({{"url", 5}})}}).errors() == "bad-command /commands/0/page");
  CHECK(visit.tell("alias").errors() == "bad-command /commands/0/userId");
  CHECK(visit.tell("group").errors() == "bad-command /commands/0/groupId");
  CHECK(visit.tell("identify").errors() == "");
}

TEST_CASE("properties must be an object") {
  Visit visit(document());
  CHECK(visit.tell("track", {{"name", "a"}, {"properties", array({})}}).errors() == "bad-command /commands/0/properties");
  CHECK(visit.tell("track", {{"name", "a"}, {"properties", nullptr}}).errors() == "");
}

TEST_CASE("traits must be an object, and the error names them") {
  Visit visit(document());
  CHECK(visit.tell("identify", {{"traits", 5}}).errors() == "bad-command /commands/0/traits");
}

TEST_CASE("a dispatch that is not JSON is named, and the next one works") {
  Visit visit(document());
  CHECK(visit.dispatch(Json::raw("[{]")).errors() == "json-syntax /commands");
  CHECK(visit.dispatch(Json::raw(std::string(65, '['))).errors() == "json-depth /commands");
  CHECK(visit.track("a").stored() == "track a");
}

TEST_CASE("a dispatch that is no array is named") {
  Visit visit(document());
  CHECK(visit.dispatch(tracked("a")).errors() != "");
}

TEST_CASE("a dispatch may have 1 MiB, not a byte more") {
  Visit visit(document());
  const std::string text = array({tracked("a")}).text();
  const auto padded = [&](std::size_t bytes) { return Json::raw(text + std::string(bytes - text.size(), ' ')); };
  CHECK(visit.dispatch(padded(limits::kDispatchBytes)).stored() == "track a");
  const Effects effects = visit.dispatch(padded(limits::kDispatchBytes + 1));
  CHECK(effects.errors() == "too-large /commands");
  CHECK(effects.stored() == "");
}

TEST_CASE("an empty dispatch does nothing") {
  Visit visit(document());
  CHECK(visit.dispatch(array({})).text() == "[]");
}

TEST_CASE("an engine without a document answers, and lets nothing through") {
  Engine engine;
  const Effects effects(std::string(engine.dispatch(array({tracked("a"), command("query", {{"tag", 7}, {"ask", "segments"}})}).text())));
  CHECK(text_of(effects.answer()) == "[]");
  CHECK(effects.errors() == "");
}

TEST_CASE("an unknown question is named and still answered") {
  Visit visit(document());
  const Effects effects = visit.tell("query", {{"tag", 7}, {"ask", "why"}});
  CHECK(effects.errors() == "bad-command /commands/0/ask");
  CHECK(effects.last("answer")["tag"].number() == 7);
  CHECK(effects.answer().is_null());
}

TEST_CASE("a campaign that is not there is named when it is to be shown; a use of one that is not on show is passed over") {
  Visit visit(document({{"campaigns", array({campaign("c")})}}));
  visit.dispatch(array({}));
  CHECK(visit.close("c").text() == "[]");
  CHECK(visit.close("nobody").text() == "[]");
  CHECK(visit.tell("show", {{"campaign", "nobody"}}).errors() == "unknown-campaign /commands/0/campaign");
}

TEST_CASE("the explanation of an unknown campaign is null") {
  Visit visit(document({{"campaigns", array({campaign("c")})}}));
  CHECK(visit.ask("explain", "nobody").view().is_null());
  CHECK(visit.ask("explain", "c").view()["campaign"].is("c"));
  CHECK(visit.ask("explain").view().size() == 1);
}

TEST_CASE("queries in a dispatch see what came before them in it") {
  Visit visit(rules({object({{"$event", object({{"name", "a"}})}})}));
  const Effects effects = visit.dispatch(array({command("query", {{"tag", 1}, {"ask", "segments"}}), tracked("a"), command("query", {{"tag", 2}, {"ask", "segments"}})}));
  const auto answers = effects.of("answer");
  REQUIRE(answers.size() == 2);
  CHECK_FALSE(answers[0]["value"].find_path("0.in").boolean());
  CHECK(answers[1]["value"].find_path("0.in").boolean());
}

TEST_CASE("facts are answered by their roots") {
  Visit visit(document());
  visit.page("/cart?step=2&q=a%20b#top");
  visit.identify(object({{"plan", "pro"}}));
  const Value facts = visit.ask("facts");
  CHECK(facts.view().find_path("page.path").is("/cart"));
  CHECK(facts.view().find_path("page.query.q").is("a b"));
  CHECK(facts.view().find_path("page.hash").is("#top"));
  CHECK(facts.view().find_path("traits.plan").is("pro"));
  CHECK(facts.view().find_path("session.pageViews").number() == 1);
  CHECK(facts.view().find_path("session.landing").is("/cart"));
  CHECK(facts.view().find_path("traffic.kind").is("direct"));
  CHECK(facts.view().find_path("time.hour").number() == 12);
  CHECK(facts.view().find_path("time.weekday").number() == 1);
  CHECK(facts.view().find_path("time.date").is("2026-01-05"));
  CHECK(facts.view().find_path("visitor.identified").boolean(true) == false);
}

TEST_CASE("whatever a URL holds, what comes out is well-formed UTF-8") {
  Visit visit(document());
  CHECK(visit.page("/?utm_source=%ff&q=%c0%af").of("store").size() == 1);
  CHECK(visit.ask("facts").view().is_object());
}

}  // namespace waymark
