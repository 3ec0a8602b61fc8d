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

/// `2 × €12.50`, or `2 ×` of what has no price.
std::string amount_of(ValueView item, const Setting& setting) {
  std::string text = codec::text_of(item["quantity"].number(1)) + "\u00a0\u00d7";
  if (const ValueView price = item["price"]; price.is_number())
    text += "\u00a0" + text::money(price.number(), cart_of(setting)["currency"].string(), setting.locale);
  return text;
}

void draw_line(view::Builder& out, ValueView item, const Setting& setting) {
  const std::string_view id = item["product_id"].string();
  std::string key(id);
  key += item["variant"].string();
  out.open("li").keyed(key);
  const std::string_view picture = item["image_url"].string();
  if (is_safe_url(picture)) out.open("img", "picture").with("src", picture).with("alt", "").close();
  else out.open("span", "picture").close();
  out.open("div", "about");
  out.open("p", "name").says(item["name"].is_string() ? item["name"].string() : id).close();
  out.open("p", "soft").says(amount_of(item, setting)).close();
  out.close().close();
}

/// Said politely to those who do not see it come.
void draw_head(view::Builder& out, const Setting& setting) {
  out.open("div", "head").with("aria-live", "polite").open("h2").with("id", "title");
  out.says(setting.text(setting.content["title"], "Still in your bag", "Вы забыли в корзине")).close();
  if (const std::string text = setting.text(setting.content["text"]); !text.empty()) out.open("p", "soft").says(text).close();
  out.close();
}

std::string more_than_listed(std::size_t count, const Setting& setting) {
  std::string text = setting.text(setting.content["more"], "+ # more", "и ещё #");
  if (const std::size_t at = text.find('#'); at != std::string::npos)
    text.replace(at, 1, digits_of(count - kListed));
  return text;
}

void draw_total(view::Builder& out, const Setting& setting) {
  const ValueView cart = cart_of(setting);
  out.open("p", "total").keyed("total");
  out.open("span", "name").says(setting.text(setting.content["total"], "Total", "Итого")).close();
  out.open("span", "sum").says(text::money(cart["value"].number(), cart["currency"].string(), setting.locale)).close();
  out.close();
}

void draw(view::Builder& out, const Setting& setting) {
  out.open("section", "nudge surface").with("aria-labelledby", "title").on("keydown:Escape", "close");
  draw_head(out, setting);
  out.open("ul");
  std::size_t count = 0;
  for (const ValueView item : cart_of(setting)["items"].elements())
    if (count++ < kListed) draw_line(out, item, setting);
  out.close();
  if (count > kListed) out.open("p", "soft").says(more_than_listed(count, setting)).close();
  draw_total(out, setting);
  action_link(out, setting.content["action"], setting);
  close_button(out, setting.text(setting.content["close"], "Close", "Закрыть"));
  out.close();
}

/// It follows the cart, and leaves with the drawing of the last one that was not empty.
class CartNudge final : public Drawn {
 public:
  using Drawn::Drawn;

  Reply update(const Message& message, const Setting& setting) override {
    if (!is(message.action, "facts")) return Drawn::update(message, setting);
    return {.leaves = is_empty(setting)};
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

std::unique_ptr<Widget> make(const Setting&) { return std::make_unique<CartNudge>(draw); }

}  // namespace

const Kind& kind() {
  static const Kind kKind{
      .name = "cart-nudge", .css = kCss, .check = check, .make = make, .refusal = refusal, .follows_facts = true};
  return kKind;
}

}  // namespace waymark::widgets::cart_nudge
