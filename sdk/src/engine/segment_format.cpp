#include "engine/segment_format.h"

#include "base/time.h"
#include "waymark/engine.h"
#include "base/text.h"

namespace waymark::engine {
namespace {

using codec::JsonWriter;

void write_text(JsonWriter& out, const char* name, std::string_view text) {
  if (!text.empty()) out.member(name, text);
}

void write_page(JsonWriter& out, ValueView page) {
  out.begin_object();
  for (const char* name : {"path", "referrer", "search", "title", "url"})
    write_text(out, name, page[name].string());
  out.end_object();
}

/// Segment's `context.campaign` out of the facts `traffic.*`; nothing when the session came without UTM parameters.
void write_utm(JsonWriter& out, ValueView traffic) {
  if (!traffic["source"].exists() && !traffic["campaign"].exists()) return;
  out.key("campaign");
  out.begin_object();
  write_text(out, "name", traffic["campaign"].string());
  for (const char* name : {"source", "medium", "term", "content"}) write_text(out, name, traffic[name].string());
  out.end_object();
}

void write_waymark(JsonWriter& out, const Visit& visit, std::string_view segments) {
  out.begin_object();
  out.key("session");
  out.begin_object();
  out.member("id", visit.session.id);
  out.member("number", visit.session.number);
  out.end_object();
  out.key("segments"), out.begin_array(), out.raw(segments), out.end_array();
  out.key("campaigns"), out.strings(visit.campaigns);
  out.end_object();
}

void write_context(JsonWriter& out, const Event& event, const Visit& visit, std::string_view locale, std::string_view segments) {
  const ValueView given = event.call["context"];
  const auto is_ours = [&](std::string_view name) { return !given[name].exists(); };
  out.begin_object();
  if (is_ours("library")) {
    out.key("library");
    out.begin_object();
    out.member("name", "waymark");
    out.member("version", kVersion);
    out.end_object();
  }
  if (is_ours("page") && visit.page.view().exists()) out.key("page"), write_page(out, visit.page.view());
  if (is_ours("campaign")) write_utm(out, visit.session.traffic.view());
  if (is_ours("locale")) write_text(out, "locale", locale);
  if (is_ours("groupId")) write_text(out, "groupId", visit.identity.group_id);
  if (is_ours("consent")) {
    out.key("consent");
    out.begin_object();
    out.key("categoryPreferences"), visitor::write(out, visit.consent);
    out.end_object();
  }
  out.key("waymark"), write_waymark(out, visit, segments);
  for (const auto [name, value] : given.members())
    if (!is(name, "waymark")) out.member(name, value);
  out.end_object();
}

void write_type_fields(JsonWriter& out, const Event& event, std::string_view previous_id) {
  switch (event.type) {
    case EventType::Track:
      out.member("event", event.name);
      out.member("properties", event.properties.view());
      break;
    case EventType::Page:
      write_text(out, "name", event.name);
      write_text(out, "category", event.call["category"].string());
      out.member("properties", event.properties.view());
      break;
    case EventType::Group:
      out.member("groupId", event.call["groupId"].string());
      out.member("traits", event.properties.view());
      break;
    case EventType::Identify: out.member("traits", event.properties.view()); break;
    case EventType::Alias: out.member("previousId", previous_id); break;
  }
}

}  // namespace

void write_segment_format(JsonWriter& out, const Event& event, const Visit& visit, std::string_view locale, std::string_view previous_id,
                          std::string_view segments) {
  out.begin_object();
  out.member("type", kEventTypes[static_cast<std::size_t>(event.type)]);
  write_type_fields(out, event, previous_id);
  out.member("messageId", event.message_id);
  out.member("anonymousId", visit.identity.anonymous_id);
  write_text(out, "userId", visit.identity.user_id);
  out.member("timestamp", format_iso(event.time));
  out.key("context"), write_context(out, event, visit, locale, segments);
  out.end_object();
}

}  // namespace waymark::engine
