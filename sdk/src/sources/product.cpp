#include "sources/product.h"

#include <string_view>

#include "codec/json_writer.h"
#include "sources/places.h"

namespace waymark::sources {
namespace {

/// 0: meta, 1: JSON-LD, 2: the first variant of its group, 3: Open Graph.
constexpr std::string_view kProduct =
    "product_id 0waymark:product-id 1productID 1productGroupID 3product:retailer_item_id\n"
    "sku 0waymark:product-sku 1sku 1offers.sku 2sku\n"
    "name 0waymark:product-name 1name 3og:title\n"
    "brand 0waymark:product-brand 1brand.name 1brand 3product:brand 3og:brand\n"
    "category 0waymark:product-category 1category.name 1category 3product:category\n"
    "variant 0waymark:product-variant\n"
    "price# 0waymark:product-price 1offers.price 1offers.lowPrice 1offers.priceSpecification.price 2offers.price "
    "3product:price:amount 3og:price:amount\n"
    "currency 0waymark:product-currency 1offers.priceCurrency 1offers.priceSpecification.priceCurrency "
    "2offers.priceCurrency "
    "3product:price:currency 3og:price:currency\n"
    "url 0waymark:product-url 1url 1offers.url 3og:url\n"
    "image_url 0waymark:product-image-url 1image.url 1image 2image.url 2image 3og:image\n"
    "availability/ 0waymark:product-availability 1offers.availability 2offers.availability 3product:availability "
    "3og:availability\n"
    "rating# 0waymark:product-rating 1aggregateRating.ratingValue\n"
    "reviews# 0waymark:product-reviews 1aggregateRating.reviewCount 1aggregateRating.ratingCount\n";

constexpr std::string_view kOurs = "waymark:";

bool says(std::string_view text, std::string_view word) { return text.find(word) != std::string_view::npos; }

}  // namespace

ValueView find_product(ValueView node) {
  for (const ValueView element : node.elements())
    if (const ValueView found = find_product(element); found.exists()) return found;
  if (!node.is_object()) return {};
  // A type, or several, with or without the address of the vocabulary.
  if (says(codec::to_json(node["@type"]), "Product")) return node;
  for (const char* name : {"@graph", "mainEntity"})
    if (const ValueView found = find_product(node[name]); found.exists()) return found;
  return {};
}

Value product_of_markup(ValueView meta, ValueView json_ld, ValueView open_graph) {
  if (!says(open_graph["og:type"].string(), "product")) open_graph = {};
  const ValueView sources[] = {meta, json_ld, first_of(json_ld["hasVariant"]), open_graph};
  ValueBuilder out;
  out.begin_object();
  write_places(out, kProduct, sources);
  out.end_object();
  return out.take();
}

Value page_meta(ValueView meta) {
  ValueBuilder out;
  out.begin_object();
  for (const auto [key, value] : meta.members())
    if (key.substr(0, kOurs.size()) == kOurs && !says(key, ":product-")) out.member(key.substr(kOurs.size()), value);
  out.end_object();
  return out.take();
}

Value product_facts(ValueView markup, ValueView viewed) {
  const ValueView id = viewed["product_id"];
  const ValueView other = markup["product_id"];
  const bool is_other = id.exists() && other.exists() && !is_same(id, other);
  if (is_other || markup.size() == 0) return Value(viewed);
  return merged(markup, viewed);
}

}  // namespace waymark::sources
