#include "catch.h"
#include "support/json.h"
#include "text/localized.h"
#include "text/template.h"

namespace waymark::text {
using namespace testing;

namespace {

Facts with_traits(Members traits) {
  Facts facts;
  facts.set(FactRoot::Traits, object(traits).value());
  return facts;
}

std::string localized_in(const Json& text, std::string_view locale) {
  const Value value = text.value();
  return std::string(localized(value.view(), locale));
}

}  // namespace

TEST_CASE("a placeholder is replaced by its fact") {
  const Facts facts = with_traits({{"firstName", "Mia"}, {"points", 12.5}, {"vip", true}, {"tags", array({"a", "b"})}});
  CHECK(fill("Hello {{ traits.firstName }}!", facts) == "Hello Mia!");
  CHECK(fill("{{traits.points}} points", facts) == "12.5 points");
  CHECK(fill("{{   traits.vip   }}", facts) == "true");
  CHECK(fill("{{ traits.tags }}", facts) == "a,b");
  CHECK(fill("{{ traits.firstName }}{{ traits.firstName }}", facts) == "MiaMia");
}

TEST_CASE("a missing fact takes the default, or is empty without one") {
  const Facts facts = with_traits({{"nothing", nullptr}, {"group", object({{"a", 1}})}});
  CHECK(fill("Hello {{ traits.firstName | default: \"there\" }}!", facts) == "Hello there!");
  CHECK(fill("Hello {{ traits.firstName }}!", facts) == "Hello !");
  CHECK(fill("{{ traits.nothing | default: \"x\" }}", facts) == "x");
  CHECK(fill("{{ traits.group | default: \"x\" }}", facts) == "x");
  CHECK(fill("{{ unknown.fact | default: \"\" }}", facts) == "");
}

TEST_CASE("a fact that is there beats the default, an empty or false one too") {
  const Facts facts = with_traits({{"empty", ""}, {"zero", 0}, {"no", false}});
  CHECK(fill("{{ traits.empty | default: \"x\" }}", facts) == "");
  CHECK(fill("{{ traits.zero | default: \"x\" }}", facts) == "0");
  CHECK(fill("{{ traits.no | default: \"x\" }}", facts) == "false");
}

TEST_CASE("a default that is not quoted is none") {
  CHECK(fill("[{{ traits.a | default: there }}]", Facts()) == "[]");
  CHECK(fill("[{{ traits.a | default: \"there }}]", Facts()) == "[]");
  CHECK(fill("[{{ traits.a | upper }}]", Facts()) == "[]");
}

TEST_CASE("a placeholder that is not closed stays as it is") {
  const Facts facts = with_traits({{"a", "x"}});
  CHECK(fill("50 % {{ traits.a", facts) == "50 % {{ traits.a");
  CHECK(fill("{{ traits.a }} and {{", facts) == "x and {{");
  CHECK(fill("}} {{ traits.a }}", facts) == "}} x");
  CHECK(fill("{ traits.a }", facts) == "{ traits.a }");
}

TEST_CASE("what a fact holds is text, never a placeholder of its own") {
  CHECK(fill("{{ traits.a }}", with_traits({{"a", "{{ traits.a }}<b>"}})) == "{{ traits.a }}<b>");
}

TEST_CASE("a text without placeholders stays as it is") {
  CHECK(fill("", Facts()) == "");
  CHECK(fill("\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82 \xe2\x80\x94 10 %", Facts()) == "\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82 \xe2\x80\x94 10 %");
}

TEST_CASE("a plain text is for every locale") { CHECK(localized_in("Hello", "ru") == "Hello"); }

TEST_CASE("the locale itself comes first, then its language, then the first that is given") {
  const Json texts = object({{"en", "Hello"}, {"de", "Hallo"}, {"de-CH", "Gr\xc3\xbc" "ezi"}});
  CHECK(localized_in(texts, "de-CH") == "Gr\xc3\xbc" "ezi");
  CHECK(localized_in(texts, "de-AT") == "Hallo");
  CHECK(localized_in(texts, "de") == "Hallo");
  CHECK(localized_in(texts, "tr") == "Hello");
  CHECK(localized_in(texts, "") == "Hello");
}

TEST_CASE("what is not a text is skipped") {
  CHECK(localized_in(object({{"en", 5}, {"de", "Hallo"}}), "en") == "Hallo");
  CHECK(localized_in(object(), "en") == "");
  CHECK(localized_in(5, "en") == "");
  CHECK(localized({}, "en").empty());
}

TEST_CASE("Arabic, Hebrew, Persian and Urdu run from right to left") {
  for (const char* locale : {"ar", "ar-EG", "he", "fa-IR", "ur"}) CHECK(direction(locale) == "rtl");
  for (const char* locale : {"en", "ru-RU", "tr", "arn", "", "de-ar"}) CHECK(direction(locale) == "ltr");
}

}  // namespace waymark::text
