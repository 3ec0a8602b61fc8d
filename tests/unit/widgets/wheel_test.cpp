#include "widgets/wheel/wheel.h"

#include <cmath>
#include <set>
#include <vector>

#include "catch.h"
#include "support/widget.h"

namespace waymark::widgets {
using namespace testing;

namespace {

constexpr Duration kSpinTime = 4500;

Json slice(std::string_view id, const Json& label) { return object({{"id", id}, {"label", label}}); }
const Json kSlices = array({slice("ten", object({{"en", "10 % off"}, {"ru", "Скидка 10 %"}})),
                            slice("ship", "Free delivery"), slice("none", "Not this time")});
const Json kGate = object({{"consent", "I agree"}});
Json content(Members more = {}) {
  return joined(object({{"title", "Spin to win"}, {"slices", kSlices}, {"gate", kGate}}), object(more));
}
Json slices(std::initializer_list<Json> list) { return content({{"slices", array(list)}}); }
Json count_of_slices(int count) {
  std::string list;
  for (int i = 0; i < count; ++i)
    list += (i ? "," : "") + slice(std::to_string(i), "Prize " + std::to_string(i)).text();
  return content({{"slices", Json::raw("[" + list + "]")}});
}

std::string error_of(const Json& json) { return problem_of(wheel::kind(), json); }

Json entered(std::string_view email, bool consent = true) {
  return consent ? object({{"email", email}, {"consent", "on"}}) : object({{"email", email}});
}

/// A wheel in the hands of a visitor.
struct Player : Running {
  explicit Player(const Json& json = content(), const Json& kept = nullptr, std::string_view locale = "en",
                  Facts facts = {})
      : Running(wheel::kind(), json, locale, std::move(facts), kept) {}

  void enter() { tell("submit", entered("mia@example.com")); }
  /// From the gate to the server; the id of the draw.
  std::string ask() {
    enter();
    return spin();
  }
  std::string spin() { return std::string(tell("spin").draw.view()["draw"].string()); }
  widgets::Reply answer(std::string_view draw, int status, const Json& body) {
    return tell("drawn", object({{"draw", draw}, {"status", status}, {"body", body}}));
  }
  widgets::Reply refuse(std::string_view draw, int status, std::string_view code) {
    return answer(draw, status, object({{"success", false}, {"error", object({{"code", code}, {"detail", "why"}})}}));
  }
  widgets::Reply win(std::string_view draw, std::string_view slice = "ship", const Json& code = "AUR-1") {
    return answer(draw, 200, object({{"success", true}, {"draw", draw}, {"slice", slice}, {"code", code}}));
  }
  void land() {
    wait(kSpinTime);
    tell("elapsed");
  }

  [[nodiscard]] bool is_at_gate() const {
    const view::Element tree = view();
    return attribute(*find(tree, "form"), "hidden") == "(none)";
  }
  [[nodiscard]] std::string result() const {
    const view::Element tree = view();
    return find(tree, ".result")->text;
  }
  [[nodiscard]] std::string code() const {
    const view::Element tree = view();
    const view::Element* code = find(tree, "strong");
    return code ? code->text : "(none)";
  }
  /// The button of that action.
  [[nodiscard]] view::Element button(std::string_view action) const {
    const view::Element tree = view();
    for (const view::Element& child : find(tree, ".panel")->children)
      if (child.tag == "button" && child.listeners[0].action == action) return child;
    return {};
  }
  [[nodiscard]] std::string attribute_of(std::string_view what, std::string_view name) const {
    const view::Element tree = view();
    const view::Element* found = find(tree, what);
    return found ? attribute(*found, name) : "(no element)";
  }
  /// The group that turns.
  [[nodiscard]] view::Motion motion() const {
    const view::Element tree = view();
    return find(tree, "g")->motion;
  }
  [[nodiscard]] view::Element field(std::string_view name) const { return field_in(view(), name); }

