#include "widgets/story/story.h"

#include "catch.h"
#include "support/widget.h"

namespace waymark::widgets {
using namespace testing;

namespace {

Json page(std::string_view image, Members more = {}) { return joined(object({{"image", image}}), object(more)); }
Json story_of(std::string_view id, const Json& pages) {
  return object({{"id", id}, {"title", "Story " + std::string(id)}, {"cover", "/" + std::string(id) + ".webp"}, {"pages", pages}});
}
/// Two stories: a with three pages, b with one.
Json content() {
  const Json pages = array({page("/1.webp"), page("/2.webp", {{"text", "Two"}, {"duration", "8s"}, {"action", object({{"label", "Go"}, {"url", "/x"}})}}), page("/3.webp")});
  return object({{"title", "New"}, {"stories", array({story_of("a", pages), story_of("b", array({page("/4.webp")}))})}});
}

Facts still() {
  Facts facts;
  facts.set(FactRoot::Device, object({{"reducedMotion", true}}).value());
  return facts;
}

/// The page on show, by its picture; nothing while the viewer is closed.
std::string shown(const Running& stories) {
  const view::Element tree = stories.view();
  const view::Element* image = find(tree, ".page");
  return image ? attribute(*image, "src") : "";
}

/// A row whose story is open, its picture there.
struct Opened : Running {
  explicit Opened(std::string_view story = "open:0") : Running(story::kind(), content()) {
    static_cast<void>(tell(story));
    static_cast<void>(tell("loaded"));
  }
};

std::string problem(const Json& content) { return problem_of(story::kind(), content); }

}  // namespace

TEST_CASE("a row has a cover for each story and a button that takes it away") {
  const view::Element row = Running(story::kind(), content()).view();
  CHECK(attribute(row, "aria-label") == "New");
  CHECK(find(row, "ul")->children.size() == 2);
  CHECK(find(row, ".cover")->children[1].text == "Story a");
  CHECK(attribute(*find(row, ".hide"), "aria-label") == "Hide stories");
  CHECK(find(row, "dialog") == nullptr);
}

TEST_CASE("a cover opens its story") {
  CHECK(shown(Opened()) == "/1.webp");
  CHECK(shown(Opened("open:1")) == "/4.webp");
  Running stories(story::kind(), content());
  const Reply reply = stories.tell("open:1");
  CHECK(reply.outcome == Outcome::Clicked);
  CHECK(text_of(reply.details.view()) == R"({"story":"b","page":1,"part":"cover"})");
}

TEST_CASE("a cover that is none opens nothing") {
  Running stories(story::kind(), content());
  CHECK(stories.tell("open:7").outcome == Outcome::None);
  CHECK(shown(stories) == "");
}

TEST_CASE("next and back turn the pages, across stories, and the last page closes") {
  Opened stories;
  std::string seen;
  for (int i = 0; i < 4; ++i) static_cast<void>(stories.tell("next")), seen += shown(stories) + " ";
  CHECK(seen == "/2.webp /3.webp /4.webp  ");
  Opened second("open:1");
  static_cast<void>(second.tell("back"));
  CHECK(shown(second) == "/1.webp");
  static_cast<void>(second.tell("back"));
  CHECK(shown(second) == "/1.webp");
}

TEST_CASE("a page turns by itself after its time, counted from when its picture is there") {
  Running stories(story::kind(), content());
  static_cast<void>(stories.tell("open:0"));
  CHECK(stories.wakes_at() == kNever);
  stories.wait(kMinute);
  static_cast<void>(stories.tell("loaded"));
  CHECK(stories.wakes_at() == stories.now() + 5 * kSecond);
  stories.wait(5 * kSecond - 1);
  static_cast<void>(stories.tell("elapsed"));
  CHECK(shown(stories) == "/1.webp");
  stories.wait(1);
  static_cast<void>(stories.tell("elapsed"));
  CHECK(shown(stories) == "/2.webp");
  static_cast<void>(stories.tell("loaded"));
  CHECK(stories.wakes_at() == stories.now() + 8 * kSecond);
}

TEST_CASE("while held, paused or hidden the time stands still, and what is left of it is kept") {
  for (const auto& [stop, go] : {std::pair{"press", "release"}, {"pause", "pause"}, {"hidden", "visible"}}) {
    Opened stories;
    stories.wait(2 * kSecond);
    static_cast<void>(stories.tell(stop));
    CHECK(stories.wakes_at() == kNever);
    CHECK(find(stories.view(), ".fill")->motion.is_paused);
    stories.wait(kHour);
    static_cast<void>(stories.tell(go));
    CHECK(stories.wakes_at() == stories.now() + 3 * kSecond);
  }
}

TEST_CASE("a tap turns the page, a hold does not") {
  const auto pressed_for = [](Duration duration) {
    Opened stories;
    static_cast<void>(stories.tell("press"));
    stories.wait(duration);
    static_cast<void>(stories.tell("release"));
    static_cast<void>(stories.tell("next"));
    return shown(stories);
  };
  CHECK(pressed_for(299) == "/2.webp");
  CHECK(pressed_for(300) == "/1.webp");
}

TEST_CASE("a key turns the page after a hold too") {
  Opened stories;
  static_cast<void>(stories.tell("press"));
  stories.wait(kSecond);
  static_cast<void>(stories.tell("release"));
  static_cast<void>(stories.tell("next"));
  static_cast<void>(stories.tell("next"));
  CHECK(shown(stories) == "/2.webp");
}

TEST_CASE("arrow keys follow the direction of the script") {
  const auto action_of = [](std::string_view locale, std::string_view key) {
    Running stories(story::kind(), content(), locale);
    static_cast<void>(stories.tell("open:0"));
    const view::Element row = stories.view();
    std::string found;
    for (const view::Listener& listener : find(row, "dialog")->listeners)
      if (listener.event == key) found = listener.action;
    return found;
  };
  CHECK(action_of("en", "keydown:ArrowRight") == "next");
  CHECK(action_of("en", "keydown:ArrowLeft") == "back");
  CHECK(action_of("ar", "keydown:ArrowRight") == "back");
  CHECK(action_of("ar", "keydown:ArrowLeft") == "next");
}

TEST_CASE("a story is seen once its last page has been shown, and that is kept") {
  Opened stories;
  CHECK_FALSE(stories.kept().exists());
  static_cast<void>(stories.tell("next"));
  CHECK_FALSE(stories.kept().exists());
  static_cast<void>(stories.tell("next"));
  CHECK(text_of(stories.kept()) == R"({"seen":["a"]})");
  static_cast<void>(stories.tell("next"));
  CHECK(text_of(stories.kept()) == R"({"seen":["a","b"]})");
  const Running later(story::kind(), content(), "en", {}, object({{"seen", array({"b"})}}));
  const view::Element row = later.view();
  CHECK(attribute(*find(row, ".cover"), "class") == "cover");
  CHECK(find(row, ".seen")->children[1].text == "Story b");
}

TEST_CASE("with less motion pages wait for the visitor") {
  Running stories(story::kind(), content(), "en", still());
  static_cast<void>(stories.tell("open:0"));
  static_cast<void>(stories.tell("loaded"));
  CHECK(stories.wakes_at() == kNever);
  CHECK(find(stories.view(), ".pause") == nullptr);
  CHECK_FALSE(find(stories.view(), ".fill")->motion.exists());
}

TEST_CASE("closing the viewer leaves the row, hiding takes it away") {
  Opened stories;
  const Reply reply = stories.tell("close");
  CHECK(reply.outcome == Outcome::None);
  CHECK_FALSE(reply.leaves);
  CHECK(shown(stories) == "");
  CHECK(stories.tell("hide").outcome == Outcome::Closed);
}

TEST_CASE("a page's link counts as a click that names the page") {
  Opened stories;
  static_cast<void>(stories.tell("next"));
  CHECK(attribute(*find(stories.view(), "a"), "href") == "/x");
  const Reply reply = stories.tell("click");
  CHECK(reply.outcome == Outcome::Clicked);
  CHECK(text_of(reply.details.view()) == R"({"story":"a","page":2,"part":"action"})");
}

TEST_CASE("what is said to a closed viewer does nothing") {
  Running stories(story::kind(), content());
  for (const char* action : {"next", "back", "elapsed", "loaded", "release", "hidden", "visible", "close", ""}) {
    const Reply reply = stories.tell(action);
    CHECK(reply.outcome == Outcome::None);
    CHECK(stories.wakes_at() == kNever);
  }
  CHECK(shown(stories) == "");
}

TEST_CASE("the next picture is loaded ahead") {
  const view::Element row = Opened().view();
  CHECK(attribute(*find(*find(row, ".stage"), ".unseen"), "src") == "/2.webp");
}

TEST_CASE("every problem of a row is noted in its place") {
  CHECK(problem(content()) == "");
  CHECK(problem(object({{"stories", array({story_of("a", array({page("/1.webp")}))})}})) == "bad-content /content/title");
  CHECK(problem(object({{"title", "x"}})) == "bad-content /content/stories");
  CHECK(problem(object({{"title", "x"}, {"stories", array({story_of("a", array({}))})}})) == "bad-content /content/stories/0/pages");
  CHECK(problem(object({{"title", "x"}, {"stories", array({story_of("a", array({page("data:x")}))})}})) == "bad-url /content/stories/0/pages/0/image");
}

}  // namespace waymark::widgets
