#pragma once
#include <cstdint>
#include "base/list.h"

namespace waymark {

/// Numbers by 64-bit hash, for keys that are good hashes themselves: open addressing, linear probing, never shrinks.
class HashIndex {
 public:
  /// The number kept for the hash; `number` becomes it when there is none.
  std::uint32_t insert(std::uint64_t hash, std::uint32_t number);
  static constexpr std::uint32_t kNone = 0xffffffff;
  [[nodiscard]] std::uint32_t find(std::uint64_t hash) const;

 private:
  struct Entry {
    std::uint64_t hash = 0;
    std::uint32_t number_plus_one = 0;  // 0: free
  };
  [[nodiscard]] std::size_t place_of(std::uint64_t hash) const;
  void grow();

  List<Entry> entries_;
  std::size_t used_ = 0;
};

}  // namespace waymark
