#pragma once
#include <cstdint>
#include <string_view>

#include "base/value.h"

namespace waymark::sources {

/// What becomes of an event: it comes once for each of its items, once as a whole, or (promotions) as whole unless only
/// the items say which.
enum class Form : char { Each = '*', Whole = ' ', Order = '$', Promotion = '!' };

/// An event of GA4 in the words of Segment's e-commerce v2; no name: it has none there.
/// Source: https://developers.google.com/analytics/devguides/collection/ga4/reference/events.
struct Mapping {
  std::string_view name;
  Form form = Form::Whole;
};
[[nodiscard]] Mapping mapping_of(std::string_view ga4);
/// Whether some GA4 event becomes this one (`Order Completed`).
[[nodiscard]] bool is_known_to_ga4(std::string_view name);

[[nodiscard]] bool is_for_each(Form form, ValueView parameters);
/// The properties of an event as a whole, with its items (at most limits::kSourceItems) as `products`.
[[nodiscard]] Value properties_of(Form form, ValueView parameters);
/// The properties of the event for one of its items.
[[nodiscard]] Value properties_of(Form form, ValueView parameters, ValueView item);

}  // namespace waymark::sources
