#include "widgets/bar/bar.h"

#include "bar.css.h"
#include "base/text.h"
#include "text/localized.h"

namespace waymark::widgets::bar {
namespace {

/// Its texts are those of the moment at which it was shown: placeholders may speak of the event that triggered it.
class Bar final : public Widget {
 public:
  explicit Bar(const Setting& setting)
      : text_(setting.text(setting.content["text"])),
        label_(setting.text(setting.content["action"]["label"])),
        close_(setting.text(setting.content["close"], "Close", "Закрыть")) {}

  void view(view::Builder& out, const Setting& setting) const override {
    out.open("section", "bar surface").with("aria-label", text_).on("keydown:Escape", "close");
    out.open("p", "text").says(text_).close();
    if (!label_.empty()) {
      out.open("a", "action").with("href", text::localized(setting.content["action"]["url"], setting.locale));
      out.says(label_).on("click", "click").close();
    }
    close_button(out, close_);
    out.close();
  }

  Reply update(const Message& message, const Setting&) override {
    if (is(message.action, "click")) return clicked();
    if (is(message.action, "close")) return closed();
    return {};
  }

 private:
  std::string text_;
  std::string label_;  // of the link; empty: there is none
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
