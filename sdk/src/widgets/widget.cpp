#include "widgets/widget.h"

#include "base/text.h"
#include "base/url.h"
#include "text/localized.h"
#include "text/template.h"

namespace waymark::widgets {

std::string Setting::text(ValueView localized) const { return text::fill(text::localized(localized, locale), facts); }

std::string Setting::text(ValueView localized, const char* english, const char* russian) const {
  std::string given = text(localized);
  if (given.empty()) given = is(locale.substr(0, 2), "ru") ? russian : english;
  return given;
}

bool Setting::is_right_to_left() const { return is(text::direction(locale), "rtl"); }

bool Setting::is_still() const { return facts.root(FactRoot::Device)["reducedMotion"].boolean(); }

Reply Drawn::update(const Message& message, const Setting&) {
  if (is(message.action, "click")) return clicked();
  if (is(message.action, "close")) return closed();
  return {};
}

void check_text(ValueView parent, const char* key, Problems& problems) {
  if (text::localized(parent[key], "en").empty()) problems.add(parent, key, "bad-content", "needs a text, or one for each locale");
}

void check_optional_texts(ValueView parent, std::initializer_list<const char*> keys, Problems& problems) {
  for (const char* key : keys)
    if (parent[key].exists()) check_text(parent, key, problems);
}

void check_url(ValueView parent, const char* key, Problems& problems) {
  constexpr const char* kNeeds = "needs a relative, https, http, mailto or tel URL, or one for each locale";
  const ValueView url = parent[key];
  if (!url.is_object() || url.size() == 0) {
    if (!is_safe_url(url.string())) problems.add(parent, key, "bad-url", kNeeds);
    return;
  }
  for (const auto [locale, one] : url.members())
    if (!is_safe_url(one.string())) problems.add(one, "bad-url", kNeeds);
}

void check_action(ValueView action, Problems& problems) {
  check_text(action, "label", problems);
  check_url(action, "url", problems);
}

view::Element text_element(const char* tag, const char* name, std::string_view text) {
  return view::element(tag).with("class", name).says(text);
}

view::Element close_button(std::string_view label) {
  return view::element("button")
      .with("class", "close")
      .with("type", "button")
      .with("aria-label", label)
      .on("click", "close")
      .holds(view::element("span").with("aria-hidden", "true").says("\xc3\x97"));
}

view::Element action_link(std::string_view label, std::string_view url) {
  return view::element("a").with("class", "action").with("href", url).says(label).on("click", "click");
}

view::Element action_link(ValueView action, const Setting& setting) {
  return action_link(setting.text(action["label"]), text::localized(action["url"], setting.locale));
}

}  // namespace waymark::widgets
