#include "base/sort.h"

#include <algorithm>

#include "base/list.h"
#include "catch.h"

namespace waymark {

TEST_CASE("lists of every small size are sorted, whatever their order") {
  for (std::uint32_t size = 0; size < 8; ++size) {
    List<std::uint32_t> list;
    for (std::uint32_t i = 0; i < size; ++i) list.push_back(i / 2);
    do {
      List<std::uint32_t> sorted = list;
      sort(sorted, [](std::uint32_t a, std::uint32_t b) { return a < b; });
      CHECK(std::is_sorted(sorted.begin(), sorted.end()));
    } while (std::next_permutation(list.begin(), list.end()));
  }
}

}  // namespace waymark
