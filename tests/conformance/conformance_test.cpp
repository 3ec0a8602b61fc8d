// Runs the corpus beside this file (its form: README.md there) and, where the public cases of GrowthBook are at hand,
// those too.
#include <map>

#include "catch.h"
#include "conformance/cases.h"
#include "rules/compile.h"

namespace waymark {
using namespace testing;

namespace {

bool history_case_holds(ValueView file, ValueView one) {
  Visit visit(document_of(file, at(one, 1), at(one, 5)));
  visit.identify(object());
  for (const ValueView event : at(one, 2).elements()) {
    visit.now = minutes(at(event, 0));
    visit.track(at(event, 1).string(), at(event, 2).exists() ? json_of(at(event, 2)) : object());
  }
  visit.at(minutes(at(one, 3)));
  return visit.is_in("it");
}

bool fact_case_holds(ValueView file, ValueView one) {
  Visit visit(document_of(file, at(one, 1)));
  visit.identify(json_of(at(one, 2)));
  return visit.is_in("it");
}

/// `code path` of what is wrong in a document: of its problems at or below `where`, the first.
std::string problem_of(const Json& document, std::string_view where) {
  Engine engine;
  const auto report = engine.load(document.text(), environment().text());
  if (!report) return std::string(report.error().code) + " " + report.error().path;
  const Value read = parse(*report);
  for (const ValueView problem : read.view()["problems"].elements())
    if (problem["path"].string().starts_with(where))
      return std::string(problem["code"].string()) + " " + std::string(problem["path"].string());
  return "none";
}

std::string text_at(ValueView one, std::size_t index) { return std::string(at(one, index).string()); }

}  // namespace

TEST_CASE("the cases about what happened hold", "[conformance]") {
  const std::map<std::string, std::size_t> least = {{"events", 150}, {"sequences", 90}, {"rfm", 40}, {"stages", 30}};
  for (const std::string name : kHistoryFiles) {
    const Value file = read_corpus(name);
    std::size_t count = 0;
    for (const ValueView one : file.view()[name].elements()) {
      INFO(name << ": " << at(one, 0).string());
      CHECK(history_case_holds(file.view(), one) == at(one, 4).boolean());
      ++count;
    }
    CHECK(count >= least.at(name));
  }
}

TEST_CASE("the cases about facts hold", "[conformance]") {
  const Value file = read_corpus("facts");
  std::size_t count = 0;
  for (const ValueView one : file.view()["facts"].elements()) {
    INFO(at(one, 0).string());
    CHECK(fact_case_holds(file.view(), one) == at(one, 3).boolean());
    ++count;
  }
  CHECK(count >= 80);
}

TEST_CASE("the cases about errors hold", "[conformance]") {
  const Value file = read_corpus("errors");
  std::size_t count = 0;
  for (const ValueView one : file.view()["errors"].elements()) {
    INFO(at(one, 0).string());
    CHECK(problem_of(document_of(file.view(), at(one, 1)), "/segments/0/") ==
          text_at(one, 2) + " /segments/0/when" + text_at(one, 3));
    ++count;
  }
  for (const ValueView one : file.view()["documents"].elements()) {
    INFO(at(one, 0).string());
    CHECK(problem_of(joined(document(), json_of(at(one, 1))), "/") == text_at(one, 2) + " " + text_at(one, 3));
    ++count;
  }
  CHECK(count >= 60);
}

namespace {

/// As GrowthBook's evalCondition: what cannot be compiled does not hold.
bool holds(ValueView condition, ValueView attributes, ValueView groups) {
  rules::Program program;
  Problems problems(condition);
  const rules::ConditionIndex compiled = rules::Compiler(program, {}, problems, groups, rules::OnError::Never).compile_object(condition);
  return compiled != rules::kNoCondition && program.conditions.holds(compiled, attributes);
}

}  // namespace

TEST_CASE("GrowthBook's own condition cases hold", "[conformance][growthbook]") {
  const std::string text = read_file(std::string(WAYMARK_TESTS_DIR) + "/../../shared/data/growthbook-cases.json");
  if (text.empty()) {
    WARN("skipped: ../shared/data/growthbook-cases.json is not there");
    return;
  }
  const Value file = parse(text);
  std::size_t passed = 0;
  std::size_t run = 0;
  for (const ValueView one : file.view()["evalCondition"].elements()) {
    ++run;
    const bool is_right = holds(at(one, 1), at(one, 2), at(one, 4)) == at(one, 3).boolean();
    if (is_right) ++passed;
    INFO(at(one, 0).string() << ": " << text_of(at(one, 1)));
    CHECK(is_right);
  }
  CAPTURE(passed, run);
  CHECK(run > 100);
  CHECK(passed == run);
}

}  // namespace waymark
