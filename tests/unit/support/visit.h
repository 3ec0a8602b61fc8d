#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "support/json.h"
#include "waymark/engine.h"
#include "waymark/types.h"

namespace waymark::testing {

/// 2026-01-05T12:00:00Z, a Monday.
inline constexpr Timestamp kStart = 1767614400000;
inline constexpr std::string_view kEntropy = "00112233445566778899aabbccddeeff";
inline constexpr std::string_view kOtherEntropy = "ffeeddccbbaa99887766554433221100";

/// What one dispatch gave back.
class Effects {
 public:
  explicit Effects(std::string text);

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] ElementRange all() const { return value_.view().elements(); }
  /// Effects of a kind (`store`, `send` …), in order.
  [[nodiscard]] std::vector<ValueView> of(std::string_view kind) const;
  /// The last effect of a kind, or a missing value.
  [[nodiscard]] ValueView last(std::string_view kind) const;
  /// Details of the notifications of an event (`error`, `segment:enter` …), in order.
  [[nodiscard]] std::vector<ValueView> notified(std::string_view event) const;
  /// The answer to the one query.
  [[nodiscard]] ValueView answer() const { return last("answer")["value"]; }
  /// `enter:vip@60000 leave:vip@120000`: segment flips, the times counted from `from`.
  [[nodiscard]] std::string flips(Timestamp from) const;
  /// `code path` of each error, parted by commas.
  [[nodiscard]] std::string errors() const;
  /// Campaigns mounted, parted by commas.
  [[nodiscard]] std::string mounted() const;
  [[nodiscard]] std::string unmounted() const;
  /// Bodies of stored events, read.
  [[nodiscard]] std::vector<Value> bodies() const;
  /// `track Product Viewed, page` of the stored events.
  [[nodiscard]] std::string stored() const;
  /// Ids of the last `send`.
  [[nodiscard]] std::size_t sent_events() const { return last("send")["ids"].size(); }

 private:
  std::string text_;
  Value value_;
};

struct Setting {
  std::string_view consent = "granted";
  std::string_view entropy = kEntropy;
  std::string_view locale = "en";
  bool display = true;
  std::string_view user_agent = "";
  bool privacy_control = false;
  std::string_view consent_version = "";
};
[[nodiscard]] Json environment(const Setting& setting = {});

/// `{ "version": 1 }` with more sections.
[[nodiscard]] Json document(Members sections = {});
[[nodiscard]] Json segment(std::string_view id, const Json& when);
/// A document whose segments are the conditions, called `a`, `b`, `c` …
[[nodiscard]] Json rules(std::initializer_list<Json> conditions);
/// A bar at the bottom, decided at every page view, with more sections.
[[nodiscard]] Json campaign(std::string_view id, Members sections = {});
[[nodiscard]] Json on_page();
[[nodiscard]] Json on_event(std::string_view name);
[[nodiscard]] Json cap(std::string_view outcome, int max, std::string_view within);
[[nodiscard]] Json caps(std::initializer_list<Json> list, int priority = 0);

/// A visitor in front of an engine. Time stands still but for `wait` and `at`.
class Visit {
 public:
  /// Loads the document (which must be accepted) and opens a new visitor.
  explicit Visit(const Json& document, const Setting& setting = {});
  /// Opens a stored visitor.
  Visit(const Json& document, const Json& snapshot, const Json& outbox, Timestamp at, const Setting& setting = {});

  Effects tell(Members command);
  Effects tell(std::string_view kind, Members members = {});
  /// Commands at once; they need a `now` of their own.
  Effects dispatch(const Json& commands) { return Effects(std::string(engine_.dispatch(commands.text()))); }
  Value load(const Json& document, const Setting& setting = {});

  Effects page(std::string_view path = "/", std::string_view referrer = "");
  Effects track(std::string_view name, const Json& properties = object());
  Effects identify(const Json& traits);
  Effects consent(std::initializer_list<const char*> purposes);
  Effects signal(std::string_view name) { return tell("signal", {{"name", name}}); }
  Effects close(std::string_view campaign) { return tell("ui", {{"campaign", campaign}, {"action", "close"}}); }
  Effects click(std::string_view campaign) { return tell("ui", {{"campaign", campaign}, {"action", "click"}}); }
  Effects answer_send(const Effects& effects, int status, std::string_view body = "", std::string_view retry_after = "");
  /// Lets time pass and tells the core.
  Effects wait(Duration duration);
  Effects at(Timestamp time);

  [[nodiscard]] bool is_in(std::string_view segment);
  [[nodiscard]] Value ask(std::string_view question, std::string_view id = "");
  /// The reason why a campaign would not show now; empty: it would.
  [[nodiscard]] std::string refusal(std::string_view campaign);
  [[nodiscard]] std::uint32_t dropped(std::string_view reason);
  [[nodiscard]] Json snapshot() { return Json::raw(text_of(ask("snapshot").view())); }

  Timestamp now = kStart;
  /// What the opening command gave.
  Effects opened{"[]"};

 private:
  Engine engine_;
};

}  // namespace waymark::testing
