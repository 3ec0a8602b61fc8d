// Runs the corpus beside this file (its form: README.md there) and, where the public cases of GrowthBook are at hand, those too.
#include <cmath>

#include "catch.h"
#include "rules/compile.h"
#include "support/visit.h"

namespace waymark {
using namespace testing;

namespace {

ValueView at(ValueView array, std::size_t index) {
  for (const ValueView element : array.elements())
    if (index-- == 0) return element;
  return {};
}

Json json_of(ValueView value) { return Json::raw(text_of(value)); }

Timestamp minutes(ValueView offset) { return kStart + static_cast<Timestamp>(std::llround(offset.number() * kMinute)); }

/// The shared segments of a file, and the condition of the case as segment `it`.
Json document_of(ValueView file, ValueView condition) {
  std::string list = segment("it", json_of(condition)).text();
  for (const ValueView shared : file["segments"].elements()) list += "," + text_of(shared);
  return document({{"segments", Json::raw("[" + list + "]")}});
}

Value read_corpus(const std::string& name) {
  Value file = parse(read_file(std::string(WAYMARK_TESTS_DIR) + "/conformance/" + name + ".json"));
  REQUIRE(file.view()["specVersion"].is("waymark-1"));
  return file;
}

bool event_case_holds(ValueView file, ValueView one) {
  Visit visit(document_of(file, at(one, 1)));
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

/// `code path` of what is wrong with segment `it`.
std::string problem_of(ValueView file, ValueView one) {
  Engine engine;
  const auto report = engine.load(document_of(file, at(one, 1)).text(), environment().text());
  REQUIRE(report);
  const Value read = parse(*report);
  for (const ValueView problem : read.view()["problems"].elements())
    if (problem["path"].string().substr(0, 12) == "/segments/0/")
      return std::string(problem["code"].string()) + " " + std::string(problem["path"].string());
  return "none";
}

}  // namespace

TEST_CASE("the cases about events hold", "[conformance]") {
  const Value file = read_corpus("events");
  std::size_t count = 0;
  for (const ValueView one : file.view()["events"].elements()) {
    INFO(at(one, 0).string());
    CHECK(event_case_holds(file.view(), one) == at(one, 4).boolean());
    ++count;
  }
  CHECK(count >= 80);
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
    CHECK(problem_of(file.view(), one) == std::string(at(one, 2).string()) + " /segments/0/when" + std::string(at(one, 3).string()));
    ++count;
  }
  CHECK(count >= 20);
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
