#include "waymark/rules.h"

#include "base/try.h"
#include "codec/json_reader.h"
#include "codec/json_writer.h"
#include "engine/document.h"
#include "experiments/hash.h"
#include "rules/evaluation.h"

namespace waymark {

class Rules::Inside {
 public:
  explicit Inside(std::unique_ptr<engine::Document> document) : document_(std::move(document)), evaluation_(document_->program) {}

  [[nodiscard]] const engine::Document& document() const { return *document_; }

  std::string evaluate(Value facts) {
    facts_ = std::move(facts);
    evaluation_.facts_changed(facts_.view());
    evaluation_.settle_all(0);
    std::string verdicts;
    for (const engine::Segment& segment : document_->segments)
      verdicts += segment.node != rules::kNoNode && evaluation_.holds(segment.node) ? '\1' : '\0';
    return verdicts;
  }

 private:
  std::unique_ptr<engine::Document> document_;
  rules::Evaluation evaluation_;
  Value facts_;
};

Rules::Rules() = default;
Rules::~Rules() = default;

Result<std::string> Rules::compile(std::string_view document) {
  WAYMARK_TRY(compiled, engine::read_document(document));
  inside_ = std::make_unique<Inside>(std::move(compiled));
  std::string report;
  codec::JsonWriter out(report);
  out.begin_object();
  out.key("segments");
  out.begin_array();
  for (const engine::Segment& segment : inside_->document().segments) out.string(segment.id);
  out.end_array();
  out.key("problems"), engine::write(out, inside_->document().problems);
  out.end_object();
  return report;
}

Result<std::string> Rules::evaluate(std::string_view facts) {
  WAYMARK_TRY(read, codec::read_json(facts));
  if (!read.view().is_object()) return fail("bad-facts", "", "needs an object");
  return inside_ ? inside_->evaluate(std::move(read)) : std::string();
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
