#include "engine/effects.h"

#include "text/localized.h"

namespace waymark::engine {

// Both texts keep their room, which a visit fills again and again.
std::string_view Effects::finish() {
  begin_list();
  writer_.end_array();
  writer_.plain(bodies_.text());
  bodies_.cut(0);
  is_finished_ = true;
  return writer_.text();
}

void Effects::begin_list() {
  if (!std::exchange(is_finished_, false)) return;
  writer_.cut(0);
  writer_.begin_array();
}

void Effects::begin(std::string_view kind) {
  begin_list();
  writer_.begin_object();
  writer_.member("kind", kind);
}

void Effects::remove(const List<outbox::Left>& left) {
  for (std::size_t i = 0; i < left.size();) {
    begin("remove");
    writer_.key("ids");
    writer_.begin_array();
    const std::string& reason = left[i].reason;
    for (; i < left.size() && left[i].reason == reason; ++i) writer_.string(left[i].id);
    writer_.end_array();
    if (!reason.empty()) writer_.member("reason", reason);
    writer_.end_object();
  }
}

void Effects::storage(bool state, bool events, const std::string* id) {
  begin("storage");
  writer_.member("state", state);
  writer_.member("events", events);
  if (id && state) writer_.member("id", *id);
  else if (id) writer_.key("id"), writer_.null();
  writer_.end_object();
}

void Effects::send(const outbox::Batch& batch, bool is_unload) {
  begin("send");
  writer_.member("request", batch.request);
  writer_.key("ids"), writer_.strings(batch.ids);
  writer_.member("unload", is_unload);
  writer_.end_object();
}

void Effects::tell(std::string_view campaign, ValueView kept, std::string_view reset) {
  begin("tell");
  writer_.key("peer");
  writer_.begin_object();
  writer_.member("campaign", campaign);
  writer_.member("kept", kept);
  if (!reset.empty()) writer_.member("reset", reset);
  writer_.end_object();
  writer_.end_object();
}

void Effects::recall(const List<std::string>& ids) {
  if (ids.empty()) return;
  begin("recall");
  writer_.key("ids"), writer_.strings(ids);
  writer_.end_object();
}

void Effects::claim() {
  begin("claim");
  writer_.end_object();
}

void Effects::timer(Timestamp at) {
  begin("timer");
  writer_.key("at");
  if (at == kNever) writer_.null();
  else writer_.number(static_cast<double>(at));
  writer_.end_object();
}

void Effects::style(std::string_view widget, const std::string& css) {
  begin("style");
  writer_.member("widget", widget);
  writer_.member("css", css);
  writer_.end_object();
}

void Effects::mount(std::string_view campaign, std::string_view widget, std::string_view slot,
                    std::string_view locale) {
  begin("mount");
  writer_.member("campaign", campaign);
  writer_.member("widget", widget);
  writer_.member("slot", slot);
  writer_.member("lang", locale);
  writer_.member("dir", text::direction(locale));
  writer_.end_object();
}

void Effects::patch(std::string_view campaign, const view::Element* before, view::Element& after,
                    std::uint32_t& last_node) {
  begin("patch");
  writer_.member("campaign", campaign);
  writer_.key("ops");
  view::write_diff(writer_, before, after, last_node);
  writer_.end_object();
}

void Effects::leave(std::string_view campaign, std::uint32_t root) {
  begin("patch");
  writer_.member("campaign", campaign);
  writer_.key("ops");
  writer_.begin_array();
  view::write_attribute(writer_, root, "data-state", "leaving");
  writer_.end_array();
  writer_.end_object();
}

void Effects::unmount(std::string_view campaign) {
  begin("unmount");
  writer_.member("campaign", campaign);
  writer_.end_object();
}

void Effects::copy(std::string_view campaign, std::string_view text) {
  begin("copy");
  writer_.member("campaign", campaign);
  writer_.member("text", text);
  writer_.end_object();
}

void Effects::draw(std::string_view campaign, std::string_view anonymous_id, ValueView fields) {
  begin("draw");
  writer_.member("campaign", campaign);
  writer_.key("request");
  writer_.begin_object();
  writer_.member("campaign", campaign);
  writer_.member("anonymousId", anonymous_id);
  for (const auto [name, value] : fields.members()) writer_.member(name, value);
  writer_.end_object();
  writer_.end_object();
}

void Effects::need(bool is_idle) {
  begin("need");
  writer_.member("idle", is_idle);
  writer_.end_object();
}

void Effects::read(sources::Asked asked) {
  begin("read");
  writer_.key("sources");
  writer_.begin_array();
  for (std::size_t i = 0; i < sources::kSourceNames.size(); ++i)
    if (asked.has(static_cast<sources::Source>(i))) writer_.string(sources::kSourceNames[i]);
  writer_.end_array();
  writer_.end_object();
}

void Effects::push(const char* event, const campaigns::Campaign& campaign) {
  begin("push");
  writer_.key("entry");
  writer_.begin_object();
  writer_.member("event", event);
  writer_.key("ecommerce");
  writer_.begin_object();
  writer_.member("promotion_id", campaign.id);
  if (!campaign.name.empty()) writer_.member("promotion_name", campaign.name);
  writer_.member("creative_name", campaign.widget->name);
  writer_.member("creative_slot", campaign.slot);
  writer_.end_object();
  // Keeps it from coming back as an event.
  writer_.member("waymark", true);
  writer_.end_object();
  writer_.end_object();
}

void Effects::error(const Error& error) {
  notify("error", [&](codec::JsonWriter& out) {
    out.member("code", error.code);
    out.member("path", error.path);
    out.member("detail", error.detail);
  });
}

}  // namespace waymark::engine
