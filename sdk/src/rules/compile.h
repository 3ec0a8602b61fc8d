#pragma once
#include <span>
#include <string_view>

#include "base/hash_index.h"
#include "base/list.h"
#include "base/problems.h"
#include "rules/program.h"

namespace waymark::rules {

/// A named rule that others may refer to by `$segment`.
struct SegmentSource {
  std::string_view id;
  ValueView source;  // with its `when`
};

/// Compiles rules into one program. Each call adds to it; a rule that fails adds nothing that others see and notes the first thing
/// that was wrong with it.
///
/// Problems: unknown-operator, bad-operand, bad-condition, bad-window, bad-duration, bad-event, bad-measure, unknown-measure,
/// bad-campaign, unknown-segment, segment-cycle, segment-disabled, too-many-nodes.
class Compiler {
 public:
  Compiler(Program& program, std::span<const SegmentSource> segments, Problems& problems)
      : program_(program), segments_(segments), problems_(problems), states_(segments.size()) {}

  /// The node of segment i, compiled when first asked for; kNoNode when it has a problem.
  [[nodiscard]] NodeIndex segment(std::size_t i);
  /// The node of a rule (PRODUCT.md, rule language), or kNoNode.
  [[nodiscard]] NodeIndex compile(ValueView condition);
  /// The node of a condition about an object (`{ path: …, $and: […] }`), or of what stands behind a path (a literal or an object
  /// of operators); kNoCondition when it has a problem.
  [[nodiscard]] ConditionIndex compile_object(ValueView condition);
  [[nodiscard]] ConditionIndex compile_value(ValueView condition);

  /// Builds what the evaluation walks upward. Call once, after the last rule.
  void finish();

 private:
  enum class State : std::uint8_t { New, Open, Done };
  struct SegmentState {
    State state = State::New;
    NodeIndex node = kNoNode;
  };
  static_assert(kNoNode == kNoCondition);

  /// Notes a problem; kNoNode.
  std::uint32_t refuse(ValueView at, const char* code, const char* detail);

  // compile.cpp: rules
  NodeIndex compile_member(std::string_view key, ValueView value);
  NodeIndex compile_list(NodeKind kind, ValueView list);
  NodeIndex compile_fact(std::string_view fact, ValueView condition);
  NodeIndex compile_segment_reference(ValueView id);
  NodeIndex intern(Node node, std::uint64_t key, std::span<const NodeIndex> children);
  NodeIndex combine(NodeKind kind, std::span<const NodeIndex> children);
  NodeIndex negate(NodeIndex child);
  NodeIndex fact_leaf(std::string_view fact, ConditionIndex condition, std::uint64_t key);
  std::uint32_t slot_of(std::string_view fact);

  // compile_event.cpp: $event and $campaign
  NodeIndex compile_event(ValueView spec);
  NodeIndex compile_campaign(ValueView spec);
  NodeIndex event_leaf(EventTest test, std::string_view kind, ValueView spec);
  MeasureTest compile_measure(Measure measure, ValueView spec);

  // compile_condition.cpp: conditions about one value
  ConditionIndex compile_list(ConditionKind kind, ValueView list, bool as_values);
  ConditionIndex compile_part(std::string_view key, ValueView value);
  ConditionIndex compile_operator(std::string_view name, ValueView operand);
  ConditionIndex compile_literal(Operator op, ValueView literal);
  bool add_duration(ValueBuilder& out, ValueView text);
  ConditionIndex compile_all_of(ValueView operand);
  ConditionIndex add(ConditionKind kind, ConditionIndex child);
  ConditionIndex all_of(const List<ConditionIndex>& children);
  ConditionIndex field(std::string_view path, ConditionIndex child);
  ConditionIndex compare_with(Operator op, ValueView literal);

  Program& program_;
  std::span<const SegmentSource> segments_;
  Problems& problems_;
  List<SegmentState> states_;
  HashIndex known_;
  /// Set while literals are durations, which are noted there.
  List<Duration>* thresholds_ = nullptr;
};

}  // namespace waymark::rules
