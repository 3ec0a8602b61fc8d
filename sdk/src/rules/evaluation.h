#pragma once
#include <array>
#include <cstdint>
#include <limits>
#include <utility>
#include "base/list.h"

#include "rules/program.h"
#include "rules/tally.h"

namespace waymark::rules {

/// What a measure comes to: a number (durations in milliseconds) or a value, which lies in the evaluation and is gone with the next event;
/// neither when there is nothing to measure.
struct Reading {
  bool is_there = false;
  double number = 0;
  ValueView value;
  bool is_value = false;
};

/// What all rules of a program say about one visitor, kept up to date by what changed.
///
/// Report changes by `fact_root_changed`, `clock_changed`, `event_recorded` and `session_changed`, then `settle`: only the leaves that a
/// change touches are asked again, and their answers travel upward through the nodes that flip. What time alone flips waits in a heap
/// by its moment.
class Evaluation {
 public:
  explicit Evaluation(const Program& program);
  /// Forgets everything but the program.
  void start_over();

  /// Facts are looked at where they lie: report a root before they are gone.
  void fact_root_changed(FactRoot root, const Facts& facts);
  /// All facts at once, their roots being the members of one object.
  void facts_changed(ValueView facts);
  /// `since`: kNever while the clock stands still (its facts are missing).
  void clock_changed(Clock clock, Timestamp since);
  /// The event is not in the log yet.
  void event_recorded(const history::LoggedEvent& event, const history::Log& log);
  /// The number of the session that is on; 0: none is.
  void session_changed(std::uint32_t session);
  /// Learns of the past: from what another evaluation wrote of the rules that are the same, and from the log what is not in that.
  void recall(const history::Log& log, ValueView memories);
  /// `{ "known": events so far, "rules": [ [key, state] ] }`; no rules while the log has everything.
  void write_memories(codec::JsonWriter& out, const history::Log& log) const;

  /// Brings every node up to date for `now`. The first call asks everything.
  void settle(Timestamp now);
  /// The same from nothing, whatever has changed or not.
  void settle_all(Timestamp now);

  /// The first moment after the last settle at which time alone may flip a leaf.
  [[nodiscard]] Timestamp next_flip() const { return heap_.empty() ? kNever : heap_[0].at; }
  [[nodiscard]] bool holds(NodeIndex node) const { return verdicts_[node] != 0; }
  /// Watched nodes that flipped since they were last taken, each once or more.
  [[nodiscard]] List<NodeIndex> take_flipped() { return std::exchange(flipped_, {}); }

  // For explanations.
  [[nodiscard]] const Program& program() const { return program_; }
  [[nodiscard]] Timestamp now() const { return now_; }
  [[nodiscard]] ValueView fact(std::uint32_t slot) const { return slots_[slot].value; }
  /// Of an $event: at `now` or later, if nothing more happens.
  [[nodiscard]] Reading reading(std::uint32_t test, const MeasureTest& measure, Timestamp now) const;
  [[nodiscard]] bool holds(const MeasureTest& measure, const Reading& seen) const;
  [[nodiscard]] bool test_holds(std::uint32_t test, Timestamp now) const;
  /// The first moment after `now` at which time alone may change the answer.
  [[nodiscard]] Timestamp next_change(std::uint32_t test, Timestamp now) const;
  [[nodiscard]] bool is_partial(std::uint32_t test) const { return tallies_[test].is_partial(program_.events.tests[test], now_); }
  [[nodiscard]] const SequenceState& sequence(std::uint32_t index) const { return sequences_[index]; }
  /// When the clock of a slot comes to that many seconds.
  [[nodiscard]] Timestamp clock_reaches(std::uint32_t slot, double seconds) const;

 private:
  /// A fact as its leaves see it.
  struct Slot {
    ValueView value;
    std::uint64_t hash = 0;
    double number = std::numeric_limits<double>::quiet_NaN();  // Number(value), once some leaf has asked for it
    bool is_text = false;
    bool is_number = false;
    bool is_list_of_texts = false;
    ValueNode room;  // of what is no part of the facts: a clock's seconds, a list's length
  };
  struct Due {
    Timestamp at;
    std::uint32_t timer;
  };
  /// One bit an index; those of a lower index come first.
  struct Marks {
    explicit Marks(std::size_t count) : words((count + 63) / 64), summary((words.size() + 63) / 64) {}
    void set(std::uint32_t index);
    void set_all(std::size_t count);
    void clear();
    /// The first index, which is unmarked; kNoNode: none is left.
    std::uint32_t take();
    List<std::uint64_t> words, summary;
  };

  void mark_all();
  void read_slot(std::uint32_t index, ValueView value);
  void read_texts(const FactSlot& slot, std::uint32_t index, ValueView value);
  [[nodiscard]] std::uint64_t* words_of(const FactSlot& slot) { return slot_words_.data() + slot.first_word; }
  void ask_slot(std::uint32_t index, Timestamp now);
  void look_at(std::uint32_t index, Timestamp now);
  void ask_clock(std::uint32_t index, Timestamp now);
  [[nodiscard]] bool ask_leaf(const FactLeaf& leaf) const;
  void ask_test(std::uint32_t index, Timestamp now);
  void ask_sequence(std::uint32_t index, Timestamp now);
  [[nodiscard]] bool matches(const Step& step, const history::LoggedEvent& event) const;
  void take(std::uint32_t test, const history::LoggedEvent& event);
  void take_into_sequence(std::uint32_t index, const history::LoggedEvent& event);
  void start_over(std::uint32_t sequence, const history::LoggedEvent& event, const history::Log& log);
  void turn(NodeIndex node, bool verdict);
  void count_children();
  [[nodiscard]] bool inner_verdict(NodeIndex node) const;
  void set_due(std::uint32_t timer, Timestamp at);
  /// So that what comes first is still to come.
  void drop_stale();
  void push_due(Due due);
  void pop_due();
  [[nodiscard]] const EventName* name_of(std::string_view event) const;

  const Program& program_;
  List<std::uint8_t> verdicts_;
  List<std::uint32_t> true_children_;
  bool is_asking_all_ = false;
  List<NodeIndex> inner_nodes_;  // of the kinds All, Any, Not; filled when all are asked
  Marks inner_;          // nodes to ask again
  Marks changed_slots_;
  Marks changed_history_;  // tests, then sequences
  List<Slot> slots_;
  List<std::uint64_t> slot_words_;
  std::array<Timestamp, kClocks> clocks_;
  List<Tally> tallies_;
  List<SequenceState> sequences_;
  List<std::uint32_t> session_tests_;
  std::uint32_t session_ = 0;
  Timestamp latest_ = 0;  // event
  Timestamp now_ = 0;
  /// By timer (tests, sequences, slots): when it is due; and a heap of them, in which some are out of date.
  List<Timestamp> due_;
  List<Due> heap_;
  List<NodeIndex> flipped_;
};

}  // namespace waymark::rules
