#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "waymark/types.h"

namespace waymark {

/// `2026-11-22T09:30:00.000Z`, the form of JavaScript's Date.prototype.toISOString for years 0–9999.
[[nodiscard]] std::string format_iso(Timestamp time);

/// An ISO 8601 date, or date and time with optional fraction and `Z` or offset; without an offset it is UTC.
[[nodiscard]] std::optional<Timestamp> parse_iso(std::string_view text);

/// `30s`, `15m`, `2h`, `7d`, `1w`; a day is 24 hours. Whole numbers only.
[[nodiscard]] std::optional<Duration> parse_duration(std::string_view text);

struct CivilTime {
  int year, month, day;  // month and day from 1
  int hour, minute;
  int weekday;  // 0 is Sunday
};

/// The calendar reading of a moment at an offset (minutes east of UTC), proleptic Gregorian.
[[nodiscard]] CivilTime civil_time(Timestamp time, int utc_offset_min);

}  // namespace waymark
