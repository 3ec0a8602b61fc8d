// The reference that the property tests compare the engine with agrees with the corpus.
#include "catch.h"
#include "conformance/cases.h"
#include "property/reference_visitor.h"

namespace waymark {
using namespace testing;

namespace {

bool history_case_holds(ValueView file, ValueView one) {
  const Value document = document_of(file, at(one, 1), at(one, 5)).value();
  reference::Visitor visitor(document.view(), kStart);
  visitor.identify(kStart, {});
  for (const ValueView event : at(one, 2).elements())
    visitor.track(minutes(at(event, 0)), at(event, 1).string(), at(event, 2));
  visitor.elapsed(minutes(at(one, 3)));
  return visitor.is_in("it");
}

bool fact_case_holds(ValueView file, ValueView one) {
  const Value document = document_of(file, at(one, 1)).value();
  reference::Visitor visitor(document.view(), kStart);
  visitor.identify(kStart, at(one, 2));
  return visitor.is_in("it");
}

}  // namespace

TEST_CASE("the reference agrees with the cases about what happened", "[conformance][reference]") {
  for (const std::string name : kHistoryFiles) {
    const Value file = read_corpus(name);
    for (const ValueView one : file.view()[name].elements()) {
      INFO(name << ": " << at(one, 0).string());
      CHECK(history_case_holds(file.view(), one) == at(one, 4).boolean());
    }
  }
}

TEST_CASE("the reference agrees with the cases about facts", "[conformance][reference]") {
  const Value file = read_corpus("facts");
  for (const ValueView one : file.view()["facts"].elements()) {
    if (text_of(at(one, 1)).find("$regex") != std::string::npos) continue;
    INFO(at(one, 0).string());
    CHECK(fact_case_holds(file.view(), one) == at(one, 3).boolean());
  }
}

TEST_CASE("the reference agrees with GrowthBook's own condition cases", "[conformance][reference][growthbook]") {
  const std::string text = read_file(std::string(WAYMARK_TESTS_DIR) + "/../../shared/data/growthbook-cases.json");
  if (text.empty()) {
    WARN("skipped: ../shared/data/growthbook-cases.json is not there");
    return;
  }
  const Value file = parse(text);
  for (const ValueView one : file.view()["evalCondition"].elements()) {
    if (text_of(at(one, 1)).find("$regex") != std::string::npos) continue;
    INFO(at(one, 0).string() << ": " << text_of(at(one, 1)));
    CHECK(reference::condition_holds(at(one, 1), at(one, 2), at(one, 4)) == at(one, 3).boolean());
  }
}

}  // namespace waymark
