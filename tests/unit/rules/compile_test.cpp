#include "rules/compile.h"

#include "catch.h"
#include "support/visit.h"
#include "waymark/limits.h"

namespace waymark::rules {
using namespace testing;

namespace {

/// Conditions compiled as segments s0, s1 …, and what went wrong: `code path` of each.
struct Compiled {
  explicit Compiled(std::initializer_list<Json> conditions) : document(document_of(conditions)) {
    std::vector<SegmentSource> sources;
    for (const ValueView segment : document.view()["segments"].elements()) sources.push_back({segment["id"].string(), segment});
    Problems found(document.view());
    Compiler compiler(program, sources, found);
    for (std::size_t i = 0; i < sources.size(); ++i) nodes.push_back(compiler.segment(i));
    compiler.finish();
    for (const Failure& failure : found.list()) problems.push_back(failure->code + (" " + failure->path));
  }
  static Value document_of(std::initializer_list<Json> conditions) {
    std::string list;
    for (const Json& condition : conditions) {
      const std::string id = "s" + std::to_string(list.empty() ? 0 : std::count(list.begin(), list.end(), '\n') + 1);
      list += (list.empty() ? "" : ",\n") + segment(id, condition).text();
    }
    return object({{"segments", Json::raw("[" + list + "]")}}).value();
  }

