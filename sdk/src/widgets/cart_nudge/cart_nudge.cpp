#include "widgets/cart_nudge/cart_nudge.h"

#include "base/text.h"
#include "base/url.h"
#include "cart_nudge.css.h"
#include "codec/number_text.h"
#include "text/money.h"

namespace waymark::widgets::cart_nudge {
namespace {

/// Products that are listed; the others are counted.
constexpr std::size_t kListed = 3;

ValueView cart_of(const Setting& setting) { return setting.facts.root(FactRoot::Cart); }

bool is_empty(const Setting& setting) { return cart_of(setting)["items"].size() == 0; }

std::string written(double number) {
  std::string text;
  codec::append_number(text, number);
  return text;
}

/// `2 × €12.50`, or `2 ×` of what has no price.
std::string amount_of(ValueView item, const Setting& setting) {
  std::string text = written(item["quantity"].number(1)) + "\u00a0\u00d7";
  if (const ValueView price = item["price"]; price.is_number())
    text += "\u00a0" + text::money(price.number(), cart_of(setting)["currency"].string(), setting.locale);
  return text;
}

view::Element picture_of(ValueView item) {
  const std::string_view url = item["image_url"].string();
  if (!is_safe_url(url)) return text_element("span", "picture", {});
  return view::element("img").with("class", "picture").with("src", url).with("alt", "");
}

view::Element line_of(ValueView item, const Setting& setting) {
  const std::string_view id = item["product_id"].string();
  std::string key(id);
  key += item["variant"].string();
  view::Builder about("div");
  about.with("class", "about");
  about.holds(text_element("p", "name", item["name"].is_string() ? item["name"].string() : id));
  about.holds(text_element("p", "soft", amount_of(item, setting)));
  view::Builder line("li");
  line.keyed(key).holds(picture_of(item));
  line.holds(about);
  return line;
}

/// Said politely to those who do not see it come.
view::Element head_of(const Setting& setting) {
  view::Builder head("div");
  head.with("class", "head").with("aria-live", "polite");
  head.holds(view::element("h2")
                 .with("id", "title")
                 .says(setting.text(setting.content["title"], "Still in your bag", "Вы забыли в корзине")));
  if (const std::string text = setting.text(setting.content["text"]); !text.empty())
    head.holds(text_element("p", "soft", text));
  return head;
}

std::string more_than_listed(std::size_t count, const Setting& setting) {
  std::string text = setting.text(setting.content["more"], "+ # more", "и ещё #");
  if (const std::size_t at = text.find('#'); at != std::string::npos)
    text.replace(at, 1, written(static_cast<double>(count - kListed)));
  return text;
}

view::Element total_of(const Setting& setting) {
  const ValueView cart = cart_of(setting);
  view::Builder total("p");
  total.keyed("total").with("class", "total");
  total.holds(text_element("span", "name", setting.text(setting.content["total"], "Total", "Итого")));
  const std::string sum = text::money(cart["value"].number(), cart["currency"].string(), setting.locale);
  total.holds(text_element("span", "sum", sum));
  return total;
}

view::Element drawn(const Setting& setting) {
  const ValueView items = cart_of(setting)["items"];
  view::Builder list("ul");
  std::size_t count = 0;
  for (const ValueView item : items.elements())
    if (count++ < kListed) list.holds(line_of(item, setting));
  view::Builder nudge("section");
  nudge.with("class", "nudge surface").with("aria-labelledby", "title").on("keydown:Escape", "close");
  nudge.holds(head_of(setting));
  nudge.holds(list);
  if (count > kListed) nudge.holds(text_element("p", "soft", more_than_listed(count, setting)));
  nudge.holds(total_of(setting));
  nudge.holds(action_link(setting.content["action"], setting));
  nudge.holds(close_button(setting.text(setting.content["close"], "Close", "Закрыть")));
  return nudge;
}

/// It leaves with the drawing of the last cart that was not empty.
class CartNudge final : public Drawn {
 public:
  using Drawn::Drawn;

  Reply update(const Message& message, const Setting& setting) override {
    if (!is(message.action, "facts")) return Drawn::update(message, setting);
    if (is_empty(setting)) return {.leaves = true};
    drawing_ = drawn(setting);
    return {};
  }
};

const char* refusal(const Setting& setting) { return is_empty(setting) ? "the cart is empty" : nullptr; }

void check(ValueView content, Problems& problems) {
  if (const ValueView action = content["action"]; action.exists())
    check_action(action, problems);
  else
    problems.add(content, "action", "bad-content", "needs a link to the cart");
  check_optional_texts(content, {"title", "text", "total", "more", "close"}, problems);
}

std::unique_ptr<Widget> make(const Setting& setting) { return std::make_unique<CartNudge>(drawn(setting)); }

}  // namespace

const Kind& kind() {
  static const Kind kKind{
      .name = "cart-nudge", .css = kCss, .check = check, .make = make, .refusal = refusal, .follows_facts = true};
  return kKind;
}

}  // namespace waymark::widgets::cart_nudge
