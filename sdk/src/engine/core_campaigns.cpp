#include <algorithm>
#include <utility>

#include "engine/core.h"

namespace waymark {

using campaigns::Campaign;
using campaigns::CampaignEvent;
using campaigns::TriggerKind;

namespace {

constexpr std::size_t kNoCampaign = static_cast<std::size_t>(-1);
/// How long a closing widget stays for its leave transition (200 ms in the style sheets, and a margin).
constexpr Duration kLeaveTime = 300;

bool is_fired_by(const campaigns::Trigger& trigger, const Event& event) {
  if (trigger.kind == TriggerKind::Page) return event.type == EventType::Page;
  return trigger.kind == TriggerKind::Event && known_name(event) == trigger.event;
}

}  // namespace

std::size_t Engine::Core::campaign_of(std::string_view id) const {
  const auto& all = document_->campaigns;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].id == id) return i;
  return kNoCampaign;
}

campaigns::Situation Engine::Core::situation(std::size_t campaign, const history::History& history) const {
  return {.evaluation = *evaluation_,
          .history = history,
          .consent = visit_->consent,
          .caps = std::span(document_->caps).subspan(document_->campaigns[campaign].first_cap,
                                                     document_->campaigns[campaign].cap_count),
          .global_caps = document_->global_caps,
          .shown = occupants_,
          .now = visit_->now,
          .utc_offset_min = visit_->utc_offset_min,
          .has_display = has_display_,
          .fired = fired_[campaign]};
}

void Engine::Core::run_triggers(const Event& event) {
  List<std::size_t> candidates;
  for (std::size_t i = 0; i < document_->campaigns.size(); ++i) {
    const campaigns::Trigger& trigger = document_->campaigns[i].trigger;
    const bool is_moment = trigger.where == rules::kNoNode || evaluation_->holds(trigger.where);
    if (!is_fired_by(trigger, event) || !is_moment) continue;
    ++fired_[i];
    candidates.push_back(i);
  }
  decide_each(candidates);
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
    set_fact(FactRoot::Event, Value(moment.view()));
    settle();
  }
}

void Engine::Core::show_if_decided(std::size_t campaign) {
  const history::History history = visit_->view_of_history();
  if (!decide(document_->campaigns[campaign], situation(campaign, history)).refusal()) show(campaign);
}

void Engine::Core::show(std::size_t index) {
  const Campaign& campaign = document_->campaigns[index];
  erase_if(shows_, [&](const Show& leaving) { return leaving.campaign == index && (effects_.unmount(campaign.id), true); });
  Show show{.campaign = index,
            .widget = campaign.widget->make({.content = campaign.content, .locale = locale_, .facts = facts_})};
  const std::string_view name = campaign.widget->name;
  if (std::find(styles_sent_.begin(), styles_sent_.end(), campaign.widget) == styles_sent_.end()) {
    effects_.style(name, campaign.widget->css);
    styles_sent_.push_back(campaign.widget);
  }
  effects_.mount(campaign.id, name, campaign.slot, locale_);
  view::Element tree = show.widget->view();
  effects_.patch(campaign.id, nullptr, tree, show.last_node);
  show.tree = std::move(tree);
  shows_.push_back(std::move(show));
  occupants_.push_back({campaign.slot, campaign.id});
  if (std::find(visit_->campaigns.begin(), visit_->campaigns.end(), campaign.id) == visit_->campaigns.end())
    visit_->campaigns.emplace_back(campaign.id);
  report(CampaignEvent::Shown, index);
}

void Engine::Core::draw(Show& show) {
  view::Element tree = show.widget->view();
  if (show.unmount_at != kNever) tree.attributes.push_back({"data-state", "leaving"});
  effects_.patch(document_->campaigns[show.campaign].id, &show.tree, tree, show.last_node);
  show.tree = std::move(tree);
}

/// Lets a widget leave; its slot is free at once.
void Engine::Core::close(Show& show) {
  show.unmount_at = visit_->now + kLeaveTime;
  const std::string_view id = document_->campaigns[show.campaign].id;
  erase_if(occupants_, [&](const campaigns::Occupant& occupant) { return occupant.campaign == id; });
  draw(show);
}

void Engine::Core::unmount_all() {
  for (const Show& show : shows_) effects_.unmount(document_->campaigns[show.campaign].id);
  shows_.clear();
  occupants_.clear();
}

void Engine::Core::run_ui(ValueView command) {
  const std::size_t campaign = campaign_of(command["campaign"].string());
  const auto show = std::find_if(shows_.begin(), shows_.end(), [&](const Show& candidate) {
    return candidate.campaign == campaign && candidate.unmount_at == kNever;
  });
  if (show == shows_.end()) return refuse(command, "campaign", "bad-command", "is not on show");
  switch (show->widget->update(command["action"].string(), command["value"].string())) {
    case widgets::Outcome::None: draw(*show); break;
    case widgets::Outcome::Clicked:
      draw(*show);
      report(CampaignEvent::Clicked, campaign);
      break;
    case widgets::Outcome::Closed:
      close(*show);
      report(CampaignEvent::Closed, campaign);
      break;
  }
  record_all();
}

/// `waymark.show(id)`: the page asks for a campaign; its audience, caps and slot still count.
void Engine::Core::run_show(ValueView command) {
  const std::size_t campaign = campaign_of(command["campaign"].string());
  if (campaign == kNoCampaign) return refuse(command, "campaign", "unknown-campaign", "no campaign has this id");
  ++fired_[campaign];
  is_awake_ = true;
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
