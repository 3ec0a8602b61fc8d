#include "experiments/hash.h"
#include "base/text.h"

#include <cstdint>
#include <string>

namespace waymark::experiments {
namespace {

/// One character of well-formed UTF-8, taken off the front.
std::uint32_t take_character(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const unsigned first = byte(0);
  const std::size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  std::uint32_t character = length == 1 ? first : first & (0x7f >> length);
  for (std::size_t i = 1; i < length; ++i) character = character << 6 | (byte(i) & 0x3f);
  text.remove_prefix(length < text.size() ? length : text.size());
  return character;
}

/// http://www.isthe.com/chongo/tech/comp/fnv/
struct Fnv32 {
  std::uint32_t value = 0x811c9dc5;

  void add(std::string_view text) {
    while (!text.empty()) {
      const std::uint32_t character = take_character(text);
      if (character < 0x10000) {
        mix(character);
      } else {
        mix(0xd7c0 + (character >> 10));
        mix(0xdc00 + (character & 0x3ff));
      }
    }
  }

 private:
  void mix(std::uint32_t unit) { value = (value ^ unit) * 0x01000193; }
};

}  // namespace

std::optional<double> hash(std::string_view seed, std::string_view value, int version) {
  Fnv32 fnv;
  if (version == 1) {
    fnv.add(value);
    fnv.add(seed);
    return (fnv.value % 1000) / 1000.0;
  }
  if (version != 2) return {};
  fnv.add(seed);
  fnv.add(value);
  Fnv32 again;
  again.add(digits_of(fnv.value));
  return (again.value % 10000) / 10000.0;
}

}  // namespace waymark::experiments
