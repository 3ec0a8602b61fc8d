#include "base/list.h"

namespace waymark {

/// A list that grows by single elements begins with as many; fewer mean a handful of allocations for each short text.
constexpr std::size_t kFirstBytes = 64;

void ListStorage::grow(std::size_t more, std::size_t element_bytes, Move move) {
  const std::size_t wanted = size_ + more;
  const std::size_t ample = capacity_ > 0 ? std::size_t{capacity_} * 2 : 1 + kFirstBytes / element_bytes;
  const std::size_t capacity = wanted > ample ? wanted : ample;
  void* grown = std::malloc(capacity * element_bytes);
  if (!grown) std::abort();
  if (move) move(grown, data_, size_);
  else if (size_ > 0) std::memcpy(grown, data_, size_ * element_bytes);
  std::free(data_);
  data_ = grown;
  capacity_ = static_cast<std::uint32_t>(capacity);
}

void ListStorage::swap_storage(ListStorage& other) {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  std::swap(capacity_, other.capacity_);
}

}  // namespace waymark
