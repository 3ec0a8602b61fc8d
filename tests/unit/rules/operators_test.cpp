#include "rules/operators.h"

#include <cmath>

#include "catch.h"
#include "support/json.h"

namespace waymark::rules {
using namespace testing;

namespace {

bool holds(const char* op, const Json& seen, const Json& wanted) {
  const Value left = seen.value();
  const Value right = wanted.value();
  return compare(*operator_named(op), left.view(), right.view());
}

bool is(const Json& seen, const Json& wanted) {
  const Value left = seen.value();
  const Value right = wanted.value();
  return compare(Operator::Is, left.view(), right.view());
}

std::string string(const Json& json) { return js_string(json.value().view()); }
double number(const Json& json) { return js_number(json.value().view()); }
bool truthy(const Json& json) { return js_truthy(json.value().view()); }

}  // namespace

TEST_CASE("String(value) is JavaScript's") {
  CHECK(string(nullptr) == "null");
  CHECK(string(true) == "true");
  CHECK(string(1e21) == "1e+21");
  CHECK(string("x") == "x");
  CHECK(string(object({{"a", 1}})) == "[object Object]");
  CHECK(string(array({1, nullptr, "b", array({2, 3})})) == "1,,b,2,3");
  CHECK(string(array({})) == "");
}

TEST_CASE("Number(value) is JavaScript's") {
  CHECK(number(nullptr) == 0);
  CHECK(number(true) == 1);
  CHECK(number(" 0x10 ") == 16);
  CHECK(number("") == 0);
  CHECK(number(array({})) == 0);
  CHECK(number(array({"7"})) == 7);
  CHECK(std::isnan(number(array({1, 2}))));
  CHECK(std::isnan(number(object())));
  CHECK(std::isnan(number("seven")));
}

TEST_CASE("Boolean(value) is JavaScript's") {
  for (const Json& json : {Json(nullptr), Json(false), Json(0), Json(-0.0), Json("")}) CHECK_FALSE(truthy(json));
  for (const Json& json : {Json(true), Json(-1), Json("0"), Json("false"), array({}), object()}) CHECK(truthy(json));
}

TEST_CASE("a bare text compares as text, a bare number as number, a bare boolean by truth") {
  CHECK(is(5, "5"));
  CHECK(is("5", 5));
  CHECK(is(" 5 ", 5));
  CHECK(is(1, true));
  CHECK(is("", false));
  CHECK(is(nullptr, "null"));
  CHECK(is(nullptr, 0));
  CHECK_FALSE(is(nullptr, false));
  CHECK_FALSE(is("five", 5));
  CHECK_FALSE(is(0, nullptr));
  CHECK(is(nullptr, nullptr));
}

TEST_CASE("$eq and $ne do not coerce") {
  CHECK(holds("$eq", 5, 5));
  CHECK_FALSE(holds("$eq", "5", 5));
  CHECK_FALSE(holds("$eq", array({1}), array({1})));
  CHECK(holds("$ne", "5", 5));
  CHECK(holds("$eq", nullptr, nullptr));
}

TEST_CASE("order is by code unit between texts and by number otherwise") {
  CHECK(holds("$lt", "10", "9"));
  CHECK(holds("$gt", 10, "9"));
  CHECK(holds("$lt", "Z", "a"));
  CHECK(holds("$gte", nullptr, 0));
  CHECK(holds("$lte", nullptr, 0));
  CHECK(holds("$gt", true, 0));
}

TEST_CASE("what is not a number has no order") {
  for (const char* op : {"$lt", "$lte", "$gt", "$gte"}) {
    CAPTURE(op);
    CHECK_FALSE(holds(op, "many", 5));
    CHECK_FALSE(holds(op, object(), 5));
  }
}

TEST_CASE("lists compare without coercion, an array by any of its elements") {
  CHECK(holds("$in", "a", array({"a", "b"})));
  CHECK_FALSE(holds("$in", "1", array({1})));
  CHECK(holds("$in", array({"x", "b"}), array({"a", "b"})));
  CHECK_FALSE(holds("$in", array({}), array({"a"})));
  CHECK(holds("$nin", array({}), array({"a"})));
  CHECK_FALSE(holds("$nin", array({"x", "b"}), array({"a", "b"})));
  CHECK(holds("$in", nullptr, array({nullptr})));
}

TEST_CASE("$ini and $nini ignore the case of letters") {
  CHECK(holds("$ini", "DE", array({"de"})));
  CHECK_FALSE(holds("$nini", "de", array({"DE"})));
  CHECK_FALSE(holds("$in", "DE", array({"de"})));
  CHECK(holds("$ini", 5, array({5})));
  CHECK(holds("$ini", "МОСКВА", array({"москва"})));
  CHECK_FALSE(holds("$ini", "a.", array({"AB"})));
}

TEST_CASE("$exists asks for more than null") {
  CHECK(holds("$exists", 0, true));
  CHECK_FALSE(holds("$exists", nullptr, true));
  CHECK(holds("$exists", nullptr, false));
  CHECK(holds("$exists", "", 1));
}

TEST_CASE("$type names the JSON type") {
  const std::pair<Json, const char*> cases[] = {{nullptr, "null"}, {true, "boolean"}, {1, "number"}, {"", "string"}, {array({}), "array"}, {object(), "object"}};
  for (const auto& [seen, type] : cases)
    for (const auto& [other, name] : cases) CHECK(holds("$type", seen, name) == (type == std::string(name)));
}

TEST_CASE("versions compare part by part, releases after their pre-releases") {
  CHECK(holds("$vlt", "1.9.0", "1.10.0"));
  CHECK(holds("$vgt", "2.0.0", "2.0.0-beta.1"));
  CHECK(holds("$vlt", "2.0.0-alpha", "2.0.0-beta"));
  CHECK(holds("$veq", "v1.2.3", "1.2.3"));
  CHECK(holds("$veq", "1.2.3+build5", "1.2.3"));
  CHECK(holds("$vne", "1.2.3", "1.2.4"));
  CHECK(holds("$vgte", "1.2.3", "1.2.3"));
  CHECK(holds("$vlte", "1.2.3", "1.2.3"));
  CHECK(holds("$vgt", 2, "1"));
}

TEST_CASE("every operator has one name, and back") {
  for (const char* name : {"$eq", "$ne", "$lt", "$lte", "$gt", "$gte", "$in", "$nin", "$ini", "$nini", "$exists", "$type", "$veq", "$vne", "$vlt", "$vlte", "$vgt", "$vgte"})
    CHECK(name_of(*operator_named(name)) == name);
  CHECK_FALSE(operator_named("$near"));
  CHECK_FALSE(operator_named("eq"));
}

}  // namespace waymark::rules
