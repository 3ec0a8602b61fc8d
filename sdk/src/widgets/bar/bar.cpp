#include "widgets/bar/bar.h"

#include "base/try.h"
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

Failure check_text(ValueView text, const Path& path) {
  if (text::localized(text, "en").empty()) return path.fail("bad-content", "needs a text, or one for each locale");
  return {};
}

Failure check_url(ValueView url, const Path& path) {
  if (is_safe_url(url.string())) return {};
  return path.fail("bad-url", "needs a relative, https, http, mailto or tel URL");
}

Failure check(ValueView content, const Path& path) {
  WAYMARK_CHECK(check_text(content["text"], path / "text"));
  const ValueView action = content["action"];
  if (!action.exists()) return {};
  const Path action_path = path / "action";
  WAYMARK_CHECK(check_text(action["label"], action_path / "label"));
  const Path url_path = action_path / "url";
  if (action["url"].is_string()) return check_url(action["url"], url_path);
  for (const auto [locale, url] : action["url"].members()) WAYMARK_CHECK(check_url(url, url_path / locale));
  return action["url"].size() > 0 ? Failure() : check_url({}, url_path);
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
