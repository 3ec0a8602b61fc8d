#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "waymark/types.h"

namespace waymark {

/// A counter-based generator: the n-th number depends on the host's entropy and n alone, so a visit that is replayed with
/// the same entropy gets the same ids, and two pages that restore one snapshot get different ones.
class Random {
 public:
  /// Up to 32 hex digits; anything else in the text is skipped.
  void seed(std::string_view entropy_hex);

  [[nodiscard]] std::uint64_t next();
  /// Uniform in [0, 1).
  [[nodiscard]] double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

  std::uint64_t counter = 0;

 private:
  std::uint64_t key_[2] = {0x243f6a8885a308d3ull, 0x13198a2e03707344ull};
};

/// UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, 12 of the generator's counter, 62 random ones.
[[nodiscard]] std::string make_uuid7(Timestamp now, Random& random);
/// The same of given bits: what happens by time alone gets the same id in every tab.
[[nodiscard]] std::string make_uuid7(Timestamp now, std::uint64_t sequence, std::uint64_t bits);

/// The milliseconds inside a UUIDv7, or -1 for any other text.
[[nodiscard]] Timestamp time_of_uuid7(std::string_view id);

}  // namespace waymark
