#include "widgets/story/story.h"

#include "base/text.h"
#include "base/time.h"
#include "story.css.h"
#include "text/localized.h"

namespace waymark::widgets::story {
namespace {

using view::Builder;

constexpr Duration kPageTime = 5 * kSecond;
/// A press of this length is a hold, and turns no page.
constexpr Duration kHold = 300;
constexpr std::uint32_t kClosed = 0xffffffff;

ValueView element_of(ValueView array, std::uint32_t index) {
  for (const ValueView one : array.elements())
    if (index-- == 0) return one;
  return {};
}

class Stories final : public Widget {
 public:
  explicit Stories(const Setting& setting) : seen_(setting.kept["seen"]) {}

  void view(Builder& out, const Setting& setting) const override {
    out.open("section", "stories").with("aria-label", setting.text(setting.content["title"]));
    covers(out, setting);
    out.open("button", "hide close").with("type", "button").on("click", "hide");
    out.with("aria-label", setting.text(setting.content["hide"], "Hide stories", "Скрыть истории"));
    out.open("span").with("aria-hidden", "true").says("\xc3\x97").close().close();
    if (story_ != kClosed) viewer(out, setting);
    out.close();
  }

  Reply update(const Message& message, const Setting& setting) override {
    const std::string_view action = message.action;
    if (is(action.substr(0, 5), "open:")) return open(action.substr(5), setting);
    if (is(action, "hide")) return closed();
    if (is(action, "click")) return clicked_on(setting, "action");
    if (is(action, "close")) leave();
    if (is(action, "loaded")) is_loaded_ = true;
    if (is(action, "press")) pressed_at_ = setting.now, was_held_ = false;
    if (is(action, "release")) release(setting.now);
    if (is(action, "pause")) is_paused_ = !is_paused_;
    if (is(action, "hidden") || is(action, "visible")) is_hidden_ = is(action, "hidden");
    if (is(action, "next") || is(action, "back")) turn_unless_held(is(action, "next"), setting);
    if (is(action, "elapsed") && is_playing() && wakes_at() <= setting.now) turn(true, setting);
    keep_time(setting);
    return note_seen(setting);
  }

  Timestamp wakes_at() const override { return runs_ ? since_ + left_ : kNever; }

 private:
  // The time of a page: `left_` of it is to come, since `since_` while it runs.

  bool is_playing() const { return story_ != kClosed && is_loaded_ && !is_paused_ && !is_hidden_ && pressed_at_ == kNever; }
  void keep_time(const Setting& setting) {
    const bool should_run = is_playing() && !setting.is_still();
    if (should_run == runs_) return;
    if (runs_) left_ -= setting.now - since_;
    since_ = setting.now;
    runs_ = should_run;
  }
  static Duration time_of(ValueView page) { return parse_duration(page["duration"].string()).value_or(kPageTime); }

  ValueView story(const Setting& setting) const { return element_of(setting.content["stories"], story_); }
  ValueView page(const Setting& setting) const { return element_of(story(setting)["pages"], page_); }

  void go(std::uint32_t story_index, std::uint32_t page_index, const Setting& setting) {
    story_ = story_index;
    page_ = page_index;
    is_loaded_ = false;
    runs_ = false;
    left_ = time_of(page(setting));
  }
  void leave() {
    story_ = kClosed;
    runs_ = false;
    is_paused_ = false;
  }

  Reply open(std::string_view index, const Setting& setting) {
    std::uint32_t wanted = 0;
    for (const char digit : index) wanted = wanted * 10 + static_cast<std::uint32_t>(digit - '0');
    go(wanted, 0, setting);
    if (!story(setting).exists()) return leave(), Reply();
    Reply reply = clicked_on(setting, "cover");
    reply.keep = note_seen(setting).keep;
    return reply;
  }

  Reply clicked_on(const Setting& setting, const char* part) const {
    Reply reply = clicked();
    ValueBuilder details;
    details.begin_object();
    details.member("story", story(setting)["id"]);
    details.member("page", page_ + 1);
    details.member("part", part);
    details.end_object();
    reply.details = details.take();
    return reply;
  }

