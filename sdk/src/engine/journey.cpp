#include "engine/journey.h"

#include <algorithm>
#include <utility>

#include "base/nearest.h"
#include "base/time.h"
#include "codec/json_reader.h"

namespace waymark::engine {

using rules::NodeIndex;

namespace {

/// Awareness is what is left.
constexpr const char* kRetailStages =
    R"([{"id":"advocacy","when":{"$or":[{"$event":{"name":"Product Reviewed"}},{"$event":{"name":"Product Shared"}},)"
    R"({"$event":{"name":"Cart Shared"}},{"$event":{"name":"Order Completed","count":{"$gte":4}}}]}},)"
    R"({"id":"retention","when":{"$event":{"name":"Order Completed","count":{"$gte":2}}}},)"
    R"({"id":"purchase","when":{"$event":{"name":"Order Completed"}}},)"
    R"({"id":"intent","when":{"$or":[{"cart.count":{"$gt":0}},{"$event":{"name":"Product Added","within":"7d"}},)"
    R"({"$event":{"name":"Checkout Started","within":"7d"}}]}},)"
    R"({"id":"consideration","when":{"$or":[{"$event":{"name":"Product Viewed","within":"7d","count":{"$gte":2}}},)"
    R"({"$event":{"name":"Products Searched","within":"7d"}}]}},{"id":"awareness","when":{}}])";

ValueView kept(rules::Program& program, Value value) {
  program.made.push_back(std::make_unique<Value>(std::move(value)));
  return program.made.back()->view();
}

/// Builds and compiles `{ "$event": { "name", "within", … } }`.
class OrderRules {
 public:
  OrderRules(ValueView source, rules::Compiler& compiler, rules::Program& program)
      : name_(source["event"].string("Order Completed")), value_(source["value"].string("total")), within_(source["within"].string("365d")),
        compiler_(compiler), program_(program) {}

  NodeIndex any() {
    return compile([](ValueBuilder&) {});
  }
  NodeIndex younger_than(ValueView age) {
    return compile([&](ValueBuilder& out) { test(out, "sinceLast", "$lt", age); });
  }
  NodeIndex at_least(ValueView count) {
    return compile([&](ValueBuilder& out) { test(out, "count", "$gte", count); });
  }
  NodeIndex worth(ValueView sum) {
    return compile([&](ValueBuilder& out) {
      out.key("sum");
      out.begin_object();
      out.member("of", value_);
      test(out, "is", "$gte", sum);
      out.end_object();
    });
  }

 private:
  static void test(ValueBuilder& out, const char* key, const char* op, ValueView operand) {
    out.key(key);
    out.begin_object();
    out.member(op, operand);
    out.end_object();
  }
  template <class Measure>
  NodeIndex compile(Measure measure) {
    ValueBuilder out;
    out.begin_object();
    out.key("$event");
    out.begin_object();
    out.member("name", name_);
    out.member("within", within_);
    measure(out);
    out.end_object();
    out.end_object();
    return compiler_.compile(kept(program_, out.take()));
  }

