#include "sources/copies.h"

#include "catch.h"
#include "support/json.h"
#include "waymark/limits.h"

namespace waymark::sources {
using namespace testing;

namespace {

/// Which of the events count: A by the API, D by the data layer, all of one product.
std::string counted(std::string_view events) {
  Copies copies;
  const Value properties = object({{"product_id", "p1"}}).value();
  std::string out;
  for (const char event : events)
    if (!copies.is_copy("Product Added", properties.view(), event == 'D')) out += event;
  return out;
}

}  // namespace

TEST_CASE("as many events count as the side that tells more has told") {
  CHECK(counted("AD") == "A");
  CHECK(counted("DA") == "D");
  CHECK(counted("AADD") == "AA");
  CHECK(counted("DDAA") == "DD");
  CHECK(counted("ADAD") == "AA");
  CHECK(counted("DADA") == "DD");
  CHECK(counted("AAA") == "AAA");
  CHECK(counted("DDD") == "DDD");
  CHECK(counted("ADDA") == "AD");
}

TEST_CASE("events of other names and about other products are no copies") {
  Copies copies;
  const auto is_copy = [&](const char* name, Members members, bool is_pushed) {
    return copies.is_copy(name, object(members).value().view(), is_pushed);
  };
  CHECK_FALSE(is_copy("Product Viewed", {{"product_id", "1"}}, false));
  CHECK_FALSE(is_copy("Product Added", {{"product_id", "1"}}, true));
  CHECK_FALSE(is_copy("Product Viewed", {{"product_id", "2"}}, true));
  CHECK_FALSE(is_copy("Order Completed", {{"order_id", "1"}}, false));
  CHECK_FALSE(is_copy("Order Completed", {{"order_id", "2"}}, true));
  CHECK(is_copy("Product Viewed", {{"product_id", 1}}, true));
  CHECK(is_copy("Order Completed", {{"order_id", 1}, {"product_id", "x"}}, true));
}

TEST_CASE("what is remembered is bounded") {
  Copies copies;
  const auto is_copy = [&](std::size_t id, bool is_pushed) {
    return copies.is_copy("Product Viewed", object({{"product_id", id}}).value().view(), is_pushed);
  };
  for (std::size_t i = 0; i < limits::kSourceCopies; ++i) CHECK_FALSE(is_copy(i, false));
  CHECK(is_copy(0, true));
  CHECK_FALSE(is_copy(limits::kSourceCopies, false));
  CHECK_FALSE(is_copy(0, true));
  CHECK(is_copy(2, true));
}

}  // namespace waymark::sources
