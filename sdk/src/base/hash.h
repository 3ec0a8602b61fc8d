#pragma once
#include <cstdint>
#include <cstring>
#include <string_view>

namespace waymark {

/// The bits of a double (std::bit_cast is missing in Emscripten 3.1.6).
[[nodiscard]] inline std::uint64_t bits_of(double number) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &number, sizeof bits);
  return bits;
}

/// FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/), fed piece by piece.
struct Fnv64 {
  std::uint64_t value = 0xcbf29ce484222325ull;

  void add(std::string_view bytes) {
    for (const char c : bytes) mix(static_cast<unsigned char>(c));
    mix(0xff);  // never a byte of UTF-8: keeps "ab","c" apart from "a","bc"
  }
  void add(std::uint64_t number) {
    value ^= number;
    value *= 0x100000001b3ull;
    value ^= value >> 29;
  }

 private:
  void mix(std::uint64_t byte) { value = (value ^ byte) * 0x100000001b3ull; }
};

}  // namespace waymark
