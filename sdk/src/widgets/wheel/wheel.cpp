#include "widgets/wheel/wheel.h"

#include <utility>

#include "base/text.h"
#include "wheel.css.h"
#include "widgets/wheel/disc.h"

namespace waymark::widgets::wheel {
namespace {

constexpr std::size_t kMinSlices = 2, kMaxSlices = 12;
constexpr int kTurns = 5;
constexpr std::uint32_t kSpinTime = 4500;

/// Up to Failed there is something to be done, from Won on there is an end to show.
enum class Stage : std::uint8_t { Gate, Ready, Asking, Spinning, Failed, Won, Lost, Played, SoldOut };

/// One @ with something before it, a dot inside what follows, no spaces: what is wrong beyond that the server finds.
bool is_email(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == 0 || at == std::string_view::npos || text.size() > 254) return false;
  for (const char c : text)
    if (static_cast<unsigned char>(c) <= ' ') return false;
  const std::string_view host = text.substr(at + 1);
  const std::size_t dot = host.rfind('.');
  return host.find('@') == std::string_view::npos && dot != std::string_view::npos && dot > 0 && dot + 1 < host.size();
}

/// Its title and text are those of the moment at which it was shown: placeholders may speak of the event that
/// triggered it.
class Wheel final : public Widget {
 public:
  explicit Wheel(const Setting& setting)
      : title_(setting.text(setting.content["title"])), text_(setting.text(setting.content["text"])) {
    const ValueView kept = setting.kept;
    draw_ = kept["draw"].string();
    email_ = kept["email"].string();
    if (!email_.empty()) stage_ = Stage::Ready;
    if (!kept["slice"].is_string()) return;
    aim(setting, kept, 1);
    label_ = kept["label"].string();
    stage_ = end_;
  }

  void view(view::Builder& out, const Setting& setting) const override {
    const std::string close = own_text(setting, "close", "Close", "Закрыть");
    out.open("dialog", "wheel").with("aria-labelledby", "title").on("cancel", "close").on("close", "close");
    out.open("div", "surface");
    draw_disc(out, setting, turn());
    out.open("div", "panel");
    out.open("h2").with("id", "title").with("tabindex", "-1").says(title_).focused().close();
    if (stage_ < Stage::Won && !text_.empty()) out.open("p").says(text_).close();
    out.open("ul", "unseen").with("aria-label", setting.text("Prizes", "Призы"));
    for (const ValueView slice : setting.content["slices"].elements())
      out.open("li").says(setting.text(slice["label"])).close();
    out.close();
    put_form(out, setting);
    out.open("p", "result").keyed("result").with("aria-live", "polite").says(result(setting)).close();
    if (stage_ > Stage::Gate && stage_ < Stage::Won) put_spin(out, setting);
    if (stage_ == Stage::Won) put_prize(out, setting);
    if (stage_ > Stage::Won) open_button(out, "close").says(close).close();
    out.close();
    close_button(out, close);
    out.close().close();
  }

  Reply update(const Message& message, const Setting& setting) override {
    const std::string_view action = message.action;
    if (is(action, "close")) return closed();
    if (is(action, "click")) return click();
    if (is(action, "submit")) enter(message.value);
    // Before each submission, so that what is still wrong gets the focus, and is said, again.
    if (is(action, "check")) is_email_bad_ = is_consent_missing_ = false;
    if (is(action, "spin")) return spin(setting);
    if (is(action, "drawn")) return take(message.value, setting);
    if (is(action, "elapsed") && setting.now >= wakes_at()) stage_ = end_;
    if (is(action, "copied") || is(action, "uncopied")) copied_ = is(action, "copied") ? Copied::Yes : Copied::No;
    Reply reply;
    if (is(action, "copy") && stage_ == Stage::Won) reply.copy = code_;
    return reply;
  }

  Timestamp wakes_at() const override { return stage_ == Stage::Spinning ? ends_at_ : kNever; }

 private:
  static std::string own_text(const Setting& setting, const char* key, const char* english, const char* russian) {
    return setting.text(setting.content[key], english, russian);
  }

  // What it shows

  [[nodiscard]] view::Motion turn() const {
    if (turn_.empty()) return {};
    return {.property = "rotate", .from = "0deg", .to = turn_, .duration_ms = turn_time_, .easing = "cubic-bezier(0.12,0.8,0.2,1)"};
  }

