#pragma once
#include <cstddef>
#include <utility>

namespace waymark {

/// Heapsort (Williams 1964): not stable, O(n log n) at worst. std::sort takes 2 KB of WebAssembly for each type.
template <class List, class Before>
void sort(List& list, Before before) {
  const auto sink = [&](std::size_t at, std::size_t size) {
    for (std::size_t child = 2 * at + 1; child < size; at = child, child = 2 * at + 1) {
      if (child + 1 < size && before(list[child], list[child + 1])) ++child;
      if (!before(list[at], list[child])) return;
      std::swap(list[at], list[child]);
    }
  };
  for (std::size_t i = list.size() / 2; i-- > 0;) sink(i, list.size());
  for (std::size_t size = list.size(); size-- > 1;) {
    std::swap(list[0], list[size]);
    sink(0, size);
  }
}

}  // namespace waymark
