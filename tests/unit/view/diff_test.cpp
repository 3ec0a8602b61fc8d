#include "view/diff.h"

#include "catch.h"
#include "support/json.h"
#include "support/tree.h"

namespace waymark::view {
using testing::element;

namespace {

/// A tree on show: what each next tree costs in operations.
struct Shown {
  std::string becomes(Element next) {
    codec::JsonWriter out;
    write_diff(out, has_tree ? &tree : nullptr, next, last_node);
    tree = std::move(next);
    has_tree = true;
    return std::string(out.text());
  }
  Element tree;
  bool has_tree = false;
  std::uint32_t last_node = 0;
};

Element list_of(std::initializer_list<const char*> keys) {
  auto list = element("ul");
  for (const char* key : keys) list.holds(element("li").keyed(key).says(key));
  return list;
}

}  // namespace

TEST_CASE("the first tree is created from the root down") {
  Shown shown;
  CHECK(shown.becomes(element("p").with("class", "a").on("click", "go").holds(element("b").says("x"))) ==
        R"([[1,1,"p",0,0],[3,1,"class","a"],[7,1,"click","go"],[1,2,"b",1,0],[2,2,"x"]])");
}

TEST_CASE("an equal tree costs nothing") {
  Shown shown;
  const auto tree = []() -> Element { return element("p").with("class", "a").says("x"); };
  shown.becomes(tree());
  CHECK(shown.becomes(tree()) == "[]");
}

TEST_CASE("a changed text is set") {
  Shown shown;
  shown.becomes(element("p").says("x"));
  CHECK(shown.becomes(element("p").says("y")) == R"([[2,1,"y"]])");
  CHECK(shown.becomes(element("p")) == R"([[2,1,""]])");
}

TEST_CASE("attributes are set, changed and taken away") {
  Shown shown;
  shown.becomes(element("p").with("a", "1").with("b", "2"));
  CHECK(shown.becomes(element("p").with("b", "3").with("c", "4")) == R"([[4,1,"a"],[3,1,"b","3"],[3,1,"c","4"]])");
}

TEST_CASE("listeners are set, changed and stopped") {
  Shown shown;
  shown.becomes(element("p").on("click", "a").on("focus", "b"));
  CHECK(shown.becomes(element("p").on("focus", "c").on("blur", "d")) == R"([[7,1,"click",""],[7,1,"focus","c"],[7,1,"blur","d"]])");
}

TEST_CASE("a child is added before the sibling it precedes") {
  Shown shown;
  shown.becomes(list_of({"a", "c"}));
  CHECK(shown.becomes(list_of({"a", "b", "c"})) == R"([[1,4,"li",1,3],[2,4,"b"]])");
}

TEST_CASE("a child that is gone is removed") {
  Shown shown;
  shown.becomes(list_of({"a", "b", "c"}));
  CHECK(shown.becomes(list_of({"a", "c"})) == "[[5,3]]");
}

TEST_CASE("a keyed child that changed its place is moved, not made anew") {
  Shown shown;
  shown.becomes(list_of({"a", "b", "c"}));
  CHECK(shown.becomes(list_of({"c", "a", "b"})) == "[[6,4,1,2]]");
  CHECK(shown.becomes(list_of({"a", "b", "c"})) == "[[6,3,1,4],[6,2,1,3]]");
}

TEST_CASE("numbers are never given twice") {
  Shown shown;
  shown.becomes(list_of({"a"}));
  shown.becomes(list_of({}));
  CHECK(shown.becomes(list_of({"a"})) == R"([[1,3,"li",1,0],[2,3,"a"]])");
}

TEST_CASE("another tag or key is another node") {
  Shown shown;
  shown.becomes(element("p").says("x"));
  CHECK(shown.becomes(element("b").says("x")) == R"([[5,1],[1,2,"b",0,0],[2,2,"x"]])");
  CHECK(shown.becomes(element("b").keyed("k").says("x")) == R"([[5,2],[1,3,"b",0,0],[2,3,"x"]])");
}

TEST_CASE("text gives way to children and children to text") {
  Shown shown;
  shown.becomes(element("p").says("x"));
  CHECK(shown.becomes(element("p").holds(element("b"))) == R"([[2,1,""],[1,2,"b",1,0]])");
  CHECK(shown.becomes(element("p").says("y")) == R"([[5,2],[2,1,"y"]])");
}

TEST_CASE("texts are JSON, whatever stands in them") {
  Shown shown;
  CHECK(shown.becomes(element("p").says("<b>\"\n\\</b>")) == R"([[1,1,"p",0,0],[2,1,"<b>\"\n\\</b>"]])");
}

TEST_CASE("a builder makes the tree that is opened and closed") {
  Builder out;
  out.open("ul", "list").open("li").keyed("a").says("x").close();
  out.open("li").on("click", "go").open("b").focused().close().close();
  out.close();
  Element tree = out.take();
  REQUIRE(tree.children.size() == 2);
  CHECK(tree.attributes[0].value == "list");
  CHECK(tree.children[0].text == "x");
  CHECK(tree.children[1].listeners[0].action == "go");
  CHECK(tree.children[1].children[0].has_focus);
}

TEST_CASE("a motion starts once, is paused and goes on, changes and ends") {
  const auto moving = [](std::string_view to, bool is_paused) -> Element {
    return element("p").moves({.property = "rotate", .from = "0deg", .to = std::string(to), .duration_ms = 400, .easing = "ease-out", .is_paused = is_paused});
  };
  Shown shown;
  CHECK(shown.becomes(moving("9deg", true)) == R"([[1,1,"p",0,0],[9,1,"rotate","0deg","9deg","ease-out",400],[10,1,true]])");
  CHECK(shown.becomes(moving("9deg", true)) == "[]");
  CHECK(shown.becomes(moving("9deg", false)) == R"([[10,1,false]])");
  CHECK(shown.becomes(moving("8deg", false)) == R"([[9,1,"rotate","0deg","8deg","ease-out",400]])");
  CHECK(shown.becomes(element("p")) == R"([[11,1]])");
  CHECK(shown.becomes(element("p")) == "[]");
}

TEST_CASE("focus is given when an element begins to want it") {
  Shown shown;
  CHECK(shown.becomes(element("p").focused()) == R"([[1,1,"p",0,0],[8,1]])");
  CHECK(shown.becomes(element("p").focused()) == "[]");
  CHECK(shown.becomes(element("p")) == "[]");
  CHECK(shown.becomes(element("p").focused()) == R"([[8,1]])");
}

}  // namespace waymark::view
