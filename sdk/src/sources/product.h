#pragma once
#include <span>

#include "base/value.h"

namespace waymark::sources {

/// The node of a JSON-LD text that is about a product, or a missing value: `Product` or `ProductGroup`, alone, in
/// lists, in
/// `@graph` or as `mainEntity`; of several the first. Source: https://schema.org/Product,
/// https://developers.google.com/search/docs/appearance/structured-data/merchant-listing.
[[nodiscard]] ValueView find_product(ValueView json_ld);

/// What a page's markup says of its product, as facts `product.*`. Of two that say a thing `waymark:product-…` counts
/// first, then JSON-LD (with a group's first variant), then Open Graph, which must be of a type `product`. Those that
/// the document does not ask for are given as missing values. `meta` and `open_graph` are `{ "og:type": …,
/// "waymark:product-id": … }`.
[[nodiscard]] Value product_of_markup(ValueView meta, ValueView json_ld, ValueView open_graph);

/// `page.meta` out of the `waymark:<name>` that are not about the product: an object of texts.
[[nodiscard]] Value page_meta(ValueView meta);

/// The facts `product.*` out of what the markup says and the event `Product Viewed`, which wins. When both have a
/// product_id and not the same, the markup is about another product and is left out. Missing when nobody says anything.
[[nodiscard]] Value product_facts(ValueView markup, ValueView viewed);

}  // namespace waymark::sources
