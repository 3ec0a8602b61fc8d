#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include "base/list.h"

#include "rules/compile.h"
#include "widgets/widget.h"

namespace waymark::campaigns {

enum class TriggerKind : std::uint8_t { Page, Event, Manual, Exit, CartIdle };

/// The moment at which a campaign is decided.
struct Trigger {
  TriggerKind kind = TriggerKind::Manual;
  std::string_view event;  // name, for Event
  Duration after = 0;      // for CartIdle: how long the cart has been as it is
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
  std::uint32_t first_trigger = 0;  // into the document's triggers
  std::uint32_t trigger_count = 0;
  double priority = 0;
  std::uint32_t first_cap = 0;  // into the document's caps
  std::uint32_t cap_count = 0;
  Goal goal;
};

/// The selector of an inline slot; empty for others.
[[nodiscard]] std::string_view inline_selector(std::string_view slot);

/// Where the parts of campaigns go that there are several of.
struct Parts {
  List<Cap> caps;
  List<Trigger> triggers;
};

/// Reads one campaign; its caps and triggers are appended to `parts`. Any problem disables it.
[[nodiscard]] Campaign read_campaign(ValueView source, rules::Compiler& compiler, Problems& problems, Parts& parts);

/// Appends the `caps` of a campaign's or the document's `pressure`.
void read_caps(ValueView source, Problems& problems, List<Cap>& caps);

}  // namespace waymark::campaigns
