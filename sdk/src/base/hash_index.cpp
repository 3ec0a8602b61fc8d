#include "base/hash_index.h"

namespace waymark {

std::uint32_t HashIndex::insert(std::uint64_t hash, std::uint32_t number) {
  if (used_ * 2 >= entries_.size()) grow();
  Entry& entry = entries_[place_of(hash)];
  if (entry.number_plus_one == 0) {
    entry = {hash, number + 1};
    ++used_;
  }
  return entry.number_plus_one - 1;
}

std::uint32_t HashIndex::find(std::uint64_t hash) const {
  return entries_.empty() ? kNone : entries_[place_of(hash)].number_plus_one - 1;
}

std::size_t HashIndex::place_of(std::uint64_t hash) const {
  const std::size_t mask = entries_.size() - 1;
  std::size_t at = static_cast<std::size_t>(hash) & mask;
  while (entries_[at].number_plus_one != 0 && entries_[at].hash != hash) at = (at + 1) & mask;
  return at;
}

void HashIndex::grow() {
  List<Entry> old(entries_.empty() ? 64 : entries_.size() * 2);
  std::swap(old, entries_);
  for (const Entry& entry : old)
    if (entry.number_plus_one != 0) entries_[place_of(entry.hash)] = entry;
}

}  // namespace waymark
