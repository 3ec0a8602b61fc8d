#pragma once
#include <cstdint>
#include "base/list.h"

#include "rules/program.h"

namespace waymark::rules {

/// What all rules of a program say about one visitor, kept up to date by what changed.
///
/// Report changes by `fact_root_changed`, `event_recorded` and `session_changed`, then `settle`: only the leaves that a
/// change touches are asked again, and their answers travel upward through the nodes that flip.
class Evaluation {
 public:
  explicit Evaluation(const Program& program);

  void fact_root_changed(FactRoot root, const Facts& facts);
  void event_recorded(std::string_view name);
  void session_changed();

  /// Brings every node up to date for `now`. The first call asks everything.
  void settle(const Facts& facts, const history::History& history, Timestamp now);

  /// The first moment after the last settle at which time alone may flip a leaf.
  [[nodiscard]] Timestamp next_flip() const;
  [[nodiscard]] bool holds(NodeIndex node) const { return verdicts_[node] != 0; }

 private:
  void mark(NodeIndex node);
  bool ask(NodeIndex index, const Facts& facts, const history::History& history, Timestamp now);

  const Program& program_;
  List<std::uint8_t> verdicts_;
  List<std::uint64_t> dirty_;        // one bit a node
  List<std::uint64_t> slot_hashes_;  // of the value last seen
  List<Timestamp> flips_;            // by event leaf
};

}  // namespace waymark::rules
