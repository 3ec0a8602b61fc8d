#include "experiments/hash.h"

#include "catch.h"
#include "support/json.h"
#include "support/visit.h"

namespace waymark::experiments {
using namespace testing;

TEST_CASE("a value falls where GrowthBook has it") {
  CHECK(*hash("", "a", 1) == 0.22);
  CHECK(*hash("b", "a", 1) == 0.946);
  CHECK(*hash("seed", "a", 2) == 0.0505);
  CHECK(*hash("foo", "def", 2) == 0.2019);
}

TEST_CASE("there are two versions") {
  CHECK_FALSE(hash("abc", "def", 0));
  CHECK_FALSE(hash("abc", "def", 3));
}

TEST_CASE("characters beyond U+FFFF are two code units") {
  // The two surrogates of U+1F600 by hand: FNV-1a over 0xd83d, 0xde00.
  std::uint32_t fnv = 0x811c9dc5;
  for (const std::uint32_t unit : {0xd83du, 0xde00u}) fnv = (fnv ^ unit) * 0x01000193;
  CHECK(*hash("", "\xf0\x9f\x98\x80", 1) == (fnv % 1000) / 1000.0);
}

TEST_CASE("GrowthBook's own hash cases hold", "[growthbook]") {
  const std::string text = read_file(std::string(WAYMARK_TESTS_DIR) + "/../../shared/data/growthbook-cases.json");
  if (text.empty()) {
    WARN("skipped: ../shared/data/growthbook-cases.json is not there");
    return;
  }
  const Value file = parse(text);
  for (const ValueView one : file.view()["hash"].elements()) {
    std::vector<ValueView> parts;
    for (const ValueView part : one.elements()) parts.push_back(part);
    INFO(text_of(one));
    const auto found = hash(parts[0].string(), parts[1].string(), static_cast<int>(parts[2].number()));
    CHECK(found.has_value() == parts[3].is_number());
    if (found) CHECK(*found == parts[3].number());
  }
}

}  // namespace waymark::experiments