  void release(Timestamp now) {
    was_held_ = pressed_at_ != kNever && now - pressed_at_ >= kHold;
    pressed_at_ = kNever;
  }

  void turn_unless_held(bool forward, const Setting& setting) {
    pressed_at_ = kNever;
    if (!was_held_) turn(forward, setting);
    was_held_ = false;
  }

  /// To the next page or the one before, across stories; after the last one the viewer closes.
  void turn(bool forward, const Setting& setting) {
    if (story_ == kClosed) return;
    if (!forward) {
      if (page_ > 0) return go(story_, page_ - 1, setting);
      return go(story_ > 0 ? story_ - 1 : 0, 0, setting);
    }
    if (page_ + 1 < story(setting)["pages"].size()) return go(story_, page_ + 1, setting);
    if (story_ + 1 < setting.content["stories"].size()) return go(story_ + 1, 0, setting);
    leave();
  }

  // What has been seen: `seen_` lists ids, as it is kept.

  bool is_seen(ValueView id) const {
    for (const ValueView one : seen_.view().elements())
      if (is_same(one, id)) return true;
    return false;
  }
  Reply note_seen(const Setting& setting) {
    Reply reply;
    const ValueView id = story(setting)["id"];
    if (story_ == kClosed || page_ + 1 < story(setting)["pages"].size() || is_seen(id)) return reply;
    ValueBuilder kept;
    kept.begin_object();
    kept.key("seen");
    kept.begin_array();
    for (const ValueView one : setting.content["stories"].elements())
      if (is_seen(one["id"]) || is_same(one["id"], id)) kept.copy(one["id"]);
    kept.end_array();
    kept.end_object();
    reply.keep = kept.take();
    seen_ = Value(reply.keep.view()["seen"]);
    return reply;
  }

  // Views

  void covers(Builder& out, const Setting& setting) const {
    out.open("ul", "covers").with("role", "list");
    std::uint32_t i = 0;
    for (const ValueView one : setting.content["stories"].elements()) {
      out.open("li").open("button", is_seen(one["id"]) ? "cover seen" : "cover").with("type", "button").with("aria-haspopup", "dialog");
      out.on("click", "open:" + digits_of(i++));
      out.open("img").with("src", text::localized(one["cover"], setting.locale)).with("alt", "").with("width", "64").with("height", "64").close();
      out.open("span", "name").says(setting.text(one["title"])).close();
      if (is_seen(one["id"])) out.open("span", "unseen").says(setting.text("seen", "просмотрено")).close();
      out.close().close();
    }
    out.close();
  }

  void viewer(Builder& out, const Setting& setting) const {
    const bool is_mirrored = setting.is_right_to_left();
    out.open("dialog", "viewer").with("aria-label", setting.text(story(setting)["title"]));
    out.on("cancel", "close").on("close", "close").on("pointerup", "release").on("pointercancel", "release");
    out.on("keydown:ArrowRight", is_mirrored ? "back" : "next").on("keydown:ArrowLeft", is_mirrored ? "next" : "back");
    out.open("div", "stage").keyed(story(setting)["id"].string());
    show_page(out, setting);
    zone(out, "back", setting.text("Back", "Назад"));
    zone(out, "next", setting.text("Next", "Дальше"));
    bars(out, setting);
    head(out, setting);
    foot(out, setting);
    out.close().close();
  }

  /// The page's picture, and the next one's, out of sight, so that it is there when its turn comes. That one is another element then:
  /// only a new one says that it is loaded.
  void show_page(Builder& out, const Setting& setting) const {
    out.open("img", "page").keyed(digits_of(page_)).with("src", text::localized(page(setting)["image"], setting.locale));
    out.with("alt", setting.text(page(setting)["alt"])).on("load", "loaded").on("error", "loaded").close();
    const ValueView next = element_of(story(setting)["pages"], page_ + 1);
    if (next.exists()) out.open("img", "unseen").keyed("next").with("src", text::localized(next["image"], setting.locale)).with("alt", "").close();
  }

