#include "rules/evaluation.h"

#include "catch.h"
#include "rules/compile.h"
#include "support/visit.h"

namespace waymark::rules {
using namespace testing;

namespace {

/// One rule over facts and a log, driven by hand.
struct Rule {
  explicit Rule(const Json& condition) : source(condition.value()) {
    Problems problems(source.view());
    Compiler compiler(program, {}, problems);
    node = compiler.compile(source.view());
    REQUIRE(node != kNoNode);
    compiler.finish();
    evaluation = std::make_unique<Evaluation>(program);
  }
  void add(Timestamp time, std::string name = "e", const Json& properties = object()) {
    history::LoggedEvent event{.time = time, .name = name, .session = session, .properties = properties.value()};
    evaluation->event_recorded(event, log);
    log.add(std::move(event));
  }
  bool holds_at(Timestamp now) {
    evaluation->session_changed(session);
    evaluation->settle(now);
    return evaluation->holds(node);
  }

  Value source;
  Program program;
  NodeIndex node = kNoNode;
  std::unique_ptr<Evaluation> evaluation;
  Facts facts;
  history::Log log;
  std::uint32_t session = 1;
};

Json event_rule(Members parts) { return object({{"$event", joined(object({{"name", "e"}}), object(parts))}}); }

}  // namespace

TEST_CASE("an answer that only time changes names its moment") {
  Rule rule(event_rule({{"within", "1m"}}));
  CHECK_FALSE(rule.holds_at(0));
  CHECK(rule.evaluation->next_flip() == kNever);
  rule.add(1000);
  CHECK(rule.holds_at(1000));
  CHECK(rule.evaluation->next_flip() == 1000 + kMinute);
  CHECK(rule.holds_at(1000 + kMinute - 1));
  CHECK_FALSE(rule.holds_at(1000 + kMinute));
  CHECK(rule.evaluation->next_flip() == kNever);
}

TEST_CASE("a count flips when the oldest event leaves") {
  Rule rule(event_rule({{"within", "1m"}, {"count", object({{"$gte", 2}})}}));
  rule.add(0);
  rule.add(30'000);
  CHECK(rule.holds_at(30'000));
  CHECK(rule.evaluation->next_flip() == kMinute);
  CHECK_FALSE(rule.holds_at(kMinute));
  CHECK(rule.evaluation->next_flip() == 30'000 + kMinute);
}

TEST_CASE("the time since the last event flips at the threshold") {
  Rule less(event_rule({{"sinceLast", object({{"$lt", "1m"}})}}));
  less.add(0);
  CHECK(less.holds_at(0));
  CHECK(less.evaluation->next_flip() == kMinute);
  CHECK(less.holds_at(kMinute - 1));
  CHECK_FALSE(less.holds_at(kMinute));

  Rule at_most(event_rule({{"sinceLast", object({{"$lte", "1m"}})}}));
  at_most.add(0);
  CHECK(at_most.holds_at(kMinute));
  CHECK(at_most.evaluation->next_flip() == kMinute + 1);
  CHECK_FALSE(at_most.holds_at(kMinute + 1));
}

TEST_CASE("each of several thresholds is a moment") {
  Rule rule(event_rule({{"sinceFirst", object({{"$gte", "1m"}, {"$lt", "2m"}})}}));
  rule.add(0);
  CHECK_FALSE(rule.holds_at(0));
  CHECK(rule.evaluation->next_flip() == kMinute);
  CHECK(rule.holds_at(kMinute));
  Timestamp next = rule.evaluation->next_flip();
  while (next < 2 * kMinute) rule.holds_at(next), next = rule.evaluation->next_flip();
  CHECK(next == 2 * kMinute);
  CHECK_FALSE(rule.holds_at(next));
}

TEST_CASE("an event of another name asks nothing again") {
  Rule rule(event_rule({}));
  CHECK_FALSE(rule.holds_at(0));
  rule.add(0, "other");
  CHECK_FALSE(rule.holds_at(0));
  rule.add(0, "e");
  CHECK(rule.holds_at(0));
}

TEST_CASE("a fact that changed is asked again, one of another root is not") {
  Rule rule(object({{"page.type", "home"}}));
  CHECK_FALSE(rule.holds_at(0));
  rule.facts.set(FactRoot::Page, object({{"type", "home"}}).value());
  rule.evaluation->fact_root_changed(FactRoot::Traits, rule.facts);
  CHECK_FALSE(rule.holds_at(0));
  rule.evaluation->fact_root_changed(FactRoot::Page, rule.facts);
  CHECK(rule.holds_at(0));
}

TEST_CASE("a session's end empties its windows") {
  Rule rule(event_rule({{"within", "session"}}));
  rule.add(0);
  CHECK(rule.holds_at(0));
  rule.session = 0;
  CHECK_FALSE(rule.holds_at(0));
}

TEST_CASE("a late event changes what it touches") {
  Rule rule(event_rule({{"first", object({{"of", "v"}, {"is", "late"}})}}));
  rule.add(1000, "e", object({{"v", "early"}}));
  CHECK_FALSE(rule.holds_at(1000));
  rule.add(500, "e", object({{"v", "late"}}));
  CHECK(rule.holds_at(1000));
}

TEST_CASE("a flip travels up through every kind of node") {
  Rule rule(object({{"$not", object({{"$or", array({object({{"$and", array({object({{"page.type", "home"}}), event_rule({})})}}), object({{"page.type", "cart"}})})}})}}));
  CHECK(rule.holds_at(0));
  rule.facts.set(FactRoot::Page, object({{"type", "home"}}).value());
  rule.evaluation->fact_root_changed(FactRoot::Page, rule.facts);
  CHECK(rule.holds_at(0));
  rule.add(0);
  CHECK_FALSE(rule.holds_at(0));
}

}  // namespace waymark::rules
