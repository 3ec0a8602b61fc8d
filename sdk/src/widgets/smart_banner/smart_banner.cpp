#include "widgets/smart_banner/smart_banner.h"

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
  const std::string_view tag = setting.facts.root(FactRoot::Page)["apps"][store.tag].string();
  const std::size_t at = tag.find(kName);
  if (at == std::string_view::npos || (at > 0 && tag[at - 1] != ',' && tag[at - 1] != ' ')) return {};
  std::string_view id = tag.substr(at + kName.size());
  id = id.substr(0, id.find(','));
  while (!id.empty() && id.back() == ' ') id.remove_suffix(1);
  return is_app_id(id, store) ? id : std::string_view();
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

void draw_rating(view::Builder& out, double rating, const Setting& setting) {
  const std::string number = text::decimal(rating, 1, setting.locale);
  std::string name(setting.text("Rated ", "Оценка "));
  name += number;
  name += setting.text(" of 5", " из 5");
  out.open("p", "rating").with("role", "img").with("aria-label", name).says("\u2605 " + number).close();
}

void draw(view::Builder& out, const Setting& setting) {
  const ValueView content = setting.content;
  const std::string title = setting.text(content["title"]);
  out.open("section", "banner surface").with("aria-label", title).on("keydown:Escape", "close");
  if (const std::string_view icon = text::localized(content["icon"], setting.locale); !icon.empty())
    out.open("img", "icon").with("src", icon).with("alt", "").close();
  out.open("div", "about").open("p", "title").says(title).close();
  if (content["rating"].exists()) draw_rating(out, content["rating"].number(), setting);
  if (const std::string text = setting.text(content["text"]); !text.empty()) out.open("p", "text").says(text).close();
  out.close();
  if (const Store* store = store_for(setting.facts))
    action_link(out, setting.text(content["button"], "Open", "Открыть"), link_to(setting, *store));
  close_button(out, setting.text(content["close"], "Close", "Закрыть"));
  out.close();
}

void check_store(ValueView content, const Store& store, Problems& problems) {
  const ValueView given = content[store.member];
  if (!given.exists()) return;
  const ValueView app = given["app"];
  if (app.exists() && !is_app_id(app.string(), store)) problems.add(app, "bad-content", "is no app id of this store");
  if (given["url"].exists() || !app.exists()) check_url(given, "url", problems);
}

void check(ValueView content, Problems& problems) {
  check_text(content, "title", problems);
  check_optional_texts(content, {"text", "button", "close"}, problems);
  if (content["icon"].exists()) check_url(content, "icon", problems);
  const ValueView rating = content["rating"];
  if (rating.exists() && !(rating.number(-1) >= 0 && rating.number() <= 5))
    problems.add(rating, "bad-content", "needs a number from 0 to 5");
  check_store(content, kApple, problems);
  check_store(content, kGoogle, problems);
}

std::unique_ptr<Widget> make(const Setting&) { return std::make_unique<Drawn>(draw); }

}  // namespace

const Kind& kind() {
  static const Kind kKind{.name = "smart-banner", .css = kCss, .check = check, .make = make, .refusal = refusal};
  return kKind;
}

}  // namespace waymark::widgets::smart_banner
