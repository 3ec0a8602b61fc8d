#include "base/value.h"

#include "catch.h"
#include "support/json.h"

namespace waymark {
using namespace testing;

TEST_CASE("a missing value reads as null but does not exist") {
  const ValueView missing;
  CHECK(missing.is_null());
  CHECK_FALSE(missing.exists());
  CHECK(missing.number(7) == 7);
  CHECK(missing.string("x") == "x");
  CHECK(missing.boolean(true));
  CHECK(missing.size() == 0);
  CHECK_FALSE(missing["a"].exists());
  const Value null = Json(nullptr).value();
  CHECK(null.view().exists());
}

TEST_CASE("a value of another type gives the fallback") {
  const Value text = Json("5").value();
  CHECK(text.view().number(1) == 1);
  CHECK_FALSE(text.view().boolean());
  CHECK(text.view().is("5"));
  const Value number = Json(5).value();
  CHECK(number.view().string("none") == "none");
  CHECK_FALSE(number.view().is("5"));
}

TEST_CASE("of members with the same name the last counts") {
  const Value value = parse(R"({"a":1,"b":2,"a":3})");
  CHECK(value.view()["a"].number() == 3);
  CHECK(value.view().size() == 3);
}

TEST_CASE("a dotted path goes through objects and array elements") {
  const Value value = object({{"a", object({{"b", array({1, object({{"c", "deep"}})})}})}}).value();
  CHECK(value.view().find_path("a.b.1.c").is("deep"));
  CHECK(value.view().find_path("a.b.0").number() == 1);
  CHECK_FALSE(value.view().find_path("a.b.2").exists());
  CHECK_FALSE(value.view().find_path("a.b.x").exists());
  CHECK_FALSE(value.view().find_path("a.b.").exists());
  CHECK_FALSE(value.view().find_path("a.x.c").exists());
  CHECK_FALSE(value.view().find_path("a.b.0.c").exists());
  CHECK_FALSE(value.view().find_path("a.b.18446744073709551617").exists());
}

TEST_CASE("a built value reads back in order") {
  ValueBuilder builder;
  builder.begin_object();
  builder.member("text", "x");
  builder.member("number", 1.5);
  builder.member("flag", true);
  builder.key("list");
  builder.begin_array();
  builder.null();
  builder.begin_object();
  builder.end_object();
  builder.end_array();
  builder.end_object();
  CHECK(text_of(builder.take().view()) == R"({"text":"x","number":1.5,"flag":true,"list":[null,{}]})");
}

TEST_CASE("a builder may be used again after its value was taken") {
  ValueBuilder builder;
  builder.string("first");
  const Value first = builder.take();
  builder.string("second");
  CHECK(builder.take().view().is("second"));
  CHECK(first.view().is("first"));
}

TEST_CASE("a copy lives on its own, and so does a moved value") {
  Value copy;
  {
    const Value source = object({{"key", array({"a", "b"})}}).value();
    copy = Value(source.view()["key"]);
  }
  const Value moved = std::move(copy);
  CHECK(text_of(moved.view()) == R"(["a","b"])");
}

TEST_CASE("merging puts members over those of the base, not deep") {
  const Value base = parse(R"({"a":1,"b":{"x":1}})");
  const Value over = parse(R"({"b":{"y":2},"c":3})");
  CHECK(text_of(merged(base.view(), over.view()).view()) == R"({"a":1,"b":{"y":2},"c":3})");
  CHECK(text_of(merged({}, over.view()).view()) == text_of(over.view()));
  CHECK(text_of(merged(base.view(), {}).view()) == text_of(base.view()));
}

TEST_CASE("values are the same when type, content and order of members are") {
  const auto same = [](const char* a, const char* b) { return is_same(parse(a).view(), parse(b).view()); };
  CHECK(same(R"({"a":[1,"x",null,true]})", R"({"a":[1,"x",null,true]})"));
  CHECK_FALSE(same(R"({"a":1,"b":2})", R"({"b":2,"a":1})"));
  CHECK_FALSE(same("[1]", "[1,1]"));
  CHECK_FALSE(same("1", "\"1\""));
  CHECK_FALSE(same("[]", "{}"));
  CHECK_FALSE(same("[[],[1]]", "[[1],[]]"));
  CHECK(same("0", "-0"));
  CHECK(is_same({}, parse("null").view()));
}

TEST_CASE("equal values hash equal and different ones differ") {
  const auto hash = [](const char* json) { return hash_of(parse(json).view()); };
  CHECK(hash(R"({"a":[1,true]})") == hash(R"({ "a" : [1, true] })"));
  const char* different[] = {"null", "true", "false", "0", "1", "\"\"", "\"1\"", "[]", "{}", "[[]]", "[[],[]]", "[1,[]]", "[[1]]", R"({"a":1})", R"({"a":"1"})", R"(["a",1])"};
  for (const char* a : different)
    for (const char* b : different) {
      CAPTURE(a, b);
      CHECK((hash(a) == hash(b)) == (a == b));
    }
}

TEST_CASE("bytes count nodes and text") {
  const Value value = Json("12345").value();
  CHECK(value.bytes() == sizeof(ValueNode) + 5);
  CHECK(Value().bytes() == 0);
}

}  // namespace waymark
