// Stages, RFM and what rules remember beyond the log, through the engine.
#include "engine/journey.h"

#include "catch.h"
#include "support/visit.h"
#include "waymark/limits.h"

namespace waymark {
using namespace testing;

namespace {

std::string stage_of(Visit& visit) { return std::string(visit.ask("facts").view()["stage"].string("none")); }

Json shop(Members sections = {}) {
  return joined(document({{"rfm", object({{"recency", array({"7d", "30d", "90d", "180d"})}, {"frequency", array({2, 3, 5, 10})}, {"monetary", array({50, 100, 250, 500})}})}}),
                object(sections));
}

std::string cell(std::uint32_t recency, std::uint32_t frequency, std::uint32_t monetary) { return engine::cell_of({recency, frequency, monetary}); }

}  // namespace

TEST_CASE("a shop's visitor goes through the stages of retail") {
  Visit visit(document());
  CHECK(visit.page().notified("stage").size() == 1);
  CHECK(stage_of(visit) == "awareness");
  visit.track("Product Viewed");
  visit.track("Product Viewed");
  CHECK(stage_of(visit) == "consideration");
  const Effects effects = visit.track("Product Added", object({{"product_id", "1"}, {"price", 5}}));
  CHECK(text_of(effects.notified("stage")[0]) == R"({"from":"consideration","to":"intent","at":1767614400000})");
  visit.track("Order Completed", object({{"total", 5}}));
  CHECK(stage_of(visit) == "purchase");
  visit.track("Order Completed", object({{"total", 5}}));
  CHECK(stage_of(visit) == "retention");
  visit.track("Product Reviewed");
  CHECK(stage_of(visit) == "advocacy");
}

TEST_CASE("a stage ends by time alone") {
  Visit visit(document());
  visit.track("Products Searched");
  CHECK(stage_of(visit) == "consideration");
  const Effects effects = visit.wait(7 * kDay);
  REQUIRE(effects.notified("stage").size() == 1);
  CHECK(effects.notified("stage")[0]["at"].integer() == kStart + 7 * kDay);
  CHECK(stage_of(visit) == "awareness");
}

TEST_CASE("rules may ask for the stage, stages not") {
  const Json stages = array({object({{"id", "x"}, {"when", object({{"$segment", "on-x"}})}}), object({{"id", "y"}, {"when", object({{"traits.y", 1}})}})});
  Visit visit(document({{"stages", stages}, {"segments", array({segment("on-x", object({{"stage", "x"}})), segment("on-y", object({{"stage", "y"}}))})}}));
  visit.identify(object({{"y", 1}}));
  CHECK(visit.is_in("on-y"));
  Engine engine;
  const Value report = parse(*engine.load(document({{"stages", stages}, {"segments", array({segment("on-x", object({{"stage", "x"}}))})}}).text(), environment().text()));
  CHECK(text_of(report.view()["problems"]) == R"([{"code":"stage-cycle","path":"/stages/0/when","detail":"a stage cannot depend on the stage"}])");
}

TEST_CASE("changes become events when the document asks for them, and are no activity") {
  Visit visit(joined(testing::rules({object({{"$event", object({{"name", "Product Viewed"}, {"sinceLast", object({{"$gte", "1h"}})}})}})}),
                     object({{"site", object({{"track", array({"segments", "stages"})}})}})));
  CHECK(visit.track("Product Viewed").stored() == "track Product Viewed, track Stage Changed");
  const Effects effects = visit.wait(2 * kHour);
  CHECK(effects.stored() == "track Segment Entered");
  CHECK(effects.notified("session:start").empty());
  CHECK(visit.ask("stats").view()["session"]["number"].number() == 1);
  const Value body = Value(effects.bodies()[0].view());
  CHECK(text_of(body.view()["properties"]) == R"({"segment_id":"a"})");
  CHECK(body.view()["timestamp"].string() == "2026-01-05T13:00:00.000Z");
}

namespace {

Json entered(Members members) {
  return object({{"$event", joined(object({{"name", "Segment Entered"}}), object(members))}});
}

Json tracked(const Json& segments) {
  return document({{"site", object({{"track", array({"segments"})}})}, {"segments", segments}});
}

/// Segments that are entered together, and one that is entered when all of them are.
Json crowd(std::size_t size) {
  std::string list;
  for (std::size_t i = 0; i < size; ++i) list += segment("s" + std::to_string(i), object({{"$event", object({{"name", "go"}})}})).text() + ",";
  return tracked(Json::raw("[" + list + segment("all", entered({{"count", object({{"$gte", size}})}})).text() + "]"));
}

}  // namespace

TEST_CASE("a segment that feeds itself comes to rest, however much time passes at once") {
  Visit visit(tracked(array({segment("b", object({{"$not", object({{"$segment", "a"}})}})),
                             segment("a", entered({{"where", object({{"segment_id", "b"}})}, {"within", "1s"}}))})));
  visit.track("go");
  const Effects effects = visit.wait(30 * kDay);
  CHECK(effects.errors() == "feedback /campaigns");
  CHECK(effects.of("store").size() <= limits::kFeedbackEvents + 1);
  CHECK(visit.dropped("feedback") == 2);
  CHECK(visit.is_in("b"));
}

TEST_CASE("a thousand events in answer to one command are answered, and no more") {
  Visit fits(crowd(limits::kFeedbackEvents - 1));
  CHECK(fits.track("go").errors() == "");
  CHECK(fits.dropped("feedback") == 0);
  Visit full(crowd(limits::kFeedbackEvents));
  CHECK(full.track("go").errors() == "feedback /campaigns");
  CHECK(full.dropped("feedback") == 1);
  CHECK(full.is_in("all"));
  CHECK(full.track("go").errors() == "");
}

TEST_CASE("recency, frequency and monetary value are scored by their thresholds") {
  Visit visit(shop());
  visit.identify(object());
  CHECK(text_of(visit.ask("facts").view()["rfm"]) == "null");
  visit.track("Order Completed", object({{"total", 49}}));
  CHECK(text_of(visit.ask("facts").view()["rfm"]) == R"({"recency":5,"frequency":1,"monetary":1,"cell":"new"})");
  visit.wait(7 * kDay);
  CHECK(text_of(visit.ask("facts").view()["rfm"]) == R"({"recency":4,"frequency":1,"monetary":1,"cell":"promising"})");
  visit.track("Order Completed", object({{"total", 451}}));
  CHECK(text_of(visit.ask("facts").view()["rfm"]) == R"({"recency":5,"frequency":2,"monetary":5,"cell":"champions"})");
  visit.wait(365 * kDay);
  CHECK(text_of(visit.ask("facts").view()["rfm"]) == "null");
}

TEST_CASE("every cell has its place") {
  CHECK(cell(5, 1, 1) == "new");
  CHECK(cell(5, 2, 3) == "potential-loyalist");
  CHECK(cell(5, 5, 5) == "champions");
  CHECK(cell(4, 1, 1) == "promising");
  CHECK(cell(4, 3, 3) == "loyal");
  CHECK(cell(3, 2, 2) == "about-to-sleep");
  CHECK(cell(3, 3, 3) == "need-attention");
  CHECK(cell(2, 2, 2) == "hibernating");
  CHECK(cell(2, 4, 4) == "at-risk");
  CHECK(cell(1, 5, 5) == "cannot-lose");
  CHECK(cell(1, 1, 1) == "lost");
}

TEST_CASE("thresholds that do not rise are an error") {
  Engine engine;
  const Json bad = document({{"rfm", object({{"recency", array({"7d", "7d", "90d", "180d"})}, {"frequency", array({1, 2, 3})}, {"monetary", 5}})}});
  const Value report = parse(*engine.load(bad.text(), environment().text()));
  std::string problems;
  for (const ValueView problem : report.view()["problems"].elements()) problems += std::string(problem["code"].string()) + " " + std::string(problem["path"].string()) + ";";
  CHECK(problems == "bad-rfm /rfm/recency;bad-rfm /rfm/frequency;bad-rfm /rfm/monetary;");
}

TEST_CASE("what rules count outlives the log, and the page") {
  const Json counts = testing::rules({object({{"$event", object({{"name", "rare"}, {"count", object({{"$gte", 2}})}})}}),
                             object({{"$event", object({{"name", "rare"}, {"within", "30d"}, {"sum", object({{"of", "n"}, {"is", 7}})}})}}),
                             Json::raw(R"({"$sequence":{"steps":[{"name":"rare"},{"name":"rarer"}]}})")});
  Visit visit(counts);
  visit.track("rare", object({{"n", 3}}));
  visit.track("rare", object({{"n", 4}}));
  for (std::size_t i = 0; i < limits::kHistoryEvents; ++i) visit.track("often");
  CHECK(visit.is_in("a"));
  CHECK(visit.is_in("b"));
  Visit restored(counts, visit.snapshot(), array(), visit.now);
  CHECK(restored.is_in("a"));
  CHECK(restored.is_in("b"));
  restored.track("rarer");
  CHECK(restored.is_in("c"));
  // The events leave the window as they came.
  restored.wait(30 * kDay);
  CHECK(restored.is_in("a"));
  CHECK_FALSE(restored.is_in("b"));
}

TEST_CASE("a rule that is newer than the log says that it is partial") {
  Visit visit(testing::rules({object({{"$event", object({{"name", "rare"}})}})}));
  visit.track("rare");
  for (std::size_t i = 0; i < limits::kHistoryEvents; ++i) visit.track("often");
  visit.load(testing::rules({object({{"$event", object({{"name", "rare"}, {"count", object({{"$gte", 2}})}})}}), object({{"$event", object({{"name", "rare"}})}})}));
  const auto why = [&](const char* id) {
    return Value(visit.tell("query", {{"ask", "explain"}, {"tag", 1}, {"id", object({{"segment", id}})}}).answer()["why"]);
  };
  CHECK(why("a").view()["partial"].boolean());
  CHECK(visit.is_in("b"));
  CHECK_FALSE(why("b").view()["partial"].exists());
}

TEST_CASE("a document that could not be had costs no memory") {
  const Json counts = testing::rules({object({{"$event", object({{"name", "rare"}})}})});
  Visit visit(counts);
  visit.track("rare");
  for (std::size_t i = 0; i < limits::kHistoryEvents; ++i) visit.track("often");
  Visit outage(document(), visit.snapshot(), array(), visit.now);
  outage.track("often");
  Visit again(counts, outage.snapshot(), array(), outage.now);
  CHECK(again.is_in("a"));
}

TEST_CASE("a rolling window remembers a thousand events and then says that it is partial") {
  Visit visit(testing::rules({object({{"$event", object({{"name", "e"}, {"within", "365d"}, {"count", object({{"$gt", static_cast<int>(limits::kTallyEntries)}})}})}})}));
  const auto is_partial = [&] {
    return visit.tell("query", {{"ask", "explain"}, {"tag", 1}, {"id", object({{"segment", "a"}})}}).answer()["why"]["partial"].exists();
  };
  for (std::size_t i = 0; i < limits::kTallyEntries; ++i) visit.track("e");
  CHECK_FALSE(is_partial());
  visit.track("e");
  CHECK(is_partial());
  CHECK_FALSE(visit.is_in("a"));
}

}  // namespace waymark
