#include "sources/product.h"

#include "catch.h"
#include "support/json.h"

namespace waymark::sources {
using namespace testing;

namespace {

std::string of_json_ld(const Json& text) {
  const Value read = text.value();
  const ValueView product = find_product(read.view());
  return product.exists() ? text_of(product_of_markup({}, product, {}).view()) : "none";
}

std::string of_open_graph(const Json& properties) {
  return text_of(product_of_markup({}, {}, properties.value().view()).view());
}
std::string of_meta(const Json& properties) {
  return text_of(product_of_markup(properties.value().view(), {}, {}).view());
}

Json product(Members members) { return joined(object({{"@type", "Product"}}), object(members)); }
Json offer(Members members) { return product({{"offers", object(members)}}); }

}  // namespace

TEST_CASE("a product of schema.org becomes facts") {
  CHECK(
      of_json_ld(product({{"@context", "https://schema.org"},
                          {"productID", "p1"},
                          {"sku", "s1"},
                          {"name", "Satin"},
                          {"brand", object({{"@type", "Brand"}, {"name", "Aurelle"}})},
                          {"category", "lips"},
                          {"url", "https://shop.test/p1"},
                          {"image", array({"/1.webp", "/2.webp"})},
                          {"description", "long"},
                          {"aggregateRating", object({{"ratingValue", "4.6"}, {"reviewCount", 12}})},
                          {"offers", object({{"price", "19.90"},
                                             {"priceCurrency", "EUR"},
                                             {"availability", "https://schema.org/InStock"}})}})) ==
      R"({"product_id":"p1","sku":"s1","name":"Satin","brand":"Aurelle","category":"lips","price":19.9,"currency":"EUR","url":"https://shop.test/p1",)"
      R"("image_url":"/1.webp","availability":"InStock","rating":4.6,"reviews":12})");
}

TEST_CASE("a product is found in lists, graphs and pages about it") {
  const Json found = product({{"name", "x"}});
  const Json other = object({{"@type", "Organization"}, {"name", "Shop"}});
  for (const Json& text : {found, array({other, found}), object({{"@graph", array({other, found})}}),
                           object({{"@type", "ItemPage"}, {"mainEntity", found}}),
                           array({array({object({{"@graph", array({found, product({{"name", "second"}})})}})})})})
    CHECK(of_json_ld(text) == R"({"name":"x"})");
}

TEST_CASE("a type may be an address or one of several") {
  for (const Json& type : {Json("Product"), Json("http://schema.org/Product"), Json("schema:Product"),
                           array({"Thing", "IndividualProduct"}), Json("ProductGroup")})
    CHECK(of_json_ld(object({{"@type", type}, {"name", "x"}})) == R"({"name":"x"})");
}

TEST_CASE("what is about something else is none") {
  for (const Json& text :
       {object(), array({}), Json(5), Json("Product"), Json(nullptr), object({{"@type", "Offer"}}),
        object({{"@type", 5}}),
        object({{"@type", "ItemList"}, {"itemListElement", array({object({{"item", product({{"name", "x"}})}})})}})})
    CHECK(of_json_ld(text) == "none");
}

TEST_CASE("an offer may be one, several or an aggregate, its price a number or a text") {
  CHECK(of_json_ld(offer({{"price", 5}, {"priceCurrency", "EUR"}})) == R"({"price":5,"currency":"EUR"})");
  CHECK(of_json_ld(product({{"offers", array({object({{"price", "7"}}), object({{"price", 3}})})}})) ==
        R"({"price":7})");
  CHECK(of_json_ld(offer({{"lowPrice", "3.50"}, {"highPrice", 9}, {"priceCurrency", "EUR"}})) ==
        R"({"price":3.5,"currency":"EUR"})");
  CHECK(of_json_ld(offer({{"priceSpecification", array({object({{"price", 4}, {"priceCurrency", "USD"}})})}})) ==
        R"({"price":4,"currency":"USD"})");
  CHECK(of_json_ld(offer({{"price", 0}})) == R"({"price":0})");
}

TEST_CASE("a price that is no number is none") {
  for (const Json& price :
       {Json("1.299,00 \xE2\x82\xAC"), Json(""), Json("free"), Json(true), Json(nullptr), object(), Json("Infinity")})
    CHECK(of_json_ld(offer({{"price", price}})) == "{}");
}

TEST_CASE("a brand, a category and an image may be texts or things") {
  CHECK(of_json_ld(product(
            {{"brand", "A"}, {"category", object({{"name", "lips"}})}, {"image", object({{"url", "/1.webp"}})}})) ==
        R"({"brand":"A","category":"lips","image_url":"/1.webp"})");
  CHECK(of_json_ld(product({{"brand", array({object({{"name", "B"}})})}, {"sku", 12}})) == R"({"sku":12,"brand":"B"})");
}

TEST_CASE("a group takes what it does not say from its first variant") {
  CHECK(
      of_json_ld(object(
          {{"@type", "ProductGroup"},
           {"productGroupID", "g"},
           {"name", "Satin"},
           {"hasVariant",
            array({product({{"sku", "v1"},
                            {"name", "Satin red"},
                            {"image", "/v1.webp"},
                            {"offers", object({{"price", 8}, {"priceCurrency", "EUR"}, {"availability", "InStock"}})}}),
                   product({{"sku", "v2"}})})}})) ==
      R"({"product_id":"g","sku":"v1","name":"Satin","price":8,"currency":"EUR","image_url":"/v1.webp","availability":"InStock"})");
}

TEST_CASE("Open Graph tells of a product when the page is one") {
  const Json tags = object({{"og:title", "Satin"},
                            {"og:url", "https://shop.test/p1"},
                            {"og:image", "/1.webp"},
                            {"product:price:amount", "9.90"},
                            {"product:price:currency", "EUR"},
                            {"product:brand", "A"},
                            {"product:availability", "in stock"},
                            {"product:retailer_item_id", "p1"}});
  CHECK(
      of_open_graph(joined(tags, object({{"og:type", "product"}}))) ==
      R"({"product_id":"p1","name":"Satin","brand":"A","price":9.9,"currency":"EUR","url":"https://shop.test/p1","image_url":"/1.webp","availability":"in stock"})");
  CHECK(of_open_graph(joined(tags, object({{"og:type", "website"}}))) == "{}");
  CHECK(of_open_graph(tags) == "{}");
  CHECK(of_open_graph(object({{"og:type", "og:product"}, {"og:price:amount", "3"}})) == R"({"price":3})");
}

TEST_CASE("tags of our own tell of the product and of the page") {
  const Json tags = object({{"waymark:product-id", "p1"},
                            {"waymark:product-price", "9.90"},
                            {"waymark:product-image-url", "/1.webp"},
                            {"waymark:page-type", "product"},
                            {"waymark:season", "winter"},
                            {"og:type", "product"}});
  CHECK(of_meta(tags) == R"({"product_id":"p1","price":9.9,"image_url":"/1.webp"})");
  CHECK(text_of(page_meta(tags.value().view()).view()) == R"({"page-type":"product","season":"winter"})");
}

TEST_CASE("of several that say a thing our tags count first, then JSON-LD, then Open Graph") {
  const Value meta = object({{"waymark:product-name", "meta"}}).value();
  const Value json_ld = product({{"name", "ld"}, {"brand", "ld"}}).value();
  const Value graph =
      object({{"og:type", "product"}, {"og:title", "og"}, {"product:brand", "og"}, {"product:category", "og"}}).value();
  CHECK(text_of(product_of_markup(meta.view(), json_ld.view(), graph.view()).view()) ==
        R"({"name":"meta","brand":"ld","category":"og"})");
}

TEST_CASE("the product viewed counts over the markup, which fills in what it does not say") {
  const Value markup = object({{"product_id", "p1"}, {"price", 5}, {"rating", 4}}).value();
  CHECK(text_of(product_facts(markup.view(), object({{"product_id", "p1"}, {"price", 6}}).value().view()).view()) ==
        R"({"rating":4,"product_id":"p1","price":6})");
  CHECK(text_of(product_facts(markup.view(), object({{"product_id", "p2"}}).value().view()).view()) ==
        R"({"product_id":"p2"})");
  CHECK(text_of(product_facts(markup.view(), {}).view()) == R"({"product_id":"p1","price":5,"rating":4})");
  CHECK_FALSE(product_facts({}, {}).view().exists());
}

}  // namespace waymark::sources
