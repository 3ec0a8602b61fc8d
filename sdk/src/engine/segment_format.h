#pragma once
#include <string_view>

#include "codec/json_writer.h"
#include "engine/visit.h"
#include "model/event.h"

namespace waymark::engine {

/// What the context of every event of a page has of it: written once, and scrubbed (outbox/scrub.h), as JSON.
class PageContext {
 public:
  /// Not any more, when a fact about the page or its traffic has changed.
  bool is_written = false;
  void write(ValueView page, ValueView traffic, bool keeps_personal_data);
  [[nodiscard]] std::string_view page() const { return page_.text(); }
  /// Segment's `context.campaign` out of the facts `traffic.*`; empty when the session came without UTM parameters.
  [[nodiscard]] std::string_view campaign() const { return campaign_.text(); }

 private:
  codec::JsonWriter page_, campaign_;
};

/// An event as the collector gets it: Segment's common fields (https://segment.com/docs/connections/spec/common/), and under
/// `context.waymark` the session, the segments and the campaigns of the visitor at that moment.
struct SegmentFormat {
  const Visit& visit;
  const PageContext& page;
  std::string_view locale;
  /// Of an alias.
  std::string_view previous_id;
  /// Elements of a JSON array.
  std::string_view segments;
  /// Properties, names and the context are scrubbed otherwise (outbox/scrub.h); ids, and the traits that a page hands on by identify and
  /// group, never.
  bool keeps_personal_data;
};
void write_segment_format(codec::JsonWriter& out, const Event& event, const SegmentFormat& format);

}  // namespace waymark::engine