  Value document;
  Program program;
  std::vector<NodeIndex> nodes;
  std::vector<std::string> problems;
};

std::string problem_of(const Json& condition) {
  const Compiled compiled({condition});
  return compiled.problems.empty() ? "" : compiled.problems[0];
}

Json event_rule(Members parts) { return object({{"$event", joined(object({{"name", "e"}}), object(parts))}}); }

}  // namespace

TEST_CASE("equal sub-conditions of different rules are one node") {
  const Json shared = object({{"page.type", "home"}});
  const Compiled compiled({object({{"$and", array({shared, object({{"traits.x", 1}})})}}), object({{"$or", array({shared, object({{"traits.y", 1}})})}})});
  CHECK(compiled.program.facts.size() == 3);
  CHECK(compiled.program.nodes.size() == 5);
}

TEST_CASE("equal rules are the same node, $event rules too") {
  const Compiled compiled({event_rule({{"within", "1d"}}), event_rule({{"within", "1d"}}), event_rule({{"within", "2d"}})});
  CHECK(compiled.nodes[0] == compiled.nodes[1]);
  CHECK(compiled.nodes[0] != compiled.nodes[2]);
  CHECK(compiled.program.events.tests.size() == 2);
}

TEST_CASE("operators about one fact are leaves of their own, so that rules share them") {
  const Compiled compiled({object({{"traits.age", object({{"$gte", 18}, {"$lt", 65}})}}), object({{"traits.age", object({{"$gte", 18}})}})});
  CHECK(compiled.program.facts.size() == 2);
  CHECK(compiled.program.slots.size() == 1);
}

TEST_CASE("conditions that differ are never one node") {
  const Compiled compiled({object({{"traits.a", 1}}), object({{"traits.a", "1"}}), object({{"traits.b", 1}}), object({{"traits.a", object({{"$ne", 1}})}}),
                           object({{"$not", object({{"traits.a", 1}})}}), object({{"traits.a", true}}), object({{"traits.a", nullptr}})});
  for (std::size_t i = 0; i < compiled.nodes.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) CHECK(compiled.nodes[i] != compiled.nodes[j]);
}

TEST_CASE("children stand before their parents") {
  const Compiled compiled({object({{"$or", array({object({{"$segment", "s1"}}), object({{"traits.a", 1}})})}}), object({{"$not", object({{"traits.b", 1}, {"traits.c", 2}})}})});
  const Program& program = compiled.program;
  for (std::size_t n = 0; n < program.nodes.size(); ++n)
    for (std::uint32_t i = 0; i < program.nodes[n].count; ++i) CHECK(program.child(program.nodes[n], i) < n);
}

TEST_CASE("a segment that refers to another is its node") {
  const Compiled compiled({object({{"$segment", "s1"}}), object({{"traits.a", 1}})});
  CHECK(compiled.nodes[0] == compiled.nodes[1]);
  CHECK(compiled.problems.empty());
}

TEST_CASE("a segment that refers to itself is an error, and what refers to it is disabled") {
  const Compiled compiled({object({{"$segment", "s0"}}), object({{"$segment", "s0"}})});
  CHECK(compiled.problems == std::vector<std::string>{"segment-cycle /segments/0/when/$segment", "segment-disabled /segments/1/when/$segment"});
  CHECK(compiled.nodes == std::vector<NodeIndex>{kNoNode, kNoNode});
}

TEST_CASE("a longer cycle disables all its members, not the others") {
  const Compiled compiled({object({{"$segment", "s1"}}), object({{"$segment", "s2"}}), object({{"$segment", "s0"}}), object({{"traits.a", 1}})});
  CHECK(compiled.problems.size() == 3);
  CHECK(compiled.nodes[0] == kNoNode);
  CHECK(compiled.nodes[1] == kNoNode);
  CHECK(compiled.nodes[2] == kNoNode);
  CHECK(compiled.nodes[3] != kNoNode);
}

TEST_CASE("everyone is built in, other segments must be there") {
  CHECK(problem_of(object({{"$segment", "everyone"}})) == "");
  CHECK(problem_of(object({{"$segment", "nobody"}})) == "unknown-segment /segments/0/when/$segment");
  CHECK(problem_of(object({{"$segment", 5}})) == "unknown-segment /segments/0/when/$segment");
}

TEST_CASE("conditions must be objects and lists arrays") {
  CHECK(problem_of(5) == "bad-condition /segments/0/when");
  CHECK(problem_of(nullptr) == "bad-condition /segments/0/when");
  CHECK(problem_of(object({{"$and", object()}})) == "bad-operand /segments/0/when/$and");
  CHECK(problem_of(object({{"$or", array({object(), "x"})}})) == "bad-condition /segments/0/when/$or/1");
  CHECK(problem_of(object({{"$nor", 5}})) == "bad-operand /segments/0/when/$nor");
  CHECK(problem_of(object({{"$not", array({})}})) == "bad-condition /segments/0/when/$not");
}

TEST_CASE("an unknown operator is an error at any depth") {
  CHECK(problem_of(object({{"$near", 1}})) == "unknown-operator /segments/0/when/$near");
  CHECK(problem_of(object({{"traits.a", object({{"$near", 1}})}})) == "unknown-operator /segments/0/when/traits.a/$near");
  CHECK(problem_of(object({{"$not", object({{"traits.a", object({{"$gt", 1}, {"$near", 1}})}})}})) == "unknown-operator /segments/0/when/$not/traits.a/$near");
}

TEST_CASE("an $event needs a name and known parts") {
  CHECK(problem_of(object({{"$event", object()}})) == "bad-event /segments/0/when/$event");
  CHECK(problem_of(object({{"$event", "x"}})) == "bad-event /segments/0/when/$event");
  CHECK(problem_of(event_rule({{"cuont", 1}})) == "unknown-measure /segments/0/when/$event/cuont");
  CHECK(problem_of(event_rule({{"within", "1x"}})) == "bad-window /segments/0/when/$event/within");
  CHECK(problem_of(event_rule({{"where", 5}})) == "bad-condition /segments/0/when/$event/where");
  CHECK(problem_of(event_rule({{"where", object({{"p", object({{"$near", 1}})}})}})) == "unknown-operator /segments/0/when/$event/where/p/$near");
}

TEST_CASE("a measure needs a property and a condition") {
  CHECK(problem_of(event_rule({{"sum", 5}})) == "bad-measure /segments/0/when/$event/sum");
  CHECK(problem_of(event_rule({{"sum", object({{"of", "total"}})}})) == "bad-measure /segments/0/when/$event/sum");
  CHECK(problem_of(event_rule({{"sum", object({{"is", 5}})}})) == "bad-measure /segments/0/when/$event/sum");
  CHECK(problem_of(event_rule({{"sum", object({{"of", "total"}, {"is", object({{"$near", 1}})}})}})) == "unknown-operator /segments/0/when/$event/sum/is/$near");
  CHECK(problem_of(event_rule({{"count", object({{"$near", 1}})}})) == "unknown-operator /segments/0/when/$event/count/$near");
}

TEST_CASE("the time since an event is compared with durations only") {
  CHECK(problem_of(event_rule({{"sinceLast", object({{"$lt", "2d"}})}})) == "");
  CHECK(problem_of(event_rule({{"sinceLast", "2d"}})) == "");
  CHECK(problem_of(event_rule({{"sinceLast", object({{"$lt", "2 days"}})}})) == "bad-duration /segments/0/when/$event/sinceLast/$lt");
  CHECK(problem_of(event_rule({{"sinceFirst", object({{"$lt", 5}})}})) == "bad-duration /segments/0/when/$event/sinceFirst/$lt");
}

TEST_CASE("a $campaign needs an id, a known outcome and known parts") {
  const auto problem = [](Members parts) { return problem_of(object({{"$campaign", object(parts)}})); };
  CHECK(problem({{"id", "x"}}) == "");
  CHECK(problem({{"id", "x"}, {"outcome", "closed"}, {"within", "3d"}}) == "");
  CHECK(problem({{"outcome", "closed"}}) == "bad-campaign /segments/0/when/$campaign");
  CHECK(problem({{"id", "x"}, {"outcome", "eaten"}}) == "bad-campaign /segments/0/when/$campaign/outcome");
  CHECK(problem({{"id", "x"}, {"since", "3d"}}) == "bad-campaign /segments/0/when/$campaign/since");
  CHECK(problem({{"id", "x"}, {"within", "3x"}}) == "bad-window /segments/0/when/$campaign/within");
}

TEST_CASE("a rule that fails disables itself, not the next one") {
  const Compiled compiled({object({{"traits.a", 1}, {"$near", 1}}), object({{"traits.a", 1}})});
  CHECK(compiled.nodes[0] == kNoNode);
  CHECK(compiled.nodes[1] != kNoNode);
}

namespace {

/// `{ "$or": [ { "page.n": 0 }, { "page.n": 1 } … ] }`: one node each, and one for the list.
std::string problem_of_nodes(std::size_t nodes) {
  std::string list;
  for (std::size_t i = 0; i + 1 < nodes; ++i) list += (i ? "," : "") + ("{\"page.n\":" + std::to_string(i)) + "}";
  return problem_of(Json::raw("{\"$or\":[" + list + "]}"));
}

}  // namespace

TEST_CASE("a document may have 100,000 rule nodes") { CHECK(problem_of_nodes(limits::kRuleNodes) == ""); }

TEST_CASE("a document may not have 100,001 rule nodes") {
  CHECK(problem_of_nodes(limits::kRuleNodes + 1).substr(0, 14) == "too-many-nodes");
}

TEST_CASE("far too many rule nodes are refused") { CHECK(problem_of_nodes(limits::kRuleNodes + 1000).substr(0, 14) == "too-many-nodes"); }

TEST_CASE("members of one object count as rule nodes too") {
  std::string members;
  for (std::size_t i = 0; i < limits::kRuleNodes + 1000; ++i) members += (i ? "," : "") + ("\"page.n\":" + std::to_string(i));
  CHECK(problem_of(Json::raw("{" + members + "}")).substr(0, 14) == "too-many-nodes");
}

}  // namespace waymark::rules
