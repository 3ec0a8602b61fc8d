#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace waymark::testing {

/// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators).
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  /// 0 … n − 1.
  std::uint64_t roll(std::uint64_t n) { return next() % n; }
  /// Once in n times.
  bool once_in(std::uint64_t n) { return roll(n) == 0; }
  std::string one_of(std::initializer_list<std::string_view> texts) { return std::string(texts.begin()[roll(texts.size())]); }
  template <class T>
  const T& one_of(const std::vector<T>& list) {
    return list[roll(list.size())];
  }

 private:
  std::uint64_t state_;
};

}  // namespace waymark::testing
