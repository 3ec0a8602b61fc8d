#pragma once
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "base/problems.h"
#include "base/value.h"
#include "model/facts.h"
#include "view/element.h"
#include "waymark/types.h"

namespace waymark::widgets {

/// What became of the visitor's action, for the campaign that the widget belongs to.
enum class Outcome : std::uint8_t { None, Clicked, Closed };

/// What a widget may read while it works; the views end with the call.
struct Setting {
  ValueView content;
  std::string_view locale;
  const Facts& facts;
  Timestamp now = 0;
  /// What it keeps on this device for its campaign (Reply::keep); missing at first.
  ValueView kept;
  /// What ids are made from (make_uuid7), while a message is answered; null else: drawing changes nothing.
  Random* random = nullptr;

  /// A text of the content, in the visitor's language, its placeholders filled.
  [[nodiscard]] std::string text(ValueView localized) const;
  /// The same, or a text of the widget's own when the content has none.
  [[nodiscard]] std::string text(ValueView localized, const char* english, const char* russian) const;
  /// A text of the widget's own.
  [[nodiscard]] std::string_view text(const char* english, const char* russian) const;
  [[nodiscard]] bool is_right_to_left() const;
  /// Whether the visitor asked for less motion.
  [[nodiscard]] bool is_still() const;
};

/// Something that happened to a widget. Its own actions come from its listeners. The core's are `elapsed` (its moment has come),
/// `facts` (an event changed what it may read), `hidden` and `visible` (the page), `copied` and `uncopied` (Reply::copy) and `drawn` (the
/// answer to Reply::draw: an object with `status` and `body`).
struct Message {
  std::string_view action;
  ValueView value;
};

/// What a widget asks for.
struct Reply {
  Outcome outcome = Outcome::None;
  /// Taken down after its leave transition; its slot is free at once.
  bool leaves = false;
  /// Whether its view may be another one now.
  bool redraws = true;
  /// A text for the clipboard.
  std::string copy;
  /// Replaces what it keeps on this device.
  Value keep;
  /// Fields of a draw for the server (protocol.ts, `draw`).
  Value draw;
  /// Further properties of the outcome's event.
  Value details;
};

[[nodiscard]] inline Reply clicked() { return {.outcome = Outcome::Clicked}; }
[[nodiscard]] inline Reply closed() { return {.outcome = Outcome::Closed, .leaves = true}; }

/// A running widget: a model with its update and its view. Implementations live in widgets/<name>/.
class Widget {
 public:
  virtual ~Widget() = default;
  /// Draws what it looks like now: one element.
  virtual void view(view::Builder& out, const Setting& setting) const = 0;
  [[nodiscard]] virtual Reply update(const Message& message, const Setting& setting) = 0;
  /// When it wants the message `elapsed`; asked again after each update.
  [[nodiscard]] virtual Timestamp wakes_at() const { return kNever; }
};

/// A widget that is drawn once, as its content and the facts are when it is shown; the visitor clicks or closes it.
class Drawn : public Widget {
 public:
  using Draw = void (*)(view::Builder& out, const Setting& setting);
  explicit Drawn(Draw draw) : draw_(draw) {}
  void view(view::Builder& out, const Setting& setting) const override { draw_(out, setting); }
  [[nodiscard]] Reply update(const Message& message, const Setting& setting) override;

 private:
  Draw draw_;
};

/// One kind of widget.
struct Kind {
  std::string_view name;
  std::string_view css;
  /// Notes what is wrong with a campaign's content, an object, when the document is loaded.
  void (*check)(ValueView content, Problems& problems);
  std::unique_ptr<Widget> (*make)(const Setting& setting);
  /// Why it has nothing to show here and now ("no app for this device"), or null. Null instead of a function: it always has.
  const char* (*refusal)(const Setting& setting) = nullptr;
  /// Whether it wants the message `facts`.
  bool follows_facts = false;
};

/// The kind of that name, or null.
[[nodiscard]] const Kind* find_kind(std::string_view name);

// Checks that widgets share. A localized text or URL is a string, or an object with one for each locale.

/// Problem `bad-content` unless the member is a text.
void check_text(ValueView parent, const char* key, Problems& problems);
/// Problem `bad-content` for each of these members that is there and is no text.
void check_optional_texts(ValueView parent, std::initializer_list<const char*> keys, Problems& problems);
/// Problem `bad-url` unless the member is a URL that is_safe_url() takes.
void check_url(ValueView parent, const char* key, Problems& problems);
/// A member with `label` and `url`.
void check_action(ValueView action, Problems& problems);

// Views that widgets share.

/// The button with a cross that sends `close`. `label` is its name.
void close_button(view::Builder& out, std::string_view label);
/// A link that sends `click`.
void action_link(view::Builder& out, std::string_view label, std::string_view url);
/// The same out of an action's `label` and `url`.
void action_link(view::Builder& out, ValueView action, const Setting& setting);

}  // namespace waymark::widgets
