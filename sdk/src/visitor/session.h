#pragma once
#include <cstdint>
#include <string>

#include "visitor/traffic.h"
#include "waymark/limits.h"

namespace waymark::visitor {

/// A run of activity. `number` counts the visitor's sessions from 1; 0: there has been none.
struct Session {
  std::string id;
  std::uint32_t number = 0;
  Timestamp started = 0;
  Timestamp last_activity = 0;
  std::uint32_t page_views = 0;
  std::uint32_t events = 0;
  std::string landing;  // path of its first page
  Value traffic;
  /// Time with signs of the visitor; `last_sign` is the last of them, 0 while the page is hidden.
  Duration active = 0;
  Timestamp last_sign = 0;
  bool is_over = true;
};

struct SessionPolicy {
  Duration idle = limits::kSessionIdle;
  Duration maximum = limits::kSessionMaximum;
};

/// The moment at which time alone ends the session: last activity + idle, at most start + maximum.
[[nodiscard]] Timestamp end_of(const Session& session, const SessionPolicy& policy);

/// Counts the time since the last sign, unless it is longer than limits::kActiveGap.
void note_sign(Session& session, Timestamp now, bool is_leaving);

/// Whether an event at `now` belongs to a new session. `traffic` is that of a page view, missing for other events.
[[nodiscard]] bool begins_new(const Session& session, const SessionPolicy& policy, ValueView traffic, Timestamp now);

}  // namespace waymark::visitor
