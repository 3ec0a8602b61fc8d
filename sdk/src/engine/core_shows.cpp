// What is on show: the part that draws, widgets from their mount to their end, and what is done to them.
#include <algorithm>
#include <utility>

#include "codec/json_reader.h"
#include "engine/core.h"
#include "frame.css.h"
#include "base/part.h"

namespace waymark {

using campaigns::Campaign;
using campaigns::CampaignEvent;

namespace {

/// How long a closing widget stays for its leave transition (200 ms in the style sheets, and a margin).
constexpr Duration kLeaveTime = 300;
/// How long the part that draws is not asked for after it could not be had.
constexpr Duration kPartPause = kMinute;

}  // namespace

/// The part that draws is fetched when the page is idle as soon as anything may be shown, and at once when something is to be, or to be
/// explained.
void Engine::Core::need_drawing() {
  if (may_draw() || (questions_.empty() && visit_->now < drawing_again_)) return;
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
  const bool is_here = can_draw() && !error.exists();
  if (is_here) {
    check_contents();
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

/// The contents of campaigns are looked at when there is what would draw them: then a bad campaign is told of and taken out, as if the document
/// had come without it. Of the second part (script/split-core.mjs), as everything that is marked like this: it is only reached when can_draw().
[[gnu::noinline]] void Engine::Core::check_contents() {
  if (std::exchange(document_->are_contents_checked, true)) return;
  Problems problems(document_->source.view());
  for (std::size_t i = 0; i < document_->campaigns.size();) {
    const std::size_t before = problems.size();
    const Campaign& campaign = document_->campaigns[i];
    campaign.widget->check(campaign.content, problems);
    if (problems.size() == before) {
      ++i;
      continue;
    }
    document_->campaigns.erase(i);
    fired_.erase(i);
    erase_if(waiting_, [&](const std::size_t waiting) { return waiting == i; });
    for (std::size_t& waiting : waiting_)
      if (waiting > i) --waiting;
  }
  for (const Failure& problem : problems.list()) effects_.error(*problem);
}

/// Of the second part.
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
  if (document_->sources.tells_data_layer) effects_.push("view_promotion", campaign);
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
  const Campaign& campaign = document_->campaigns[show.campaign];
  const std::string_view id = campaign.id;
  const bool is_click = reply.outcome == widgets::Outcome::Clicked;
  if (is_click && document_->sources.tells_data_layer) effects_.push("select_promotion", campaign);
  if (reply.keep.view().exists()) {
    effects_.tell(id, reply.keep.view());
    keep(id, std::move(reply.keep));
  }
  if (!reply.copy.empty()) effects_.copy(id, reply.copy);
  if (reply.draw.view().exists()) effects_.draw(id, visit_->identity.anonymous_id, reply.draw.view());
  if (reply.leaves) close(show);
  else if (reply.redraws) draw(show);
  if (is_click) report(CampaignEvent::Clicked, show.campaign, reply.details.view());
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
  // The page has taken it away, and keeps it so: its slot is free, and nobody has closed it.
  if (command["action"].is("gone")) return close(*show);
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

}  // namespace waymark