  std::string_view name_, value_, within_;
  rules::Compiler& compiler_;
  rules::Program& program_;
};

/// Four, each above the one before.
bool are_thresholds(ValueView list, bool are_durations) {
  double before = -1;
  for (const ValueView element : list.elements()) {
    const double number = are_durations ? static_cast<double>(parse_duration(element.string()).value_or(-1)) : element.number(-1);
    if (number <= before) return false;
    before = number;
  }
  return list.is_array() && list.size() == Rfm::kThresholds;
}

}  // namespace

Rfm read_rfm(ValueView source, rules::Compiler& compiler, rules::Program& program, Problems& problems) {
  if (!source.exists()) return {};
  const std::size_t before = problems.size();
  for (const char* list : {"recency", "frequency", "monetary"}) {
    const bool are_durations = *list == 'r';
    if (!are_thresholds(source[list], are_durations))
      problems.add(source, list, "bad-rfm", are_durations ? "needs four durations that rise, such as \"7d\"" : "needs four numbers that rise");
  }
  for (const char* name : {"event", "value"})
    if (source[name].exists() && source[name].string().empty()) problems.add(source, name, "bad-rfm", "needs a name");
  static_cast<void>(rules::read_window(source["within"], problems));
  const List<std::string_view> parts = {"event", "value", "within", "recency", "frequency", "monetary"};
  for (const auto [name, value] : source.members())
    if (std::find(parts.begin(), parts.end(), name) == parts.end()) problems.add(value, "bad-rfm", "not a part of rfm", nearest(name, parts));
  if (problems.size() > before) return {};
  OrderRules orders(source, compiler, program);
  Rfm rfm;
  rfm.any = orders.any();
  const auto fill = [&](const char* list, Rfm::Thresholds& into, auto compile) {
    std::size_t i = 0;
    for (const ValueView threshold : source[list].elements()) into[i++] = compile(threshold);
  };
  fill("recency", rfm.recency, [&](ValueView age) { return orders.younger_than(age); });
  fill("frequency", rfm.frequency, [&](ValueView count) { return orders.at_least(count); });
  fill("monetary", rfm.monetary, [&](ValueView sum) { return orders.worth(sum); });
  return rfm;
}

RfmScores scores(const Rfm& rfm, const rules::Evaluation& evaluation) {
  if (rfm.any == rules::kNoNode || !evaluation.holds(rfm.any)) return {};
  const auto score = [&](const Rfm::Thresholds& thresholds) {
    std::uint32_t reached = 1;
    for (const NodeIndex threshold : thresholds) reached += evaluation.holds(threshold) ? 1 : 0;
    return reached;
  };
  return {score(rfm.recency), score(rfm.frequency), score(rfm.monetary)};
}

/// By recency from 5 down to 1, and by the mean of the other two, rounded up.
const char* cell_of(const RfmScores& scores) {
  static constexpr const char* kNew = "new", *kPotential = "potential-loyalist", *kChampions = "champions", *kLoyal = "loyal", *kPromising = "promising",
                               *kSleepy = "about-to-sleep", *kAttention = "need-attention", *kHibernating = "hibernating", *kAtRisk = "at-risk",
                               *kCannotLose = "cannot-lose", *kLost = "lost";
  static constexpr const char* kCells[5][5] = {{kNew, kPotential, kPotential, kChampions, kChampions},
                                               {kPromising, kPotential, kLoyal, kLoyal, kChampions},
                                               {kSleepy, kSleepy, kAttention, kLoyal, kLoyal},
                                               {kHibernating, kHibernating, kAtRisk, kAtRisk, kCannotLose},
                                               {kLost, kLost, kHibernating, kAtRisk, kCannotLose}};
  return kCells[5 - scores.recency][(scores.frequency + scores.monetary + 1) / 2 - 1];
}

namespace {

/// Whether the answer of a node depends on the stage.
bool asks_for_stage(const rules::Program& program, NodeIndex root) {
  List<NodeIndex> open = {root};
  List<std::uint8_t> seen(root + 1, 0);
  while (!open.empty()) {
    const NodeIndex at = open.back();
    open.pop_back();
    if (seen[at] != 0) continue;
    seen[at] = 1;
    const rules::Node& node = program.nodes[at];
    if (node.kind == rules::NodeKind::Fact && program.slots[program.facts[node.leaf].slot].root == FactRoot::Stage) return true;
    for (std::uint32_t i = 0; i < node.count; ++i) open.push_back(program.child(node, i));
  }
  return false;
}

}  // namespace

List<Stage> read_stages(ValueView document, rules::Compiler& compiler, rules::Program& program, Problems& problems) {
  ValueView source = document["stages"];
  if (!source.exists()) source = kept(program, std::move(*codec::read_json(kRetailStages)));
  List<Stage> stages;
  if (!source.is_array()) problems.add(source, "bad-stage", "needs an array");
  for (const ValueView one : source.elements()) {
    Stage stage{.id = one["id"].string()};
    const ValueView when = one["when"];
    bool is_new = !stage.id.empty();
    for (const Stage& other : stages) is_new = is_new && other.id != stage.id;
    if (!is_new) problems.add(one, "id", "bad-stage", "needs an id of its own");
    else if (!when.exists()) problems.add(one, "when", "bad-condition", "needs an object");
    else stage.node = compiler.compile(when);
    if (stage.node != rules::kNoNode && asks_for_stage(program, stage.node)) {
      problems.add(when, "stage-cycle", "a stage cannot depend on the stage");
      stage.node = rules::kNoNode;
    }
    stages.push_back(stage);
  }
  return stages;
}

}  // namespace waymark::engine
