#include "sources/sources.h"

namespace waymark::sources {

Asked read_asked(ValueView site, Problems& problems) {
  Asked asked{.tells_data_layer = site["dataLayer"].boolean()};
  for (const ValueView name : site["sources"].elements()) {
    std::size_t i = 0;
    while (i < kSourceNames.size() && !name.is(kSourceNames[i])) ++i;
    if (i == kSourceNames.size())
      problems.add(name, "unknown-source", "needs dataLayer, jsonLd, openGraph or meta");
    else
      asked.bits = static_cast<std::uint8_t>(asked.bits | 1 << i);
  }
  return asked;
}

}  // namespace waymark::sources
