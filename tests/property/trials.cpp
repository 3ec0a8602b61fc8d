// Random documents under random streams of events: the engine, kept up to date by what changes, says at every moment
// what the reference says; and so does an engine that was restored from a snapshot on the way.
//
//   WAYMARK_TRIALS=10000 how many, WAYMARK_SEED=7 the first seed. A failing trial prints its seed and a smaller
//   scenario.
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>

#include "property/reference_visitor.h"
#include "property/scenario.h"
#include "support/visit.h"

namespace waymark::testing {
namespace {

/// What an engine told the page of segments and of the stage.
std::string flips_of(const Effects& effects) {
  std::string out;
  for (const ValueView effect : effects.of("notify")) {
    const std::string event(effect["event"].string());
    const ValueView detail = effect["detail"];
    const std::string at = "@" + std::to_string(detail["at"].integer()) + " ";
    if (event.starts_with("segment:")) out += event.substr(8) + ":" + std::string(detail["id"].string()) + at;
  }
  return out;
}

std::string stages_of(const Effects& effects) {
  std::string out;
  for (const ValueView detail : effects.notified("stage"))
    out += std::string(detail["from"].string()) + ">" + std::string(detail["to"].string()) + "@" +
           std::to_string(detail["at"].integer()) + " ";
  return out;
}

std::string errors_of(const Effects& effects) {
  std::string out;
  for (const ValueView detail : effects.notified("error")) out += text_of(detail);
  return out;
}

/// All a visitor is, as text.
std::string answers(ValueView segments, std::string_view stage, ValueView rfm) {
  std::string out = "in:";
  for (const ValueView one : segments.elements())
    if (one["in"].boolean()) out += " " + std::string(one["id"].string());
  out += " stage: " + std::string(stage) + " rfm: ";
  for (const char* name : {"recency", "frequency", "monetary", "cell"}) out += text_of(rfm[name]) + " ";
  return out;
}

std::string answers(Visit& visit) {
  const Value segments = visit.ask("segments");
  const Value facts = visit.ask("facts");
  return answers(segments.view(), facts.view()["stage"].string(), facts.view()["rfm"]);
}

class Trial {
 public:
  explicit Trial(const Scenario& scenario)
      : scenario_(scenario),
        first_(scenario.first.document()),
        other_(scenario.other.document()),
        source_(first_.value()),
        other_source_(other_.value()),
        document_(&first_),
        reference_(source_.view(), kStart),
        kept_(first_),
        restored_(nullptr) {}

  /// What was wrong; nothing: all was right. A document with problems counts as right.
  std::optional<std::string> run() {
    if (has_problems(first_) || has_problems(other_)) return {};
    for (std::size_t i = 0; i < scenario_.commands.size(); ++i) {
      const Command& command = scenario_.commands[i];
      tell_reference(command);
      const std::string flips = reference_.take_flips();
      const std::string stages = reference_.take_stages();
      const std::string place = "after command " + std::to_string(i) + ", ";
      if (auto wrong = check(kept_, command, flips, stages)) return place + *wrong;
      if (restored_)
        if (auto wrong = check(*restored_, command, flips, stages)) return place + "restored: " + *wrong;
      if (command.deed == Deed::Restore) {
        restored_ = std::make_unique<Visit>(*document_, kept_.snapshot(), array(), kept_.now);
        if (const std::string said = flips_of(restored_->opened) + stages_of(restored_->opened); !said.empty())
          return place + "a restored engine said " + said;
        if (auto wrong = compare(*restored_)) return place + "restored: " + *wrong;
      }
    }
    return {};
  }

 private:
  static bool has_problems(const Json& document) {
    Engine engine;
    const auto report = engine.load(document.text(), environment().text());
    return !report || parse(*report).view()["problems"].size() > 0;
  }

  void tell_reference(const Command& command) {
    const Value given = Json::raw(command.json.empty() ? "{}" : command.json).value();
    switch (command.deed) {
      case Deed::Track:
        return reference_.track(command.now, command.name, given.view());
      case Deed::Identify:
        return reference_.identify(command.now, given.view());
      case Deed::Page:
        return reference_.page(command.now, command.name);
      case Deed::Activity:
        return reference_.activity(command.now);
      case Deed::Noise:
        return reference_.noise(command.now, command.count);
      case Deed::Swap:
        document_ = &other_;
        reference_.elapsed(command.now);
        return reference_.load(other_source_.view());
      case Deed::Elapsed:
      case Deed::Restore:
      case Deed::Reload:
        return reference_.elapsed(command.now);
    }
  }

  Effects tell(Visit& visit, const Command& command) {
    visit.now = command.now;
    const Json given = Json::raw(command.json);
    switch (command.deed) {
      case Deed::Track:
        return visit.track(command.name, given);
      case Deed::Identify:
        return visit.identify(given);
      case Deed::Page:
        return visit.page(command.name);
      case Deed::Activity:
        return visit.signal("activity");
      case Deed::Noise:
        return visit.dispatch(noise(command));
      case Deed::Elapsed:
      case Deed::Restore:
        return visit.tell("elapsed");
      case Deed::Reload:
      case Deed::Swap:
        break;
    }
    const Effects passed = visit.tell("elapsed");
    if (visit.load(*document_).view().is_null()) std::abort();
    const Effects loaded = visit.tell("flush");
    return both(passed.text(), loaded.text());
  }

