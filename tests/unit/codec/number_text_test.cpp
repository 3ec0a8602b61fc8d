#include "codec/number_text.h"

#include <cmath>
#include <limits>

#include "catch.h"

namespace waymark::codec {
namespace {

std::string printed(double value) {
  std::string out;
  append_number(out, value);
  return out;
}

}  // namespace

TEST_CASE("numbers are printed as JavaScript prints them") {
  // Each line as `String(value)` gives it in V8.
  const std::pair<double, const char*> cases[] = {
      {0, "0"}, {-0.0, "0"}, {1, "1"}, {-1, "-1"}, {0.1, "0.1"}, {0.1 + 0.2, "0.30000000000000004"}, {1.5, "1.5"}, {100, "100"},
      {123456789.125, "123456789.125"}, {9007199254740991, "9007199254740991"}, {9007199254740992, "9007199254740992"},
      {9007199254740994, "9007199254740994"}, {1e20, "100000000000000000000"}, {123456789012345680000.0, "123456789012345680000"},
      {1e21, "1e+21"}, {1.5e21, "1.5e+21"}, {1e22, "1e+22"}, {1e100, "1e+100"}, {0.001, "0.001"}, {0.000001, "0.000001"}, {0.0000015, "0.0000015"},
      {1e-7, "1e-7"}, {1.5e-7, "1.5e-7"}, {-1e-7, "-1e-7"}, {5e-324, "5e-324"}, {1.7976931348623157e308, "1.7976931348623157e+308"},
      {2.2250738585072014e-308, "2.2250738585072014e-308"}, {4.35, "4.35"}, {1.0 / 3, "0.3333333333333333"}, {2.0 / 3, "0.6666666666666666"},
      {5e-7, "5e-7"}, {9.5367431640625e-7, "9.5367431640625e-7"}, {4294967296.5, "4294967296.5"}};
  for (const auto& [value, text] : cases) CHECK(printed(value) == text);
}

TEST_CASE("numbers that Grisu alone prints too long are printed short") {
  CHECK(printed(9.109e-31) == "9.109e-31");
  CHECK(printed(5.0e-324) == "5e-324");
  CHECK(printed(9.5e-5) == "0.000095");
  CHECK(printed(2e-3) == "0.002");
  CHECK(printed(1e23) == "1e+23");
  CHECK(printed(9007199254740993e3) == "9007199254740993000");
}

TEST_CASE("NaN and the infinities are printed as JavaScript prints them") {
  CHECK(printed(std::numeric_limits<double>::quiet_NaN()) == "NaN");
  CHECK(printed(std::numeric_limits<double>::infinity()) == "Infinity");
  CHECK(printed(-std::numeric_limits<double>::infinity()) == "-Infinity");
}

TEST_CASE("a number is appended") {
  std::string out = "n=";
  append_number(out, -2.5);
  CHECK(out == "n=-2.5");
}

TEST_CASE("texts become numbers as JavaScript's Number makes them") {
  CHECK(number_of_text("") == 0);
  CHECK(number_of_text("  \t\n ") == 0);
  CHECK(number_of_text(" 12 ") == 12);
  CHECK(number_of_text("-1.5e3") == -1500);
  CHECK(number_of_text("+7") == 7);
  CHECK(number_of_text("5.") == 5);
  CHECK(number_of_text(".5") == 0.5);
  CHECK(number_of_text("0x1F") == 31);
  CHECK(number_of_text("0b101") == 5);
  CHECK(number_of_text("0o17") == 15);
  CHECK(number_of_text("007") == 7);
  CHECK(number_of_text("Infinity") == std::numeric_limits<double>::infinity());
  CHECK(number_of_text("-Infinity") == -std::numeric_limits<double>::infinity());
  CHECK(number_of_text("1e1000") == std::numeric_limits<double>::infinity());
  CHECK(std::signbit(number_of_text("-0")));
}

TEST_CASE("texts that JavaScript's Number refuses are not numbers") {
  for (const char* text : {"a", "1a", "1 2", "1,5", "1_000", ".", "+", "-", "e5", "1e", "0x", "0xg", "-0x10", "+0x10", "0b2", "0o8", "infinity", "inf", "nan", "NaN", "--1", "1e5.5", "0x1p3", "12px"}) {
    CAPTURE(text);
    CHECK(std::isnan(number_of_text(text)));
  }
}

TEST_CASE("white space that only Unicode knows is skipped too") {
  CHECK(number_of_text("\xc2\xa0" "5") == 5);      // U+00A0
  CHECK(number_of_text("\xef\xbb\xbf" "5") == 5);  // U+FEFF
  CHECK(number_of_text("5\xe2\x80\xa8") == 5);     // U+2028
}

TEST_CASE("a zero byte ends no number") { CHECK(std::isnan(number_of_text(std::string_view("12\0", 3)))); }

}  // namespace waymark::codec