  /// Stays when it is done, with what was entered.
  void put_form(view::Builder& out, const Setting& setting) const {
    const ValueView gate = setting.content["gate"];
    out.open("form").with("novalidate", "").on("submit", "submit");
    if (stage_ != Stage::Gate) out.with("hidden", "");
    out.open("label").with("for", "email").says(setting.text(gate["email_label"], "E-mail", "Эл. почта")).close();
    out.open("input").with("id", "email").with("name", "email").with("type", "email");
    out.with("autocomplete", "email").with("inputmode", "email");
    if (!email_.empty()) out.with("value", email_);
    if (is_email_bad_) out.focused();
    close_field(out, is_email_bad_, "email-error");
    if (is_email_bad_)
      put_error(out, "email-error",
                setting.text("Please enter a valid e-mail address.", "Введите правильный адрес эл. почты."));
    out.open("label", "check").open("input").with("name", "consent").with("type", "checkbox");
    if (is_consent_missing_ && !is_email_bad_) out.focused();
    close_field(out, is_consent_missing_, "consent-error");
    out.open("span").says(setting.text(gate["consent"])).close().close();
    if (is_consent_missing_)
      put_error(out, "consent-error", setting.text("Please agree to take part.", "Без согласия участвовать нельзя."));
    out.open("button", "action")
        .on("click", "check")
        .says(setting.text(gate["submit"], "Continue", "Продолжить"))
        .close();
    out.close();
  }

  static void close_field(view::Builder& out, bool is_bad, const char* error) {
    out.with("aria-required", "true");
    if (is_bad) out.with("aria-invalid", "true").with("aria-describedby", error);
    out.close();
  }

  static void put_error(view::Builder& out, const char* id, std::string_view text) {
    out.open("p", "error").keyed(id).with("id", id).says(text).close();
  }

  std::string result(const Setting& setting) const {
    switch (stage_) {
      case Stage::Gate:
      case Stage::Ready:
        return {};
      case Stage::Asking:
      case Stage::Spinning:
        return std::string(setting.text("The wheel is turning…", "Колесо крутится…"));
      case Stage::Failed:
        return std::string(setting.text("That did not work. Please try again.", "Не получилось. Попробуйте ещё раз."));
      case Stage::Won:
        return own_text(setting, "win", "You won:", "Ваш выигрыш:") + ' ' + label_;
      case Stage::Lost:
        return own_text(setting, "lose", "No prize this time. Thank you for playing!",
                        "На этот раз без приза. Спасибо за игру!");
      case Stage::Played:
        return std::string(setting.text("You have already played.", "Вы уже участвовали."));
      case Stage::SoldOut:
        return std::string(setting.text("All prizes are gone.", "Призы закончились."));
    }
    return {};
  }

  static view::Builder& open_button(view::Builder& out, const char* action) {
    return out.open("button", "action").keyed(action).with("type", "button").on("click", action).focused();
  }

  void put_spin(view::Builder& out, const Setting& setting) const {
    open_button(out, "spin");
    out.says(stage_ == Stage::Failed ? own_text(setting, "again", "Try again", "Ещё раз")
                                     : own_text(setting, "button", "Spin the wheel", "Крутить колесо"));
    // Not `disabled`: that would lose the focus.
    if (stage_ == Stage::Asking) out.with("aria-busy", "true");
    if (stage_ == Stage::Asking || stage_ == Stage::Spinning) out.with("aria-disabled", "true");
    out.close();
  }

  void put_prize(view::Builder& out, const Setting& setting) const {
    out.open("strong", "code").says(code_).close();
    open_button(out, "copy").with("aria-live", "polite");
    if (copied_ == Copied::Yes)
      out.says(setting.text("Copied", "Скопировано"));
    else if (copied_ == Copied::No)
      out.says(setting.text("Please copy it by hand", "Скопируйте вручную"));
    else
      out.says(own_text(setting, "copy", "Copy the code", "Скопировать код"));
    out.close();
    if (const ValueView action = setting.content["action"]; action.exists()) action_link(out, action, setting);
  }

  // What happens to it

  void enter(ValueView fields) {
    if (stage_ != Stage::Gate) return;
    email_ = fields["email"].string();
    is_email_bad_ = !is_email(email_);
    is_consent_missing_ = fields["consent"].string().empty();
    if (!is_email_bad_ && !is_consent_missing_) stage_ = Stage::Ready;
  }

  /// Once for a show.
  Reply click() { return {.outcome = std::exchange(is_clicked_, true) ? Outcome::None : Outcome::Clicked}; }

