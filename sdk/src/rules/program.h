#pragma once
#include <cstdint>
#include <memory>
#include <string_view>
#include "base/list.h"

#include "model/facts.h"
#include "rules/condition.h"
#include "rules/event_test.h"

namespace waymark::rules {

using NodeIndex = std::uint32_t;
inline constexpr NodeIndex kNoNode = 0xffffffff;

enum class NodeKind : std::uint8_t {
  All,    // every child; true without children
  Any,    // some child; true without children (GrowthBook)
  Not,    // not its child
  Fact,   // `leaf` is an index into facts
  Event,  // `leaf` is an index into events
};

/// One distinct sub-condition of all rules together. Children come before their parents.
struct Node {
  NodeKind kind;
  std::uint32_t first = 0;  // into Program::children
  std::uint32_t count = 0;
  std::uint32_t leaf = 0;
};

inline constexpr std::uint32_t kNoLeaf = 0xffffffff;

/// A fact that some rule asks about. `rest` is the path below its root.
struct FactSlot {
  std::string_view path;
  std::string_view rest;
  FactRoot root = FactRoot::Unknown;
  std::uint32_t first_leaf = kNoLeaf;
};

struct FactLeaf {
  std::uint32_t slot = 0;
  ConditionIndex condition = 0;
  NodeIndex node = kNoNode;
  std::uint32_t next = kNoLeaf;  // of the same slot
};

/// All rules of a document as one directed acyclic graph in flat arrays; equal sub-conditions are one node.
/// It holds views into the document, which must outlive it.
struct Program {
  List<Node> nodes;
  List<NodeIndex> children;
  /// Parents of node n: parents[parent_start[n] … parent_start[n + 1]).
  List<std::uint32_t> parent_start;
  List<NodeIndex> parents;
  List<FactSlot> slots;
  List<FactLeaf> facts;
  EventTests events;
  List<NodeIndex> event_nodes;  // of events.tests, in their order
  Conditions conditions;
  /// Literals that the compiler made itself: durations in milliseconds.
  List<std::unique_ptr<Value>> made;

  [[nodiscard]] NodeIndex child(const Node& node, std::uint32_t i) const { return children[node.first + i]; }
};

}  // namespace waymark::rules