 private:
  static view::Element field_in(const view::Element& element, std::string_view name) {
    if (element.tag == "input" && attribute(element, "name") == name) return element;
    for (const view::Element& child : element.children)
      if (view::Element found = field_in(child, name); !found.tag.empty()) return found;
    return {};
  }
};

Facts with_reduced_motion() {
  Facts facts;
  facts.set(FactRoot::Device, object({{"reducedMotion", true}}).value());
  return facts;
}

}  // namespace

TEST_CASE("a wheel is found by name, its style sheet came with it") {
  REQUIRE(find_kind("wheel"));
  CHECK(find_kind("wheel")->css.find(".wheel[open]") != std::string_view::npos);
}

TEST_CASE("a wheel needs a title, slices and a text to agree to") {
  CHECK(error_of(content()) == "");
  CHECK(error_of(content({{"title", ""}})) == "bad-content /content/title");
  CHECK(error_of(content({{"gate", nullptr}})) == "bad-content /content/gate");
  CHECK(error_of(content({{"gate", object()}})) == "bad-content /content/gate/consent");
  CHECK(error_of(content({{"slices", "many"}})) == "bad-content /content/slices");
  CHECK(error_of(slices({slice("a", "A")})) == "bad-content /content/slices");
  CHECK(error_of(count_of_slices(2)) == "");
  CHECK(error_of(count_of_slices(12)) == "");
  CHECK(error_of(count_of_slices(13)) == "bad-content /content/slices");
}

TEST_CASE("a slice needs an id of its own and a label") {
  CHECK(error_of(slices({slice("a", "A"), slice("a", "B")})) == "bad-content /content/slices/0/id");
  CHECK(error_of(slices({slice("a", "A"), slice("", "B")})) == "bad-content /content/slices/1/id");
  CHECK(error_of(slices({slice("a", "A"), object({{"id", 7}, {"label", "B"}})})) == "bad-content /content/slices/1/id");
  CHECK(error_of(slices({slice("a", "A"), slice("b", object())})) == "bad-content /content/slices/1/label");
  CHECK(error_of(slices({slice("a", "A"), "b"})) == "bad-content /content/slices/1/id");
}

TEST_CASE("colours are #rgb or #rrggbb") {
  const auto colored = [](const char* key, const Json& color) {
    return error_of(slices({slice("a", "A"), joined(slice("b", "B"), object({{key, color}}))}));
  };
  for (const char* good : {"#fff", "#a0B1c2"}) CHECK(colored("color", good) == "");
  for (const char* bad : {"", "red", "#ffff", "#ggg", "#12345", "fff", "#12345678", "url(#x)"})
    CHECK(colored("color", bad) == "bad-content /content/slices/1/color");
  CHECK(colored("text_color", 7) == "bad-content /content/slices/1/text_color");
}

TEST_CASE("the link beside a prize needs a label and a safe URL") {
  CHECK(error_of(content({{"action", object({{"label", "Go"}, {"url", "/cart"}})}})) == "");
  CHECK(error_of(content({{"action", object({{"url", "/cart"}})}})) == "bad-content /content/action/label");
  CHECK(error_of(content({{"action", object({{"label", "Go"}, {"url", "javascript:1"}})}})) ==
        "bad-url /content/action/url");
}

TEST_CASE("every problem of a wheel is noted") {
  const Value value = object({{"content", object({{"slices", array({object({{"color", "red"}})})}})}}).value();
  Problems problems(value.view());
  wheel::kind().check(value.view()["content"], problems);
  std::set<std::string> paths;
  for (const Failure& problem : problems.list()) paths.insert(problem->path);
  CHECK(paths == std::set<std::string>{"/content/title", "/content/slices", "/content/slices/0/id",
                                       "/content/slices/0/label", "/content/slices/0/color", "/content/gate"});
}

TEST_CASE("a wheel is a dialog with a name that a key closes") {
  const view::Element tree = Player().view();
  CHECK(tree.tag == "dialog");
  CHECK(attribute(tree, "aria-labelledby") == attribute(*find(tree, "h2"), "id"));
  CHECK(find(tree, "h2")->text == "Spin to win");
  REQUIRE(tree.listeners.size() == 2);
  CHECK(tree.listeners[0] == view::Listener{"cancel", "close"});
  CHECK(tree.listeners[1] == view::Listener{"close", "close"});
  CHECK(attribute(*find(tree, ".close"), "aria-label") == "Close");
  CHECK(attribute(*find(tree, "svg"), "aria-hidden") == "true");
  CHECK(find(tree, ".unseen")->children.size() == 3);
  CHECK(find(tree, ".unseen")->children[1].text == "Free delivery");
}

TEST_CASE("a wheel can be closed at any time") {
  Player player;
  CHECK(player.tell("close").leaves);
  player.ask();
  CHECK(player.tell("close").outcome == Outcome::Closed);
}

TEST_CASE("title and text are filled when the wheel is made") {
  Facts facts;
  facts.set(FactRoot::Traits, object({{"name", "Mia"}}).value());
  Player player(content({{"title", "Hi {{ traits.name }}"}, {"text", "Spin, {{ traits.name }}"}}), nullptr, "en",
                std::move(facts));
  player.set(FactRoot::Traits, object({{"name", "Bo"}}));
  CHECK(find(player.view(), "h2")->text == "Hi Mia");
  CHECK(find(player.view(), "p")->text == "Spin, Mia");
}

TEST_CASE("the gate has fields that browsers know how to fill") {
  Player player;
  CHECK(player.is_at_gate());
  CHECK(player.attribute_of("form", "novalidate") == "");
  const view::Element email = player.field("email");
  for (const char* name : {"type", "autocomplete", "inputmode", "id"}) CHECK(attribute(email, name) == "email");
  CHECK(attribute(player.field("consent"), "type") == "checkbox");
  CHECK(player.attribute_of("label", "for") == "email");
  CHECK(player.button("spin").tag.empty());
}

TEST_CASE("an address that is none keeps the gate closed") {
  for (const char* bad : {"", "mia", "@example.com", "mia@", "mia@example", "mia@.com", "mia@example.",
                          "mia b@example.com", "a@b@c.de", "mia@example.com\n"}) {
    INFO(bad);
    Player player;
    player.tell("submit", entered(bad));
    CHECK(player.is_at_gate());
    const view::Element email = player.field("email");
    CHECK(attribute(email, "aria-invalid") == "true");
    CHECK(attribute(email, "aria-describedby") == "email-error");
    CHECK(email.has_focus);
    CHECK(player.attribute_of(".error", "id") == "email-error");
    CHECK(attribute(player.field("consent"), "aria-invalid") == "(none)");
  }
  for (const char* good : {"a@b.c", "mia.o'hara+1@mail.example.co.uk", "мия@пример.рф"}) {
    INFO(good);
    Player player;
    player.tell("submit", entered(good));
    CHECK_FALSE(player.is_at_gate());
  }
  Player player;
  player.tell("submit", entered(std::string(250, 'a') + "@b.cd"));
  CHECK(player.is_at_gate());
}

TEST_CASE("without consent the gate stays closed") {
  Player player;
  player.tell("submit", entered("mia@example.com", false));
  CHECK(player.is_at_gate());
  CHECK(attribute(player.field("consent"), "aria-describedby") == "consent-error");
  CHECK(player.field("consent").has_focus);
  CHECK(player.attribute_of(".error", "id") == "consent-error");
  CHECK_FALSE(player.field("email").has_focus);
}

TEST_CASE("of two bad fields the first gets the focus, at every attempt") {
  Player player;
  player.tell("submit", entered("", false));
  CHECK(player.field("email").has_focus);
  CHECK_FALSE(player.field("consent").has_focus);
  CHECK(attribute(player.field("consent"), "aria-invalid") == "true");
  // The press of the button that comes before the next submission.
  player.tell("check");
  CHECK_FALSE(player.field("email").has_focus);
  CHECK(attribute(player.field("email"), "aria-invalid") == "(none)");
  CHECK(player.attribute_of(".error", "id") == "(no element)");
}

TEST_CASE("the spin button has the focus after the gate") {
  Player player;
  player.enter();
  CHECK_FALSE(player.is_at_gate());
  CHECK(player.button("spin").text == "Spin the wheel");
  CHECK(player.button("spin").has_focus);
  CHECK(player.wakes_at() == kNever);
}

TEST_CASE("a spin asks the server, counts as a click, and is kept") {
  Player player;
  player.enter();
  const Reply reply = player.tell("spin");
  CHECK(reply.outcome == Outcome::Clicked);
  const std::string draw(reply.draw.view()["draw"].string());
  CHECK(time_of_uuid7(draw) == player.now());
  CHECK(text_of(reply.draw.view()) ==
        object({{"draw", draw}, {"email", "mia@example.com"}, {"consent", true}, {"locale", "en"}}).text());
  CHECK(text_of(player.kept()) == object({{"draw", draw}, {"email", "mia@example.com"}}).text());
  const view::Element spin = player.button("spin");
  CHECK(attribute(spin, "aria-busy") == "true");
  CHECK(attribute(spin, "aria-disabled") == "true");
  CHECK_FALSE(player.motion().exists());
  CHECK(player.result() == "The wheel is turning…");
}

TEST_CASE("nobody spins before the gate, or twice") {
  Player player;
  CHECK(player.spin() == "");
  player.ask();
  CHECK(player.spin() == "");
  player.enter();
  CHECK(player.spin() == "");
}

TEST_CASE("two visitors, two draws") {
  Player player;
  player.enter();
  Player other(content(), object({{"draw", "0"}, {"email", "bo@example.com"}}));
  CHECK(player.spin() != other.spin());
}

TEST_CASE("the wheel turns to what the server drew, and then says so") {
  Player player;
  const std::string draw = player.ask();
  CHECK(player.win(draw).outcome == Outcome::None);
  CHECK(player.motion().property == "rotate");
  CHECK(player.motion().from == "0deg");
  CHECK(player.motion().to == "1680deg");
  CHECK(player.motion().duration_ms == kSpinTime);
  CHECK(player.wakes_at() == player.now() + kSpinTime);
  CHECK(player.code() == "(none)");
  CHECK(attribute(player.button("spin"), "aria-busy") == "(none)");
  CHECK(attribute(player.button("spin"), "aria-disabled") == "true");
  player.wait(kSpinTime - 1);
  player.tell("elapsed");
  CHECK(player.code() == "(none)");
  player.wait(1);
  player.tell("elapsed");
  CHECK(player.code() == "AUR-1");
  CHECK(player.result() == "You won: Free delivery");
  CHECK(player.button("copy").has_focus);
  CHECK(player.button("spin").tag.empty());
  CHECK(player.wakes_at() == kNever);
  // The same motion: it is not begun again.
  CHECK(player.motion().to == "1680deg");
  CHECK(player.motion().duration_ms == kSpinTime);
}

TEST_CASE("the result is announced where the visitor is told everything") {
  Player player;
  CHECK(player.attribute_of(".result", "aria-live") == "polite");
  CHECK(player.result() == "");
}

TEST_CASE("each slice comes to rest with its centre under the pointer") {
  for (int count = 2; count <= 12; ++count) {
    for (int i = 0; i < count; ++i) {
      Player player(count_of_slices(count));
      player.win(player.ask(), std::to_string(i));
      const std::string to = player.motion().to;
      REQUIRE(to.substr(to.size() - 3) == "deg");
      const double angle = std::stod(to);
      CHECK(angle >= 4 * 360);
      // Where the centre of the slice was drawn, from the top; the pointer is at 0.
      const view::Element tree = player.view();
      const std::string transform = attribute(find(tree, "g")->children[static_cast<std::size_t>(i)], "transform");
      const double centre = std::stod(transform.substr(std::string("rotate(").size()));
      CHECK(centre == Approx(360.0 * i / count).margin(0.005));
      CHECK(std::abs(std::remainder(centre + angle, 360)) < 0.02);
    }
  }
}

TEST_CASE("a sector is drawn about the top, with two decimals at most") {
  const auto shape = [](int count) {
    const view::Element tree = Player(count_of_slices(count)).view();
    return attribute(*find(tree, "path"), "d");
  };
  CHECK(shape(2) == "M0 0L-94 0A94 94 0 0 1 94 0z");
  CHECK(shape(3) == "M0 0L-81.41 -47A94 94 0 0 1 81.41 -47z");
  CHECK(shape(4) == "M0 0L-66.47 -66.47A94 94 0 0 1 66.47 -66.47z");
  CHECK(shape(6) == "M0 0L-47 -81.41A94 94 0 0 1 47 -81.41z");
  CHECK(shape(12) == "M0 0L-24.33 -90.8A94 94 0 0 1 24.33 -90.8z");
}

TEST_CASE("neighbours have different colours, letters contrast with them") {
  for (int count = 2; count <= 12; ++count) {
    const view::Element tree = Player(count_of_slices(count)).view();
    std::vector<std::string> colors;
    for (const view::Element& one : find(tree, "g")->children) {
      colors.push_back(attribute(one.children[0], "fill"));
      CHECK(attribute(one, "fill") == (colors.back() == "#f3c8d6" ? "#1f1a24" : "#fff"));
    }
    for (std::size_t i = 0; i < colors.size(); ++i) CHECK(colors[i] != colors[(i + 1) % colors.size()]);
  }
}

TEST_CASE("slices have the colours they are given") {
  const auto fills = [](Members more) {
    const view::Element tree = Player(slices({joined(slice("a", "A"), object(more)), slice("b", "B")})).view();
    const view::Element& first = find(tree, "g")->children[0];
    return attribute(first.children[0], "fill") + ' ' + attribute(first, "fill");
  };
  CHECK(fills({{"color", "#000"}}) == "#000 #fff");
  CHECK(fills({{"color", "#FFCC00"}}) == "#FFCC00 #1f1a24");
  CHECK(fills({{"color", "#123456"}, {"text_color", "#eee"}}) == "#123456 #eee");
}

TEST_CASE("long labels are broken at the space nearest to their middle") {
  const auto lines = [](const char* label) {
    const view::Element tree = Player(slices({slice("a", label), slice("b", "B")})).view();
    const view::Element& first = find(tree, "g")->children[0];
    std::string text = attribute(first, "class") == "small" ? "small:" : "";
    for (const view::Element& child : first.children)
      if (child.tag == "text") text += "|" + child.text;
    return text;
  };
  CHECK(lines("10 % off") == "|10 % off");
  CHECK(lines("Free delivery") == "|Free|delivery");
  CHECK(lines("Бесплатная доставка") == "|Бесплатная|доставка");
  CHECK(lines("Nothing at all this time") == "small:|Nothing at|all this time");
  CHECK(lines("Überraschung") == "small:|Überraschung");
  CHECK(lines("") == "|");
}

TEST_CASE("narrow slices have small letters") {
  const auto letters = [](int count) {
    const view::Element tree = Player(count_of_slices(count)).view();
    return attribute(*find(tree, "g"), "class");
  };
  CHECK(letters(8) == "(none)");
  CHECK(letters(9) == "small");
}

TEST_CASE("what was won is kept, the address is not") {
  Player player;
  const std::string draw = player.ask();
  player.win(draw);
  CHECK(text_of(player.kept()) ==
        object({{"draw", draw}, {"slice", "ship"}, {"code", "AUR-1"}, {"label", "Free delivery"}}).text());
  CHECK(attribute(player.field("email"), "value") == "(none)");
}

TEST_CASE("a null code is no prize") {
  Player player;
  const std::string draw = player.ask();
  player.win(draw, "ten", nullptr);
  player.land();
  CHECK(player.code() == "(none)");
  CHECK(player.result() == "No prize this time. Thank you for playing!");
  CHECK(player.button("close").has_focus);
  CHECK(text_of(player.kept()) ==
        object({{"draw", draw}, {"slice", "ten"}, {"code", nullptr}, {"label", "10 % off"}}).text());
}

TEST_CASE("with reduced motion the result is there at once") {
  Player player(content(), nullptr, "en", with_reduced_motion());
  player.win(player.ask());
  CHECK(player.code() == "AUR-1");
  CHECK(player.motion().to == "1680deg");
  CHECK(player.motion().duration_ms == 1);
  CHECK(player.wakes_at() == kNever);
}

TEST_CASE("a slice that the document does not know is won without a turn") {
  Player player;
  player.win(player.ask(), "car");
  CHECK_FALSE(player.motion().exists());
  CHECK(player.code() == "AUR-1");
  CHECK(player.wakes_at() == kNever);
}

TEST_CASE("the code is copied, and the button says what came of it") {
  Player player;
  CHECK(player.tell("copy").copy == "");
  player.win(player.ask());
  CHECK(player.code() == "(none)");
  player.land();
  CHECK(player.button("copy").text == "Copy the code");
  CHECK(player.tell("copy").copy == "AUR-1");
  player.tell("copied");
  CHECK(player.button("copy").text == "Copied");
  player.tell("uncopied");
  CHECK(player.button("copy").text == "Please copy it by hand");
}

TEST_CASE("nothing is copied before the wheel has come to rest") {
  Player player;
  player.win(player.ask());
  CHECK(player.tell("copy").copy == "");
}

TEST_CASE("a prize has a link beside it") {
  Player player(content({{"action", object({{"label", "To the bag"}, {"url", "/cart"}})}}));
  CHECK(player.attribute_of("a", "href") == "(no element)");
  player.win(player.ask());
  player.land();
  CHECK(player.attribute_of("a", "href") == "/cart");
}

TEST_CASE("a show is clicked once") {
  Player player;
  player.enter();
  CHECK(player.tell("spin").outcome == Outcome::Clicked);
  player.answer("", 0, nullptr);
  CHECK(player.tell("click").outcome == Outcome::None);
  Player won(content(), object({{"draw", "d"}, {"slice", "ship"}, {"code", "AUR-1"}, {"label", "Free delivery"}}));
  CHECK(won.tell("click").outcome == Outcome::Clicked);
  CHECK(won.tell("click").outcome == Outcome::None);
}

TEST_CASE("a draw that failed is asked for again under its id") {
  const auto fails = [](int status, const Json& body) {
    Player player;
    const std::string draw = player.ask();
    player.answer(draw, status, body);
    CHECK(player.result() == "That did not work. Please try again.");
    CHECK(player.button("spin").text == "Try again");
    CHECK(attribute(player.button("spin"), "aria-disabled") == "(none)");
    const Reply again = player.tell("spin");
    CHECK(again.outcome == Outcome::None);
    CHECK(again.draw.view()["draw"].string() == draw);
    player.win(draw);
    player.land();
    CHECK(player.code() == "AUR-1");
  };
  fails(0, nullptr);
  fails(429, object({{"success", false}, {"error", object({{"code", "too_many_draws"}})}}));
  fails(503, object({{"success", false}, {"error", object({{"code", "store_unavailable"}})}}));
  fails(500, "oops");
  fails(404, object({{"success", false}, {"error", object({{"code", "unknown_campaign"}})}}));
  fails(200, nullptr);
  fails(200, object({{"success", true}}));
  fails(500, object({{"slice", "ship"}, {"code", "AUR-1"}}));
}

TEST_CASE("an address that the server refuses is asked for again") {
  Player player;
  const std::string draw = player.ask();
  player.refuse(draw, 400, "bad_draw");
  CHECK(player.is_at_gate());
  CHECK(player.field("email").has_focus);
  CHECK(attribute(player.field("email"), "aria-invalid") == "true");
  CHECK(attribute(player.field("email"), "value") == "mia@example.com");
  player.tell("submit", entered("bo@example.com"));
  CHECK(player.tell("spin").draw.view()["email"].string() == "bo@example.com");
}

TEST_CASE("who has played already, and who comes too late, is told so") {
  const auto said = [](const char* code) {
    Player player;
    const std::string draw = player.ask();
    player.refuse(draw, 409, code);
    CHECK(player.button("spin").tag.empty());
    CHECK(player.button("close").has_focus);
    CHECK(player.spin() == "");
    return player.result();
  };
  CHECK(said("already_drawn") == "You have already played.");
  CHECK(said("sold_out") == "All prizes are gone.");
}

TEST_CASE("a draw that belongs to another gets a new id at the next attempt") {
  Player player;
  const std::string draw = player.ask();
  player.refuse(draw, 409, "draw_conflict");
  CHECK(player.button("spin").text == "Try again");
  const std::string next = player.spin();
  CHECK(next.size() == 36);
  CHECK(next != draw);
  CHECK(player.kept()["draw"].string() == next);
}

TEST_CASE("an answer that nobody waits for changes nothing") {
  Player player;
  player.win("");
  CHECK(player.is_at_gate());
  const std::string draw = player.ask();
  CHECK_FALSE(player.win("another").keep.view().exists());
  CHECK_FALSE(player.motion().exists());
  player.win(draw, "ten", "AUR-1");
  player.win(draw, "ship", "AUR-2");
  player.land();
  CHECK(player.code() == "AUR-1");
}

TEST_CASE("a draw without an answer is asked for again on the next page") {
  Player player(content(), object({{"draw", "d-1"}, {"email", "mia@example.com"}}));
  CHECK_FALSE(player.is_at_gate());
  CHECK(player.button("spin").has_focus);
  const Reply reply = player.tell("spin");
  CHECK(reply.draw.view()["draw"].string() == "d-1");
  CHECK(reply.draw.view()["email"].string() == "mia@example.com");
}

TEST_CASE("a prize is shown again, where the wheel came to rest") {
  Player player(content(),
                object({{"draw", "d-1"}, {"slice", "ship"}, {"code", "AUR-1"}, {"label", "Free shipping, once"}}));
  CHECK(player.code() == "AUR-1");
  CHECK(player.result() == "You won: Free shipping, once");
  CHECK(player.motion().to == "1680deg");
  CHECK(player.motion().duration_ms == 1);
  CHECK(player.wakes_at() == kNever);
  Player lost(content(), object({{"draw", "d-1"}, {"slice", "ten"}, {"code", nullptr}, {"label", "10 % off"}}));
  CHECK(lost.code() == "(none)");
  CHECK(lost.button("close").has_focus);
  Player gone(content(), object({{"draw", "d-1"}, {"slice", "car"}, {"code", "AUR-2"}, {"label", "A car"}}));
  CHECK(gone.result() == "You won: A car");
  CHECK_FALSE(gone.motion().exists());
}

TEST_CASE("the content's own texts take the place of the wheel's") {
  Player player(content({{"button", "Go"},
                         {"win", "Yours:"},
                         {"lose", "Sorry"},
                         {"copy", "Take it"},
                         {"again", "Once more"},
                         {"close", "Away"},
                         {"gate", object({{"consent", "Yes"}, {"email_label", "Mail"}, {"submit", "On"}})}}));
  CHECK(find(player.view(), "label")->text == "Mail");
  CHECK(find(player.view(), "span")->text == "Yes");
  CHECK(find(player.view(), ".action")->text == "On");
  CHECK(attribute(*find(player.view(), ".close"), "aria-label") == "Away");
  std::string draw = player.ask();
  CHECK(player.button("spin").text == "Go");
  player.answer(draw, 0, nullptr);
  CHECK(player.button("spin").text == "Once more");
  player.spin();
  player.win(draw);
  player.land();
  CHECK(player.result() == "Yours: Free delivery");
  CHECK(player.button("copy").text == "Take it");
}

TEST_CASE("the wheel speaks Russian too") {
  Player player(content(), nullptr, "ru-RU");
  CHECK(find(player.view(), "label")->text == "Эл. почта");
  CHECK(find(player.view(), ".unseen")->children[0].text == "Скидка 10 %");
  player.win(player.ask(), "ten");
  player.land();
  CHECK(player.result() == "Ваш выигрыш: Скидка 10 %");
  CHECK(player.button("copy").text == "Скопировать код");
}

}  // namespace waymark::widgets
