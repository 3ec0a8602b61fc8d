#include <utility>

#include "base/hash.h"
#include "base/text.h"
#include "base/url.h"
#include "engine/core.h"
#include "engine/segment_format.h"
#include "visitor/cart.h"
#include "waymark/limits.h"

namespace waymark {

namespace {

/// `page.*` out of what the host says of the page (protocol.ts, PageInfo).
Value page_facts(ValueView page) {
  const std::string_view text = page["url"].string();
  const Url url = parse_url(text);
  ValueBuilder out;
  out.begin_object();
  out.member("url", text);
  out.member("path", url.path);
  out.member("search", url.search);
  out.member("hash", url.hash);
  for (const char* name : {"title", "referrer", "type"}) out.member(name, page[name].string());
  if (page["apps"].is_object()) out.member("apps", page["apps"]);
  out.member("scroll", 0);
  out.key("query");
  out.begin_object();
  each_parameter(url.search, [&](const std::string& name, const std::string& value) { out.member(name, value); });
  out.end_object();
  out.end_object();
  return out.take();
}

/// Segment's properties of a page call: the page's own, under the caller's.
Value page_properties(ValueView page, std::string_view name, ValueView given) {
  ValueBuilder own;
  own.begin_object();
  if (!name.empty()) own.member("name", name);
  for (const char* key : {"path", "referrer", "search", "title", "url", "type"})
    if (!page[key].string().empty()) own.member(key, page[key]);
  own.end_object();
  const Value ours = own.take();
  return merged(ours.view(), given);
}

/// `event.*` of a trigger: each property, then `name` and `properties`, which win over properties of those names (ValueView::find).
Value event_facts(std::string_view name, ValueView properties) {
  ValueBuilder out;
  out.begin_object();
  out.members(properties);
  out.member("name", name);
  out.member("properties", properties);
  out.end_object();
  return out.take();
}

/// The member that a call of this type needs and has not, or null.
const char* missing_part(EventType type, ValueView call) {
  switch (type) {
    case EventType::Track: return call["name"].string().empty() ? "name" : nullptr;
    case EventType::Page: return call["page"]["url"].is_string() ? nullptr : "page";
    case EventType::Alias: return call["userId"].string().empty() ? "userId" : nullptr;
    case EventType::Group: return call["groupId"].string().empty() ? "groupId" : nullptr;
    case EventType::Identify: break;
  }
  return nullptr;
}

}  // namespace

void Engine::Core::run_event(ValueView command) {
  const std::size_t type = event_type(command["kind"]);
  if (type == kEventTypes.size()) return refuse(command, "kind", "bad-command", "no command of this kind");
  Event event;
  event.type = static_cast<EventType>(type);
  if (const char* missing = missing_part(event.type, command)) return refuse(command, missing, "bad-command", "this call needs it");
  const char* part = event.type <= EventType::Page ? "properties" : "traits";
  const ValueView given = command[part];
  if (!given.is_null() && !given.is_object()) return refuse(command, part, "bad-command", "needs an object");

  event.message_id = command["messageId"].string();
  if (event.message_id.size() > limits::kMessageIdBytes) event.message_id.clear();
  event.name = command["name"].string();
  event.call = command;
  event.properties = merged({}, given);
  if (event.type == EventType::Page) {
    visit_->page = page_facts(command["page"]);
    look_at(FactRoot::Page, visit_->page.view());
    visit_->page_since = visit_->now;
    event.properties = page_properties(visit_->page.view(), event.name, given);
    for (std::uint32_t& fired : fired_) fired = 0;
    drawing_again_ = 0;
    begin_page();
  }
  if (is_counted(event, false)) return;
  record(event);
  record_all();
}

void Engine::Core::record(Event& event) {
  visit_->is_awake = true;
  if (!event.is_told) is_here_ = true;
  event.time = visit_->now;
  if (event.message_id.empty()) event.message_id = new_id(event);
  Value traffic;
  const ValueView page = event.is_told ? event.properties.view() : visit_->page.view();
  if (event.type == EventType::Page) traffic = visitor::read_traffic(page["url"].string(), page["referrer"].string());
  bool is_new_identity = event.type == EventType::Identify || event.type == EventType::Alias || event.type == EventType::Group;
  if (!event.is_quiet) {
    if (event.is_told) join_session(event, traffic.view());
    else is_new_identity |= touch_session(traffic.view());
    if (event.type == EventType::Page) {
      ++visit_->session.page_views;
      if (!event.is_told) visitor::note_sign(visit_->session, visit_->now, false);
    }
    ++visit_->session.events;
  }

  const visitor::Identity& identity = visit_->identity;
  std::string previous_id(event.call["previousId"].string());
  if (previous_id.empty()) previous_id = identity.user_id.empty() ? identity.anonymous_id : identity.user_id;
  identify(event);

  const std::string_view name = known_name(event);
  if (!name.empty()) {
    history::LoggedEvent logged{.time = event.time,
                                .name = std::string(name),
                                .session = visit_->open_session(),
                                .properties = Value(event.properties.view())};
    evaluation_->event_recorded(logged, visit_->history);
    visit_->history.add(std::move(logged));
    if (!event.is_told) {
      visit_->event = event_facts(name, event.properties.view());
      look_at(FactRoot::Event, visit_->event.view());
    }
    if (visitor::is_about_cart(name)) change_cart(name, event.properties.view());
    else if (!event.is_told && is(name, "Product Viewed")) view_product(event.properties.view());
  }
  if (is_new_identity) {
    look_at(FactRoot::Traits, visit_->identity.traits.view());
    refresh_visitor_facts();
  }
  refresh_session_facts();
  settle();
  if (!event.is_told) enqueue(event, previous_id);
  if (name.empty()) return;
  if (!event.is_told) convert(event);
  for (Show& show : shows_)
    if (document_->campaigns[show.campaign].widget->follows_facts && show.unmount_at == kNever) tell(show, {"facts", {}});
  if (event.is_told) return;
  run_triggers(event.type == EventType::Page ? campaigns::TriggerKind::Page : campaigns::TriggerKind::Event, name);
}

/// Of what time alone brings, the same in every tab: it happens in each, and is to count once.
std::string Engine::Core::new_id(const Event& event) {
  if (!event.is_quiet || by_time_ == 0) return make_uuid7(visit_->now, random_);
  Fnv64 hash;
  hash.add(visit_->identity.anonymous_id);
  hash.add(event.properties.view()["segment_id"].string());
  hash.add(by_time_);
  return make_uuid7(visit_->now, by_time_++, hash.value);
}

void Engine::Core::change_cart(std::string_view event, ValueView properties) {
  Value cart = visitor::cart_after(visit_->cart.view(), event, properties);
  if (is_same(cart.view(), visit_->cart.view())) return;
  visit_->cart = std::move(cart);
  visit_->cart_changed = visit_->now;
  look_at(FactRoot::Cart, visit_->cart.view());
}

void Engine::Core::identify(const Event& event) {
  visitor::Identity& identity = visit_->identity;
  if (event.type == EventType::Identify) identity.traits = merged(identity.traits.view(), event.properties.view());
  if (const std::string_view user = event.call["userId"].string(); !user.empty()) identity.user_id = user;
  if (event.type == EventType::Group) identity.group_id = event.call["groupId"].string();
}

/// Events the core raised in answer, and those that answer them.
void Engine::Core::record_all() {
  if (pending_.empty()) return;
  if (round_ < limits::kFeedbackRounds && raised_ < limits::kFeedbackEvents) {
    ++round_;
    raised_ += pending_.size();
    for (Event& event : std::exchange(pending_, {})) {
      record(event);
      record_all();
    }
    --round_;
    return;
  }
  effects_.error({"feedback", "/campaigns",
                  "campaigns or segments answer each other without end; the last one was \"" + pending_.back().name + "\""});
  visit_->outbox.count_drop("feedback", static_cast<std::uint32_t>(pending_.size()));
  pending_.clear();
}

void Engine::Core::track(std::string name, Value properties, bool is_quiet) {
  // The tab in which it came about tells of it.
  if (is_told_ && is_quiet) return;
  Event event;
  event.is_quiet = is_quiet;
  event.name = std::move(name);
  event.properties = std::move(properties);
  pending_.push_back(std::move(event));
}

/// Whether a new one has begun.
bool Engine::Core::touch_session(ValueView traffic) {
  visitor::Session& session = visit_->session;
  const bool is_new = visitor::begins_new(session, document_->session, traffic, visit_->now);
  if (is_new) begin_session(make_uuid7(visit_->now, random_), session.number + 1, traffic);
  if (traffic.exists() && session.page_views == 0) {
    session.traffic = Value(traffic);
    session.landing = visit_->page.view()["path"].string();
    look_at(FactRoot::Traffic, session.traffic.view());
  }
  session.last_activity = visit_->now;
  return is_new;
}

void Engine::Core::begin_session(std::string id, std::uint32_t number, ValueView traffic) {
  visitor::Session& session = visit_->session;
  session.number = number;
  session.id = std::move(id);
  session.started = visit_->now;
  session.page_views = 0;
  session.events = 0;
  session.active = 0;
  session.last_sign = 0;
  session.landing.clear();
  session.traffic = Value(traffic);
  look_at(FactRoot::Traffic, session.traffic.view());
  session.is_over = false;
  visit_->campaigns.clear();
  evaluation_->session_changed(session.number);
  effects_.notify("session:start", [&](codec::JsonWriter& out) {
    out.member("id", session.id);
    out.member("number", session.number);
  });
}

/// Hands an event to the outbox, unless consent was refused or it is too large.
void Engine::Core::enqueue(const Event& event, std::string_view previous_id) {
  if (visit_->consent.is_decided && !visit_->consent.allows_events()) return visit_->outbox.count_drop("consent", 1);
  if (!page_context_.is_written) page_context_.write(visit_->page.view(), visit_->session.traffic.view(), keeps_personal_data_);
  const std::size_t bytes = effects_.store(event.message_id, event.call["tag"], [&](codec::JsonWriter& out) {
    engine::write_segment_format(out, event, {*visit_, page_context_, locale_, previous_id, segments_json(), keeps_personal_data_});
  });
  if (bytes == 0) {
    visit_->outbox.count_drop("too-large", 1);
    return effects_.error({"too-large", "/events/" + event.name, "an event may take 32 KiB; it was not queued"});
  }
  const std::size_t capacity = visit_->consent.is_decided ? limits::kOutboxEvents : limits::kPendingEvents;
  visit_->outbox.add(
      {.id = event.message_id, .bytes = static_cast<std::uint32_t>(bytes), .queued = visit_->now}, capacity);
}

}  // namespace waymark
