#include "rules/window.h"

#include "catch.h"
#include "support/json.h"

namespace waymark::rules {
using namespace testing;

namespace {

std::string error_of(const Json& json) {
  const Value value = object({{"within", json}}).value();
  Problems problems(value.view());
  static_cast<void>(read_window(value.view()["within"], problems));
  return problems.size() == 0 ? "" : problems.list()[0]->code + (" " + problems.list()[0]->path);
}

Window window_of(ValueView value) {
  Problems problems(value);
  const Window window = read_window(value, problems);
  REQUIRE(problems.size() == 0);
  return window;
}

}  // namespace

TEST_CASE("windows are read in their four forms") {
  const auto read = [](const Json& json) { return window_of(json.value().view()); };
  CHECK(read("7d").length == 7 * kDay);
  CHECK(read("7d").kind == WindowKind::Rolling);
  CHECK(read("session").kind == WindowKind::Session);
  CHECK(read("lifetime").kind == WindowKind::Lifetime);
  CHECK(window_of({}).kind == WindowKind::Lifetime);
  const Window between = read(object({{"from", "1970-01-01T00:00:01Z"}, {"to", "1970-01-02"}}));
  CHECK(between.from == 1000);
  CHECK(between.to == kDay);
}

TEST_CASE("a window may be open at one end") {
  const Value from = object({{"from", "1970-01-02"}}).value();
  CHECK(window_of(from.view()).to == kNever);
  const Value to = object({{"to", "1970-01-02"}}).value();
  CHECK(window_of(to.view()).from == 0);
}

TEST_CASE("a bad window is an error with its path") {
  for (const Json& json : {Json("7"), Json("7 days"), Json("day"), Json("0d"), Json(""), Json(7), Json(nullptr), Json(true), array({})})
    CHECK(error_of(json) == "bad-window /within");
  CHECK(error_of(object({{"from", "yesterday"}})) == "bad-window /within/from");
  CHECK(error_of(object({{"from", "2026-01-01"}, {"to", 5}})) == "bad-window /within/to");
  CHECK(error_of(object({{"since", "2026-01-01"}})) == "bad-window /within/since");
}

}  // namespace waymark::rules
