#pragma once
#include <cstdint>
#include <span>
#include <string>
#include "base/list.h"

#include "base/value.h"
#include "waymark/types.h"

namespace waymark::history {

struct LoggedEvent {
  Timestamp time = 0;
  std::string name;
  std::uint32_t session = 0;
  Value properties;

  /// What it counts against limits::kHistoryBytes.
  [[nodiscard]] std::size_t bytes() const { return sizeof(LoggedEvent) + name.size() + properties.bytes(); }
};

/// Past events, ordered by time, then arrival; bounded by limits::kHistoryEvents and kHistoryBytes, oldest dropped first.
class Log {
 public:
  void add(LoggedEvent event);
  void clear();

  [[nodiscard]] std::span<const LoggedEvent> events() const { return std::span<const LoggedEvent>(events_).subspan(first_); }
  /// Events dropped since the log began: rules over them are partial.
  [[nodiscard]] std::uint64_t dropped() const { return dropped_; }
  void set_dropped(std::uint64_t count) { dropped_ = count; }

 private:
  void drop_oldest();

  List<LoggedEvent> events_;
  std::size_t first_ = 0;  // events before it are dropped; erased in bulk
  std::size_t bytes_ = 0;
  std::uint64_t dropped_ = 0;
};

/// What rules may look at: the log, and which session is the present one (0 when it is over).
struct History {
  const Log& log;
  std::uint32_t session = 0;
};

}  // namespace waymark::history
