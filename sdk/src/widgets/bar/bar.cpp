#include "widgets/bar/bar.h"

#include "base/url.h"
#include "bar.css.h"
#include "text/localized.h"
#include "text/template.h"
#include "base/text.h"

namespace waymark::widgets::bar {
namespace {

struct Model {
  std::string text;
  std::string label;  // of the action; empty: there is none
  std::string url;
  std::string close;
};

class Bar final : public Widget {
 public:
  explicit Bar(Model model) : model_(std::move(model)) {}

  view::Element view() const override {
    using view::element;
    view::Builder bar("section");
    bar.with("class", "bar").with("aria-label", model_.text);
    bar.holds(element("p").with("class", "text").says(model_.text));
    if (!model_.label.empty())
      bar.holds(element("a").with("class", "action").with("href", model_.url).says(model_.label).on("click", "click"));
    bar.holds(element("button")
                  .with("class", "close")
                  .with("type", "button")
                  .with("aria-label", model_.close)
                  .on("click", "close")
                  .holds(element("span").with("aria-hidden", "true").says("\xc3\x97")));
    return bar;
  }

  Outcome update(std::string_view action, std::string_view) override {
    if (is(action, "click")) return Outcome::Clicked;
    if (is(action, "close")) return Outcome::Closed;
    return Outcome::None;
  }

 private:
  Model model_;
};

void check_text(ValueView parent, const char* key, Problems& problems) {
  if (text::localized(parent[key], "en").empty()) problems.add(parent, key, "bad-content", "needs a text, or one for each locale");
}

void check_url(ValueView url, Problems& problems) {
  if (!is_safe_url(url.string())) problems.add(url, "bad-url", "needs a relative, https, http, mailto or tel URL");
}

void check(ValueView content, Problems& problems) {
  check_text(content, "text", problems);
  const ValueView action = content["action"];
  if (!action.exists()) return;
  check_text(action, "label", problems);
  const ValueView url = action["url"];
  if (url.size() == 0 && !url.is_string()) problems.add(action, "url", "bad-url", "needs a URL, or one for each locale");
  else if (url.is_string()) check_url(url, problems);
  for (const auto [locale, one] : url.members()) check_url(one, problems);
}

std::unique_ptr<Widget> make(const Setting& setting) {
  const auto text = [&](ValueView source) {
    return text::fill(text::localized(source, setting.locale), setting.facts);
  };
  const ValueView action = setting.content["action"];
  Model model{.text = text(setting.content["text"]),
              .label = text(action["label"]),
              .url = std::string(text::localized(action["url"], setting.locale)),
              .close = text(setting.content["close"])};
  if (model.close.empty()) model.close = is(setting.locale.substr(0, 2), "ru") ? "Закрыть" : "Close";
  return std::make_unique<Bar>(std::move(model));
}

}  // namespace

const Kind& kind() {
  static const Kind kKind{.name = "bar", .css = kCss, .check = check, .make = make};
  return kKind;
}

}  // namespace waymark::widgets::bar
