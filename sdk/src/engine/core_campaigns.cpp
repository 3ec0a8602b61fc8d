#include <algorithm>
#include <utility>

#include "engine/core.h"

namespace waymark {

using campaigns::Campaign;
using campaigns::CampaignEvent;
using campaigns::TriggerKind;

namespace {

constexpr std::size_t kNoCampaign = static_cast<std::size_t>(-1);

bool is_fired_by(const campaigns::Trigger& trigger, TriggerKind kind, std::string_view event) {
  return trigger.kind == TriggerKind::Event ? trigger.event == event : trigger.kind == kind;
}

}  // namespace

std::size_t Engine::Core::campaign_of(std::string_view id) const {
  const auto& all = document_->campaigns;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].id == id) return i;
  return kNoCampaign;
}

campaigns::Situation Engine::Core::situation(std::size_t campaign, const history::History& history) const {
  const Campaign& about = document_->campaigns[campaign];
  return {.evaluation = *evaluation_,
          .history = history,
          .consent = visit_->consent,
          .caps = std::span(document_->parts.caps).subspan(about.first_cap, about.cap_count),
          .global_caps = document_->global_caps,
          .shown = occupants_,
          .unfit = about.widget->refusal ? about.widget->refusal(setting(campaign)) : nullptr,
          .has_place = has_place(about.slot),
          .now = visit_->now,
          .utc_offset_min = visit_->utc_offset_min,
          .has_display = has_display_,
          .fired = fired_[campaign]};
}

std::span<const campaigns::Trigger> Engine::Core::triggers_of(std::size_t campaign) const {
  const Campaign& about = document_->campaigns[campaign];
  return std::span(document_->parts.triggers).subspan(about.first_trigger, about.trigger_count);
}

/// Counts the triggers that something fired, and decides their campaigns. `event` is the name of an event, empty for signals.
/// `only_new`: those of campaigns that nothing has fired on this page.
void Engine::Core::run_triggers(TriggerKind kind, std::string_view event, bool only_new) {
  List<std::size_t> candidates;
  for (std::size_t i = 0; i < document_->campaigns.size(); ++i) {
    if (only_new && fired_[i] > 0) continue;
    for (const campaigns::Trigger& trigger : triggers_of(i)) {
      const bool is_moment = trigger.where == rules::kNoNode || evaluation_->holds(trigger.where);
      if (!is_moment || !is_fired_by(trigger, kind, event)) continue;
      ++fired_[i];
      candidates.push_back(i);
      break;
    }
  }
  decide_each(candidates);
}

/// When a trigger that waits for an idle cart fires; once for each state of the cart.
Timestamp Engine::Core::idle_at(std::size_t trigger) const {
  const campaigns::Trigger& about = document_->parts.triggers[trigger];
  const bool waits = is_here_ && about.kind == TriggerKind::CartIdle && visit_->cart.view()["count"].number() > 0;
  return waits && idle_seen_[trigger] != visit_->cart_changed ? visit_->cart_changed + about.after : kNever;
}

void Engine::Core::run_idle_triggers() {
  List<std::size_t> candidates;
  for (std::size_t i = 0; i < document_->campaigns.size(); ++i) {
    const Campaign& about = document_->campaigns[i];
    for (std::uint32_t t = about.first_trigger; t < about.first_trigger + about.trigger_count; ++t) {
      if (idle_at(t) > visit_->now) continue;
      idle_seen_[t] = visit_->cart_changed;
      const rules::NodeIndex where = document_->parts.triggers[t].where;
      if (where != rules::kNoNode && !evaluation_->holds(where)) continue;
      ++fired_[i];
      candidates.push_back(i);
    }
  }
  decide_each(candidates);
}

/// Those whose moment came on an earlier page have fired there.
void Engine::Core::forget_idle_triggers() {
  for (std::size_t i = 0; i < idle_seen_.size(); ++i)
    idle_seen_[i] = visit_->cart_changed + document_->parts.triggers[i].after <= visit_->now ? visit_->cart_changed : 0;
}

/// Consent came: what was triggered on this page and had to wait for it is decided again.
void Engine::Core::decide_fired() {
  List<std::size_t> candidates;
  for (std::size_t i = 0; i < fired_.size(); ++i)
    if (fired_[i] > 0) candidates.push_back(i);
  decide_each(candidates);
}

