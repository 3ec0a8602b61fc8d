#pragma once
#include <cstdint>
#include <limits>

namespace waymark {

/// Milliseconds since the epoch, UTC.
using Timestamp = std::int64_t;

/// Milliseconds.
using Duration = std::int64_t;

/// A moment that never comes; the value of "no deadline".
inline constexpr Timestamp kNever = std::numeric_limits<Timestamp>::max();

inline constexpr Duration kSecond = 1000;
inline constexpr Duration kMinute = 60 * kSecond;
inline constexpr Duration kHour = 60 * kMinute;
inline constexpr Duration kDay = 24 * kHour;

}  // namespace waymark
