#include "widgets/bar/bar.h"

#include "catch.h"
#include "support/widget.h"

namespace waymark::widgets {
using namespace testing;

namespace {

std::string error_of(const Json& content) { return problem_of(bar::kind(), content); }

Json with_action(const Json& url) { return object({{"text", "Hi"}, {"action", object({{"label", "Go"}, {"url", url}})}}); }

}  // namespace

TEST_CASE("widgets are found by name") {
  REQUIRE(find_kind("bar"));
  CHECK(find_kind("bar")->name == "bar");
  CHECK(find_kind("hologram") == nullptr);
  CHECK(find_kind("") == nullptr);
}

TEST_CASE("a bar's style sheet came with it, without comments") {
  const std::string_view css = bar::kind().css;
  CHECK(css.find(".bar") != std::string_view::npos);
  CHECK(css.find("/*") == std::string_view::npos);
}

TEST_CASE("a bar needs a text") {
  CHECK(error_of(object({{"text", "Hi"}})) == "");
  CHECK(error_of(object({{"text", object({{"ru", "Hi"}})}})) == "");
  CHECK(error_of(object()) == "bad-content /content/text");
  CHECK(error_of(object({{"text", ""}})) == "bad-content /content/text");
  CHECK(error_of(object({{"text", object()}})) == "bad-content /content/text");
}

TEST_CASE("an action needs a label and a safe URL") {
  CHECK(error_of(with_action("/sale")) == "");
  CHECK(error_of(object({{"text", "Hi"}, {"action", object({{"url", "/sale"}})}})) == "bad-content /content/action/label");
  CHECK(error_of(with_action("javascript:alert(1)")) == "bad-url /content/action/url");
  CHECK(error_of(with_action("")) == "bad-url /content/action/url");
  CHECK(error_of(with_action(5)) == "bad-url /content/action/url");
}

TEST_CASE("the URL of every language is checked") {
  CHECK(error_of(with_action(object({{"en", "/en"}, {"de", "/de"}}))) == "");
  CHECK(error_of(with_action(object({{"en", "/en"}, {"de", "data:x"}}))) == "bad-url /content/action/url/de");
  CHECK(error_of(with_action(object())) == "bad-url /content/action/url");
}

TEST_CASE("a bar shows its text, its link and a close button with a name") {
  const view::Element tree = Running(bar::kind(), with_action("/sale")).view();
  CHECK(attribute(tree, "aria-label") == "Hi");
  CHECK(find(tree, "p")->text == "Hi");
  CHECK(find(tree, "a")->text == "Go");
  CHECK(attribute(*find(tree, "a"), "href") == "/sale");
  CHECK(attribute(*find(tree, "button"), "aria-label") == "Close");
  CHECK(attribute(*find(tree, "button"), "type") == "button");
}

TEST_CASE("a bar without an action has no link") { CHECK(find(Running(bar::kind(), object({{"text", "Hi"}})).view(), "a") == nullptr); }

TEST_CASE("texts and links follow the locale") {
  const Json content = object({{"text", object({{"en", "Hi"}, {"de", "Hallo"}})},
                               {"action", object({{"label", object({{"en", "Go"}, {"de", "Los"}})}, {"url", object({{"en", "/en"}, {"de", "/de"}})}})},
                               {"close", object({{"de", "Zu"}})}});
  const view::Element tree = Running(bar::kind(), content, "de-AT").view();
  CHECK(find(tree, "p")->text == "Hallo");
  CHECK(find(tree, "a")->text == "Los");
  CHECK(attribute(*find(tree, "a"), "href") == "/de");
  CHECK(attribute(*find(tree, "button"), "aria-label") == "Zu");
}

TEST_CASE("the close button has a name in Russian too") {
  CHECK(attribute(*find(Running(bar::kind(), object({{"text", "x"}}), "ru-RU").view(), "button"), "aria-label") == "\xd0\x97\xd0\xb0\xd0\xba\xd1\x80\xd1\x8b\xd1\x82\xd1\x8c");
}

TEST_CASE("placeholders are filled when the bar is made") {
  Facts facts;
  facts.set(FactRoot::Traits, object({{"name", "Mia"}}).value());
  CHECK(find(Running(bar::kind(), object({{"text", "Hi {{ traits.name }}"}}), "en", std::move(facts)).view(), "p")->text == "Hi Mia");
}

TEST_CASE("a bar is clicked and closed, other actions do nothing") {
  Running bar(bar::kind(), with_action("/sale"));
  CHECK(bar.tell("click").outcome == Outcome::Clicked);
  CHECK_FALSE(bar.tell("click").leaves);
  CHECK(bar.tell("close").outcome == Outcome::Closed);
  CHECK(bar.tell("close").leaves);
  CHECK(bar.tell("spin").outcome == Outcome::None);
  CHECK(bar.tell("").outcome == Outcome::None);
}

}  // namespace waymark::widgets
