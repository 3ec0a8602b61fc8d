#include <utility>

#include "codec/json_writer.h"
#include "engine/visit.h"

namespace waymark::engine {
namespace {

constexpr int kSnapshotVersion = 1;

using codec::JsonWriter;

/// A missing value is written as null.
Value value_of(ValueView written) { return written.is_null() ? Value() : Value(written); }

void write_identity(JsonWriter& out, const visitor::Identity& identity) {
  out.begin_object();
  out.member("anonymousId", identity.anonymous_id);
  out.member("userId", identity.user_id);
  out.member("groupId", identity.group_id);
  out.member("firstSeen", identity.first_seen);
  out.member("traits", identity.traits.view());
  out.end_object();
}

visitor::Identity read_identity(ValueView source) {
  return {.anonymous_id = std::string(source["anonymousId"].string()),
          .user_id = std::string(source["userId"].string()),
          .group_id = std::string(source["groupId"].string()),
          .traits = value_of(source["traits"]),
          .first_seen = source["firstSeen"].integer()};
}

void write_session(JsonWriter& out, const visitor::Session& session) {
  out.begin_object();
  out.member("id", session.id);
  out.member("number", session.number);
  out.member("started", session.started);
  out.member("lastActivity", session.last_activity);
  out.member("pageViews", session.page_views);
  out.member("events", session.events);
  out.member("landing", session.landing);
  out.member("active", session.active);
  out.member("lastSign", session.last_sign);
  out.member("isOver", session.is_over);
  out.member("traffic", session.traffic.view());
  out.end_object();
}

visitor::Session read_session(ValueView source) {
  const auto count = [&](std::string_view name) { return source[name].count(); };
  return {.id = std::string(source["id"].string()),
          .number = count("number"),
          .started = source["started"].integer(),
          .last_activity = source["lastActivity"].integer(),
          .page_views = count("pageViews"),
          .events = count("events"),
          .landing = std::string(source["landing"].string()),
          .traffic = value_of(source["traffic"]),
          .active = source["active"].integer(),
          .last_sign = source["lastSign"].integer(),
          .is_over = source["isOver"].boolean(true)};
}

/// Each event as `[time, name, session, properties]`.
void write_history(JsonWriter& out, const history::Log& log) {
  out.begin_array();
  for (const history::LoggedEvent& event : log.events()) {
    out.begin_array();
    out.number(static_cast<double>(event.time));
    out.string(event.name);
    out.number(event.session);
    out.value(event.properties.view());
    out.end_array();
  }
  out.end_array();
}

void read_history(ValueView source, history::Log& log) {
  for (const ValueView entry : source.elements()) {
    history::LoggedEvent event;
    std::size_t i = 0;
    for (const ValueView part : entry.elements()) {
      switch (i++) {
        case 0: event.time = part.integer(); break;
        case 1: event.name = part.string(); break;
        case 2: event.session = part.count(); break;
        case 3: event.properties = Value(part); break;
        default: break;
      }
    }
    log.add(std::move(event));
  }
}

List<std::string> read_strings(ValueView source) {
  List<std::string> strings;
  for (const ValueView text : source.elements()) strings.emplace_back(text.string());
  return strings;
}

void write_outbox(JsonWriter& out, const outbox::Outbox& outbox) {
  out.begin_object();
  out.member("failures", outbox.failures);
  out.member("nextAttempt", outbox.next_attempt());
  out.key("dropped");
  out.begin_object();
  for (const outbox::Dropped& dropped : outbox.dropped()) out.member(std::string_view(dropped.reason), static_cast<double>(dropped.count));
  out.end_object();
  out.end_object();
}

void read_outbox(ValueView source, outbox::Outbox& outbox) {
  outbox.failures = source["failures"].count();
  outbox.set_next_attempt(source["nextAttempt"].integer());
  for (const auto [reason, count] : source["dropped"].members())
    outbox.count_drop(reason, count.count());
}

}  // namespace

std::string write_snapshot(const Visit& visit, const Random& random, std::string_view memories) {
  JsonWriter out;
  out.begin_object();
  out.member("v", kSnapshotVersion);
  out.member("now", visit.now);
  out.member("awake", visit.is_awake);
  out.member("utcOffsetMin", visit.utc_offset_min);
  out.member("ids", random.counter);
  out.key("identity"), write_identity(out, visit.identity);
  out.key("session"), write_session(out, visit.session);
  if (visit.consent.is_decided) out.key("consent"), visitor::write(out, visit.consent), out.member("consentVersion", visit.consent_version);
  out.member("page", visit.page.view());
  out.member("event", visit.event.view());
  out.member("cart", visit.cart.view());
  out.member("cartChanged", visit.cart_changed);
  out.member("context", visit.context.view());
  out.member("viewed", visit.viewed.view());
  out.member("markup", visit.markup.view());
  if (visit.page_since != kNever) out.member("pageSince", visit.page_since);
  out.key("kept");
  out.begin_object();
  for (const Visit::Kept& kept : visit.kept) out.member(std::string_view(kept.campaign), kept.value.view());
  out.end_object();
  out.key("segments"), out.strings(visit.segments);
  out.member("stage", visit.stage);
  out.key("memories"), out.raw(memories);
  out.key("campaigns"), out.strings(visit.campaigns);
  out.key("outbox"), write_outbox(out, visit.outbox);
  out.key("events"), out.strings(visit.outbox.ids());
  out.member("historyDropped", visit.history.dropped());
  out.key("history"), write_history(out, visit.history);
  out.end_object();
  return std::string(out.text());
}

Result<std::unique_ptr<Visit>> read_snapshot(ValueView snapshot) {
  if (snapshot["v"].number() != kSnapshotVersion)
    return fail("bad-snapshot", "/snapshot/v", "not a snapshot of this version");
  auto made = std::make_unique<Visit>();
  Visit& visit = *made;
  visit.now = snapshot["now"].integer();
  visit.is_awake = snapshot["awake"].boolean(true);
  visit.utc_offset_min = snapshot["utcOffsetMin"].minutes();
  visit.identity = read_identity(snapshot["identity"]);
  visit.session = read_session(snapshot["session"]);
  if (snapshot["consent"].exists()) visit.consent = visitor::read_consent(snapshot["consent"]);
  visit.consent_version = snapshot["consentVersion"].string();
  visit.page = value_of(snapshot["page"]);
  visit.event = value_of(snapshot["event"]);
  visit.cart = value_of(snapshot["cart"]);
  visit.cart_changed = snapshot["cartChanged"].integer();
  visit.context = value_of(snapshot["context"]);
  visit.viewed = value_of(snapshot["viewed"]);
  visit.markup = value_of(snapshot["markup"]);
  if (snapshot["pageSince"].is_number()) visit.page_since = snapshot["pageSince"].integer();
  for (const auto [campaign, value] : snapshot["kept"].members()) visit.kept.push_back({std::string(campaign), Value(value)});
  visit.segments = read_strings(snapshot["segments"]);
  visit.stage = snapshot["stage"].string();
  visit.memories = value_of(snapshot["memories"]);
  visit.campaigns = read_strings(snapshot["campaigns"]);
  read_outbox(snapshot["outbox"], visit.outbox);
  visit.history.set_dropped(static_cast<std::uint64_t>(snapshot["historyDropped"].count()));
  read_history(snapshot["history"], visit.history);
  return made;
}

}  // namespace waymark::engine
