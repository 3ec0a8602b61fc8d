#pragma once
#include <string_view>

#include "codec/json_writer.h"
#include "engine/visit.h"
#include "model/event.h"

namespace waymark::engine {

/// An event as the collector gets it: Segment's common fields (https://segment.com/docs/connections/spec/common/), and under
/// `context.waymark` the session, the segments and the campaigns of the visitor at that moment.
/// `previous_id` is that of an alias, `segments` the elements of a JSON array.
void write_segment_format(codec::JsonWriter& out, const Event& event, const Visit& visit, std::string_view locale,
                          std::string_view previous_id, std::string_view segments);

}  // namespace waymark::engine
