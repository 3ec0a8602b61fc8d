#include <array>

#include "base/hash.h"
#include "base/time.h"
#include "base/try.h"
#include "rules/compile.h"
#include "base/text.h"

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

/// Writes a condition again with its durations as milliseconds; notes them in `thresholds`.
/// False when a text is not a duration.
bool copy_with_durations(ValueBuilder& out, ValueView condition, List<Duration>& thresholds) {
  if (condition.is_string()) {
    const auto duration = parse_duration(condition.string());
    if (!duration) return false;
    thresholds.push_back(*duration);
    out.number(static_cast<double>(*duration));
    return true;
  }
  if (condition.is_object()) {
    out.begin_object();
    for (const auto [key, value] : condition.members()) {
      out.key(key);
      if (!copy_with_durations(out, value, thresholds)) return false;
    }
    out.end_object();
    return true;
  }
  if (condition.is_array()) {
    out.begin_array();
    for (const ValueView element : condition.elements())
      if (!copy_with_durations(out, element, thresholds)) return false;
    out.end_array();
    return true;
  }
  return false;
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

Result<MeasureTest> Compiler::compile_since(Measure measure, ValueView spec, const Path& path) {
  List<Duration>& thresholds = program_.events.thresholds;
  MeasureTest test{.measure = measure, .first_threshold = static_cast<std::uint32_t>(thresholds.size())};
  ValueBuilder builder;
  if (!copy_with_durations(builder, spec, thresholds))
    return path.fail("bad-duration", "needs a condition on a duration such as { \"$lt\": \"2d\" }");
  test.threshold_count = static_cast<std::uint32_t>(thresholds.size()) - test.first_threshold;
  WAYMARK_TRY(condition, program_.conditions.compile_value(keep(builder.take()), path));
  test.is = condition;
  return test;
}

Result<MeasureTest> Compiler::compile_measure(Measure measure, ValueView spec, const Path& path) {
  if (measure == Measure::SinceFirst || measure == Measure::SinceLast) return compile_since(measure, spec, path);
  MeasureTest test{.measure = measure};
  if (measure != Measure::Count) {
    test.of = spec["of"].string();
    spec = spec["is"];
    if (test.of.empty() || !spec.exists())
      return path.fail("bad-measure", "needs { \"of\": property, \"is\": condition }");
  }
  WAYMARK_TRY(condition, program_.conditions.compile_value(spec, measure == Measure::Count ? path : path / "is"));
  test.is = condition;
  return test;
}

Failure Compiler::compile_event_parts(EventTest& test, ValueView spec, const Path& path) {
  List<MeasureTest>& measures = program_.events.measures;
  test.first_measure = static_cast<std::uint32_t>(measures.size());
  for (const auto [key, value] : spec.members()) {
    const Path here = path / key;
    if (const NamedMeasure* measure = measure_named(key)) {
      WAYMARK_TRY(compiled, compile_measure(measure->measure, value, here));
      measures.push_back(compiled);
    } else if (is(key, "where")) {
      WAYMARK_TRY(where, program_.conditions.compile_object(value, here));
      test.where = where;
    } else if (is(key, "within")) {
      WAYMARK_TRY(window, read_window(value, here));
      test.window = window;
    } else if (!is(key, "name")) {
      return here.fail("unknown-measure", "not a part of $event");
    }
  }
  test.measure_count = static_cast<std::uint32_t>(measures.size()) - test.first_measure;
  return {};
}

Result<NodeIndex> Compiler::compile_event(ValueView spec, const Path& path) {
  EventTest test;
  test.name = spec["name"].string();
  if (test.name.empty()) return path.fail("bad-event", "needs the name of an event");
  WAYMARK_CHECK(compile_event_parts(test, spec, path));
  if (test.measure_count == 0) {
    ValueBuilder at_least_one;
    at_least_one.begin_object();
    at_least_one.member("$gte", 1);
    at_least_one.end_object();
    WAYMARK_TRY(count, compile_measure(Measure::Count, keep(at_least_one.take()), path));
    program_.events.measures.push_back(count);
    test.measure_count = 1;
  }
  Fnv64 key;
  key.add("$event");
  key.add(hash_of(spec));
  const std::size_t before = program_.nodes.size();
  const auto leaf = static_cast<std::uint32_t>(program_.events.tests.size());
  const NodeIndex node = intern({.kind = NodeKind::Event, .leaf = leaf}, key.value, {});
  if (program_.nodes.size() == before) return node;
  program_.events.tests.push_back(test);
  program_.event_nodes.push_back(node);
  return node;
}

/// `$campaign` asks about the events that campaigns leave in the history.
Result<NodeIndex> Compiler::compile_campaign(ValueView spec, const Path& path) {
  const ValueView id = spec["id"];
  if (!id.is_string()) return path.fail("bad-campaign", "needs the id of a campaign");
  const std::string_view event_name = event_of_outcome(spec["outcome"].string("shown"));
  if (event_name.empty()) return (path / "outcome").fail("bad-campaign", "needs shown, clicked, closed or converted");
  ValueBuilder event;
  event.begin_object();
  event.member("name", event_name);
  event.key("where");
  event.begin_object();
  event.member("campaign_id", id);
  event.end_object();
  for (const auto [key, value] : spec.members()) {
    if (is(key, "within")) event.member(key, value);
    else if (!is(key, "id") && !is(key, "outcome")) return (path / key).fail("bad-campaign", "not a part of $campaign");
  }
  event.end_object();
  return compile_event(keep(event.take()), path);
}

}  // namespace waymark::rules
