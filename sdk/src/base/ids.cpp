#include "base/ids.h"

#include "base/text.h"

namespace waymark {
namespace {

constexpr char kHex[] = "0123456789abcdef";

// SplitMix64's finaliser (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
  return x ^ (x >> 31);
}

char* put_hex(char* to, std::uint64_t bits, int digits) {
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) *to++ = kHex[(bits >> shift) & 15];
  return to;
}

}  // namespace

void Random::seed(std::string_view entropy_hex) {
  std::uint64_t words[2] = {0, 0};
  int digits = 0;
  for (const char c : entropy_hex) {
    const int value = hex_value(c);
    if (value < 0 || digits == 32) continue;
    words[digits / 16] = words[digits / 16] << 4 | static_cast<std::uint64_t>(value);
    ++digits;
  }
  key_[0] = words[0];
  key_[1] = words[1];
}

std::uint64_t Random::next() {
  ++counter;
  return mix(mix(key_[0] + counter * 0x9e3779b97f4a7c15ull) ^ key_[1]);
}

std::string make_uuid7(Timestamp now, Random& random) {
  // The 12 bits after the time count ids, so that those of one millisecond sort as they were made (RFC 9562 §6.2, method 1).
  const std::uint64_t sequence = random.counter;
  return make_uuid7(now, sequence, random.next());
}

std::string make_uuid7(Timestamp now, std::uint64_t sequence, std::uint64_t b) {
  std::string id(36, '-');
  char* to = put_hex(id.data(), static_cast<std::uint64_t>(now) >> 16, 8) + 1;
  to = put_hex(to, static_cast<std::uint64_t>(now) & 0xffff, 4) + 1;
  to = put_hex(to, 0x7000 | (sequence & 0xfff), 4) + 1;
  to = put_hex(to, 0x8000 | (b >> 50), 4) + 1;
  put_hex(to, b & 0xffffffffffffull, 12);
  return id;
}

Timestamp time_of_uuid7(std::string_view id) {
  if (id.size() != 36 || id[8] != '-' || id[13] != '-' || id[14] != '7') return -1;
  Timestamp time = 0;
  for (const char c : id.substr(0, 13)) {
    if (c == '-') continue;
    const int value = hex_value(c);
    if (value < 0) return -1;
    time = time << 4 | value;
  }
  return time;
}

}  // namespace waymark
