// The facts that rules ask about, and what the visitor is said to be by them: segments and the stage.
#include <algorithm>
#include <utility>

#include "base/sort.h"
#include "base/time.h"
#include "engine/core.h"

namespace waymark {

void Engine::Core::set_fact(FactRoot root, Value value) {
  facts_.set(root, std::move(value));
  evaluation_->fact_root_changed(root, facts_);
}

void Engine::Core::look_at(FactRoot root, ValueView value) {
  facts_.look_at(root, value);
  page_context_.is_written &= root != FactRoot::Page && root != FactRoot::Traffic;
  evaluation_->fact_root_changed(root, facts_);
}

/// All of them: for another visit or another evaluation.
void Engine::Core::refresh_facts() {
  look_at(FactRoot::Traits, visit_->identity.traits.view());
  look_at(FactRoot::Page, visit_->page.view());
  look_at(FactRoot::Event, visit_->event.view());
  look_at(FactRoot::Cart, visit_->cart.view());
  look_at(FactRoot::Traffic, visit_->session.traffic.view());
  for (const FactRoot root : {FactRoot::Device, FactRoot::Rfm, FactRoot::Stage}) evaluation_->fact_root_changed(root, facts_);
  refresh_visitor_facts();
  refresh_session_facts();
  refresh_time_facts();
}

void Engine::Core::refresh_visitor_facts() {
  const visitor::Identity& identity = visit_->identity;
  ValueBuilder out;
  out.begin_object();
  out.member("anonymousId", identity.anonymous_id);
  if (!identity.user_id.empty()) out.member("userId", identity.user_id);
  if (!identity.group_id.empty()) out.member("groupId", identity.group_id);
  out.member("identified", !identity.user_id.empty());
  out.member("sessions", visit_->session.number);
  out.member("returning", visit_->session.number > 1);
  out.member("firstSeen", identity.first_seen);
  out.end_object();
  set_fact(FactRoot::Visitor, out.take());
}

/// While no session is on, its facts are missing.
void Engine::Core::refresh_session_facts() {
  const visitor::Session& session = visit_->session;
  ValueBuilder out;
  out.begin_object();
  if (!session.is_over) {
    out.member("id", session.id);
    out.member("number", session.number);
    out.member("started", session.started);
    out.member("pageViews", session.page_views);
    out.member("events", session.events);
    out.member("landing", session.landing);
    out.member("activeTime", session.active / kSecond);
  }
  out.end_object();
  set_fact(FactRoot::Session, out.take());
  refresh_clocks();
}

/// `time.*` at the visitor; changes at the next full hour there.
void Engine::Core::refresh_time_facts() {
  const Timestamp now = visit_->now;
  const CivilTime civil = civil_time(now, visit_->utc_offset_min);
  ValueBuilder out;
  out.begin_object();
  out.member("hour", civil.hour);
  out.member("weekday", civil.weekday);
  out.member("date", std::string_view(format_iso(now + visit_->utc_offset_min * kMinute)).substr(0, 10));
  out.end_object();
  set_fact(FactRoot::Time, out.take());
  next_hour_ = now - (now + visit_->utc_offset_min * kMinute) % kHour + kHour;
}

void Engine::Core::refresh_clocks() { tell_clocks(*evaluation_); }

void Engine::Core::tell_clocks(rules::Evaluation& evaluation) const {
  evaluation.clock_changed(rules::Clock::Session, visit_->session.is_over ? kNever : visit_->session.started);
  evaluation.clock_changed(rules::Clock::Page, visit_->page_since);
  evaluation.clock_changed(rules::Clock::Cart, visit_->cart.view()["count"].number() > 0 ? visit_->cart_changed : kNever);
}

/// Whether `rfm.*` has changed.
bool Engine::Core::refresh_rfm() {
  const engine::RfmScores scores = engine::scores(document_->rfm, *evaluation_);
  if (scores == scores_) return false;
  scores_ = scores;
  set_fact(FactRoot::Rfm, scores.recency == 0 ? Value() : engine::rfm_facts(scores));
  return true;
}

/// Whether `stage` has changed.
bool Engine::Core::refresh_stage() {
  const std::string_view stage = engine::stage_of(document_->stages, *evaluation_);
  if (stage == stage_) return false;
  stage_ = stage;
  ValueBuilder out;
  if (stage.empty()) out.null();
  else out.string(stage);
  set_fact(FactRoot::Stage, out.take());
  return true;
}

/// Stages may depend on the scores, everything else on both.
void Engine::Core::settle() {
  if (!visit_->is_awake) return;
  evaluation_->settle(visit_->now);
  if (refresh_rfm()) evaluation_->settle(visit_->now);
  if (refresh_stage()) evaluation_->settle(visit_->now);
  report_segments();
  report_stage();
}

/// In the order of the document.
void Engine::Core::report_segments() {
  const List<rules::NodeIndex> flipped = evaluation_->take_flipped();
  if (std::exchange(is_unreported_, false)) {
    for (std::uint32_t i = 0; i < document_->segments.size(); ++i) report_segment(i);
    return;
  }
  List<std::uint32_t> concerned;
  const auto& named = document_->segments_by_node;
  for (const rules::NodeIndex node : flipped) {
    auto at = std::lower_bound(named.begin(), named.end(), node,
                               [](const engine::Document::Named& one, rules::NodeIndex wanted) { return one.node < wanted; });
    for (; at != named.end() && at->node == node; ++at) concerned.push_back(at->segment);
  }
  sort(concerned, [](std::uint32_t a, std::uint32_t b) { return a < b; });
  for (const std::uint32_t segment : concerned) report_segment(segment);
}

/// Without the brackets. There may be hundreds, of which an event changes a few.
std::string_view Engine::Core::segments_json() {
  if (!std::exchange(is_listed_, true)) {
    listed_.clear();
    for (const std::string& id : visit_->segments) list(id);
  }
  return {listed_.data(), listed_.empty() ? 0 : listed_.size() - 1};
}

void Engine::Core::list(std::string_view id) {
  codec::JsonWriter element;
  element.string(id);
  element.plain(",");
  listed_.append(element.text());
}

void Engine::Core::enter(std::string_view segment) {
  visit_->segments.emplace_back(segment);
  if (is_listed_) list(segment);
}

void Engine::Core::leave(std::string_view segment) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < visit_->segments.size(); ++i) {
    const std::size_t size = codec::quoted_size(visit_->segments[i]) + 1;
    if (visit_->segments[i] == segment) {
      visit_->segments.erase(i);
      if (is_listed_) listed_.erase(begin, size);
      return;
    }
    begin += size;
  }
}

