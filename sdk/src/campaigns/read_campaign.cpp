#include <array>

#include "base/part.h"
#include "base/time.h"
#include "campaigns/campaign.h"
#include "base/text.h"

namespace waymark::campaigns {
namespace {

constexpr std::array<const char*, 4> kEventNames = {"Campaign Shown", "Campaign Clicked", "Campaign Closed",
                                                         "Campaign Converted"};
constexpr std::array<const char*, 4> kOutcomes = {"shown", "clicked", "closed", "converted"};

CapWindow read_cap_window(ValueView value, Problems& problems) {
  using Kind = CapWindow::Kind;
  if (!value.exists() || value.is("lifetime")) return {};
  if (value.is("session")) return {.kind = Kind::Session};
  if (value.is("day")) return {.kind = Kind::Day};
  if (const auto length = parse_duration(value.string()); length && *length > 0) return {.kind = Kind::Rolling, .length = *length};
  problems.add(value, "bad-window", "needs a duration such as \"7d\", \"day\", \"session\" or \"lifetime\"");
  return {};
}

Cap read_cap(ValueView source, Problems& problems) {
  Cap cap;
  const ValueView scope = source["scope"];
  cap.is_global = scope.is("all");
  if (scope.exists() && !cap.is_global && !scope.is("campaign")) problems.add(scope, "bad-cap", "needs \"campaign\" or \"all\"");
  const ValueView outcome = source["outcome"];
  std::size_t i = 0;
  while (outcome.exists() && i < kOutcomes.size() && !outcome.is(kOutcomes[i])) ++i;
  if (i == kOutcomes.size()) problems.add(outcome, "bad-cap", "needs shown, clicked, closed or converted");
  cap.outcome = static_cast<CampaignEvent>(i);
  const double max = source["max"].number(-1);
  cap.max = source["max"].count();
  if (max > 1e6 || max != cap.max) problems.add(source, "max", "bad-cap", "needs a whole number from 0 on");
  cap.window = read_cap_window(source["within"], problems);
  return cap;
}

Duration read_duration(ValueView parent, const char* key, Problems& problems) {
  const auto duration = parse_duration(parent[key].string());
  if (!duration) problems.add(parent, key, "bad-duration", "needs a duration such as \"7d\"");
  return duration.value_or(0);
}

constexpr std::array<const char*, 5> kTriggers = {"page", "event", "manual", "exit", "cart-idle"};

Trigger read_trigger(ValueView source, rules::Compiler& compiler, Problems& problems) {
  Trigger trigger;
  std::size_t kind = 0;
  while (kind < kTriggers.size() && !source["on"].is(kTriggers[kind])) ++kind;
  if (kind == kTriggers.size()) problems.add(source, "on", "unknown-trigger", "needs page, event, exit, cart-idle or manual");
  trigger.kind = static_cast<TriggerKind>(kind);
  trigger.event = source["name"].string();
  if (trigger.kind == TriggerKind::Event && trigger.event.empty())
    problems.add(source, "name", "bad-trigger", "needs the name of an event");
  if (trigger.kind == TriggerKind::CartIdle) trigger.after = read_duration(source, "after", problems);
  if (const ValueView where = source["where"]; where.exists()) trigger.where = compiler.compile(where);
  return trigger;
}

Goal read_goal(ValueView source, Problems& problems) {
  if (!source.exists()) return {};
  Goal goal{.event = source["event"].string(), .within = 7 * kDay};
  if (goal.event.empty()) problems.add(source, "event", "bad-goal", "needs the name of an event");
  if (source["within"].exists()) goal.within = read_duration(source, "within", problems);
  return goal;
}

bool is_known_slot(std::string_view slot) {
  for (const char* known : {"modal", "corner", "top", "bottom"})
    if (slot == known) return true;
  return !inline_selector(slot).empty();
}

}  // namespace

std::string_view inline_selector(std::string_view slot) {
  constexpr std::size_t kLength = 7;
  return is(slot.substr(0, kLength), "inline:") ? slot.substr(kLength) : std::string_view();
}

std::string_view name_of(CampaignEvent event) { return kEventNames[static_cast<std::size_t>(event)]; }
std::string_view outcome_of(CampaignEvent event) { return kOutcomes[static_cast<std::size_t>(event)]; }

void read_caps(ValueView source, Problems& problems, List<Cap>& caps) {
  if (source.exists() && !source.is_array()) problems.add(source, "bad-cap", "needs an array");
  for (const ValueView one : source.elements()) caps.push_back(read_cap(one, problems));
}

Campaign read_campaign(ValueView source, rules::Compiler& compiler, Problems& problems, Parts& parts) {
  Campaign campaign{.id = source["id"].string(), .name = source["name"].string(), .slot = source["slot"].string("bottom")};
  if (campaign.id.empty()) problems.add(source, "id", "bad-campaign", "needs an id");
  if (!is_known_slot(campaign.slot)) problems.add(source, "slot", "bad-slot", "needs modal, corner, top, bottom or inline:<selector>");
  campaign.content = source["content"];
  campaign.widget = widgets::find_kind(source["widget"].string());
  if (!campaign.widget) problems.add(source, "widget", "unknown-widget", "no widget has this name");
  else if (!campaign.content.is_object()) problems.add(source, "content", "bad-content", "needs an object");
  else if (can_draw()) campaign.widget->check(campaign.content, problems);
  // One trigger, or several of which any will do.
  const ValueView trigger = source["trigger"];
  campaign.first_trigger = static_cast<std::uint32_t>(parts.triggers.size());
  if (!trigger.is_array()) parts.triggers.push_back(read_trigger(trigger, compiler, problems));
  for (const ValueView one : trigger.elements()) parts.triggers.push_back(read_trigger(one, compiler, problems));
  campaign.trigger_count = static_cast<std::uint32_t>(parts.triggers.size()) - campaign.first_trigger;
  if (const ValueView audience = source["audience"]; audience.exists()) campaign.audience = compiler.compile(audience);
  if (campaign.trigger_count == 0) problems.add(trigger, "bad-trigger", "needs at least one");
  const ValueView pressure = source["pressure"];
  campaign.priority = pressure["priority"].number(0);
  campaign.first_cap = static_cast<std::uint32_t>(parts.caps.size());
  read_caps(pressure["caps"], problems, parts.caps);
  campaign.cap_count = static_cast<std::uint32_t>(parts.caps.size()) - campaign.first_cap;
  campaign.goal = read_goal(source["goal"], problems);
  return campaign;
}

}  // namespace waymark::campaigns
