#pragma once
#include <array>
#include <cstdint>

#include "base/problems.h"

namespace waymark::sources {

/// What a page says of itself beside the API, and a document may ask for (`site.sources`): GA4's `dataLayer`,
/// schema.org as JSON-LD, Open Graph, and `<meta name="waymark:…">`.
enum class Source : std::uint8_t { DataLayer, JsonLd, OpenGraph, Meta };
inline constexpr std::array<const char*, 4> kSourceNames = {"dataLayer", "jsonLd", "openGraph", "meta"};

struct Asked {
  std::uint8_t bits = 0;  // one a source
  /// Whether shows and clicks of campaigns are told to the page's `dataLayer`.
  bool tells_data_layer = false;

  [[nodiscard]] bool has(Source source) const { return (bits >> static_cast<int>(source) & 1) != 0; }
};

/// Reads the section `site` of a document. Problems: unknown-source.
[[nodiscard]] Asked read_asked(ValueView site, Problems& problems);

}  // namespace waymark::sources
