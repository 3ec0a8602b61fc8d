#pragma once
#include <span>
#include <string_view>
#include "base/list.h"

#include "campaigns/campaign.h"
#include "codec/json_writer.h"
#include "rules/evaluation.h"
#include "visitor/consent.h"

namespace waymark::campaigns {

/// A campaign on show.
struct Occupant {
  std::string_view slot;
  std::string_view campaign;
};

/// Everything a decision depends on.
struct Situation {
  const rules::Evaluation& evaluation;
  const history::History& history;
  const visitor::Consent& consent;
  std::span<const Cap> caps;         // of the campaign
  std::span<const Cap> global_caps;  // of the document
  std::span<const Occupant> shown;
  /// Why the widget has nothing to show, or null; `has_place`: whether the slot is on the page.
  const char* unfit = nullptr;
  bool has_place = true;
  Timestamp now = 0;
  int utc_offset_min = 0;
  bool has_display = false;
  /// How often the campaign's trigger has fired on this page.
  std::uint32_t fired = 0;
};

/// What was seen or needed: a flag, a number, a text or a cap.
struct Operand {
  Operand(bool flag) : kind(Kind::Flag), number(flag ? 1 : 0) {}
  Operand(std::uint32_t count) : kind(Kind::Number), number(count) {}
  Operand(std::string_view words) : kind(Kind::Text), text(words) {}
  Operand(const char* words) : Operand(std::string_view(words)) {}
  Operand(const Cap* limit) : kind(Kind::Cap), cap(limit) {}

  enum class Kind : std::uint8_t { Flag, Number, Text, Cap } kind;
  double number = 0;
  std::string_view text;
  const Cap* cap = nullptr;
};

/// One reason for or against.
struct Check {
  std::string_view name;
  bool passed;
  Operand seen;
  Operand wanted;
};

/// Show or not. Every check is made, so that the explanation is whole; the first that fails is the reason.
struct Decision {
  List<Check> checks;
  [[nodiscard]] const Check* refusal() const;
};

/// The one function that decides and explains. Checks, in this order: display, trigger, consent, audience, widget (if it
/// is choosy), cap (each), slot.
[[nodiscard]] Decision decide(const Campaign& campaign, const Situation& situation);

/// `{ "campaign", "shows", "reason", "checks": [ { "check", "passed", "seen", "wanted" } ] }`; `write_why` adds a member to the
/// check of the audience.
template <class WriteWhy>
void write(codec::JsonWriter& out, const Campaign& campaign, const Decision& decision, WriteWhy write_why);
void write_head(codec::JsonWriter& out, const Campaign& campaign, const Check* refusal);
void write_members(codec::JsonWriter& out, const Check& check);

/// Times the event is in the history for this campaign (empty id: for any) in the window.
[[nodiscard]] std::uint32_t count(CampaignEvent event, std::string_view campaign, const CapWindow& window,
                                  const Situation& situation);

template <class WriteWhy>
void write(codec::JsonWriter& out, const Campaign& campaign, const Decision& decision, WriteWhy write_why) {
  out.begin_object();
  write_head(out, campaign, decision.refusal());
  out.key("checks");
  out.begin_array();
  for (const Check& check : decision.checks) {
    out.begin_object();
    write_members(out, check);
    if (check.name == "audience") write_why(out);
    out.end_object();
  }
  out.end_array();
  out.end_object();
}

}  // namespace waymark::campaigns
