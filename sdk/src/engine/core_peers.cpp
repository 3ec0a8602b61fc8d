// Other tabs of the visitor: what happens there counts here too, once, and is answered and queued there alone.
#include <algorithm>
#include <utility>

#include "engine/core.h"
#include "waymark/limits.h"

namespace waymark {

void Engine::Core::run_peer(ValueView command) {
  for (const ValueView id : command["gone"].elements()) visit_->outbox.forget(id.string());
  if (const ValueView campaign = command["campaign"]; !campaign.string().empty()) keep(campaign.string(), Value(command["kept"]));
  if (const ValueView id = command["reset"]; id.is_string()) run_reset(std::string(id.string()));
  if (!command["event"].is_object() || !visit_->consent.allows_events()) return;
  is_told_ = true;
  live_through(command["event"], command);
  is_told_ = false;
}

/// `body` is the event as it is sent (segment_format.h). `stored`: this tab has it already, but its snapshot does not know of it.
void Engine::Core::live_through(ValueView body, ValueView command) {
  Event event;
  const std::size_t type = event_type(body["type"]);
  event.type = static_cast<EventType>(type);
  event.message_id = body["messageId"].string();
  if (type == kEventTypes.size() || event.message_id.empty()) return;

  std::string& id = visit_->identity.anonymous_id;
  const std::string_view whose = body["anonymousId"].string();
  if (command["stored"].boolean()) {
    if (whose != id) return;
  } else {
    if (visit_->outbox.has(event.message_id)) return;
    visit_->outbox.add({.id = event.message_id, .bytes = command["bytes"].count(), .queued = visit_->now}, limits::kOutboxEvents);
    // Both tabs took the visitor for a new one: the older id stays.
    if (time_of_uuid7(whose) >= 0 && whose < id) {
      id = whose;
      refresh_visitor_facts();
    }
  }
  event.name = body[event.type == EventType::Track ? "event" : "name"].string();
  event.properties = merged({}, body[event.type <= EventType::Page ? "properties" : "traits"]);
  event.call = body;
  event.is_told = true;
  event.is_quiet = event.name == "Segment Entered" || event.name == "Segment Exited" || event.name == "Stage Changed";
  record(event);
}

/// Of two tabs that began a session at the same time, the older id stays.
void Engine::Core::join_session(const Event& event, ValueView traffic) {
  visitor::Session& session = visit_->session;
  const ValueView told = event.call["context"]["waymark"]["session"];
  const std::uint32_t number = told["number"].count();
  const std::string_view id = told["id"].string();
  if (session.is_over || number > session.number) {
    begin_session(std::string(id), std::max(number, session.number), traffic);
    session.landing = event.properties.view()["path"].string();
  } else if (number == session.number && id < session.id) {
    session.id = id;
  }
  session.last_activity = visit_->now;
}

}  // namespace waymark
