#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "waymark/engine.h"

// Frames on standard input: one letter ('l' load, 'd' dispatch), the length as 4 bytes little endian, the text.
// A load's text is the environment, a line feed, the document. Each frame is answered by length and text on standard output.
// Ends with the input; a broken frame ends it with status 1.

namespace {

bool read_exactly(void* into, std::size_t bytes) { return std::fread(into, 1, bytes, stdin) == bytes; }

void answer(std::string_view text) {
  const auto length = static_cast<std::uint32_t>(text.size());
  std::fwrite(&length, sizeof length, 1, stdout);
  std::fwrite(text.data(), 1, text.size(), stdout);
}

}  // namespace

int main() {
  waymark::Engine engine;
  std::string text;
  for (char letter = 0; std::fread(&letter, 1, 1, stdin) == 1;) {
    std::uint32_t length = 0;
    if (!read_exactly(&length, sizeof length)) return EXIT_FAILURE;
    text.resize(length);
    if (!read_exactly(text.data(), length)) return EXIT_FAILURE;
    if (letter == 'l') answer(load_text(engine, text));
    else answer(engine.dispatch(text));
    std::fflush(stdout);
  }
  return EXIT_SUCCESS;
}
