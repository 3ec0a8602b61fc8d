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

/// What is done with a rule that has an error: it is noted and disables the rule, or the part that has it never holds, as in
/// GrowthBook's evalCondition.
enum class OnError : std::uint8_t { Refuse, Never };

/// Compiles rules into one program. Each call adds to it; a rule that fails adds nothing that others see and notes the first thing
/// that was wrong with it.
///
/// Problems: unknown-operator, bad-operand, bad-regex, bad-condition, bad-window, bad-duration, bad-event, bad-measure, unknown-measure,
/// bad-sequence, bad-campaign, unknown-segment, unknown-group, segment-cycle, segment-disabled, unreachable-segment, too-many-nodes.
class Compiler {
 public:
  /// `groups`: values by name, for `$inGroup`.
  Compiler(Program& program, std::span<const SegmentSource> segments, Problems& problems, ValueView groups = {}, OnError on_error = OnError::Refuse);

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
  std::uint32_t refuse(ValueView at, const char* code, const char* detail, std::string_view meant = {});
  std::uint32_t refuse_operator(std::string_view name, ValueView at);

  // compile.cpp: rules
  NodeIndex compile_member(std::string_view key, ValueView value);
  NodeIndex compile_list(NodeKind kind, ValueView list);
  NodeIndex compile_fact(std::string_view fact, ValueView condition);
  NodeIndex compile_segment_reference(ValueView id);
  NodeIndex intern(Node node, std::uint64_t key, std::span<const NodeIndex> children);
  NodeIndex combine(NodeKind kind, std::span<const NodeIndex> children);
  NodeIndex negate(NodeIndex child);
  NodeIndex fact_leaf(std::string_view fact, std::string_view name, ValueView operand);
  std::uint32_t slot_of(std::string_view fact);
  [[nodiscard]] bool is_contradiction(std::span<const NodeIndex> children) const;
  void sort_leaves();
  void collect_seconds(FactSlot& slot);
  void collect_seconds(ConditionIndex condition);

  // quick.cpp: leaves that need no walk
  void make_quick(FactLeaf& leaf);
  void note_texts(FactLeaf& leaf, Quick quick, ValueView texts);

  // compile_event.cpp: $event, $sequence and $campaign
  NodeIndex compile_event(ValueView spec);
  NodeIndex compile_sequence(ValueView spec);
  NodeIndex compile_campaign(ValueView spec);
  NodeIndex event_leaf(EventTest test, std::string_view kind, ValueView spec);
  MeasureTest compile_measure(Measure measure, ValueView spec);
  ConditionIndex compile_measured(ValueView condition);
  Step compile_step(ValueView spec, bool may_have_within);
  EventName& name_of(std::string_view event);

  // compile_condition.cpp: conditions about one value
  ConditionIndex compile_list(ConditionKind kind, ValueView list, bool as_values);
  ConditionIndex compile_part(std::string_view key, ValueView value);
  ConditionIndex compile_operator(std::string_view name, ValueView operand);
  ConditionIndex compile_literal(Operator op, ValueView literal);
  bool add_duration(ValueBuilder& out, ValueView text);
  ConditionIndex compile_all_of(ValueView operand, bool ignores_case);
  ConditionIndex add(ConditionKind kind, ConditionIndex child);
  ConditionIndex all_of(const List<ConditionIndex>& children);
  ConditionIndex field(std::string_view path, ConditionIndex child);
  ConditionIndex compare_with(Operator op, ValueView literal);
  ConditionIndex compile_regex(ValueView pattern, bool ignores_case);
  ConditionIndex compile_group(ValueView id, Operator op);

  Program& program_;
  std::span<const SegmentSource> segments_;
  Problems& problems_;
  ValueView groups_;
  OnError on_error_;
  List<SegmentState> states_;
  HashIndex segment_index_;  // by id
  HashIndex known_;          // nodes
  HashIndex slots_;          // by path
  /// By node: it can never hold.
  List<std::uint8_t> is_never_;
  /// Set while literals are durations, which are noted there.
  List<Duration>* thresholds_ = nullptr;
};

}  // namespace waymark::rules
