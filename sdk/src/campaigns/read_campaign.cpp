#include <array>

#include "base/time.h"
#include "campaigns/campaign.h"
#include "base/text.h"

namespace waymark::campaigns {
namespace {

constexpr std::array<const char*, 4> kEventNames = {"Campaign Shown", "Campaign Clicked", "Campaign Closed",
                                                         "Campaign Converted"};
constexpr std::array<const char*, 4> kOutcomes = {"shown", "clicked", "closed", "converted"};

constexpr const char* kNeedsDuration = "needs a duration such as \"7d\"";

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

Trigger read_trigger(ValueView source, rules::Compiler& compiler, Problems& problems) {
  Trigger trigger;
  const ValueView on = source["on"];
  if (on.is("page")) trigger.kind = TriggerKind::Page;
  else if (on.is("event")) trigger.kind = TriggerKind::Event;
  else if (!on.is("manual")) problems.add(source, "on", "unknown-trigger", "needs \"page\", \"event\" or \"manual\"");
  trigger.event = source["name"].string();
  if (trigger.kind == TriggerKind::Event && trigger.event.empty())
    problems.add(source, "name", "bad-trigger", "needs the name of an event");
  if (const ValueView where = source["where"]; where.exists()) trigger.where = compiler.compile(where);
  return trigger;
}

Goal read_goal(ValueView source, Problems& problems) {
  if (!source.exists()) return {};
  Goal goal{.event = source["event"].string(), .within = 7 * kDay};
  if (goal.event.empty()) problems.add(source, "event", "bad-goal", "needs the name of an event");
  const ValueView within = source["within"];
  if (!within.exists()) return goal;
  if (const auto duration = parse_duration(within.string())) goal.within = *duration;
  else problems.add(within, "bad-duration", kNeedsDuration);
  return goal;
}

bool is_known_slot(std::string_view slot) {
  for (const char* known : {"modal", "corner", "top", "bottom"})
    if (slot == known) return true;
  constexpr std::string_view kInline = "inline:";
  return slot.substr(0, kInline.size()) == kInline && slot.size() > kInline.size();
}

}  // namespace

std::string_view name_of(CampaignEvent event) { return kEventNames[static_cast<std::size_t>(event)]; }
std::string_view outcome_of(CampaignEvent event) { return kOutcomes[static_cast<std::size_t>(event)]; }

void read_caps(ValueView source, Problems& problems, List<Cap>& caps) {
  if (source.exists() && !source.is_array()) problems.add(source, "bad-cap", "needs an array");
  for (const ValueView one : source.elements()) caps.push_back(read_cap(one, problems));
}

Campaign read_campaign(ValueView source, rules::Compiler& compiler, Problems& problems, List<Cap>& caps) {
  Campaign campaign{.id = source["id"].string(), .name = source["name"].string(), .slot = source["slot"].string("bottom")};
  if (campaign.id.empty()) problems.add(source, "id", "bad-campaign", "needs an id");
  if (!is_known_slot(campaign.slot)) problems.add(source, "slot", "bad-slot", "needs modal, corner, top, bottom or inline:<selector>");
  campaign.content = source["content"];
  campaign.widget = widgets::find_kind(source["widget"].string());
  if (!campaign.widget) problems.add(source, "widget", "unknown-widget", "no widget has this name");
  else if (!campaign.content.is_object()) problems.add(source, "content", "bad-content", "needs an object");
  else campaign.widget->check(campaign.content, problems);
  campaign.trigger = read_trigger(source["trigger"], compiler, problems);
  if (const ValueView audience = source["audience"]; audience.exists()) campaign.audience = compiler.compile(audience);
  const ValueView pressure = source["pressure"];
  campaign.priority = pressure["priority"].number(0);
  campaign.first_cap = static_cast<std::uint32_t>(caps.size());
  read_caps(pressure["caps"], problems, caps);
  campaign.cap_count = static_cast<std::uint32_t>(caps.size()) - campaign.first_cap;
  campaign.goal = read_goal(source["goal"], problems);
  return campaign;
}

}  // namespace waymark::campaigns
