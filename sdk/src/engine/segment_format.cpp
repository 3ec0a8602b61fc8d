#include "engine/segment_format.h"

#include "base/time.h"
#include "outbox/scrub.h"
#include "waymark/engine.h"
#include "base/text.h"

namespace waymark::engine {
namespace {

using codec::JsonWriter;

void write_text(JsonWriter& out, const char* name, std::string_view text) {
  if (!text.empty()) out.member(name, text);
}

void write_json(JsonWriter& out, const char* name, std::string_view json) {
  if (!json.empty()) out.key(name), out.raw(json);
}

void scrub_from(JsonWriter& out, std::size_t start, bool keeps_personal_data) {
  if (!keeps_personal_data) out.rework(start, outbox::scrub);
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

void write_context(JsonWriter& out, const Event& event, const SegmentFormat& format) {
  const Visit& visit = format.visit;
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
  if (is_ours("locale")) write_text(out, "locale", format.locale);
  if (is_ours("groupId")) write_text(out, "groupId", visit.identity.group_id);
  if (is_ours("consent")) {
    out.key("consent");
    out.begin_object();
    out.key("categoryPreferences"), visitor::write(out, visit.consent);
    write_text(out, "version", visit.consent_version);
    out.end_object();
  }
  out.key("waymark"), write_waymark(out, visit, format.segments);
  if (is_ours("page")) write_json(out, "page", format.page.page());
  if (is_ours("campaign")) write_json(out, "campaign", format.page.campaign());
  const std::size_t start = out.size();
  for (const auto [name, value] : given.members())
    if (!is(name, "waymark")) out.member(name, value);
  scrub_from(out, start, format.keeps_personal_data);
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

void PageContext::write(ValueView page, ValueView traffic, bool keeps_personal_data) {
  is_written = true;
  page_.cut(0), campaign_.cut(0);
  if (page.exists()) {
    page_.begin_object();
    for (const char* name : {"path", "referrer", "search", "title", "url"}) write_text(page_, name, page[name].string());
    page_.end_object();
  }
  if (traffic["source"].exists() || traffic["campaign"].exists()) {
    campaign_.begin_object();
    write_text(campaign_, "name", traffic["campaign"].string());
    for (const char* name : {"source", "medium", "term", "content"}) write_text(campaign_, name, traffic[name].string());
    campaign_.end_object();
  }
  for (JsonWriter* out : {&page_, &campaign_}) scrub_from(*out, 0, keeps_personal_data);
}

void write_segment_format(JsonWriter& out, const Event& event, const SegmentFormat& format) {
  const visitor::Identity& identity = format.visit.identity;
  out.begin_object();
  out.member("type", kEventTypes[static_cast<std::size_t>(event.type)]);
  const std::size_t fields = out.size();
  write_type_fields(out, event, format.previous_id);
  if (event.type == EventType::Track || event.type == EventType::Page) scrub_from(out, fields, format.keeps_personal_data);
  out.member("messageId", event.message_id);
  out.member("anonymousId", identity.anonymous_id);
  write_text(out, "userId", identity.user_id);
  out.member("timestamp", format_iso(event.time));
  out.key("context"), write_context(out, event, format);
  out.end_object();
}

}  // namespace waymark::engine
