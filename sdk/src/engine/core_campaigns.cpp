#include <algorithm>
#include <utility>

#include "codec/json_reader.h"
#include "engine/core.h"
#include "frame.css.h"
#include "widgets/drawing.h"

namespace waymark {

using campaigns::Campaign;
using campaigns::CampaignEvent;
using campaigns::TriggerKind;

namespace {

constexpr std::size_t kNoCampaign = static_cast<std::size_t>(-1);
/// How long a closing widget stays for its leave transition (200 ms in the style sheets, and a margin).
constexpr Duration kLeaveTime = 300;
/// How long the part that draws is not asked for after it could not be had.
constexpr Duration kPartPause = kMinute;

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
  if (widgets::can_draw()) return show(campaign);
  if (std::find(waiting_.begin(), waiting_.end(), campaign) == waiting_.end()) waiting_.push_back(campaign);
}

/// The part that draws is fetched when the page is idle as soon as anything may be shown, and at once when something is to be, or to be
/// explained.
void Engine::Core::need_drawing() {
  if (widgets::can_draw() || (questions_.empty() && visit_->now < drawing_again_)) return;
  const bool may_show = has_display_ && !document_->campaigns.empty() && visit_->consent.has(visitor::Purpose::Personalization);
  const Asked wanted = !waiting_.empty() || !questions_.empty() ? Asked::Now : may_show ? Asked::Idle : Asked::No;
  if (wanted <= drawing_asked_) return;
  drawing_asked_ = wanted;
  effects_.need(wanted == Asked::Idle);
}

/// It has come: what waits is decided again, answered, understood. Or it could not be had: questions have no answer, markup
/// says nothing, campaigns wait on.
void Engine::Core::run_part(ValueView command) {
  const ValueView error = command["error"];
  const bool is_here = widgets::can_draw();
  if (is_here) {
    List<std::size_t> candidates = std::exchange(waiting_, {});
    decide_each(candidates);
    record_all();
  } else if (error.exists()) {
    drawing_asked_ = Asked::No;
    drawing_again_ = visit_->now + kPartPause;
    if (!std::exchange(is_absence_told_, true)) effects_.error({"part", "waymark.draw.wasm", std::string(error.string())});
  } else {
    return;  // it came to another instance
  }
  const List<Value> questions = std::exchange(questions_, {});
  for (const Value& question : questions) {
    const bool is_query = question.view()["kind"].is("query");
    if (is_here) is_query ? run_query(question.view()) : run_markup(question.view());
    else if (is_query) effects_.answer(question.view()["tag"].number(), [](codec::JsonWriter& out) { out.null(); });
  }
}

/// Of the part that draws (script/split-core.mjs), as everything that is marked like this: it is only reached when can_draw().
[[gnu::noinline]] void Engine::Core::show(std::size_t index) {
  const Campaign& campaign = document_->campaigns[index];
  erase_if(shows_, [&](const Show& leaving) { return leaving.campaign == index && (effects_.unmount(campaign.id), true); });
  Show show{.campaign = index, .widget = campaign.widget->make(setting(index))};
  const std::string_view name = campaign.widget->name;
  if (std::find(styles_sent_.begin(), styles_sent_.end(), campaign.widget) == styles_sent_.end()) {
    effects_.style(name, std::string(widgets::frame::kCss) += campaign.widget->css);
    styles_sent_.push_back(campaign.widget);
  }
  effects_.mount(campaign.id, name, campaign.slot, locale_);
  view::Element tree = drawing(show);
  effects_.patch(campaign.id, nullptr, tree, show.last_node);
  show.tree = std::move(tree);
  shows_.push_back(std::move(show));
  occupants_.push_back({campaign.slot, campaign.id});
  if (std::find(visit_->campaigns.begin(), visit_->campaigns.end(), campaign.id) == visit_->campaigns.end())
    visit_->campaigns.emplace_back(campaign.id);
  report(CampaignEvent::Shown, index);
}

view::Element Engine::Core::drawing(const Show& show) const {
  view::Builder out;
  show.widget->view(out, setting(show.campaign));
  return out.take();
}

[[gnu::noinline]] void Engine::Core::draw(Show& show) {
  view::Element tree = drawing(show);
  effects_.patch(document_->campaigns[show.campaign].id, &show.tree, tree, show.last_node);
  show.tree = std::move(tree);
}

/// Lets a widget leave; its slot is free at once.
[[gnu::noinline]] void Engine::Core::close(Show& show) {
  show.unmount_at = visit_->now + kLeaveTime;
  const std::string_view id = document_->campaigns[show.campaign].id;
  erase_if(occupants_, [&](const campaigns::Occupant& occupant) { return occupant.campaign == id; });
  effects_.leave(id, show.tree.node);
}

void Engine::Core::unmount_all() {
  for (const Show& show : shows_) effects_.unmount(document_->campaigns[show.campaign].id);
  shows_.clear();
  occupants_.clear();
}

widgets::Setting Engine::Core::setting(std::size_t campaign) const {
  const Campaign& about = document_->campaigns[campaign];
  widgets::Setting setting{.content = about.content, .locale = locale_, .facts = facts_, .now = visit_->now};
  for (const engine::Visit::Kept& kept : visit_->kept)
    if (kept.campaign == about.id) setting.kept = kept.value.view();
  return setting;
}

/// Inline slots are on the page when the host says so, or has not said anything yet.
bool Engine::Core::has_place(std::string_view slot) const {
  const std::string_view selector = campaigns::inline_selector(slot);
  if (selector.empty() || !slots_.view().exists()) return true;
  for (const ValueView present : slots_.view().elements())
    if (present.string() == selector) return true;
  return false;
}

void Engine::Core::keep(std::string_view campaign, Value value) {
  erase_if(visit_->kept, [&](const engine::Visit::Kept& kept) { return kept.campaign == campaign; });
  visit_->kept.push_back({std::string(campaign), std::move(value)});
}

/// Hands a widget a message and does what it asks for.
[[gnu::noinline]] void Engine::Core::tell(Show& show, const widgets::Message& message) {
  widgets::Setting at_hand = setting(show.campaign);
  at_hand.random = &random_;
  widgets::Reply reply = show.widget->update(message, at_hand);
  const std::string_view id = document_->campaigns[show.campaign].id;
  if (reply.keep.view().exists()) keep(id, std::move(reply.keep));
  if (!reply.copy.empty()) effects_.copy(id, reply.copy);
  if (reply.draw.view().exists()) effects_.draw(id, visit_->identity.anonymous_id, reply.draw.view());
  if (reply.leaves) close(show);
  else if (reply.redraws) draw(show);
  if (reply.outcome == widgets::Outcome::Clicked) report(CampaignEvent::Clicked, show.campaign, reply.details.view());
  if (reply.outcome == widgets::Outcome::Closed) report(CampaignEvent::Closed, show.campaign, reply.details.view());
}

void Engine::Core::tell_all(std::string_view action) {
  for (Show& show : shows_)
    if (show.unmount_at == kNever) tell(show, {action, {}});
}

/// The widget of a campaign, unless it is leaving.
Engine::Core::Show* Engine::Core::show_of(std::size_t campaign) {
  for (Show& show : shows_)
    if (show.campaign == campaign && show.unmount_at == kNever) return &show;
  return nullptr;
}

void Engine::Core::run_ui(ValueView command) {
  Show* show = show_of(campaign_of(command["campaign"].string()));
  // A second word about a widget that the first one closed.
  if (!show) return;
  tell(*show, {command["action"].string(), command["value"]});
  record_all();
}

/// The server's answer to a draw; the widget may be gone by now, and keeps what it needs to ask again.
[[gnu::noinline]] void Engine::Core::run_drawn(ValueView command) {
  Show* show = show_of(campaign_of(command["campaign"].string()));
  if (!show) return;
  const auto body = codec::read_json(command["body"].string());
  ValueBuilder answer;
  answer.begin_object();
  answer.member("draw", command["draw"]);
  answer.member("status", command["status"]);
  answer.member("body", body ? body->view() : ValueView());
  answer.end_object();
  const Value taken = answer.take();
  tell(*show, {"drawn", taken.view()});
  record_all();
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
  Value about = properties.take();
  const bool is_click = outcome == CampaignEvent::Clicked;
  if (document_->sources.tells_data_layer && (is_click || outcome == CampaignEvent::Shown))
    effects_.push(is_click ? "select_promotion" : "view_promotion", about.view());
  track(std::string(name_of(outcome)), std::move(about));
  effects_.notify("campaign:" + std::string(outcome_of(outcome)),
                  [&](codec::JsonWriter& out) { out.member("id", campaign.id); });
}

}  // namespace waymark
