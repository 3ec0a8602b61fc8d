#include "rules/explain.h"

#include <algorithm>
#include <cmath>

#include "codec/number_text.h"
#include "rules/wording.h"

namespace waymark::rules {
namespace {

/// Moments looked ahead for one at which a rule becomes true by itself.
constexpr int kMoments = 64;

/// What a number lacks to pass `wanted`, a bare number or operators; 0: nothing, or no number could be told. `is_whole`: it grows by ones.
double shortfall(ValueView wanted, double seen, bool is_whole) {
  double lacks = 0;
  const auto take = [&](ValueView number, bool is_strict) {
    if (!number.is_number()) return;
    const double least = is_strict && is_whole ? std::floor(number.number()) + 1 : number.number();
    lacks = std::max(lacks, least - seen);
  };
  take(wanted, false);
  take(wanted["$eq"], false);
  take(wanted["$gte"], false);
  take(wanted["$gt"], true);
  return lacks;
}

class Explainer {
 public:
  Explainer(codec::JsonWriter& out, const Evaluation& evaluation, const List<NamedNode>& names, std::string_view locale)
      : out_(out), evaluation_(evaluation), program_(evaluation.program()), names_(names), words_(words_of(locale)) {}

  /// Writes the node; its text.
  std::string write(NodeIndex index) {
    const Node& node = program_.nodes[index];
    const bool holds = evaluation_.holds(index);
    out_.begin_object();
    out_.member("in", holds);
    const std::string_view segment = name_of(index);
    const bool is_known = !segment.empty() && !note(index);
    if (!segment.empty()) out_.member("segment", segment);
    std::string text;
    switch (node.kind) {
      case NodeKind::Fact: text = write_fact(node.leaf, holds); break;
      case NodeKind::Event: text = write_event(node.leaf, holds); break;
      case NodeKind::Sequence: text = write_sequence(node.leaf, holds); break;
      default: text = is_known ? repeated(holds, segment) : write_inner(node, holds);
    }
    out_.member("text", text);
    out_.end_object();
    return text;
  }

 private:
  [[nodiscard]] std::string_view name_of(NodeIndex node) const {
    for (const NamedNode& name : names_)
      if (name.node == node) return name.id;
    return {};
  }
  /// False when it was there already.
  bool note(NodeIndex node) {
    for (const NodeIndex other : written_)
      if (other == node) return false;
    written_.push_back(node);
    return true;
  }
  std::string repeated(bool holds, std::string_view segment) const {
    return ((std::string(holds ? words_.in : words_.out) += " \"") += segment) += '"';
  }

  std::string write_inner(const Node& node, bool holds) {
    const bool is_any = node.kind == NodeKind::Any;
    const bool is_not = node.kind == NodeKind::Not;
    out_.member("kind", is_not ? "not" : is_any ? "any" : "all");
    out_.key("of");
    out_.begin_array();
    std::string text;
    is_turned_ ^= is_not;
    for (std::uint32_t i = 0; i < node.count; ++i) {
      const NodeIndex child = program_.child(node, i);
      const std::string part = write(child);
      // What decides: of all that must hold those that fail, of alternatives the one that holds.
      const bool is_decisive = is_not || evaluation_.holds(child) == holds;
      if (!is_decisive || text.size() > kLongText) continue;
      if (!text.empty()) text += is_any && !holds ? words_.or_ : words_.and_;
      text += part;
    }
    out_.end_array();
    is_turned_ ^= is_not;
    if (node.count == 0) return words_.everyone;
    return is_not ? std::string(words_.not_) + "(" + text + ")" : text;
  }

  void write_missing(const char* key, double number) {
    out_.key("missing");
    out_.begin_object();
    out_.member(key, number);
    out_.end_object();
  }
  /// `, needs > 5`, and what would help.
  [[nodiscard]] std::string needs(const std::string& wanted) const { return std::string(words_.needs) + wanted; }
  [[nodiscard]] std::string more(double number, const char* word) const { return " (" + codec::text_of(number) + word + ")"; }
  [[nodiscard]] std::string soon(Timestamp at) const {
    return (std::string(words_.in_time) += duration_text(static_cast<double>(at - evaluation_.now()), words_)) += ')';
  }

