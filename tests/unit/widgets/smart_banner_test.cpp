#include "widgets/smart_banner/smart_banner.h"

#include "catch.h"
#include "support/widget.h"

namespace waymark::widgets {
using namespace testing;

namespace {

Facts on(std::string_view os, const Json& apps = nullptr, std::string_view browser = "Chrome") {
  Facts facts;
  facts.set(FactRoot::Device, object({{"os", os}, {"browser", browser}}).value());
  facts.set(FactRoot::Page, object({{"apps", apps}}).value());
  return facts;
}

const Json kTitle = object({{"title", "Aurelle"}});
const Json kTags = object({{"apple", "app-id=123, app-argument=https://shop.test/x"}, {"google", "app-id=com.aurelle.shop_2"}});
Json with_stores(const Json& ios, const Json& android) { return joined(kTitle, object({{"ios", ios}, {"android", android}})); }
const Json kStores = with_stores(object({{"url", "/ios"}}), object({{"url", "/android"}}));

std::string error_of(const Json& more) { return problem_of(smart_banner::kind(), joined(kTitle, more)); }

std::string refusal_of(const Json& content, const Facts& facts) {
  const Value given = content.value();
  const char* refusal = smart_banner::kind().refusal({.content = given.view(), .locale = "en", .facts = facts});
  return refusal ? refusal : "";
}

view::Element drawn(const Json& content, Facts facts, std::string_view locale = "en") {
  return Running(smart_banner::kind(), content, locale, std::move(facts)).view();
}

std::string link_of(const Json& content, Facts facts, std::string_view locale = "en") {
  return attribute(*find(drawn(content, std::move(facts), locale), "a"), "href");
}

}  // namespace

TEST_CASE("a smart banner needs a title") {
  CHECK(error_of(object()) == "");
  CHECK(problem_of(smart_banner::kind(), object()) == "bad-content /content/title");
  CHECK(error_of(object({{"title", ""}})) == "bad-content /content/title");
}

TEST_CASE("a smart banner's other texts may be missing, but not be empty") {
  for (const char* name : {"text", "button", "close"}) {
    CHECK(error_of(object({{name, object({{"ru", "x"}})}})) == "");
    CHECK(error_of(object({{name, ""}})) == std::string("bad-content /content/") + name);
    CHECK(error_of(object({{name, 5}})) == std::string("bad-content /content/") + name);
  }
}

TEST_CASE("a smart banner's picture and links have safe URLs") {
  CHECK(error_of(object({{"icon", "https://cdn.test/icon.png"}})) == "");
  CHECK(error_of(object({{"icon", "javascript:x"}})) == "bad-url /content/icon");
  CHECK(error_of(object({{"ios", object({{"url", object({{"en", "/a"}, {"ru", "/b"}})}})}})) == "");
  CHECK(error_of(object({{"ios", object({{"url", "data:x"}})}})) == "bad-url /content/ios/url");
  CHECK(error_of(object({{"android", object({{"url", object({{"en", "data:x"}})}})}})) == "bad-url /content/android/url/en");
}

TEST_CASE("an app has a URL or the id that its store gave it") {
  CHECK(error_of(object({{"ios", object()}})) == "bad-url /content/ios/url");
  CHECK(error_of(object({{"android", "/app"}})) == "bad-url /content/android/url");
  CHECK(error_of(object({{"ios", object({{"app", "123"}})}, {"android", object({{"app", "com.x.Y_1"}})}})) == "");
  CHECK(error_of(object({{"ios", object({{"app", "com.x"}})}})) == "bad-content /content/ios/app");
  CHECK(error_of(object({{"android", object({{"app", "com.x&y"}})}})) == "bad-content /content/android/app");
  CHECK(error_of(object({{"android", object({{"app", ""}})}})) == "bad-content /content/android/app");
  CHECK(error_of(object({{"ios", object({{"app", "1"}, {"url", ""}})}})) == "bad-url /content/ios/url");
}

TEST_CASE("a rating lies between 0 and 5") {
  for (const double good : {0.0, 4.75, 5.0}) CHECK(error_of(object({{"rating", good}})) == "");
  for (const double bad : {-0.1, 5.1}) CHECK(error_of(object({{"rating", bad}})) == "bad-content /content/rating");
  CHECK(error_of(object({{"rating", "4.8"}})) == "bad-content /content/rating");
}

TEST_CASE("every problem of a smart banner is noted") {
  const Value value = object({{"icon", ""}, {"rating", 9}, {"ios", object({{"app", "x"}, {"url", "data:x"}})}, {"android", object()}}).value();
  Problems problems(value.view());
  smart_banner::kind().check(value.view(), problems);
  CHECK(problems.size() == 6);
}

TEST_CASE("a smart banner stays away where there is no app") {
  CHECK(refusal_of(kStores, on("iOS")) == "");
  CHECK(refusal_of(kStores, on("Android")) == "");
  for (const char* os : {"macOS", "Windows", "Linux", "other"}) CHECK(refusal_of(kStores, on(os, kTags)) == "no app for this device");
  CHECK(refusal_of(kStores, Facts()) == "no app for this device");
}

TEST_CASE("a smart banner stays away where it has no link") {
  CHECK(refusal_of(kTitle, on("iOS")) == "no link for this device");
  CHECK(refusal_of(kTitle, on("Android", object({{"apple", "app-id=123"}}))) == "no link for this device");
  CHECK(refusal_of(joined(kTitle, object({{"ios", object({{"url", "/ios"}})}})), on("Android")) == "no link for this device");
}

TEST_CASE("beside Safari's own banner there is no other") {
  CHECK(refusal_of(kTitle, on("iOS", kTags, "Safari")) == "the browser shows its own");
  CHECK(refusal_of(with_stores(object({{"app", "123"}}), nullptr), on("iOS", kTags, "Safari")) == "the browser shows its own");
  CHECK(refusal_of(kStores, on("iOS", kTags, "Safari")) == "");
  CHECK(refusal_of(kTitle, on("iOS", kTags, "Chrome")) == "");
  CHECK(refusal_of(kStores, on("iOS", nullptr, "Safari")) == "");
  CHECK(refusal_of(kTitle, on("Android", kTags, "Safari")) == "");
}

TEST_CASE("Safari shows no banner for a broken tag, so ours may") {
  const Json broken = object({{"apple", "app-id=abc"}});
  CHECK(refusal_of(kTitle, on("iOS", broken, "Safari")) == "no link for this device");
  CHECK(refusal_of(with_stores(object({{"app", "123"}}), nullptr), on("iOS", broken, "Safari")) == "");
}

TEST_CASE("a smart banner leads to the store of the device") {
  CHECK(link_of(kStores, on("iOS")) == "/ios");
  CHECK(link_of(kStores, on("Android")) == "/android");
  CHECK(link_of(with_stores(object({{"url", object({{"en", "/en"}, {"ru", "/ru"}})}}), nullptr), on("iOS"), "ru-RU") == "/ru");
}

TEST_CASE("without links of its own a smart banner takes those of the page's tags") {
  CHECK(link_of(kTitle, on("iOS", kTags)) == "https://apps.apple.com/app/id123");
  CHECK(link_of(kTitle, on("Android", kTags)) == "https://play.google.com/store/apps/details?id=com.aurelle.shop_2");
}

TEST_CASE("the document's link to an app goes before the page's, its URL before its id") {
  CHECK(link_of(kStores, on("iOS", kTags)) == "/ios");
  CHECK(link_of(with_stores(object({{"app", "9"}}), nullptr), on("iOS", kTags)) == "https://apps.apple.com/app/id9");
  CHECK(link_of(with_stores(object({{"app", "9"}, {"url", "/x"}}), nullptr), on("iOS", kTags)) == "/x");
}

TEST_CASE("tags are read as browsers do, and only well-formed ids become links") {
  const auto apple = [](std::string_view tag) { return refusal_of(kTitle, on("iOS", object({{"apple", tag}}))); };
  for (const char* good : {"app-id=1", " app-id=1 ", "app-argument=x, app-id=1", "affiliate-data=a,app-id=1,app-argument=x"}) CHECK(apple(good) == "");
  for (const char* bad : {"", "1", "app-id=", "app-id", "app-id=1x", "app-id=1/../2", "app-id=com.x", "app-argument=app-id=1", "APP-ID", ",,,"})
    CHECK(apple(bad) == "no link for this device");
  const auto google = [](const Json& tag) { return refusal_of(kTitle, on("Android", object({{"google", tag}}))); };
  CHECK(google("app-id=com.X_1") == "");
  for (const char* bad : {"app-id=com.x&y=1", "app-id=com x", "app-id=com-x", "app-id=<b>"}) CHECK(google(bad) == "no link for this device");
  CHECK(google(5) == "no link for this device");
}

TEST_CASE("a smart banner shows what it was given and names what needs a name") {
  const view::Element tree = drawn(joined(kStores, object({{"text", "Free"}, {"icon", "/icon.svg"}, {"rating", 4.75}})), on("iOS"));
  CHECK(attribute(tree, "aria-label") == "Aurelle");
  CHECK(find(tree, ".title")->text == "Aurelle");
  CHECK(find(tree, ".text")->text == "Free");
  CHECK(attribute(*find(tree, "img"), "src") == "/icon.svg");
  CHECK(attribute(*find(tree, "img"), "alt") == "");
  CHECK(find(tree, "a")->text == "Open");
  CHECK(attribute(*find(tree, "button"), "aria-label") == "Close");
  const view::Element& rating = *find(tree, ".rating");
  CHECK(rating.text == "★ 4.8");
  CHECK(attribute(rating, "role") == "img");
  CHECK(attribute(rating, "aria-label") == "Rated 4.8 of 5");
}

TEST_CASE("a smart banner without extras has none") {
  const view::Element tree = drawn(kStores, on("iOS"));
  CHECK(find(tree, "img") == nullptr);
  CHECK(find(tree, ".text") == nullptr);
  CHECK(find(tree, ".about")->children.size() == 1);
}

TEST_CASE("a smart banner speaks Russian") {
  const view::Element tree = drawn(joined(kStores, object({{"rating", 4.8}})), on("Android"), "ru");
  CHECK(find(tree, "a")->text == "Открыть");
  CHECK(attribute(*find(tree, "button"), "aria-label") == "Закрыть");
  CHECK(find(tree, ".rating")->text == "★ 4,8");
  CHECK(attribute(*find(tree, ".rating"), "aria-label") == "Оценка 4,8 из 5");
}

TEST_CASE("a smart banner is clicked and closed, by Escape too") {
  Running banner(smart_banner::kind(), kStores, "en", on("iOS"));
  CHECK(banner.view().listeners[0] == view::Listener{"keydown:Escape", "close"});
  CHECK(banner.tell("click").outcome == Outcome::Clicked);
  CHECK_FALSE(banner.tell("click").leaves);
  CHECK(banner.tell("close").outcome == Outcome::Closed);
  CHECK(banner.tell("close").leaves);
  CHECK(banner.tell("facts").outcome == Outcome::None);
}

}  // namespace waymark::widgets
