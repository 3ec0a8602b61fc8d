#include <array>

#include "base/hash.h"
#include "rules/compile.h"
#include "base/nearest.h"
#include "base/text.h"
#include "base/time.h"

namespace waymark::rules {
namespace {

struct NamedMeasure {
  std::string_view name;
  Measure measure;
};
constexpr std::array<NamedMeasure, 10> kMeasures = {{{"count", Measure::Count},
                                                     {"sum", Measure::Sum},
                                                     {"avg", Measure::Average},
                                                     {"min", Measure::Minimum},
                                                     {"max", Measure::Maximum},
                                                     {"distinct", Measure::Distinct},
                                                     {"first", Measure::First},
                                                     {"last", Measure::Last},
                                                     {"sinceFirst", Measure::SinceFirst},
                                                     {"sinceLast", Measure::SinceLast}}};

const NamedMeasure* measure_named(std::string_view name) {
  for (const NamedMeasure& known : kMeasures)
    if (known.name == name) return &known;
  return nullptr;
}

List<std::string_view> known_parts() {
  List<std::string_view> parts = {"name", "where", "within"};
  for (const NamedMeasure& known : kMeasures) parts.push_back(known.name);
  return parts;
}

/// The event that an outcome of a campaign is recorded as; empty for an unknown outcome.
std::string_view event_of_outcome(std::string_view outcome) {
  if (is(outcome, "shown")) return "Campaign Shown";
  if (is(outcome, "clicked")) return "Campaign Clicked";
  if (is(outcome, "closed")) return "Campaign Closed";
  if (is(outcome, "converted")) return "Campaign Converted";
  return {};
}

}  // namespace

/// Of a measure a bare text, number or boolean means `$eq`.
ConditionIndex Compiler::compile_measured(ValueView condition) {
  return condition.is_array() || condition.is_object() ? compile_value(condition) : compile_literal(Operator::Equal, condition);
}

MeasureTest Compiler::compile_measure(Measure measure, ValueView spec) {
  List<Duration>& thresholds = program_.events.thresholds;
  MeasureTest test{.measure = measure, .first_threshold = static_cast<std::uint32_t>(thresholds.size()), .wanted = spec};
  if (measure == Measure::SinceFirst || measure == Measure::SinceLast) {
    thresholds_ = &thresholds;
    test.is = compile_value(spec);
    thresholds_ = nullptr;
    test.threshold_count = static_cast<std::uint32_t>(thresholds.size()) - test.first_threshold;
  } else if (measure == Measure::Count) {
    test.is = compile_measured(spec);
  } else {
    test.of = spec["of"].string();
    test.wanted = spec["is"];
    test.is = !test.of.empty() && spec["is"].exists() ? compile_measured(spec["is"])
                                                      : refuse(spec, "bad-measure", "needs { \"of\": property, \"is\": condition }");
  }
  return test;
}

NodeIndex Compiler::compile_event(ValueView spec) {
  const std::size_t problems = problems_.size();
  EventTest test;
  test.name = spec["name"].string();
  if (test.name.empty()) return refuse(spec, "bad-event", "needs the name of an event");
  List<MeasureTest>& measures = program_.events.measures;
  test.first_measure = static_cast<std::uint32_t>(measures.size());
  for (const auto [key, value] : spec.members()) {
    if (const NamedMeasure* measure = measure_named(key)) {
      MeasureTest made = compile_measure(measure->measure, value);
      if (!made.of.empty()) made.column = test.column_count++;
      test.counts_distinct |= made.measure == Measure::Distinct;
      measures.push_back(made);
    }
    else if (is(key, "where")) test.where = compile_object(value);
    else if (is(key, "within")) test.window = read_window(value, problems_);
    else if (!is(key, "name")) return refuse(value, "unknown-measure", "not a part of $event", nearest(key, known_parts()));
    if (problems_.size() > problems) return kNoNode;
  }
  test.measure_count = static_cast<std::uint32_t>(measures.size()) - test.first_measure;
  return event_leaf(test, "$event", spec);
}

/// `$campaign` asks about the events that campaigns leave in the history.
NodeIndex Compiler::compile_campaign(ValueView spec) {
  const std::size_t problems = problems_.size();
  if (!spec["id"].is_string()) return refuse(spec, "bad-campaign", "needs the id of a campaign");
  EventTest test;
  test.name = event_of_outcome(spec["outcome"].string("shown"));
  if (test.name.empty()) return refuse(spec["outcome"], "bad-campaign", "needs shown, clicked, closed or converted");
  test.where = field("campaign_id", compare_with(Operator::Is, spec["id"]));
  for (const auto [key, value] : spec.members()) {
    if (is(key, "within")) test.window = read_window(value, problems_);
    else if (!is(key, "id") && !is(key, "outcome")) refuse(value, "bad-campaign", "not a part of $campaign");
  }
  return problems_.size() > problems ? kNoNode : event_leaf(test, "$campaign", spec);
}

/// Without a measure one event is enough.
NodeIndex Compiler::event_leaf(EventTest test, std::string_view kind, ValueView spec) {
  static const ValueNode kOne = [] {
    ValueNode one{.type = ValueType::Number};
    one.number = 1;
    return one;
  }();
  if (test.measure_count == 0) {
    test.first_measure = static_cast<std::uint32_t>(program_.events.measures.size());
    test.measure_count = 1;
    program_.events.measures.push_back({.measure = Measure::Count, .is = compare_with(Operator::GreaterOrEqual, ValueView(&kOne))});
  }
  Fnv64 key;
  key.add(kind);
  key.add(hash_of(spec));
  const std::size_t before = program_.nodes.size();
  const auto leaf = static_cast<std::uint32_t>(program_.events.tests.size());
  const NodeIndex node = intern({.kind = NodeKind::Event, .leaf = leaf}, key.value, {});
  if (program_.nodes.size() == before) return node;
  test.source = spec;
  test.is_campaign = is(kind, "$campaign");
  test.key = key.value >> 11;  // a JSON number holds 53 bits
  name_of(test.name).tests.push_back(leaf);
  program_.events.tests.push_back(test);
  program_.event_nodes.push_back(node);
  return node;
}

EventName& Compiler::name_of(std::string_view event) {
  Fnv64 key;
  key.add(event);
  const auto next = static_cast<std::uint32_t>(program_.names.size());
  const std::uint32_t found = program_.name_index.insert(key.value, next);
  if (found == next) program_.names.push_back({.name = event});
  return program_.names[found];
}

Step Compiler::compile_step(ValueView spec, bool may_have_within) {
  Step step{.name = spec["name"].string()};
  if (step.name.empty()) problems_.add(spec, "bad-sequence", "needs the name of an event");
  for (const auto [key, value] : spec.members()) {
    if (is(key, "where")) {
      step.where = compile_object(value);
    } else if (is(key, "within") && may_have_within) {
      const auto within = parse_duration(value.string());
      if (within && *within > 0) step.within = *within;
      else problems_.add(value, "bad-duration", "needs a duration such as \"1h\"");
    } else if (!is(key, "name")) {
      problems_.add(value, "bad-sequence", may_have_within ? "needs name, where and within" : "needs name and where");
    }
  }
  return step;
}

NodeIndex Compiler::compile_sequence(ValueView spec) {
  const std::size_t problems = problems_.size();
  const ValueView steps = spec["steps"];
  if (!steps.is_array() || steps.size() == 0) return refuse(spec, "bad-sequence", "needs steps");
  SequenceTests& all = program_.sequences;
  SequenceTest test{.first_step = static_cast<std::uint32_t>(all.steps.size()), .step_count = static_cast<std::uint32_t>(steps.size())};
  for (const ValueView step : steps.elements()) {
    const bool is_first = all.steps.size() == test.first_step;
    all.steps.push_back(compile_step(step, !is_first));
  }
  for (const auto [key, value] : spec.members()) {
    if (is(key, "unless")) {
      test.unless = compile_step(value, true);
    } else if (is(key, "until")) {
      test.until = compile_step(value, false);
    } else if (is(key, "within")) {
      const auto within = parse_duration(value.string());
      if (within && *within > 0) test.within = *within;
      else problems_.add(value, "bad-duration", "needs a duration such as \"1h\"");
    } else if (!is(key, "steps")) {
      problems_.add(value, "bad-sequence", "not a part of $sequence", nearest(key, {"steps", "within", "unless", "until"}));
    }
  }
  if (problems_.size() > problems) return kNoNode;
  Fnv64 key;
  key.add("$sequence");
  key.add(hash_of(spec));
  const std::size_t before = program_.nodes.size();
  const auto leaf = static_cast<std::uint32_t>(all.tests.size());
  const NodeIndex node = intern({.kind = NodeKind::Sequence, .leaf = leaf}, key.value, {});
  if (program_.nodes.size() == before) return node;
  test.key = key.value >> 11;
  List<std::string_view> names = {test.unless.name, test.until.name};
  for (std::uint32_t i = 0; i < test.step_count; ++i) names.push_back(all.steps[test.first_step + i].name);
  for (const std::string_view name : names) {
    if (name.empty()) continue;
    List<std::uint32_t>& of_name = name_of(name).sequences;
    if (of_name.empty() || of_name.back() != leaf) of_name.push_back(leaf);
  }
  all.tests.push_back(test);
  program_.sequence_nodes.push_back(node);
  return node;
}

}  // namespace waymark::rules