  std::string write_fact(std::uint32_t index, bool holds) {
    const FactLeaf& leaf = program_.facts[index];
    const FactSlot& slot = program_.slots[leaf.slot];
    const ValueView seen = evaluation_.fact(leaf.slot);
    out_.member("kind", "fact");
    out_.member("fact", slot.path);
    out_.member("operator", leaf.name.empty() ? std::string_view("$is") : leaf.name);
    out_.member("seen", seen);
    out_.member("wanted", leaf.operand);
    std::string text = (std::string(slot.path) += ": ") += value_text(seen, words_);
    const std::string wanted = leaf.name.empty() ? condition_text(leaf.operand, words_) : operator_text(leaf.name, leaf.operand, words_);
    if (is_good(holds)) return ((text += " (") += wanted) += ')';
    text += needs(wanted);
    if (leaf.quick != Quick::Number) return text;
    const double number = js_number(seen);
    const bool wants_more = leaf.op == Operator::Greater || leaf.op == Operator::GreaterOrEqual;
    const bool wants_less = leaf.op == Operator::Less || leaf.op == Operator::LessOrEqual;
    if (slot.clock != Clock::None && wants_more) {
      const Timestamp at = evaluation_.clock_reaches(leaf.slot, leaf.op == Operator::Greater ? std::floor(leaf.number) + 1 : std::ceil(leaf.number));
      if (at == kNever) return text;
      out_.member("at", at);
      return text += soon(at);
    }
    if (!std::isfinite(number) || !(wants_more || wants_less)) return text;
    const double lacks = std::fabs(leaf.number - number);
    write_missing(wants_more ? "more" : "less", lacks);
    return text += more(lacks, wants_more ? words_.more : words_.less);
  }

  /// Whether a leaf is as it should be, so that nothing is missing. Below a `not` one that does not hold is; of one that does, the text
  /// says what it asks for all the same, and only time may change it.
  [[nodiscard]] bool is_good(bool holds) const { return holds || is_turned_; }

  /// When its verdict becomes that if nothing happens; kNever: not within the moments looked at.
  [[nodiscard]] Timestamp becomes(bool verdict, std::uint32_t test) const {
    Timestamp at = evaluation_.now();
    for (int i = 0; i < kMoments; ++i) {
      at = evaluation_.next_change(test, at);
      if (at == kNever) return kNever;
      if (evaluation_.test_holds(test, at) == verdict) return at;
    }
    return kNever;
  }

  std::string write_event(std::uint32_t index, bool holds) {
    const EventTest& test = program_.events.tests[index];
    const ValueView source = test.source;
    std::string text(test.name);
    if (test.is_campaign) {
      out_.member("kind", "campaign");
      out_.member("campaign", source["id"]);
      out_.member("outcome", source["outcome"].string("shown"));
      ((text += " \"") += source["id"].string()) += '"';
    } else {
      out_.member("kind", "event");
      if (source["where"].exists()) out_.member("where", source["where"]);
    }
    out_.member("event", test.name);
    if (const ValueView within = source["within"]; within.exists()) {
      out_.member("within", within);
      (text += words_.within) += within.is_string() ? std::string(within.string()) : codec::to_json(within);
    }
    out_.key("measures");
    out_.begin_array();
    const char* separator = ": ";
    double lacking_events = 0;
    double lacking = 0;
    for (std::uint32_t i = test.first_measure; i < test.first_measure + test.measure_count; ++i) {
      const MeasureTest& measure = program_.events.measures[i];
      const Reading seen = evaluation_.reading(index, measure, evaluation_.now());
      text += separator;
      separator = "; ";
      text += write_measure(measure, seen);
      if (measure.measure == Measure::Count) lacking_events = measure.wanted.exists() ? shortfall(measure.wanted, seen.number, true) : 1 - seen.number;
      if (measure.measure == Measure::Sum || measure.measure == Measure::Distinct) lacking = shortfall(measure.wanted, seen.number, measure.measure == Measure::Distinct);
    }
    out_.end_array();
    if (evaluation_.is_partial(index)) out_.member("partial", true);
    if (holds != is_turned_) return text;
    if (!is_turned_ && lacking_events > 0) {
      write_missing("events", lacking_events);
      return text += more(lacking_events, words_.more);
    }
    if (!is_turned_ && lacking > 0) {
      write_missing("more", lacking);
      return text += more(lacking, words_.more);
    }
    if (const Timestamp at = becomes(!holds, index); at != kNever) {
      out_.member("at", at);
      text += soon(at);
    }
    return text;
  }

