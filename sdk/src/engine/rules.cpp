#include "waymark/rules.h"

#include "base/text.h"
#include "base/try.h"
#include "codec/json_reader.h"
#include "codec/json_writer.h"
#include "engine/document.h"
#include "experiments/hash.h"
#include "rules/evaluation.h"
#include "visitor/session.h"

namespace waymark {

namespace {

struct Past {
  Timestamp now = 0;
  List<history::LoggedEvent> events;
  std::uint32_t session = 0;  // that is on; 0: none is
};

/// Numbers the sessions as the engine does; where a visit came from is not known here.
Result<Past> read_past(ValueView source, const visitor::SessionPolicy& policy) {
  Past past;
  const ValueView events = source["events"];
  if (!source["now"].is_number() || !events.is_array()) return fail("bad-history", "", "needs now and events");
  past.now = source["now"].integer();
  visitor::Session session;
  for (const ValueView event : events.elements()) {
    const std::string path = "/events/" + digits_of(past.events.size());
    if (event["name"].string().empty()) return fail("bad-history", path + "/name", "needs a name");
    const Timestamp time = event["time"].integer();
    const Timestamp before = past.events.empty() ? time : past.events.back().time;
    if (!event["time"].is_number() || time < before || time > past.now) return fail("bad-history", path + "/time", "needs a time, not before that of the one before and not after now");
    if (visitor::begins_new(session, policy, {}, time)) {
      ++session.number;
      session.started = time;
      session.is_over = false;
    }
    session.last_activity = time;
    past.events.push_back({.time = time, .name = std::string(event["name"].string()), .session = session.number, .properties = Value(event["properties"])});
  }
  if (past.now < visitor::end_of(session, policy)) past.session = session.is_over ? 0 : session.number;
  return past;
}

}  // namespace

class Rules::Inside {
 public:
  explicit Inside(std::unique_ptr<engine::Document> document) : document_(std::move(document)), evaluation_(std::in_place, document_->program) {}

  [[nodiscard]] const engine::Document& document() const { return *document_; }

  std::string evaluate(Value facts, const Past& past) {
    // What an evaluation has learnt of events stays with it.
    if (has_past_) evaluation_.emplace(document_->program);
    has_past_ = !past.events.empty();
    for (const history::LoggedEvent& event : past.events) evaluation_->event_recorded(event, {});
    evaluation_->session_changed(past.session);
    facts_ = std::move(facts);
    evaluation_->facts_changed(facts_.view());
    run_clocks(past.now);
    evaluation_->settle_all(past.now);
    settle_journey(past.now);
    std::string verdicts(document_->segments.size(), '\0');
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
      const rules::NodeIndex node = document_->segments[i].node;
      verdicts[i] = node != rules::kNoNode && evaluation_->holds(node) ? '\1' : '\0';
    }
    return verdicts;
  }

 private:
  /// Facts that the evaluation counts by itself, in whole seconds.
  void run_clocks(Timestamp now) {
    const auto run = [&](rules::Clock clock, const char* root, const char* name) {
      const ValueView seconds = facts_.view()[root][name];
      evaluation_->clock_changed(clock, seconds.is_number() ? now - seconds.integer() * kSecond : kNever);
    };
    run(rules::Clock::Session, "session", "duration");
    run(rules::Clock::Page, "page", "dwell");
    run(rules::Clock::Cart, "cart", "idle");
  }

  /// Stages may depend on the scores, everything else on both.
  void settle_journey(Timestamp now) {
    const auto tell = [&](FactRoot root, Value value) {
      journey_.set(root, std::move(value));
      evaluation_->fact_root_changed(root, journey_);
      evaluation_->settle(now);
    };
    if (!facts_.view()["rfm"].exists()) tell(FactRoot::Rfm, engine::rfm_facts(engine::scores(document_->rfm, *evaluation_)));
    if (facts_.view()["stage"].exists()) return;
    ValueBuilder stage;
    if (const std::string_view id = engine::stage_of(document_->stages, *evaluation_); id.empty()) stage.null();
    else stage.string(id);
    tell(FactRoot::Stage, stage.take());
  }

  std::unique_ptr<engine::Document> document_;
  std::optional<rules::Evaluation> evaluation_;
  bool has_past_ = false;
  Value facts_;
  Facts journey_;
};

Rules::Rules() = default;
Rules::~Rules() = default;

Result<std::string> Rules::compile(std::string_view document) {
  WAYMARK_TRY(compiled, engine::read_document(document));
  inside_ = std::make_unique<Inside>(std::move(compiled));
  codec::JsonWriter out;
  out.begin_object();
  out.key("segments");
  out.begin_array();
  for (const engine::Segment& segment : inside_->document().segments) out.string(segment.id);
  out.end_array();
  out.key("problems"), engine::write(out, inside_->document().problems);
  out.end_object();
  return std::string(out.text());
}

Result<std::string> Rules::evaluate(std::string_view facts, std::string_view history) {
  WAYMARK_TRY(read, codec::read_json(facts));
  if (!read.view().is_object()) return fail("bad-facts", "", "needs an object");
  if (!inside_) return std::string();
  if (history.empty()) return inside_->evaluate(std::move(read), {});
  WAYMARK_TRY(told, codec::read_json(history));
  WAYMARK_TRY(past, read_past(told.view(), inside_->document().session));
  return inside_->evaluate(std::move(read), past);
}

Result<bool> Rules::holds(std::string_view condition, std::string_view attributes, std::string_view groups) {
  WAYMARK_TRY(rule, codec::read_json(condition));
  WAYMARK_TRY(seen, codec::read_json(attributes));
  WAYMARK_TRY(known, codec::read_json(groups));
  rules::Program program;
  Problems problems(rule.view());
  rules::Compiler compiler(program, {}, problems, known.view(), rules::OnError::Never);
  return program.conditions.holds(compiler.compile_object(rule.view()), seen.view());
}

std::optional<double> Rules::hash(std::string_view seed, std::string_view value, int version) { return experiments::hash(seed, value, version); }

}  // namespace waymark
