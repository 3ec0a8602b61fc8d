#pragma once
#include <cstdint>

#include "base/path.h"
#include "base/value.h"
#include "history/log.h"
#include "waymark/result.h"

namespace waymark::rules {

enum class WindowKind : std::uint8_t { Lifetime, Session, Rolling, Between };

/// Which past events count. Rolling: `now − length < t ≤ now`; Between: `from ≤ t < to`.
struct Window {
  WindowKind kind = WindowKind::Lifetime;
  Duration length = 0;
  Timestamp from = 0;
  Timestamp to = 0;

  [[nodiscard]] bool contains(const history::LoggedEvent& event, const history::History& history, Timestamp now) const;
  /// The first moment after `now` at which this event enters or leaves by time alone.
  [[nodiscard]] Timestamp next_change(const history::LoggedEvent& event, Timestamp now) const;
};

/// Reads `"7d"`, `"session"`, `"lifetime"`, `{ "from": iso, "to": iso }` or nothing (lifetime). Error: bad-window.
[[nodiscard]] Result<Window> read_window(ValueView value, const Path& path);

}  // namespace waymark::rules