/// The highest priority first, then in the order of the document.
void Engine::Core::decide_each(List<std::size_t>& candidates) {
  const auto priority = [&](std::size_t campaign) { return document_->campaigns[campaign].priority; };
  for (std::size_t i = 1; i < candidates.size(); ++i)
    for (std::size_t j = i; j > 0 && priority(candidates[j]) > priority(candidates[j - 1]); --j)
      std::swap(candidates[j], candidates[j - 1]);
  if (candidates.empty()) return;
  const Value moment(visit_->event.view());
  for (const std::size_t campaign : candidates) {
    show_if_decided(campaign);
    if (pending_.empty()) continue;
    // What came of it counts for the next one, which is still about the same event.
    record_all();
    visit_->event = Value(moment.view());
    look_at(FactRoot::Event, visit_->event.view());
    settle();
  }
}

void Engine::Core::show_if_decided(std::size_t campaign) {
  const history::History history = visit_->view_of_history();
  if (decide(document_->campaigns[campaign], situation(campaign, history)).refusal()) return;
  if (may_draw()) return show(campaign);
  if (std::find(waiting_.begin(), waiting_.end(), campaign) == waiting_.end()) waiting_.push_back(campaign);
}

/// Which inline slots are on the page now: what stood in others goes, what waited for a new one is decided again.
void Engine::Core::run_slots(ValueView command) {
  const Value before = std::exchange(slots_, Value(command["present"]));
  const auto had_place = [&](std::string_view slot) {
    for (const ValueView present : before.view().elements())
      if (present.string() == campaigns::inline_selector(slot)) return true;
    return false;
  };
  for (Show& show : shows_)
    if (show.unmount_at == kNever && !has_place(document_->campaigns[show.campaign].slot)) close(show);
  List<std::size_t> candidates;
  for (std::size_t i = 0; i < fired_.size(); ++i) {
    const std::string_view slot = document_->campaigns[i].slot;
    if (fired_[i] > 0 && !campaigns::inline_selector(slot).empty() && has_place(slot) && !had_place(slot)) candidates.push_back(i);
  }
  decide_each(candidates);
  record_all();
}

/// `waymark.show(id)`: the page asks for a campaign; its audience, caps and slot still count.
void Engine::Core::run_show(ValueView command) {
  const std::size_t campaign = campaign_of(command["campaign"].string());
  if (campaign == kNoCampaign) return refuse(command, "campaign", "unknown-campaign", "no campaign has this id");
  ++fired_[campaign];
  visit_->is_awake = true;
  settle();
  show_if_decided(campaign);
  record_all();
}

/// Whether the campaign was shown within that time and no goal was counted for it since.
bool Engine::Core::is_open_for_goal(std::string_view campaign, Duration within) const {
  const std::span<const history::LoggedEvent> events = visit_->history.events();
  for (std::size_t i = events.size(); i-- > 0;) {
    const history::LoggedEvent& event = events[i];
    if (event.time <= visit_->now - within) return false;
    const bool is_shown = event.name == name_of(CampaignEvent::Shown);
    if (!is_shown && event.name != name_of(CampaignEvent::Converted)) continue;
    if (event.properties.view()["campaign_id"].string() == campaign) return is_shown;
  }
  return false;
}

/// A goal reached within its window after the campaign was last shown, once for that time.
void Engine::Core::convert(const Event& event) {
  for (std::size_t i = 0; i < document_->campaigns.size(); ++i) {
    const campaigns::Goal& goal = document_->campaigns[i].goal;
    if (goal.event.empty() || known_name(event) != goal.event) continue;
    if (!is_open_for_goal(document_->campaigns[i].id, goal.within)) continue;
    ValueBuilder extra;
    extra.begin_object();
    extra.member("goal", goal.event);
    for (const char* name : {"order_id", "total", "revenue", "currency"})
      if (const ValueView value = event.properties.view()[name]; value.exists()) extra.member(name, value);
    extra.end_object();
    const Value details = extra.take();
    report(CampaignEvent::Converted, i, details.view());
  }
}

/// Records an outcome as an event of its own and tells the page.
void Engine::Core::report(CampaignEvent outcome, std::size_t index, ValueView extra) {
  const Campaign& campaign = document_->campaigns[index];
  ValueBuilder properties;
  properties.begin_object();
  properties.member("campaign_id", campaign.id);
  if (!campaign.name.empty()) properties.member("campaign_name", campaign.name);
  properties.member("widget", campaign.widget->name);
  properties.member("slot", campaign.slot);
  for (const auto [key, value] : extra.members()) properties.member(key, value);
  properties.end_object();
  track(std::string(name_of(outcome)), properties.take());
  effects_.notify("campaign:" + std::string(outcome_of(outcome)),
                  [&](codec::JsonWriter& out) { out.member("id", campaign.id); });
}

}  // namespace waymark
