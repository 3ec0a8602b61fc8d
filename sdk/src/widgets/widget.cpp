#include "widgets/widget.h"

#include "base/text.h"
#include "base/url.h"
#include "text/localized.h"
#include "text/template.h"

namespace waymark::widgets {

std::string Setting::text(ValueView localized) const { return text::fill(text::localized(localized, locale), facts); }

std::string Setting::text(ValueView localized, const char* english, const char* russian) const {
  std::string given = text(localized);
  if (given.empty()) given = text(english, russian);
  return given;
}

std::string_view Setting::text(const char* english, const char* russian) const {
  return is(locale.substr(0, 2), "ru") ? russian : english;
}

bool Setting::is_right_to_left() const { return is(text::direction(locale), "rtl"); }

bool Setting::is_still() const { return facts.root(FactRoot::Device)["reducedMotion"].boolean(); }

void check_text(ValueView parent, const char* key, Problems& problems) {
  if (text::localized(parent[key], "en").empty()) problems.add(parent, key, "bad-content", "needs a text, or one for each locale");
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

void close_button(view::Builder& out, std::string_view label) {
  out.open("button", "close").with("type", "button").with("aria-label", label).on("click", "close");
  out.open("span").with("aria-hidden", "true").says("\xc3\x97").close().close();
}

void action_link(view::Builder& out, ValueView action, const Setting& setting) {
  out.open("a", "action").with("href", text::localized(action["url"], setting.locale));
  out.says(setting.text(action["label"])).on("click", "click").close();
}

}  // namespace waymark::widgets