void Engine::Core::report_segment(std::uint32_t index) {
  const engine::Segment& segment = document_->segments[index];
  if (segment.node == rules::kNoNode) return;
  const bool is_in = evaluation_->holds(segment.node);
  if (is_in == (is_in_[index] != 0)) return;
  is_in_[index] = is_in ? 1 : 0;
  if (is_in) enter(segment.id);
  else leave(segment.id);
  effects_.notify(is_in ? "segment:enter" : "segment:leave", [&](codec::JsonWriter& out) {
    out.member("id", segment.id);
    out.member("at", visit_->now);
  });
  if (!document_->tracks_segments) return;
  ValueBuilder out;
  out.begin_object();
  out.member("segment_id", segment.id);
  if (!segment.name.empty()) out.member("segment_name", segment.name);
  out.end_object();
  track(is_in ? "Segment Entered" : "Segment Exited", out.take(), true);
}

void Engine::Core::report_stage() {
  if (visit_->stage == stage_) return;
  const std::string before = std::exchange(visit_->stage, std::string(stage_));
  ValueBuilder out;
  const auto member = [&](const char* name, std::string_view stage) {
    out.key(name);
    if (stage.empty()) out.null();
    else out.string(stage);
  };
  out.begin_object();
  member("from", before);
  member("to", stage_);
  out.end_object();
  Value change = out.take();
  effects_.notify("stage", [&](codec::JsonWriter& text) {
    for (const auto [name, stage] : change.view().members()) text.member(name, stage);
    text.member("at", visit_->now);
  });
  if (document_->tracks_stages) track("Stage Changed", std::move(change), true);
}

}  // namespace waymark
