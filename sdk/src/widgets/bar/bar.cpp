#include "widgets/bar/bar.h"

#include "bar.css.h"
#include "base/text.h"

namespace waymark::widgets::bar {
namespace {

/// Its texts are those of the moment at which it was shown: placeholders may speak of the event that triggered it.
class Bar final : public Widget {
 public:
  explicit Bar(const Setting& setting) : text_(setting.text(setting.content["text"])) {
    if (const ValueView action = setting.content["action"]; action.exists()) action_.push_back(action_link(action, setting));
    close_ = setting.text(setting.content["close"], "Close", "Закрыть");
  }

  view::Element view(const Setting&) const override {
    view::Builder bar("section");
    bar.with("class", "bar surface").with("aria-label", text_).on("keydown:Escape", "close");
    bar.holds(view::element("p").with("class", "text").says(text_));
    for (const view::Element& action : action_) bar.holds(action);
    bar.holds(close_button(close_));
    return bar;
  }

  Reply update(const Message& message, const Setting&) override {
    if (is(message.action, "click")) return clicked();
    if (is(message.action, "close")) return closed();
    return {};
  }

 private:
  std::string text_;
  List<view::Element> action_;  // none or one
  std::string close_;
};

void check(ValueView content, Problems& problems) {
  check_text(content, "text", problems);
  if (const ValueView action = content["action"]; action.exists()) check_action(action, problems);
}

std::unique_ptr<Widget> make(const Setting& setting) { return std::make_unique<Bar>(setting); }

}  // namespace

const Kind& kind() {
  static const Kind kKind{.name = "bar", .css = kCss, .check = check, .make = make};
  return kKind;
}

}  // namespace waymark::widgets::bar
