#include "reference_visitor.h"

#include <algorithm>
#include <set>

#include "base/time.h"
#include "waymark/limits.h"

namespace waymark::reference {

Visitor::Visitor(ValueView document, Timestamp now)
    : document_(document), rules_(document), now_(now), hour_seen_(now) {
  load(document);
}

void Visitor::load(ValueView document) {
  document_ = document;
  rules_ = Rules(document);
  delays_ = {duration_of("365d").value()};  // the window of rfm, if none is given
  read_constants(document);
  read_constants(rules_.stages());
  std::sort(delays_.begin(), delays_.end());
  delays_.erase(std::unique(delays_.begin(), delays_.end()), delays_.end());
  std::erase_if(in_, [&](const std::string& id) {
    for (const ValueView segment : document_["segments"].elements())
      if (segment["id"].string() == id) return false;
    return true;
  });
  if (session_ > 0) settle();
}

/// Every duration in the document, and one millisecond more: `$lte` and `$gt` flip then. A bare number may be seconds.
void Visitor::read_constants(ValueView value) {
  std::optional<Duration> delay = duration_of(value.string());
  if (value.is_number() && value.number() >= 0 && value.number() < 1e9)
    delay = static_cast<Duration>(value.number()) * kSecond;
  if (delay) delays_.insert(delays_.end(), {*delay, *delay + 1, *delay + kSecond});
  for (const ValueView element : value.elements()) read_constants(element);
  for (const auto [key, member] : value.members()) {
    asks_for_time_ = asks_for_time_ || key.starts_with("time");
    read_constants(member);
  }
}

void Visitor::identify(Timestamp now, ValueView traits) {
  begin_event(now);
  traits_ = merged(traits_.view(), traits);
  settle();
}

void Visitor::track(Timestamp now, std::string_view name, ValueView properties) {
  begin_event(now);
  events_.push_back({now_, session_, std::string(name), Value(properties)});
  change_cart(name, properties);
  settle();
}

void Visitor::noise(Timestamp now, std::uint32_t count) {
  for (std::uint32_t i = 0; i < count; ++i) {
    begin_event(now);
    settle();
  }
}

void Visitor::page(Timestamp now, std::string_view path) {
  begin_event(now);
  ++session_pages_;
  path_ = path;
  page_since_ = now_;
  ValueBuilder properties;
  properties.begin_object();
  properties.member("path", path);
  properties.end_object();
  events_.push_back({now_, session_, "Page Viewed", properties.take()});
  settle();
}

void Visitor::activity(Timestamp now) {
  pass(now);
  if (!is_session_over_) last_activity_ = now_;
}

void Visitor::elapsed(Timestamp now) { pass(now); }

/// Time passes, then the event finds its session.
void Visitor::begin_event(Timestamp now) {
  pass(now);
  if (is_session_over_) {
    ++session_;
    is_session_over_ = false;
    session_started_ = now_;
    session_events_ = session_pages_ = 0;
  }
  last_activity_ = now_;
  ++session_events_;
}

Timestamp Visitor::session_end() const {
  return is_session_over_ ? kNever
                          : std::min(last_activity_ + limits::kSessionIdle, session_started_ + limits::kSessionMaximum);
}

/// All that flips by time alone up to `now`, in its order.
void Visitor::pass(Timestamp now) {
  now = std::max(now, now_);
  if (session_ > 0) {
    const Timestamp start = now_;
    for (const Timestamp moment : moments_until(now)) {
      now_ = moment;
      if (moment <= start + limits::kHourlyTime || moment >= now - limits::kHourlyTime) hour_seen_ = moment;
      if (session_end() <= moment) is_session_over_ = true;
      settle();
    }
  }
  now_ = hour_seen_ = now;
}

std::vector<Timestamp> Visitor::moments_until(Timestamp end) const {
  std::set<Timestamp> moments;
  const auto add = [&](Timestamp moment) {
    if (moment > now_ && moment <= end) moments.insert(moment);
  };
  add(session_end());
  const Timestamp last_part = end - limits::kHourlyTime;
  for (Timestamp hour = now_ - now_ % kHour + kHour; asks_for_time_ && hour <= end; hour += kHour - hour % kHour) {
    if (hour > now_ + limits::kHourlyTime && hour < last_part) hour = last_part;
    add(hour);
  }
  for (const Duration delay : delays_) {
    for (const Event& event : events_) add(event.time + delay);
    for (const Timestamp base : {session_started_, page_since_, cart_since_}) add(base + delay);
  }
  return {moments.begin(), moments.end()};
}

/// Products added, removed (all their pieces) and ordered.
void Visitor::change_cart(std::string_view event, ValueView properties) {
  const bool is_first = cart_since_ == 0;
  const std::string product(properties["product_id"].string());
  const auto line =
      std::find_if(cart_.begin(), cart_.end(), [&](const CartLine& one) { return one.product == product; });
  if (event == "Product Added") {
    cart_since_ = now_;
    if (line == cart_.end())
      cart_.push_back({product, properties["quantity"].number(1)});
    else
      line->pieces += properties["quantity"].number(1);
  } else if (event == "Product Removed") {
    if (is_first || line != cart_.end()) cart_since_ = now_;
    if (line != cart_.end()) cart_.erase(line);
  } else if (event == "Order Completed") {
    if (is_first || !cart_.empty()) cart_since_ = now_;
    cart_.clear();
  }
}

Value Visitor::facts() const {
  ValueBuilder out;
  out.begin_object();
  if (traits_.view().exists()) out.member("traits", traits_.view());
  out.key("visitor");
  out.begin_object();
  out.member("sessions", session_);
  out.member("returning", session_ > 1);
  out.member("identified", false);
  out.end_object();
  out.key("session");
  out.begin_object();
  if (!is_session_over_) {
    out.member("number", session_);
    out.member("started", session_started_);
    out.member("events", session_events_);
    out.member("pageViews", session_pages_);
    out.member("duration", (now_ - session_started_) / kSecond);
  }
  out.end_object();
  out.key("page");
  out.begin_object();
  if (page_since_ > 0) {
    out.member("path", path_);
    out.member("dwell", (now_ - page_since_) / kSecond);
  }
  out.end_object();
  out.key("cart");
  out.begin_object();
  if (cart_since_ > 0) {
    double count = 0;
    for (const CartLine& line : cart_) count += line.pieces;
    out.member("count", count);
    if (count > 0) out.member("idle", (now_ - cart_since_) / kSecond);
  }
  out.end_object();
  const CivilTime civil = civil_time(hour_seen_, 0);
  out.key("time");
  out.begin_object();
  out.member("hour", civil.hour);
  out.member("weekday", civil.weekday);
  out.member("date", format_iso(hour_seen_).substr(0, 10));
  out.end_object();
  out.end_object();
  return out.take();
}

template <class Answer>
auto Visitor::ask(Answer answer) const {
  const Value facts = this->facts();
  return answer(Moment{events_, is_session_over_ ? 0 : session_, facts.view(), now_});
}

bool Visitor::is_in(std::string_view segment) const {
  return session_ > 0 && ask([&](const Moment& moment) { return rules_.is_in(segment, moment); });
}
std::string Visitor::stage() const {
  return session_ == 0 ? "" : ask([&](const Moment& moment) { return rules_.stage(moment); });
}
Value Visitor::rfm() const {
  return ask([&](const Moment& moment) { return rules_.rfm(moment); });
}

void Visitor::settle() {
  ask([&](const Moment& moment) {
    const std::string at = "@" + std::to_string(now_) + " ";
    for (const ValueView segment : document_["segments"].elements()) {
      const std::string id(segment["id"].string());
      const auto known = std::find(in_.begin(), in_.end(), id);
      if (rules_.holds(segment["when"], moment) == (known != in_.end())) continue;
      flips_ += (known == in_.end() ? "enter:" : "leave:") + id + at;
      if (known == in_.end())
        in_.push_back(id);
      else
        in_.erase(known);
    }
    const std::string stage = rules_.stage(moment);
    if (stage != stage_) stages_ += stage_ + ">" + stage + at;
    stage_ = stage;
    return true;
  });
}

}  // namespace waymark::reference
