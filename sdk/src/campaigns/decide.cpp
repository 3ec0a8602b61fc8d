#include "campaigns/decide.h"

#include "base/time.h"

namespace waymark::campaigns {
namespace {

bool is_same_day(Timestamp a, Timestamp b, int utc_offset_min) {
  const CivilTime left = civil_time(a, utc_offset_min);
  const CivilTime right = civil_time(b, utc_offset_min);
  return left.day == right.day && left.month == right.month && left.year == right.year;
}

bool is_within(const history::LoggedEvent& event, const CapWindow& window, const Situation& situation) {
  switch (window.kind) {
    case CapWindow::Kind::Lifetime: return true;
    case CapWindow::Kind::Session: return event.session != 0 && event.session == situation.history.session;
    case CapWindow::Kind::Day: return is_same_day(event.time, situation.now, situation.utc_offset_min);
    case CapWindow::Kind::Rolling: return event.time > situation.now - window.length;
  }
  return false;
}

Check check_cap(const Cap& cap, const Campaign& campaign, const Situation& situation) {
  const std::uint32_t seen = count(cap.outcome, cap.is_global ? std::string_view() : campaign.id, cap.window, situation);
  return {"cap", seen < cap.max, seen, &cap};
}

Check check_slot(const Campaign& campaign, const Situation& situation) {
  if (!situation.has_place) return {"slot", false, "not on the page", "free"};
  for (const Occupant& occupant : situation.shown)
    if (occupant.slot == campaign.slot || occupant.campaign == campaign.id) return {"slot", false, occupant.campaign, "free"};
  return {"slot", true, "free", "free"};
}

/// `{ "outcome": "closed", "below": 1, "withinMs": 604800000 }`
void write_cap(codec::JsonWriter& out, const Cap& cap) {
  out.begin_object();
  out.member("scope", cap.is_global ? "all" : "campaign");
  out.member("outcome", outcome_of(cap.outcome));
  out.member("below", cap.max);
  switch (cap.window.kind) {
    case CapWindow::Kind::Rolling: out.member("withinMs", cap.window.length); break;
    case CapWindow::Kind::Session: out.member("within", "session"); break;
    case CapWindow::Kind::Day: out.member("within", "day"); break;
    case CapWindow::Kind::Lifetime: break;
  }
  out.end_object();
}

void write_operand(codec::JsonWriter& out, const Operand& operand) {
  switch (operand.kind) {
    case Operand::Kind::Flag: return out.boolean(operand.number != 0);
    case Operand::Kind::Number: return out.number(operand.number);
    case Operand::Kind::Text: return out.string(operand.text);
    case Operand::Kind::Cap: return write_cap(out, *operand.cap);
  }
}

}  // namespace

std::uint32_t count(CampaignEvent event, std::string_view campaign, const CapWindow& window,
                    const Situation& situation) {
  std::uint32_t found = 0;
  for (const history::LoggedEvent& logged : situation.history.log.events())
    if (logged.name == name_of(event) && is_within(logged, window, situation) &&
        (campaign.empty() || logged.properties.view()["campaign_id"].string() == campaign))
      ++found;
  return found;
}

const Check* Decision::refusal() const {
  for (const Check& check : checks)
    if (!check.passed) return &check;
  return nullptr;
}

Decision decide(const Campaign& campaign, const Situation& situation) {
  Decision decision;
  List<Check>& checks = decision.checks;
  checks.push_back({"display", situation.has_display, situation.has_display, true});
  checks.push_back({"trigger", situation.fired > 0, situation.fired, std::uint32_t{1}});
  const bool consented = situation.consent.has(visitor::Purpose::Personalization);
  checks.push_back({"consent", consented, consented ? "personalization" : "none", "personalization"});
  const bool is_meant = campaign.audience == rules::kNoNode || situation.evaluation.holds(campaign.audience);
  checks.push_back({"audience", is_meant, is_meant, true});
  if (campaign.widget && campaign.widget->refusal)
    checks.push_back({"widget", !situation.unfit, situation.unfit ? situation.unfit : "fits", "fits"});
  for (const Cap& cap : situation.caps) checks.push_back(check_cap(cap, campaign, situation));
  for (const Cap& cap : situation.global_caps) checks.push_back(check_cap(cap, campaign, situation));
  checks.push_back(check_slot(campaign, situation));
  return decision;
}

void write_head(codec::JsonWriter& out, const Campaign& campaign, const Check* refusal) {
  out.member("campaign", campaign.id);
  out.member("shows", refusal == nullptr);
  out.key("reason");
  if (refusal) out.string(refusal->name);
  else out.null();
}

void write_members(codec::JsonWriter& out, const Check& check) {
  out.member("check", check.name);
  out.member("passed", check.passed);
  out.key("seen"), write_operand(out, check.seen);
  out.key("wanted"), write_operand(out, check.wanted);
}

}  // namespace waymark::campaigns
