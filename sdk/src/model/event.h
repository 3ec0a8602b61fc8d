#pragma once
#include <cstdint>
#include <string>

#include "base/value.h"
#include "waymark/types.h"

namespace waymark {

/// Segment's calls (https://segment.com/docs/connections/spec/).
enum class EventType : std::uint8_t { Track, Page, Identify, Alias, Group };

/// Something that happened.
struct Event {
  EventType type = EventType::Track;
  Timestamp time = 0;
  std::string message_id;
  /// The event's name for track, the page's name for page.
  std::string name;
  /// Properties for track and page, traits for identify and group.
  Value properties;
  /// The command it came by, with the fields of its type (userId, previousId, groupId, category, context); valid while that
  /// command runs. Missing for events of the core.
  ValueView call;
};

/// What page views are called in the history.
inline constexpr const char* kPageViewed = "Page Viewed";

}  // namespace waymark
