#include <algorithm>
#include <array>

#include "base/hash.h"
#include "base/time.h"
#include "base/try.h"
#include "rules/compile.h"

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

/// Writes a condition again with its durations as milliseconds; notes them in `thresholds`.
/// False when a text is not a duration.
bool copy_with_durations(ValueBuilder& out, ValueView condition, std::vector<Duration>& thresholds) {
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

struct OutcomeEvent {
  std::string_view outcome;
  std::string_view event;
};
constexpr std::array<OutcomeEvent, 4> kOutcomes = {{{"shown", "Campaign Shown"},
                                                    {"clicked", "Campaign Clicked"},
                                                    {"closed", "Campaign Closed"},
                                                    {"converted", "Campaign Converted"}}};

}  // namespace

Result<MeasureTest> Compiler::compile_since(Measure measure, ValueView spec, const Path& path) {
  MeasureTest test{.measure = measure, .of = {}, .is = 0, .thresholds = {}};
  ValueBuilder builder;
  if (!copy_with_durations(builder, spec, test.thresholds))
    return path.error("bad-duration", "needs a condition on a duration such as { \"$lt\": \"2d\" }");
  program_.made.push_back(std::make_unique<Value>(builder.take()));
  WAYMARK_TRY(condition, program_.conditions.compile_value(program_.made.back()->view(), path));
  test.is = condition;
  return test;
}

Result<MeasureTest> Compiler::compile_measure(std::string_view name, Measure measure, ValueView spec,
                                              const Path& path) {
  if (measure == Measure::SinceFirst || measure == Measure::SinceLast) return compile_since(measure, spec, path);
  MeasureTest test{.measure = measure, .of = {}, .is = 0, .thresholds = {}};
  ValueView is = spec;
  Path is_path = path;
  if (measure != Measure::Count) {
    test.of = spec["of"].string();
    is = spec["is"];
    if (test.of.empty() || !is.exists())
      return path.error("bad-measure", std::string(name) + " needs { \"of\": property, \"is\": condition }");
    is_path = path / "is";
  }
  WAYMARK_TRY(condition, program_.conditions.compile_value(is, is_path));
  test.is = condition;
  return test;
}

Result<NodeIndex> Compiler::compile_event(ValueView spec, const Path& path) {
  EventTest test;
  test.name = spec["name"].string();
  if (test.name.empty()) return path.error("bad-event", "needs the name of an event");
  for (const auto [key, value] : spec.members()) {
    const Path here = path / key;
    const auto measure = std::find_if(kMeasures.begin(), kMeasures.end(), [&](auto& known) { return known.name == key; });
    if (measure != kMeasures.end()) {
      WAYMARK_TRY(compiled, compile_measure(key, measure->measure, value, here));
      test.measures.push_back(std::move(compiled));
    } else if (key == "where") {
      WAYMARK_TRY(where, program_.conditions.compile_object(value, here));
      test.where = where;
    } else if (key == "within") {
      WAYMARK_TRY(window, read_window(value, here));
      test.window = window;
    } else if (key != "name") {
      return here.error("unknown-measure", "not a part of $event");
    }
  }
  if (test.measures.empty()) {
    ValueBuilder at_least_one;
    at_least_one.begin_object();
    at_least_one.member("$gte", 1);
    at_least_one.end_object();
    program_.made.push_back(std::make_unique<Value>(at_least_one.take()));
    WAYMARK_TRY(count, compile_measure("count", Measure::Count, program_.made.back()->view(), path));
    test.measures.push_back(std::move(count));
  }
  Fnv64 key;
  key.add("$event");
  key.add(hash_of(spec));
  const std::size_t before = program_.nodes.size();
  const auto leaf = static_cast<std::uint32_t>(program_.events.size());
  const NodeIndex node = intern({.kind = NodeKind::Event, .leaf = leaf}, key.value, {});
  if (program_.nodes.size() > before) program_.events.push_back({node, std::move(test)});
  return node;
}

/// `$campaign` asks about the events that campaigns leave in the history.
Result<NodeIndex> Compiler::compile_campaign(ValueView spec, const Path& path) {
  const ValueView id = spec["id"];
  if (!id.is_string()) return path.error("bad-campaign", "needs the id of a campaign");
  const std::string_view outcome = spec["outcome"].string("shown");
  const auto known = std::find_if(kOutcomes.begin(), kOutcomes.end(), [&](auto& o) { return o.outcome == outcome; });
  if (known == kOutcomes.end())
    return (path / "outcome").error("bad-campaign", "needs shown, clicked, closed or converted");
  ValueBuilder event;
  event.begin_object();
  event.member("name", known->event);
  event.key("where");
  event.begin_object();
  event.member("campaign_id", id);
  event.end_object();
  for (const auto [key, value] : spec.members()) {
    if (key == "within") event.member(key, value);
    else if (key != "id" && key != "outcome") return (path / key).error("bad-campaign", "not a part of $campaign");
  }
  event.end_object();
  program_.made.push_back(std::make_unique<Value>(event.take()));
  return compile_event(program_.made.back()->view(), path);
}

}  // namespace waymark::rules
