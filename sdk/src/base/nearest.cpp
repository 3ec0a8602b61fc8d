#include "base/nearest.h"

#include <algorithm>

namespace waymark {
namespace {

constexpr std::size_t kLongest = 40;

/// Optimal string alignment distance (Damerau 1964, restricted).
std::size_t distance(std::string_view a, std::string_view b) {
  std::size_t rows[3][kLongest + 1];
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t* row = rows[i % 3];
    const std::size_t* above = rows[(i + 2) % 3];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool is_same = a[i - 1] == b[j - 1];
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (is_same ? 0 : 1)});
      const bool is_swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (is_swap) row[j] = std::min(row[j], rows[(i + 1) % 3][j - 2] + 1);
    }
  }
  return rows[a.size() % 3][b.size()];
}

}  // namespace

std::string_view find_nearest(std::string_view word, const List<std::string_view>& candidates) {
  std::string_view best;
  std::size_t bound = std::min<std::size_t>(3, (word.size() + 1) / 2);
  for (const std::string_view candidate : candidates) {
    if (word.size() > kLongest || candidate.size() > kLongest) continue;
    const std::size_t apart = distance(word, candidate);
    if (apart >= bound) continue;
    bound = apart;
    best = candidate;
  }
  return best;
}

}  // namespace waymark
