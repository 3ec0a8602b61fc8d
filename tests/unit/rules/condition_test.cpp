#include "rules/compile.h"

#include "catch.h"
#include "support/json.h"
#include "waymark/limits.h"

namespace waymark::rules {
using namespace testing;

namespace {

/// A condition, compiled on its own, below `/where` of a document.
struct Compiled {
  explicit Compiled(const Json& json) : document(object({{"where", json}}).value()), problems(document.view()) {
    condition = Compiler(program, {}, problems).compile_object(document.view()["where"]);
  }

  Value document;
  Program program;
  Problems problems;
  ConditionIndex condition = kNoCondition;
};

std::string error_of(const Json& json) {
  const Compiled compiled(json);
  REQUIRE((compiled.condition == kNoCondition) == (compiled.problems.size() > 0));
  if (compiled.problems.size() == 0) return "";
  return compiled.problems.list()[0]->code + (" " + compiled.problems.list()[0]->path);
}

bool holds(const Json& json, const Json& seen) {
  const Compiled compiled(json);
  REQUIRE(compiled.condition != kNoCondition);
  return compiled.program.conditions.holds(compiled.condition, seen.value().view());
}

}  // namespace

TEST_CASE("several paths and several operators must all hold") {
  const Json condition = object({{"a", object({{"$gt", 1}, {"$lt", 5}})}, {"b", "x"}});
  CHECK(holds(condition, object({{"a", 3}, {"b", "x"}})));
  CHECK_FALSE(holds(condition, object({{"a", 7}, {"b", "x"}})));
  CHECK_FALSE(holds(condition, object({{"a", 3}, {"b", "y"}})));
}

TEST_CASE("a condition about nothing holds") { CHECK(holds(object(), object({{"a", 1}}))); }

TEST_CASE("an empty list of alternatives holds") {
  CHECK(holds(object({{"$or", array({})}}), object()));
  CHECK(holds(object({{"$and", array({})}}), object()));
  CHECK_FALSE(holds(object({{"$nor", array({})}}), object()));
}

TEST_CASE("an object that mixes operators with names is a literal") {
  CHECK(is_operator_object(object({{"$gt", 1}}).value().view()));
  CHECK_FALSE(is_operator_object(object({{"$gt", 1}, {"a", 1}}).value().view()));
  CHECK_FALSE(is_operator_object(object().value().view()));
  CHECK_FALSE(is_operator_object(array({"$gt"}).value().view()));
}

TEST_CASE("$elemMatch takes operators or a condition about an object") {
  const Json prices = object({{"p", array({5, 50})}});
  CHECK(holds(object({{"p", object({{"$elemMatch", object({{"$gt", 10}, {"$lt", 60}})}})}}), prices));
  CHECK_FALSE(holds(object({{"p", object({{"$elemMatch", object({{"$gt", 10}, {"$lt", 40}})}})}}), prices));
  const Json items = object({{"items", array({object({{"id", 1}, {"n", 2}}), object({{"id", 2}, {"n", 9}})})}});
  CHECK(holds(object({{"items", object({{"$elemMatch", object({{"id", 2}, {"n", 9}})}})}}), items));
  CHECK_FALSE(holds(object({{"items", object({{"$elemMatch", object({{"id", 1}, {"n", 9}})}})}}), items));
}

TEST_CASE("$all wants an array, an empty list of it too") {
  CHECK(holds(object({{"t", object({{"$all", array({})}})}}), object({{"t", array({})}})));
  CHECK_FALSE(holds(object({{"t", object({{"$all", array({})}})}}), object({{"t", "x"}})));
  CHECK(holds(object({{"t", object({{"$all", array({"a", "b"})}})}}), object({{"t", array({"b", "c", "a"})}})));
  CHECK_FALSE(holds(object({{"t", object({{"$all", array({"a", "z"})}})}}), object({{"t", array({"a"})}})));
}

TEST_CASE("errors carry the path of the place") {
  CHECK(error_of(object({{"a", object({{"$near", 1}})}})) == "unknown-operator /where/a/$near");
  CHECK(error_of(object({{"$where", "x"}})) == "unknown-operator /where/$where");
  CHECK(error_of(object({{"a", object({{"$in", "x"}})}})) == "bad-operand /where/a/$in");
  CHECK(error_of(object({{"a", object({{"$type", 5}})}})) == "bad-operand /where/a/$type");
  CHECK(error_of(object({{"a", object({{"$vgt", 5}})}})) == "bad-operand /where/a/$vgt");
  CHECK(error_of(object({{"$or", object()}})) == "bad-operand /where/$or");
  CHECK(error_of(object({{"$or", array({object(), 5})}})) == "bad-condition /where/$or/1");
  CHECK(error_of(object({{"$not", 5}})) == "bad-condition /where/$not");
  CHECK(error_of(object({{"a/b", object({{"$not", object({{"$x", 1}})}})}})) == "unknown-operator /where/a~1b/$not/$x");
  CHECK(error_of(object({{"a", object({{"$all", 5}})}})) == "bad-operand /where/a/$all");
  CHECK(error_of(object({{"a", object({{"$elemMatch", 5}})}})) == "bad-condition /where/a/$elemMatch");
}

}  // namespace waymark::rules
