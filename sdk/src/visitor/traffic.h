#pragma once
#include <string_view>

#include "base/value.h"

namespace waymark::visitor {

/// Where a page view came from, as the facts `traffic.*`: kind (direct, search, social, email, paid, campaign, referral) and,
/// where known, source, medium, campaign, term, content (UTM), clickId (the parameter's name, not its value), referrer (host).
/// A referrer on the page's own host is none.
[[nodiscard]] Value read_traffic(std::string_view url, std::string_view referrer);

/// Whether it names a source at all: direct visits and pages of the same site do not.
[[nodiscard]] bool is_source(ValueView traffic);

}  // namespace waymark::visitor
