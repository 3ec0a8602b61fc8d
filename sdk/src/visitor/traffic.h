#pragma once
#include <string>
#include <string_view>

#include "base/value.h"

namespace waymark::visitor {

/// Where a session came from.
struct Traffic {
  std::string kind;  // direct, search, social, email, paid, campaign, referral
  std::string source, medium, campaign, term, content;  // UTM
  std::string click_id;                                 // "gclid" …: the parameter's name; its value is not kept
  std::string referrer_host;

  /// Tells one source from another: empty for direct visits and for pages of the same site.
  [[nodiscard]] std::string key() const;
};

/// Reads UTM parameters, click ids and the referrer of a page view. A referrer on the same host is no source.
[[nodiscard]] Traffic read_traffic(std::string_view url, std::string_view referrer);

[[nodiscard]] Value to_value(const Traffic& traffic);
[[nodiscard]] Traffic traffic_from(ValueView value);

}  // namespace waymark::visitor
