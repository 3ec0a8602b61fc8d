#include "base/hash_index.h"

#include "base/hash.h"
#include "catch.h"

namespace waymark {

TEST_CASE("a hash index keeps the first number given for a hash") {
  HashIndex index;
  CHECK(index.insert(42, 7) == 7);
  CHECK(index.insert(42, 8) == 7);
}

TEST_CASE("a hash index still finds everything after it grew, hash 0 too") {
  HashIndex index;
  constexpr std::uint32_t kCount = 5000;
  // Multiples of a power of two collide in every table of that size.
  for (std::uint32_t i = 0; i < kCount; ++i) REQUIRE(index.insert(std::uint64_t{i} << 12, i) == i);
  for (std::uint32_t i = 0; i < kCount; ++i) REQUIRE(index.insert(std::uint64_t{i} << 12, 99) == i);
}

TEST_CASE("texts fed piece by piece hash by their pieces") {
  const auto hash = [](std::initializer_list<std::string_view> pieces) {
    Fnv64 fnv;
    for (const std::string_view piece : pieces) fnv.add(piece);
    return fnv.value;
  };
  CHECK(hash({"ab", "c"}) == hash({"ab", "c"}));
  CHECK(hash({"ab", "c"}) != hash({"a", "bc"}));
  CHECK(hash({"", "a"}) != hash({"a", ""}));
}

}  // namespace waymark
