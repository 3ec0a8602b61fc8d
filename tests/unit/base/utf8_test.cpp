#include "base/utf8.h"

#include "catch.h"

namespace waymark {
namespace {
const std::string kReplacement = "\xef\xbf\xbd";
}

TEST_CASE("well-formed text stays as it is") {
  for (const char* text : {"", "plain", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x92\x84", "\xf4\x8f\xbf\xbf", "\xed\x9f\xbf", "\xee\x80\x80"}) {
    CAPTURE(text);
    CHECK(well_formed_utf8(text) == text);
  }
}

TEST_CASE("a byte that is part of no character becomes one U+FFFD") {
  CHECK(well_formed_utf8("a\x80" "b") == "a" + kReplacement + "b");
  CHECK(well_formed_utf8("\xff") == kReplacement);
}

TEST_CASE("overlong forms, surrogates and what is beyond U+10FFFF are ill-formed") {
  for (const char* text : {"\xc0\xaf", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80"}) {
    CAPTURE(text);
    std::string expected;
    for (std::size_t i = 0; i < std::string_view(text).size(); ++i) expected += kReplacement;
    CHECK(well_formed_utf8(text) == expected);
  }
}

TEST_CASE("a character that is cut off at the end is ill-formed") {
  CHECK(well_formed_utf8("x\xe2\x82") == "x" + kReplacement + kReplacement);
  CHECK(well_formed_utf8("\xf0\x9f\x92") == kReplacement + kReplacement + kReplacement);
}

TEST_CASE("what follows a cut-off character is kept") { CHECK(well_formed_utf8("\xe2\x82" "a") == kReplacement + kReplacement + "a"); }

TEST_CASE("a prefix never ends inside a character") {
  const std::string text = "a\xe2\x82\xac" "b";
  CHECK(utf8_prefix(text, 0).empty());
  CHECK(utf8_prefix(text, 1) == "a");
  CHECK(utf8_prefix(text, 2) == "a");
  CHECK(utf8_prefix(text, 3) == "a");
  CHECK(utf8_prefix(text, 4) == "a\xe2\x82\xac");
  CHECK(utf8_prefix(text, 5) == text);
  CHECK(utf8_prefix(text, 99) == text);
}

}  // namespace waymark
