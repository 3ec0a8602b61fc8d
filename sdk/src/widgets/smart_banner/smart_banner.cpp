#include "widgets/smart_banner/smart_banner.h"

#include "base/text.h"
#include "smart_banner.css.h"
#include "text/localized.h"
#include "text/money.h"

namespace waymark::widgets::smart_banner {
namespace {

/// A shop for apps: its member of the content, its tag in the page, and what stands before an app's id in its links.
struct Store {
  const char* os;
  const char* member;
  const char* tag;
  const char* address;
};
constexpr Store kApple = {"iOS", "ios", "apple", "https://apps.apple.com/app/id"};
constexpr Store kGoogle = {"Android", "android", "google", "https://play.google.com/store/apps/details?id="};

const Store* store_for(const Facts& facts) {
  const ValueView os = facts.root(FactRoot::Device)["os"];
  for (const Store* store : {&kApple, &kGoogle})
    if (os.is(store->os)) return store;
  return nullptr;
}

/// Apple numbers apps, Google takes the names of their packages.
bool is_app_id(std::string_view id, const Store& store) {
  for (const char c : id) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_';
    if (!(c >= '0' && c <= '9') && !(is_letter && &store == &kGoogle)) return false;
  }
  return !id.empty();
}

/// The id in a tag such as `app-id=123, app-argument=https://…`, or nothing.
std::string_view tagged_id(const Setting& setting, const Store& store) {
  constexpr std::string_view kName = "app-id=";
  std::string_view rest = setting.facts.root(FactRoot::Page)["apps"][store.tag].string();
  while (!rest.empty()) {
    std::string_view part = rest.substr(0, rest.find(','));
    rest.remove_prefix(part.size() < rest.size() ? part.size() + 1 : rest.size());
    while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
    while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
    if (part.substr(0, kName.size()) != kName) continue;
    part.remove_prefix(kName.size());
    return is_app_id(part, store) ? part : std::string_view();
  }
  return {};
}

std::string_view given_url(const Setting& setting, const Store& store) {
  return text::localized(setting.content[store.member]["url"], setting.locale);
}

/// The link to the app: the document's before the page's.
std::string link_to(const Setting& setting, const Store& store) {
  if (const std::string_view url = given_url(setting, store); !url.empty()) return std::string(url);
  std::string_view id = setting.content[store.member]["app"].string();
  if (id.empty()) id = tagged_id(setting, store);
  return id.empty() ? std::string() : store.address + std::string(id);
}

const char* refusal(const Setting& setting) {
  const Store* store = store_for(setting.facts);
  if (!store) return "no app for this device";
  const bool is_safari = store == &kApple && setting.facts.root(FactRoot::Device)["browser"].is("Safari");
  if (is_safari && given_url(setting, *store).empty() && !tagged_id(setting, *store).empty())
    return "the browser shows its own";
  return link_to(setting, *store).empty() ? "no link for this device" : nullptr;
}

class SmartBanner final : public Widget {
 public:
  explicit SmartBanner(const Setting& setting)
      : title_(setting.text(setting.content["title"])),
        text_(setting.text(setting.content["text"])),
        icon_(text::localized(setting.content["icon"], setting.locale)),
        button_(setting.text(setting.content["button"], "Open", "Открыть")),
        close_(setting.text(setting.content["close"], "Close", "Закрыть")) {
    if (const Store* store = store_for(setting.facts)) link_ = link_to(setting, *store);
    const ValueView rating = setting.content["rating"];
    if (!rating.exists()) return;
    const bool is_russian = is(setting.locale.substr(0, 2), "ru");
    rating_ = text::decimal(rating.number(), 1, setting.locale);
    rating_name_ = (is_russian ? "Оценка " : "Rated ") + rating_ + (is_russian ? " из 5" : " of 5");
  }

  view::Element view(const Setting&) const override {
    view::Builder banner("section");
    banner.with("class", "banner surface").with("aria-label", title_).on("keydown:Escape", "close");
    if (!icon_.empty()) banner.holds(view::element("img").with("class", "icon").with("src", icon_).with("alt", ""));
    banner.holds(about());
    banner.holds(view::element("a").with("class", "action").with("href", link_).says(button_).on("click", "click"));
    banner.holds(close_button(close_));
    return banner;
  }

  Reply update(const Message& message, const Setting&) override {
    if (is(message.action, "click")) return clicked();
    if (is(message.action, "close")) return closed();
    return {};
  }

 private:
  view::Element about() const {
    view::Builder about("div");
    about.with("class", "about").holds(view::element("p").with("class", "title").says(title_));
    if (!rating_.empty())
      about.holds(view::element("p")
                      .with("class", "rating")
                      .with("role", "img")
                      .with("aria-label", rating_name_)
                      .says("\u2605 " + rating_));
    if (!text_.empty()) about.holds(view::element("p").with("class", "text").says(text_));
    return about;
  }

  std::string title_;
  std::string text_;
  std::string icon_;
  std::string button_;
  std::string close_;
  std::string link_;
  std::string rating_;
  std::string rating_name_;
};

void check_store(ValueView content, const Store& store, Problems& problems) {
  const ValueView given = content[store.member];
  if (!given.exists()) return;
  const ValueView app = given["app"];
  if (app.exists() && !is_app_id(app.string(), store)) problems.add(app, "bad-content", "is no app id of this store");
  if (given["url"].exists() || !app.exists()) check_url(given, "url", problems);
}

void check(ValueView content, Problems& problems) {
  check_text(content, "title", problems);
  for (const char* optional : {"text", "button", "close"})
    if (content[optional].exists()) check_text(content, optional, problems);
  if (content["icon"].exists()) check_url(content, "icon", problems);
  const ValueView rating = content["rating"];
  if (rating.exists() && !(rating.number(-1) >= 0 && rating.number() <= 5))
    problems.add(rating, "bad-content", "needs a number from 0 to 5");
  check_store(content, kApple, problems);
  check_store(content, kGoogle, problems);
}

std::unique_ptr<Widget> make(const Setting& setting) { return std::make_unique<SmartBanner>(setting); }

}  // namespace

const Kind& kind() {
  static const Kind kKind{.name = "smart-banner", .css = kCss, .check = check, .make = make, .refusal = refusal};
  return kKind;
}

}  // namespace waymark::widgets::smart_banner
