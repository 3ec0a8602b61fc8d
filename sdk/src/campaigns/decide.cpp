#include "campaigns/decide.h"

#include "base/time.h"

namespace waymark::campaigns {
namespace {

Value make_value(bool value) {
  ValueBuilder builder;
  builder.boolean(value);
  return builder.take();
}
Value make_value(double value) {
  ValueBuilder builder;
  builder.number(value);
  return builder.take();
}
Value make_value(std::string_view value) {
  ValueBuilder builder;
  builder.string(value);
  return builder.take();
}
Value make_value(const char* value) { return make_value(std::string_view(value)); }

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

/// The wanted side of a cap: `{ "outcome": "closed", "max": 1 }` as text a person can read.
Value describe(const Cap& cap) {
  ValueBuilder out;
  out.begin_object();
  out.member("scope", cap.is_global ? "all" : "campaign");
  out.member("outcome", outcome_of(cap.outcome));
  out.member("below", cap.max);
  if (cap.window.kind == CapWindow::Kind::Rolling) out.member("withinMs", cap.window.length);
  if (cap.window.kind == CapWindow::Kind::Session) out.member("within", "session");
  if (cap.window.kind == CapWindow::Kind::Day) out.member("within", "day");
  out.end_object();
  return out.take();
}

Check check_cap(const Cap& cap, const Campaign& campaign, const Situation& situation) {
  const std::uint32_t seen = count(cap.outcome, cap.is_global ? std::string_view() : campaign.id, cap.window, situation);
  return {"cap", seen < cap.max, make_value(static_cast<double>(seen)), describe(cap)};
}

Check check_slot(const Campaign& campaign, const Situation& situation) {
  for (const Occupant& occupant : situation.shown)
    if (occupant.slot == campaign.slot || occupant.campaign == campaign.id)
      return {"slot", false, make_value(occupant.campaign), make_value("free")};
  return {"slot", true, make_value("free"), make_value("free")};
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
  const auto add = [&](Check check) { decision.checks.push_back(std::move(check)); };
  add({"display", situation.has_display, make_value(situation.has_display), make_value(true)});
  add({"trigger", situation.fired > 0, make_value(static_cast<double>(situation.fired)), make_value(1.0)});
  const bool consented = situation.consent.has(visitor::Purpose::Personalization);
  add({"consent", consented, make_value(consented ? "personalization" : "none"), make_value("personalization")});
  const bool is_meant = campaign.audience == rules::kNoNode || situation.evaluation.holds(campaign.audience);
  add({"audience", is_meant, make_value(is_meant), make_value(true)});
  for (const Cap& cap : campaign.caps) add(check_cap(cap, campaign, situation));
  for (const Cap& cap : situation.global_caps) add(check_cap(cap, campaign, situation));
  add(check_slot(campaign, situation));
  return decision;
}

void write(codec::JsonWriter& out, const Campaign& campaign, const Decision& decision) {
  const Check* refusal = decision.refusal();
  out.begin_object();
  out.member("campaign", campaign.id);
  out.member("shows", refusal == nullptr);
  out.key("reason");
  if (refusal) out.string(refusal->name);
  else out.null();
  out.key("checks");
  out.begin_array();
  for (const Check& check : decision.checks) {
    out.begin_object();
    out.member("check", check.name);
    out.member("passed", check.passed);
    out.member("seen", check.seen.view());
    out.member("wanted", check.wanted.view());
    out.end_object();
  }
  out.end_array();
  out.end_object();
}

}  // namespace waymark::campaigns
