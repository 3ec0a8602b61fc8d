#include "base/problems.h"

#include "catch.h"
#include "support/json.h"

namespace waymark {
using namespace testing;

TEST_CASE("the pointer to a value inside another is found") {
  const Value root = object({{"a", array({1, array({}), object({{"b", object()}, {"c", 5}})})}, {"d", "x"}}).value();
  const ValueView view = root.view();
  CHECK(pointer_to(view, view) == "");
  CHECK(pointer_to(view, view["a"]) == "/a");
  CHECK(pointer_to(view, view.find_path("a.0")) == "/a/0");
  CHECK(pointer_to(view, view.find_path("a.1")) == "/a/1");
  CHECK(pointer_to(view, view.find_path("a.2.b")) == "/a/2/b");
  CHECK(pointer_to(view, view.find_path("a.2.c")) == "/a/2/c");
  CHECK(pointer_to(view, view["d"]) == "/d");
  CHECK(pointer_to(view, view.find_path("a.2"), "missing") == "/a/2/missing");
}

TEST_CASE("of two members of one name the pointer is that of the one given") {
  const Value root = Json::raw(R"({"a":{"x":1},"a":{"y":2}})").value();
  CHECK(pointer_to(root.view(), root.view().find_path("a.y")) == "/a/y");
}

TEST_CASE("what lies elsewhere, and nothing, have the empty pointer") {
  const Value root = object({{"a", 1}}).value();
  const Value other = object({{"a", 1}}).value();
  CHECK(pointer_to(root.view(), other.view()["a"]) == "");
  CHECK(pointer_to(root.view(), {}) == "");
  CHECK(pointer_to({}, root.view()) == "");
}

TEST_CASE("slashes and tildes in a key are escaped") {
  const Value root = object({{"a/b", 1}, {"a~b", 2}, {"~1", 3}, {"", 4}}).value();
  std::string all;
  for (const auto [key, value] : root.view().members()) all += pointer_to(root.view(), value) + " ";
  CHECK(all == "/a~1b /a~0b /~01 / ");
  CHECK(pointer_to(root.view(), root.view(), "x/y~z") == "/x~1y~0z");
}

TEST_CASE("a problem carries its code, its path and its detail") {
  const Value root = object({{"site", 5}}).value();
  Problems problems(root.view());
  problems.add(root.view()["site"], "bad-site", "needs an object");
  problems.add(root.view(), "id", "bad-id", "needs an id");
  REQUIRE(problems.size() == 2);
  const List<Failure> list = problems.take();
  CHECK(list[0]->code == std::string("bad-site"));
  CHECK(list[0]->path == "/site");
  CHECK(list[0]->detail == "needs an object");
  CHECK(list[1]->path == "/id");
}

}  // namespace waymark
