#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include "base/list.h"

#include "rules/compile.h"
#include "widgets/widget.h"

namespace waymark::campaigns {

enum class TriggerKind : std::uint8_t { Page, Event, Manual };

/// The moment at which a campaign is decided.
struct Trigger {
  TriggerKind kind = TriggerKind::Manual;
  std::string_view event;  // name, for Event
  rules::NodeIndex where = rules::kNoNode;  // kNoNode: always
};

/// What may become of a campaign, as the history records it.
enum class CampaignEvent : std::uint8_t { Shown, Clicked, Closed, Converted };
[[nodiscard]] std::string_view name_of(CampaignEvent event);     // "Campaign Shown"
[[nodiscard]] std::string_view outcome_of(CampaignEvent event);  // "shown"

/// The part of the past that a cap or goal looks at. `Day` is the calendar day at the visitor.
struct CapWindow {
  enum class Kind : std::uint8_t { Lifetime, Session, Day, Rolling } kind = Kind::Lifetime;
  Duration length = 0;
};

/// At most `max` events of one outcome in the window; `is_global` counts those of all campaigns.
struct Cap {
  bool is_global = false;
  CampaignEvent outcome = CampaignEvent::Shown;
  std::uint32_t max = 0;
  CapWindow window;
};

struct Goal {
  std::string_view event;  // empty: no goal
  Duration within = 0;
};

/// A campaign of the document, compiled. Views point into the document.
struct Campaign {
  std::string_view id;
  std::string_view name;
  std::string_view slot;
  const widgets::Kind* widget = nullptr;
  ValueView content;
  rules::NodeIndex audience = rules::kNoNode;
  Trigger trigger;
  double priority = 0;
  std::uint32_t first_cap = 0;  // into the document's caps
  std::uint32_t cap_count = 0;
  Goal goal;
};

/// Reads one campaign; its caps are appended to `caps`. Any problem disables it.
[[nodiscard]] Campaign read_campaign(ValueView source, rules::Compiler& compiler, Problems& problems, List<Cap>& caps);

/// Appends the `caps` of a campaign's or the document's `pressure`.
void read_caps(ValueView source, Problems& problems, List<Cap>& caps);

}  // namespace waymark::campaigns
