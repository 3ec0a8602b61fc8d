#include "base/nearest.h"

#include <string>

#include "catch.h"

namespace waymark {

TEST_CASE("a misspelt word is taken for the nearest one") {
  const List<std::string_view> known = {"$gt", "$gte", "$regex", "$elemMatch", "within"};
  CHECK(nearest("$gtee", known) == "$gte");
  CHECK(nearest("$regx", known) == "$regex");
  CHECK(nearest("$elemmatch", known) == "$elemMatch");
  CHECK(nearest("wihtin", known) == "within");
  CHECK(nearest("$gte", known) == "$gte");
}

TEST_CASE("a word that is like none is taken for none") {
  const List<std::string_view> known = {"$gt", "$regex"};
  CHECK(nearest("banana", known).empty());
  CHECK(nearest("x", known).empty());
  CHECK(nearest("", known).empty());
  CHECK(nearest(std::string(500, 'x'), known).empty());
  CHECK(nearest("$gt", {}).empty());
}

}  // namespace waymark
