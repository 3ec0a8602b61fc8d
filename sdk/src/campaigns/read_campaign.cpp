#include <array>

#include "base/time.h"
#include "base/try.h"
#include "campaigns/campaign.h"
#include "base/text.h"

namespace waymark::campaigns {
namespace {

constexpr std::array<const char*, 4> kEventNames = {"Campaign Shown", "Campaign Clicked", "Campaign Closed",
                                                         "Campaign Converted"};
constexpr std::array<const char*, 4> kOutcomes = {"shown", "clicked", "closed", "converted"};

Result<CapWindow> read_cap_window(ValueView value, const Path& path) {
  using Kind = CapWindow::Kind;
  const std::string_view text = value.string();
  if (!value.exists() || is(text, "lifetime")) return CapWindow{};
  if (is(text, "session")) return CapWindow{.kind = Kind::Session};
  if (is(text, "day")) return CapWindow{.kind = Kind::Day};
  if (const auto length = parse_duration(text); length && *length > 0)
    return CapWindow{.kind = Kind::Rolling, .length = *length};
  return path.fail("bad-window", "needs a duration such as \"7d\", \"day\", \"session\" or \"lifetime\"");
}

Result<Cap> read_cap(ValueView source, const Path& path) {
  Cap cap;
  const std::string_view scope = source["scope"].string("campaign");
  if (!is(scope, "campaign") && !is(scope, "all")) return (path / "scope").fail("bad-cap", "needs \"campaign\" or \"all\"");
  cap.is_global = is(scope, "all");
  const std::string_view outcome = source["outcome"].string("shown");
  std::size_t i = 0;
  while (i < kOutcomes.size() && kOutcomes[i] != outcome) ++i;
  if (i == kOutcomes.size()) return (path / "outcome").fail("bad-cap", "needs shown, clicked, closed or converted");
  cap.outcome = static_cast<CampaignEvent>(i);
  const double max = source["max"].number(-1);
  if (max < 0 || max > 1e6 || max != static_cast<double>(static_cast<std::uint32_t>(max)))
    return (path / "max").fail("bad-cap", "needs a whole number from 0 on");
  cap.max = static_cast<std::uint32_t>(max);
  WAYMARK_TRY(window, read_cap_window(source["within"], path / "within"));
  cap.window = window;
  return cap;
}

Result<Trigger> read_trigger(ValueView source, const Path& path, rules::Compiler& compiler) {
  Trigger trigger;
  const std::string_view on = source["on"].string();
  if (is(on, "page")) trigger.kind = TriggerKind::Page;
  else if (is(on, "event")) trigger.kind = TriggerKind::Event;
  else if (!is(on, "manual")) return (path / "on").fail("unknown-trigger", "needs \"page\", \"event\" or \"manual\"");
  trigger.event = source["name"].string();
  if (trigger.kind == TriggerKind::Event && trigger.event.empty())
    return (path / "name").fail("bad-trigger", "needs the name of an event");
  if (const ValueView where = source["where"]; where.exists()) {
    WAYMARK_TRY(node, compiler.compile(where, path / "where"));
    trigger.where = node;
  }
  return trigger;
}

Result<Goal> read_goal(ValueView source, const Path& path) {
  if (!source.exists()) return Goal{};
  Goal goal{.event = source["event"].string(), .within = 7 * kDay};
  if (goal.event.empty()) return (path / "event").fail("bad-goal", "needs the name of an event");
  if (!source["within"].exists()) return goal;
  const auto within = parse_duration(source["within"].string());
  if (!within) return (path / "within").fail("bad-duration", "needs a duration such as \"7d\"");
  goal.within = *within;
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

Failure read_caps(ValueView source, const Path& path, List<Cap>& caps) {
  if (source.exists() && !source.is_array()) return path.fail("bad-cap", "needs an array");
  std::size_t i = 0;
  for (const ValueView one : source.elements()) {
    WAYMARK_TRY(cap, read_cap(one, path / i));
    caps.push_back(cap);
    ++i;
  }
  return {};
}

Result<Campaign> read_campaign(ValueView source, const Path& path, rules::Compiler& compiler, List<Cap>& caps) {
  Campaign campaign{.id = source["id"].string(), .name = source["name"].string(), .slot = source["slot"].string("bottom")};
  if (campaign.id.empty()) return (path / "id").fail("bad-campaign", "needs an id");
  campaign.widget = widgets::find_kind(source["widget"].string());
  if (!campaign.widget) return (path / "widget").fail("unknown-widget", "no widget has this name");
  if (!is_known_slot(campaign.slot))
    return (path / "slot").fail("bad-slot", "needs modal, corner, top, bottom or inline:<selector>");
  campaign.content = source["content"];
  WAYMARK_CHECK(campaign.widget->check(campaign.content, path / "content"));
  WAYMARK_TRY(trigger, read_trigger(source["trigger"], path / "trigger", compiler));
  campaign.trigger = trigger;
  if (const ValueView audience = source["audience"]; audience.exists()) {
    WAYMARK_TRY(node, compiler.compile(audience, path / "audience"));
    campaign.audience = node;
  }
  const ValueView pressure = source["pressure"];
  const Path pressure_path = path / "pressure";
  campaign.priority = pressure["priority"].number(0);
  campaign.first_cap = static_cast<std::uint32_t>(caps.size());
  WAYMARK_CHECK(read_caps(pressure["caps"], pressure_path / "caps", caps));
  campaign.cap_count = static_cast<std::uint32_t>(caps.size()) - campaign.first_cap;
  WAYMARK_TRY(goal, read_goal(source["goal"], path / "goal"));
  campaign.goal = goal;
  return campaign;
}

}  // namespace waymark::campaigns
