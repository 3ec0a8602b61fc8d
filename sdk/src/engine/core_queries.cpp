#include "engine/core.h"
#include "rules/explain.h"
#include "base/part.h"

namespace waymark {

using codec::JsonWriter;

void Engine::Core::run_query(ValueView command) {
  const ValueView ask = command["ask"];
  const double tag = command["tag"].number();
  const auto answer = [&](auto write) { effects_.answer(tag, write); };
  // What is told of time is told of now.
  settle();
  const bool is_about_facts = ask.is("facts");
  if (is_about_facts || ask.is("explain")) {
    // Explanations come with the part that draws; run_part() asks again.
    if (!can_draw()) return questions_.push_back(Value(command));
    return answer([&](JsonWriter& out) { is_about_facts ? write_facts(out) : write_explanation(out, command["id"]); });
  }
  if (ask.is("segments")) return answer([&](JsonWriter& out) { write_segments(out); });
  if (ask.is("stats")) return answer([&](JsonWriter& out) { write_stats(out); });
  if (ask.is("snapshot")) return answer([&](JsonWriter& out) {
    // Without consent there is nothing to keep: the host must not store what it cannot get.
    if (visit_->consent.allows_state()) out.raw(write_snapshot(*visit_, random_, memories()));
    else out.null();
  });
  refuse(command, "ask", "bad-command", "no question of this name");
  answer([](JsonWriter& out) { out.null(); });
}

/// One decision, or the list of all when no id is given; `{ "segment": id }` asks for that of a segment, `{ "when": condition }` for that
/// of any condition. Null for what is unknown.
[[gnu::noinline]] void Engine::Core::write_explanation(JsonWriter& out, ValueView id) const {
  if (id.is_object()) {
    if (id["when"].exists()) return write_condition_explanation(out, id["when"]);
    return write_segment_explanation(out, id["segment"]);
  }
  if (id.is_string()) {
    const std::size_t campaign = campaign_of(id.string());
    return campaign < document_->campaigns.size() ? write_campaign(out, campaign) : out.null();
  }
  out.begin_array();
  for (std::size_t i = 0; i < document_->campaigns.size(); ++i) write_campaign(out, i);
  out.end_array();
}

void Engine::Core::write_campaign(JsonWriter& out, std::size_t index) const {
  const campaigns::Campaign& campaign = document_->campaigns[index];
  const history::History history = visit_->view_of_history();
  write(out, campaign, decide(campaign, situation(index, history)), [&](JsonWriter& check) {
    if (campaign.audience != rules::kNoNode && visit_->is_awake) check.key("why"), write_why(check, *evaluation_, campaign.audience);
  });
}

void Engine::Core::write_why(JsonWriter& out, const rules::Evaluation& evaluation, rules::NodeIndex node) const {
  List<rules::NamedNode> names;
  if (&evaluation == evaluation_.get())
    for (const engine::Document::Named& named : document_->segments_by_node) names.push_back({named.node, document_->segments[named.segment].id});
  explain(out, evaluation, node, names, locale_);
}

/// `{ "segment", "name", "in", "why": tree }`, without a tree before the first event and for disabled ones; a list of all without an id.
void Engine::Core::write_segment_explanation(JsonWriter& out, ValueView id) const {
  const auto write_one = [&](const engine::Segment& segment) {
    const bool is_asked = visit_->is_awake && segment.node != rules::kNoNode;
    out.begin_object();
    out.member("segment", segment.id);
    out.member("name", segment.name);
    out.member("in", is_asked && evaluation_->holds(segment.node));
    if (is_asked) out.key("why"), write_why(out, *evaluation_, segment.node);
    out.end_object();
  };
  if (id.is_string()) {
    for (const engine::Segment& segment : document_->segments)
      if (segment.id == id.string()) return write_one(segment);
    return out.null();
  }
  out.begin_array();
  for (const engine::Segment& segment : document_->segments) write_one(segment);
  out.end_array();
}

/// `{ "in", "why": tree, "problems" }` of a condition that is not in the document: its rules know what the log has.
void Engine::Core::write_condition_explanation(JsonWriter& out, ValueView condition) const {
  List<rules::SegmentSource> segments;
  for (const ValueView segment : document_->source.view()["segments"].elements()) segments.push_back({segment["id"].string(), segment});
  rules::Program program;
  Problems problems(condition);
  rules::Compiler compiler(program, segments, problems, document_->source.view()["groups"]);
  const rules::NodeIndex node = compiler.compile(condition);
  compiler.finish();
  rules::Evaluation evaluation(program);
  for (std::size_t root = 0; root < kFactRoots; ++root) evaluation.fact_root_changed(static_cast<FactRoot>(root), facts_);
  tell_clocks(evaluation);
  evaluation.session_changed(visit_->open_session());
  evaluation.recall(visit_->history, {});
  evaluation.settle(visit_->now);
  out.begin_object();
  out.member("in", node != rules::kNoNode && evaluation.holds(node));
  if (node != rules::kNoNode) out.key("why"), write_why(out, evaluation, node);
  out.key("problems"), engine::write(out, problems.list());
  out.end_object();
}

/// `[ { "id", "name", "in" } ]`, in the order of the document.
void Engine::Core::write_segments(JsonWriter& out) const {
  out.begin_array();
  for (const engine::Segment& segment : document_->segments) {
    if (segment.node == rules::kNoNode) continue;
    out.begin_object();
    out.member("id", segment.id);
    out.member("name", segment.name);
    out.member("in", visit_->is_awake && evaluation_->holds(segment.node));
    out.end_object();
  }
  out.end_array();
}

/// A document without rules may stand in for one that could not be had: what those remembered is kept.
std::string Engine::Core::memories() const {
  if (document_->segments.empty() && document_->campaigns.empty()) {
    const ValueView kept = visit_->memories.view();
    return kept.exists() ? codec::to_json(kept) : "null";
  }
  JsonWriter out;
  evaluation_->write_memories(out, visit_->history);
  return std::string(out.text());
}

/// With the clocks, which are facts of a moment.
[[gnu::noinline]] void Engine::Core::write_facts(JsonWriter& out) const {
  const auto seconds = [&](const char* name, Timestamp since) {
    if (since != kNever) out.member(name, (visit_->now - since) / kSecond);
  };
  out.begin_object();
  for (std::size_t i = 0; i < kFactRoots; ++i) {
    const auto root = static_cast<FactRoot>(i);
    const ValueView value = facts_.root(root);
    out.key(kFactRootNames[i]);
    if (!value.is_object()) {
      out.value(value);
      continue;
    }
    out.begin_object();
    for (const auto [name, fact] : value.members()) out.member(name, fact);
    if (root == FactRoot::Session) seconds("duration", visit_->session.is_over ? kNever : visit_->session.started);
    if (root == FactRoot::Page) seconds("dwell", visit_->page_since);
    if (root == FactRoot::Cart) seconds("idle", visit_->cart.view()["count"].number() > 0 ? visit_->cart_changed : kNever);
    out.end_object();
  }
  out.end_object();
}

void Engine::Core::write_stats(JsonWriter& out) const {
  const outbox::Outbox& outbox = visit_->outbox;
  out.begin_object();
  out.member("queued", outbox.size());
  out.member("inFlight", outbox.in_flight());
  out.member("bytes", outbox.bytes());
  out.member("acknowledged", outbox.acknowledged());
  out.key("dropped");
  out.begin_object();
  for (const outbox::Dropped& dropped : outbox.dropped()) out.member(std::string_view(dropped.reason), static_cast<double>(dropped.count));
  out.end_object();
  out.member("failures", outbox.failures);
  out.member("visitor", visit_->identity.anonymous_id);
  out.key("session");
  out.begin_object();
  out.member("id", visit_->session.id);
  out.member("number", visit_->session.number);
  out.end_object();
  out.key("consent"), visitor::write(out, visit_->consent);
  out.member("history", visit_->history.events().size());
  out.member("rules", document_->program.nodes.size());
  out.end_object();
}

}  // namespace waymark
