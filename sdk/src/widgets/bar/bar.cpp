#include "widgets/bar/bar.h"

#include "bar.css.h"

namespace waymark::widgets::bar {
namespace {

view::Element drawn(const Setting& setting) {
  const std::string text = setting.text(setting.content["text"]);
  view::Builder bar("section");
  bar.with("class", "bar surface").with("aria-label", text).on("keydown:Escape", "close");
  bar.holds(text_element("p", "text", text));
  if (const ValueView action = setting.content["action"]; action.exists()) bar.holds(action_link(action, setting));
  bar.holds(close_button(setting.text(setting.content["close"], "Close", "Закрыть")));
  return bar;
}

void check(ValueView content, Problems& problems) {
  check_text(content, "text", problems);
  if (const ValueView action = content["action"]; action.exists()) check_action(action, problems);
}

std::unique_ptr<Widget> make(const Setting& setting) { return std::make_unique<Drawn>(drawn(setting)); }

}  // namespace

const Kind& kind() {
  static const Kind kKind{.name = "bar", .css = kCss, .check = check, .make = make};
  return kKind;
}

}  // namespace waymark::widgets::bar
