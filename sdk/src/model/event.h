#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/value.h"
#include "waymark/types.h"

namespace waymark {

/// Segment's calls (https://segment.com/docs/connections/spec/).
enum class EventType : std::uint8_t { Track, Page, Identify, Alias, Group };
inline constexpr std::array<const char*, 5> kEventTypes = {"track", "page", "identify", "alias", "group"};

/// Its place among them; their number for any other text.
[[nodiscard]] inline std::size_t event_type(ValueView text) {
  std::size_t type = 0;
  while (type < kEventTypes.size() && !text.is(kEventTypes[type])) ++type;
  return type;
}

/// Something that happened.
struct Event {
  EventType type = EventType::Track;
  Timestamp time = 0;
  std::string message_id;
  /// The event's name for track, the page's name for page.
  std::string name;
  /// Properties for track and page, traits for identify and group.
  Value properties;
  /// Told of the visitor by the core itself: no activity of theirs, it neither begins nor prolongs a session.
  bool is_quiet = false;
  /// It happened in another tab of the visitor, or before the page: here it counts, there it was answered and queued.
  bool is_told = false;
  /// The command it came by, with the fields of its type (userId, previousId, groupId, category, context); valid while that
  /// command runs. Missing for events of the core.
  ValueView call;
};

/// What page views are called in the history.
inline constexpr const char* kPageViewed = "Page Viewed";

/// The name under which the history, triggers and goals know an event; empty: they do not.
[[nodiscard]] inline std::string_view known_name(const Event& event) {
  if (event.type == EventType::Page) return kPageViewed;
  return event.type == EventType::Track ? std::string_view(event.name) : std::string_view();
}

}  // namespace waymark
