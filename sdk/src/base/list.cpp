#include "base/list.h"

namespace waymark {

void ListStorage::grow(std::size_t more, std::size_t element_bytes, Move move) {
  const std::size_t wanted = size_ + more;
  const std::size_t doubled = std::size_t{capacity_} * 2;
  const std::size_t capacity = wanted > doubled ? (wanted < 4 ? 4 : wanted) : doubled;
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