  std::string write_measure(const MeasureTest& measure, const Reading& seen) {
    const bool is_duration = measure.measure == Measure::SinceFirst || measure.measure == Measure::SinceLast;
    const bool holds = evaluation_.holds(measure, seen);
    out_.begin_object();
    out_.member("measure", measure_name(measure.measure));
    if (!measure.of.empty()) out_.member("of", measure.of);
    out_.member("in", holds);
    out_.key("seen");
    std::string shown;
    if (!seen.is_there) out_.null(), shown = words_.none;
    else if (seen.is_value) out_.value(seen.value), shown = value_text(seen.value, words_);
    else out_.number(seen.number), shown = is_duration ? duration_text(seen.number, words_) : codec::text_of(seen.number);
    out_.key("wanted");
    if (measure.wanted.exists()) {
      out_.value(measure.wanted);
    } else {
      out_.begin_object();
      out_.member("$gte", 1);
      out_.end_object();
    }
    out_.end_object();
    std::string text = measure_text(measure.measure, words_);
    if (!measure.of.empty()) (text += ' ') += measure.of;
    (text += ' ') += shown;
    const std::string wanted = measure.wanted.exists() ? condition_text(measure.wanted, words_) : std::string("\xe2\x89\xa5 1");
    return is_good(holds) ? ((text += " (") += wanted) += ')' : text += needs(wanted);
  }

  /// Steps that the latest match has come, and may still go on from.
  [[nodiscard]] std::uint32_t reached(const SequenceTest& test, const SequenceState& state) const {
    for (std::uint32_t i = static_cast<std::uint32_t>(state.reached.size()); i-- > 0;) {
      const SequenceState::Reached& step = state.reached[i];
      if (step.at == SequenceState::kNone) continue;
      if (i + 1 == test.step_count) return state.counts || state.counts_from != kNever ? i + 1 : 0;
      const Duration gap = program_.sequences.steps[test.first_step + i + 1].within;
      const bool is_late = (gap > 0 && evaluation_.now() - step.at >= gap) || (test.within > 0 && evaluation_.now() - step.began >= test.within);
      if (!is_late) return i + 1;
    }
    return 0;
  }

  std::string write_sequence(std::uint32_t index, bool holds) {
    const SequenceTest& test = program_.sequences.tests[index];
    const SequenceState& state = evaluation_.sequence(index);
    out_.member("kind", "sequence");
    out_.key("steps");
    out_.begin_array();
    std::string text;
    for (std::uint32_t i = 0; i < test.step_count; ++i) {
      const std::string_view name = program_.sequences.steps[test.first_step + i].name;
      out_.begin_object();
      out_.member("name", name);
      if (i < state.reached.size() && state.reached[i].at != SequenceState::kNone) out_.member("at", state.reached[i].at);
      out_.end_object();
      (text += i ? " \xe2\x86\x92 " : "") += name;
    }
    out_.end_array();
    const std::uint32_t steps = holds || state.counts_from != kNever ? test.step_count : reached(test, state);
    out_.member("reached", steps);
    if (!test.unless.name.empty()) out_.member("unless", test.unless.name);
    if (state.is_partial) out_.member("partial", true);
    text += ": " + codec::text_of(steps) + words_.of + codec::text_of(test.step_count);
    if (holds || state.counts_from == kNever) return text;
    out_.member("at", state.counts_from);
    return ((text += soon(state.counts_from)) += words_.unless) += test.unless.name;
  }

  static constexpr std::size_t kLongText = 200;

  codec::JsonWriter& out_;
  const Evaluation& evaluation_;
  const Program& program_;
  const List<NamedNode>& names_;
  const Words& words_;
  List<NodeIndex> written_;
  bool is_turned_ = false;  // below an odd number of `not`
};

}  // namespace

void explain(codec::JsonWriter& out, const Evaluation& evaluation, NodeIndex node, const List<NamedNode>& names, std::string_view locale) {
  Explainer(out, evaluation, names, locale).write(node);
}

}  // namespace waymark::rules