  static void zone(Builder& out, const char* action, std::string_view label) {
    out.open("button", is(action, "next") ? "zone" : "zone back").keyed(action).with("type", "button").with("aria-label", label);
    out.on("click", action).on("pointerdown", "press");
    if (is(action, "next")) out.focused();
    out.close();
  }

  void bars(Builder& out, const Setting& setting) const {
    const bool is_still = setting.is_still();
    out.open("div", "bars").with("aria-hidden", "true");
    for (std::uint32_t i = 0; i < story(setting)["pages"].size(); ++i) {
      out.open("span", "track").open("span", i < page_ || (i == page_ && is_still) ? "fill full" : "fill");
      if (i == page_ && !is_still)
        out.moves({.property = "scale", .from = "0 1", .to = "1 1", .duration_ms = static_cast<std::uint32_t>(time_of(page(setting))), .is_paused = !runs_});
      out.close().close();
    }
    out.close();
  }

  void head(Builder& out, const Setting& setting) const {
    out.open("div", "head");
    out.open("p", "name").says(setting.text(story(setting)["title"])).close();
    if (!setting.is_still()) {
      out.open("button", is_paused_ ? "pause paused" : "pause").with("type", "button").with("aria-pressed", is_paused_ ? "true" : "false");
      out.with("aria-label", setting.text("Pause", "Пауза")).on("click", "pause").close();
    }
    close_button(out, setting.text("Close", "Закрыть"));
    out.close();
  }

  void foot(Builder& out, const Setting& setting) const {
    out.open("div", "foot").open("p", "unseen").with("aria-live", "polite");
    std::string place = digits_of(page_ + 1);
    place += setting.text(" of ", " из ");
    place += digits_of(story(setting)["pages"].size());
    out.says(place).close();
    if (const ValueView text = page(setting)["text"]; text.exists()) out.open("p", "text").says(setting.text(text)).close();
    if (const ValueView action = page(setting)["action"]; action.exists()) action_link(out, action, setting);
    out.close();
  }

  std::uint32_t story_ = kClosed;
  std::uint32_t page_ = 0;
  bool is_loaded_ = false;
  bool is_paused_ = false;
  bool is_hidden_ = false;
  bool was_held_ = false;
  Timestamp pressed_at_ = kNever;
  bool runs_ = false;
  Timestamp since_ = 0;
  Duration left_ = 0;
  Value seen_;
};

void check_page(ValueView page, Problems& problems) {
  check_url(page, "image", problems);
  if (page["text"].exists()) check_text(page, "text", problems);
  if (const ValueView action = page["action"]; action.exists()) check_action(action, problems);
  const ValueView duration = page["duration"];
  const Duration time = parse_duration(duration.string()).value_or(0);
  if (duration.exists() && (time < kSecond || time > kMinute)) problems.add(duration, "bad-duration", "needs a duration from 1s to 60s");
}

void check(ValueView content, Problems& problems) {
  check_text(content, "title", problems);
  if (content["stories"].size() == 0 || !content["stories"].is_array()) problems.add(content, "stories", "bad-content", "needs at least one story");
  for (const ValueView one : content["stories"].elements()) {
    if (one["id"].string().empty()) problems.add(one, "id", "bad-content", "needs an id");
    check_text(one, "title", problems);
    check_url(one, "cover", problems);
    if (one["pages"].size() == 0 || !one["pages"].is_array()) problems.add(one, "pages", "bad-content", "needs at least one page");
    for (const ValueView page : one["pages"].elements()) check_page(page, problems);
  }
}

std::unique_ptr<Widget> make(const Setting& setting) { return std::make_unique<Stories>(setting); }

}  // namespace

const Kind& kind() {
  static const Kind kKind{.name = "story", .css = kCss, .check = check, .make = make};
  return kKind;
}

}  // namespace waymark::widgets::story