  static Effects both(const std::string& first, const std::string& second) {
    if (first == "[]" || second == "[]") return Effects(first == "[]" ? second : first);
    return Effects(first.substr(0, first.size() - 1) + "," + second.substr(1));
  }

  static Json noise(const Command& command) {
    const std::string pad = command.json.empty() ? "" : std::string(2000, 'x');
    const std::string one =
        object({{"kind", "track"}, {"now", command.now}, {"name", "Noise"}, {"properties", object({{"pad", pad}})}})
            .text();
    std::string all;
    for (std::uint32_t i = 0; i < command.count; ++i) all += (i ? "," : "") + one;
    return Json::raw("[" + all + "]");
  }

  std::optional<std::string> check(Visit& visit, const Command& command, const std::string& flips,
                                   const std::string& stages) {
    const Effects effects = tell(visit, command);
    if (const std::string errors = errors_of(effects); !errors.empty()) return "it says " + errors;
    if (const std::string said = flips_of(effects); said != flips)
      return "segments flip\n    " + said + "\n  but should\n    " + flips;
    if (const std::string said = stages_of(effects); said != stages)
      return "the stage goes\n    " + said + "\n  but should\n    " + stages;
    if (&command == &scenario_.commands.back())
      if (auto wrong = compare_explanations(visit)) return wrong;
    return command.is_asked ? compare(visit) : std::nullopt;
  }

  /// What is explained is what is so.
  std::optional<std::string> compare_explanations(Visit& visit) {
    const Effects effects =
        visit.tell("query", {{"tag", 1}, {"ask", "explain"}, {"id", object({{"segment", nullptr}})}});
    for (const ValueView one : effects.answer().elements()) {
      const bool is_in = reference_.is_in(one["segment"].string());
      if (one["in"].boolean() != is_in || one["why"]["in"].boolean() != is_in) return "it explains " + text_of(one);
    }
    return {};
  }

  std::optional<std::string> compare(Visit& visit) {
    std::string segments;
    for (const ValueView one : (document_ == &first_ ? source_ : other_source_).view()["segments"].elements())
      segments += (segments.empty() ? "" : ",") +
                  object({{"id", one["id"].string()}, {"in", reference_.is_in(one["id"].string())}}).text();
    const Value list = Json::raw("[" + segments + "]").value();
    const Value rfm = reference_.rfm();
    const std::string wanted = answers(list.view(), reference_.stage(), rfm.view());
    const std::string seen = answers(visit);
    return seen == wanted ? std::nullopt : std::optional("it is\n    " + seen + "\n  but should be\n    " + wanted);
  }

  const Scenario& scenario_;
  Json first_;
  Json other_;
  Value source_;
  Value other_source_;
  const Json* document_;
  reference::Visitor reference_;
  Visit kept_;
  std::unique_ptr<Visit> restored_;
};

/// Leaves out of a failing scenario what it does not need to fail.
Scenario smaller(Scenario scenario) {
  const auto still_fails = [](const Scenario& one) { return Trial(one).run().has_value(); };
  for (bool is_done = false; !is_done;) {
    is_done = true;
    for (std::size_t i = scenario.commands.size(); i-- > 0;) {
      Scenario less = scenario;
      less.commands.erase(less.commands.begin() + static_cast<std::ptrdiff_t>(i));
      if (still_fails(less)) scenario = less, is_done = false;
    }
    for (Rulebook Scenario::*book : {&Scenario::first, &Scenario::other})
      for (std::string& rule : (scenario.*book).segments) {
        const std::string former = std::exchange(rule, {});
        if (!former.empty() && still_fails(scenario))
          is_done = false;
        else
          rule = former;
      }
  }
  return scenario;
}

std::uint64_t setting(const char* name, std::uint64_t fallback) {
  const char* text = std::getenv(name);
  return text ? std::strtoull(text, nullptr, 10) : fallback;
}

int run_trials() {
  const std::uint64_t first = setting("WAYMARK_SEED", 1);
  const std::uint64_t count = setting("WAYMARK_TRIALS", 1000);
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    const Scenario scenario = random_scenario(seed);
    if (!Trial(scenario).run()) continue;
    const Scenario small = smaller(scenario);
    std::printf("WAYMARK_SEED=%llu WAYMARK_TRIALS=1 repeats it\n%s%s\n", static_cast<unsigned long long>(seed),
                text_of(small).c_str(), Trial(small).run()->c_str());
    return EXIT_FAILURE;
  }
  std::printf("%llu trials from seed %llu\n", static_cast<unsigned long long>(count),
              static_cast<unsigned long long>(first));
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace waymark::testing

int main() { return waymark::testing::run_trials(); }
