#include "engine/core.h"

namespace waymark {

using codec::JsonWriter;

void Engine::Core::run_query(ValueView command) {
  const ValueView ask = command["ask"];
  const double tag = command["tag"].number();
  const auto answer = [&](auto write) { effects_.answer(tag, write); };
  if (ask.is("explain")) return answer([&](JsonWriter& out) { write_explanation(out, command["id"]); });
  if (ask.is("segments")) return answer([&](JsonWriter& out) { write_segments(out); });
  if (ask.is("facts")) return answer([&](JsonWriter& out) { write_facts(out); });
  if (ask.is("stats")) return answer([&](JsonWriter& out) { write_stats(out); });
  if (ask.is("snapshot")) return answer([&](JsonWriter& out) {
    // Without consent there is nothing to keep: the host must not store what it cannot get.
    if (visit_->consent.allows_state()) out.raw(write_snapshot(*visit_, random_, memories()));
    else out.null();
  });
  refuse(command, "ask", "bad-command", "no question of this name");
  answer([](JsonWriter& out) { out.null(); });
}

/// One decision, or the list of all when no id is given; null for an unknown id.
void Engine::Core::write_explanation(JsonWriter& out, ValueView id) const {
  const history::History history = visit_->view_of_history();
  const auto explain = [&](std::size_t i) {
    write(out, document_->campaigns[i], decide(document_->campaigns[i], situation(i, history)));
  };
  if (id.is_string()) {
    const std::size_t campaign = campaign_of(id.string());
    return campaign < document_->campaigns.size() ? explain(campaign) : out.null();
  }
  out.begin_array();
  for (std::size_t i = 0; i < document_->campaigns.size(); ++i) explain(i);
  out.end_array();
}

/// `[ { "id", "name", "in" } ]`, in the order of the document.
void Engine::Core::write_segments(JsonWriter& out) const {
  out.begin_array();
  for (const engine::Segment& segment : document_->segments) {
    if (segment.node == rules::kNoNode) continue;
    out.begin_object();
    out.member("id", segment.id);
    out.member("name", segment.name);
    out.member("in", is_awake_ && evaluation_->holds(segment.node));
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
  std::string text;
  JsonWriter out(text);
  evaluation_->write_memories(out, visit_->history);
  return text;
}

void Engine::Core::write_facts(JsonWriter& out) const {
  out.begin_object();
  for (std::size_t i = 0; i < kFactRoots; ++i) out.member(kFactRootNames[i], facts_.root(static_cast<FactRoot>(i)));
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
  out.key("session");
  out.begin_object();
  out.member("id", visit_->session.id);
  out.member("number", visit_->session.number);
  out.end_object();
  out.member("history", visit_->history.events().size());
  out.member("rules", document_->program.nodes.size());
  out.end_object();
}

}  // namespace waymark
