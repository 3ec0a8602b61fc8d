#pragma once
#include <cstdint>
#include <memory>
#include <string_view>
#include "base/hash_index.h"
#include "base/list.h"

#include "model/facts.h"
#include "rules/condition.h"
#include "rules/event_test.h"
#include "rules/sequence.h"

namespace waymark::rules {

using NodeIndex = std::uint32_t;
inline constexpr NodeIndex kNoNode = 0xffffffff;

enum class NodeKind : std::uint8_t {
  All,       // every child; true without children
  Any,       // some child; true without children (GrowthBook)
  Not,       // not its child
  Fact,      // `leaf` is an index into facts
  Event,     // `leaf` is an index into events.tests
  Sequence,  // `leaf` is an index into sequences.tests
};

/// One distinct sub-condition of all rules together. Children come before their parents.
struct Node {
  NodeKind kind;
  std::uint32_t first = 0;  // into Program::children
  std::uint32_t count = 0;
  std::uint32_t leaf = 0;
};

/// Facts that run by themselves, in whole seconds since some moment.
enum class Clock : std::uint8_t { Session, Page, Cart, None };
inline constexpr std::size_t kClocks = 3;

/// A fact that some rule asks about. `rest` is the path below its root.
struct FactSlot {
  std::string_view path;
  std::string_view rest;
  FactRoot root = FactRoot::Unknown;
  Clock clock = Clock::None;
  bool asks_for_number = false;  // Number(fact), by some leaf
  std::uint32_t first_leaf = 0;  // into Program::facts
  std::uint32_t leaf_count = 0;
  /// Texts its leaves compare with, numbered from 0 (Program::texts); where their bits begin in an Evaluation.
  std::uint32_t text_count = 0;
  std::uint32_t first_word = 0;
  /// Of a clock: the numbers its leaves compare with, Program::seconds[first_second …].
  std::uint32_t first_second = 0;
  std::uint32_t second_count = 0;
};

/// How a leaf is answered without a walk through its condition; whatever does not fit walks.
enum class Quick : std::uint8_t {
  None,
  Number,   // `op` with `number`
  Text,     // String(fact) is the one text
  SameText, OtherText,
  SomeText, NoText,  // $in and $nin of texts
  AllTexts,          // $all of texts
};

/// A condition about one fact.
struct FactLeaf {
  std::uint32_t slot = 0;
  ConditionIndex condition = 0;
  NodeIndex node = kNoNode;
  Quick quick = Quick::None;
  Operator op = Operator::Is;
  double number = 0;
  /// Program::bits of its texts.
  std::uint32_t first_word = 0;
  std::uint32_t word_count = 0;
  /// What the rule says: the operator (empty: a bare literal) and its operand.
  std::string_view name;
  ValueView operand;
};

/// An event's name, and the leaves that ask for it.
struct EventName {
  std::string_view name;
  List<std::uint32_t> tests;      // into events.tests
  List<std::uint32_t> sequences;  // into sequences.tests
};

/// All rules of a document as one directed acyclic graph in flat arrays; equal sub-conditions are one node.
/// It holds views into the document, which must outlive it.
struct Program {
  List<Node> nodes;
  List<NodeIndex> children;
  /// Parents of node n: parents[parent_start[n] … parent_start[n + 1]).
  List<std::uint32_t> parent_start;
  List<NodeIndex> parents;
  /// By node: whether an Evaluation tells of its flips.
  List<std::uint8_t> is_watched;
  List<FactSlot> slots;
  List<FactLeaf> facts;  // by slot
  List<std::uint64_t> bits;
  List<double> seconds;
  /// Words that an Evaluation needs for the texts of its slots.
  std::uint32_t word_count = 0;
  EventTests events;
  List<NodeIndex> event_nodes;  // of events.tests, in their order
  SequenceTests sequences;
  List<NodeIndex> sequence_nodes;
  List<EventName> names;
  HashIndex name_index;
  HashIndex texts;  // by slot and text
  Conditions conditions;
  /// Values that the compiler made itself.
  List<std::unique_ptr<Value>> made;

  [[nodiscard]] NodeIndex child(const Node& node, std::uint32_t i) const { return children[node.first + i]; }
};

/// The key of a text among those of a slot.
[[nodiscard]] std::uint64_t text_key(std::uint32_t slot, std::string_view text);

}  // namespace waymark::rules
