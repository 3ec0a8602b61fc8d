#include "widgets/bar/bar.h"

#include "bar.css.h"

namespace waymark::widgets::bar {
namespace {

void draw(view::Builder& out, const Setting& setting) {
  const std::string text = setting.text(setting.content["text"]);
  out.open("section", "bar surface").with("aria-label", text).on("keydown:Escape", "close");
  out.open("p", "text").says(text).close();
  if (const ValueView action = setting.content["action"]; action.exists()) action_link(out, action, setting);
  close_button(out, setting.text(setting.content["close"], "Close", "Закрыть"));
  out.close();
}

void check(ValueView content, Problems& problems) {
  check_text(content, "text", problems);
  if (const ValueView action = content["action"]; action.exists()) check_action(action, problems);
}

std::unique_ptr<Widget> make(const Setting&) { return std::make_unique<Drawn>(draw); }

}  // namespace

const Kind& kind() {
  static const Kind kKind{.name = "bar", .css = kCss, .check = check, .make = make};
  return kKind;
}

}  // namespace waymark::widgets::bar
