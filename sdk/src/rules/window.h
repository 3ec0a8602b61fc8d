#pragma once
#include <cstdint>

#include "base/problems.h"
#include "waymark/types.h"

namespace waymark::rules {

enum class WindowKind : std::uint8_t { Lifetime, Session, Rolling, Between };

/// Which past events count. Rolling: `now − length < t ≤ now`; Between: `from ≤ t < to`.
struct Window {
  WindowKind kind = WindowKind::Lifetime;
  Duration length = 0;
  Timestamp from = 0;
  Timestamp to = 0;
};

/// Reads `"7d"`, `"session"`, `"lifetime"`, `{ "from": iso, "to": iso }` or nothing (lifetime). Problem: bad-window.
[[nodiscard]] Window read_window(ValueView value, Problems& problems);

}  // namespace waymark::rules
