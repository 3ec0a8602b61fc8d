#include <limits>

#include "catch.h"
#include "codec/json_reader.h"
#include "codec/json_writer.h"
#include "support/json.h"
#include "waymark/limits.h"

namespace waymark::codec {
using testing::parse;

namespace {

std::string error_of(std::string_view json) {
  const auto value = read_json(json);
  return value ? "" : value.error().code;
}

std::string nested(std::size_t levels, char open, char close) { return std::string(levels, open) + std::string(levels, close); }

}  // namespace

TEST_CASE("JSON written after reading is the same JSON without white space") {
  const char* text = R"( { "a" : [ 1 , -2.5 , true , false , null ] , "b" : { } , "c" : "" } )";
  CHECK(to_json(parse(text).view()) == R"({"a":[1,-2.5,true,false,null],"b":{},"c":""})");
}

TEST_CASE("characters that JSON escapes are escaped, all others are written as they are") {
  const Value value = parse(R"("\"\\\/\b\f\n\r\t\u0001\u001f\u007f\u00e9\ud83d\udc84")");
  CHECK(to_json(value.view()) == "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\xc3\xa9\xf0\x9f\x92\x84\"");
}

TEST_CASE("a zero character survives") {
  const Value value = parse(R"("a\u0000b")");
  CHECK(value.view().string().size() == 3);
  CHECK(to_json(value.view()) == R"("a\u0000b")");
}

TEST_CASE("keys are escaped like strings") { CHECK(to_json(parse(R"({"a\"\n":1})").view()) == R"({"a\"\n":1})"); }

TEST_CASE("numbers are doubles, as in JavaScript") {
  CHECK(parse("9007199254740993").view().number() == 9007199254740992.0);
  CHECK(parse("18446744073709551615").view().number() == 18446744073709551616.0);
  CHECK(parse("18446744073709551616").view().number() == 18446744073709551616.0);
  CHECK(parse("-9223372036854775809").view().number() == -9223372036854775808.0);
  CHECK(parse("1e-7").view().number() == 1e-7);
}

TEST_CASE("what is not JSON is refused with the byte") {
  for (const char* text : {"", " ", "{", "[1,]", "{\"a\":}", "{a:1}", "nul", "01", "1.", ".5", "+1", "0x1", "'a'", "[1]]", "\"\t\"", "\"\\x\"", "NaN", "// c\n1", "\xef\xbb\xbf"}) {
    CAPTURE(text);
    CHECK(error_of(text) == "json-syntax");
  }
  const auto value = read_json("[1,x]");
  REQUIRE_FALSE(value);
  CHECK(value.error().detail.find("byte 4") != std::string::npos);
}

TEST_CASE("text that is not well-formed UTF-8 is refused") {
  for (const char* text : {"\"\xff\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "\"\xe2\x82\"", R"("\ud800")", R"("\udc00")", R"("\ud83dx")"}) {
    CAPTURE(text);
    CHECK(error_of(text) == "json-syntax");
  }
}

TEST_CASE("nesting may have 64 levels, not 65") {
  CHECK(error_of(nested(limits::kNesting, '[', ']')) == "");
  CHECK(error_of(nested(limits::kNesting + 1, '[', ']')) == "json-depth");
  std::string objects = "1";
  for (std::size_t i = 0; i < limits::kNesting; ++i) objects = "{\"a\":" + objects + "}";
  CHECK(error_of(objects) == "");
  CHECK(error_of("[" + objects + "]") == "json-depth");
}

TEST_CASE("a million brackets do not harm") { CHECK(error_of(std::string(1'000'000, '[')) == "json-depth"); }

TEST_CASE("a writer puts the commas") {
  JsonWriter out;
  out.begin_object();
  out.member("a", 1);
  out.key("b");
  out.begin_array();
  out.string("x");
  out.begin_object();
  out.end_object();
  out.raw("[7]");
  out.end_array();
  out.member("c", true);
  out.end_object();
  CHECK(out.text() == R"({"a":1,"b":["x",{},[7]],"c":true})");
}

TEST_CASE("numbers that JSON has no form for are written as null") {
  JsonWriter out;
  out.begin_array();
  out.number(std::numeric_limits<double>::quiet_NaN());
  out.number(std::numeric_limits<double>::infinity());
  out.number(-0.0);
  out.end_array();
  CHECK(out.text() == "[null,null,0]");
}

}  // namespace waymark::codec
