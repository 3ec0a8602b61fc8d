#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reference.h"

namespace waymark::reference {

/// A visitor as PRODUCT.md has it: sessions, facts and history out of what is told, and what flips when. Nothing is
/// kept up to date: at every moment at which anything may change, all is asked anew.
class Visitor {
 public:
  /// The document must outlive the visitor.
  Visitor(ValueView document, Timestamp now);

  void identify(Timestamp now, ValueView traits);
  void track(Timestamp now, std::string_view name, ValueView properties);
  /// Events of a name that no rule asks for: the session sees them, nothing else does.
  void noise(Timestamp now, std::uint32_t count);
  void page(Timestamp now, std::string_view path);
  void activity(Timestamp now);
  void elapsed(Timestamp now);
  /// From now on another document holds.
  void load(ValueView document);

  [[nodiscard]] bool is_in(std::string_view segment) const;
  [[nodiscard]] std::string stage() const;
  [[nodiscard]] Value rfm() const;
  [[nodiscard]] Timestamp now() const { return now_; }

  /// `enter:vip@1767614400000 leave:vip@1767614460000` since this was last asked.
  [[nodiscard]] std::string take_flips() { return std::exchange(flips_, {}); }
  /// `awareness>intent@1767614400000`, likewise; no stage is no text.
  [[nodiscard]] std::string take_stages() { return std::exchange(stages_, {}); }

 private:
  struct CartLine {
    std::string product;
    double pieces;
  };

  void read_constants(ValueView value);
  void pass(Timestamp now);
  [[nodiscard]] std::vector<Timestamp> moments_until(Timestamp end) const;
  [[nodiscard]] Timestamp session_end() const;
  void begin_event(Timestamp now);
  void change_cart(std::string_view event, ValueView properties);
  void settle();
  [[nodiscard]] Value facts() const;
  template <class Answer>
  auto ask(Answer answer) const;

  ValueView document_;
  Rules rules_;
  std::vector<Duration> delays_;  // after which some event may flip some rule
  bool asks_for_time_ = false;

  Timestamp now_ = 0;
  Timestamp hour_seen_ = 0;  // the moment of which time.* tells
  std::vector<Event> events_;
  Value traits_;
  std::string path_;
  Timestamp page_since_ = 0;
  std::vector<CartLine> cart_;
  Timestamp cart_since_ = 0;
  std::uint32_t session_ = 0;
  bool is_session_over_ = true;
  Timestamp session_started_ = 0;
  Timestamp last_activity_ = 0;
  int session_events_ = 0;
  int session_pages_ = 0;

  std::vector<std::string> in_;
  std::string stage_;
  std::string flips_;
  std::string stages_;
};

}  // namespace waymark::reference