  /// Asks for a draw; what was asked before and got no answer, with the same id.
  Reply spin(const Setting& setting) {
    if (stage_ != Stage::Ready && stage_ != Stage::Failed) return {};
    stage_ = Stage::Asking;
    if (draw_.empty()) draw_ = make_uuid7(setting.now, *setting.random);
    Reply reply = click();
    ValueBuilder asked;
    asked.begin_object();
    asked.member("draw", draw_);
    asked.member("email", email_);
    asked.end_object();
    reply.keep = asked.take();
    ValueBuilder request;
    request.begin_object();
    request.member("consent", true);
    request.member("locale", setting.locale);
    request.end_object();
    const Value rest = request.take();
    reply.draw = merged(reply.keep.view(), rest.view());
    return reply;
  }

  Reply take(ValueView answer, const Setting& setting) {
    if (stage_ != Stage::Asking || answer["draw"].string() != draw_) return {};
    const ValueView body = answer["body"], error = body["error"]["code"];
    if (answer["status"].number() == 200 && body["slice"].is_string()) return win(body, setting);
    stage_ = error.is("already_drawn") ? Stage::Played : error.is("sold_out") ? Stage::SoldOut : Stage::Failed;
    if (error.is("draw_conflict")) draw_.clear();
    if (error.is("bad_draw")) stage_ = Stage::Gate, is_email_bad_ = true;
    return {};
  }

  Reply win(ValueView body, const Setting& setting) {
    aim(setting, body, setting.is_still() ? 1 : kSpinTime);
    stage_ = turn_time_ == kSpinTime ? Stage::Spinning : end_;
    ends_at_ = setting.now + turn_time_;
    email_.clear();
    ValueBuilder kept;
    kept.begin_object();
    kept.member("draw", draw_);
    kept.member("slice", body["slice"]);
    kept.member("code", body["code"]);
    kept.member("label", label_);
    kept.end_object();
    Reply reply;
    reply.keep = kept.take();
    return reply;
  }

  /// Takes the prize over. The wheel turns to its slice, unless the document does not know it.
  void aim(const Setting& setting, ValueView prize, std::uint32_t time) {
    code_ = prize["code"].string();
    end_ = prize["code"].is_string() ? Stage::Won : Stage::Lost;
    const ValueView slices = setting.content["slices"];
    double angle = 360 * kTurns;
    for (const ValueView slice : slices.elements()) {
      if (is_same(slice["id"], prize["slice"])) {
        label_ = setting.text(slice["label"]);
        turn_ = number(angle) + "deg";
        turn_time_ = time;
      }
      angle -= 360.0 / static_cast<double>(slices.size());
    }
  }

  enum class Copied : std::uint8_t { Unknown, Yes, No };

  std::string title_, text_, draw_, email_, code_, label_;
  Stage stage_ = Stage::Gate;
  Stage end_ = Stage::Lost;
  Copied copied_ = Copied::Unknown;
  bool is_email_bad_ = false;
  bool is_consent_missing_ = false;
  bool is_clicked_ = false;
  std::string turn_;  // where to, as CSS; empty: the wheel stands still
  std::uint32_t turn_time_ = 0;
  Timestamp ends_at_ = kNever;
};

void check_color(ValueView slice, const char* key, Problems& problems) {
  if (slice[key].exists() && !is_color(slice[key].string()))
    problems.add(slice, key, "bad-content", "needs a colour: #rgb or #rrggbb");
}

void check_slice(ValueView slices, ValueView slice, Problems& problems) {
  bool is_unique = !slice["id"].string().empty();
  for (const ValueView other : slices.elements())
    is_unique &= other.node() == slice.node() || !is_same(other["id"], slice["id"]);
  if (!is_unique) problems.add(slice, "id", "bad-content", "needs an id of its own");
  check_text(slice, "label", problems);
  check_color(slice, "color", problems);
  check_color(slice, "text_color", problems);
}

void check(ValueView content, Problems& problems) {
  check_text(content, "title", problems);
  const ValueView slices = content["slices"], gate = content["gate"], action = content["action"];
  if (!slices.is_array() || slices.size() < kMinSlices || slices.size() > kMaxSlices)
    problems.add(content, "slices", "bad-content", "needs 2 to 12 slices");
  for (const ValueView slice : slices.elements()) check_slice(slices, slice, problems);
  if (gate.is_object())
    check_text(gate, "consent", problems);
  else
    problems.add(content, "gate", "bad-content", "needs an object with the text `consent`");
  if (action.exists()) check_action(action, problems);
}

std::unique_ptr<Widget> make(const Setting& setting) { return std::make_unique<Wheel>(setting); }

}  // namespace

const Kind& kind() {
  static const Kind kKind{.name = "wheel", .css = kCss, .check = check, .make = make};
  return kKind;
}

}  // namespace waymark::widgets::wheel
