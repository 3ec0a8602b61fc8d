#pragma once
#include <span>
#include <string_view>
#include "base/list.h"

#include "base/hash_index.h"
#include "rules/program.h"

namespace waymark::rules {

/// A named rule that others may refer to by `$segment`.
struct SegmentSource {
  std::string_view id;
  ValueView when;
};

/// Compiles rules into one program. Each call adds to it; a rule that fails adds nothing that others see.
///
/// Errors: unknown-operator, bad-operand, bad-condition, bad-window, bad-duration, unknown-segment, segment-cycle,
/// segment-disabled, too-many-nodes, all with the path of the place.
class Compiler {
 public:
  /// `root` is the path of the array that holds the segments; their errors go to `problems`.
  Compiler(Program& program, std::span<const SegmentSource> segments, const Path& root, List<Failure>& problems)
      : program_(program), segments_(segments), root_(root), problems_(problems), states_(segments.size()) {}

  /// The node of segment i, compiled when first asked for; kNoNode when it has an error.
  [[nodiscard]] NodeIndex segment(std::size_t i);
  [[nodiscard]] Result<NodeIndex> compile(ValueView condition, const Path& path);

  /// Builds what the evaluation walks upward. Call once, after the last rule.
  void finish();

 private:
  enum class State : std::uint8_t { New, Open, Done };
  struct SegmentState {
    State state = State::New;
    NodeIndex node = kNoNode;
  };

  Result<NodeIndex> compile_member(std::string_view key, ValueView value, const Path& path);
  Result<NodeIndex> compile_list(NodeKind kind, ValueView list, const Path& path);
  Result<NodeIndex> compile_fact(std::string_view fact, ValueView condition, const Path& path);
  Result<NodeIndex> compile_fact_operators(std::string_view fact, ValueView operators, const Path& path);
  Result<NodeIndex> compile_event(ValueView spec, const Path& path);
  Result<NodeIndex> compile_campaign(ValueView spec, const Path& path);
  Result<NodeIndex> compile_segment_reference(ValueView id, const Path& path);
  Failure compile_event_parts(EventTest& test, ValueView spec, const Path& path);
  Result<MeasureTest> compile_measure(Measure measure, ValueView spec, const Path& path);
  Result<MeasureTest> compile_since(Measure measure, ValueView spec, const Path& path);

  NodeIndex intern(Node node, std::uint64_t key, std::span<const NodeIndex> children);
  NodeIndex combine(NodeKind kind, std::span<const NodeIndex> children);
  NodeIndex negate(NodeIndex child);
  ValueView keep(Value value);
  NodeIndex fact_leaf(std::string_view fact, ConditionIndex condition, std::uint64_t key);
  std::uint32_t slot_of(std::string_view fact);

  Program& program_;
  std::span<const SegmentSource> segments_;
  Path root_;
  List<Failure>& problems_;
  List<SegmentState> states_;
  HashIndex known_;
};

}  // namespace waymark::rules
