#pragma once
#include <cstdint>
#include <string>

#include "base/value.h"
#include "waymark/types.h"

namespace waymark {

/// Segment's calls (https://segment.com/docs/connections/spec/).
enum class EventType : std::uint8_t { Track, Page, Identify, Alias, Group };

/// Something that happened. `name` is the event's name for track, the page's name for page.
struct Event {
  EventType type = EventType::Track;
  std::string message_id;
  Timestamp time = 0;
  std::string name;
  std::string category;     // page
  std::string user_id;      // identify, alias: the new one
  std::string previous_id;  // alias
  std::string group_id;     // group
  Value properties;         // track, page: properties; identify, group: traits
  Value context;            // merged over the context that the core writes
};

/// What page views are called in the history.
inline constexpr const char* kPageViewed = "Page Viewed";

}  // namespace waymark
