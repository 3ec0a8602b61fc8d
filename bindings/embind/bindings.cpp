// The whole surface of the core in WebAssembly: integers and memory. protocol.ts says what the texts mean.
#include <emscripten/bind.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "waymark/engine.h"

namespace {

waymark::Engine& engine() {
  static waymark::Engine instance;
  return instance;
}
std::string input;
std::string result;

unsigned address(const std::string& text) { return static_cast<unsigned>(reinterpret_cast<std::uintptr_t>(text.data())); }

/// Room for a text of that many bytes; valid until the next call of anything here.
unsigned reserve(unsigned bytes) {
  if (input.size() < bytes) input.resize(bytes);
  return address(input);
}

unsigned give(std::string text) {
  result = std::move(text);
  return static_cast<unsigned>(result.size());
}

unsigned load(unsigned bytes) { return give(load_text(engine(), {input.data(), bytes})); }

unsigned dispatch(unsigned bytes) { return give(engine().dispatch({input.data(), bytes})); }

/// Where the result of the last load or dispatch lies.
unsigned output() { return address(result); }

int abi_version() { return waymark::kAbiVersion; }

}  // namespace

EMSCRIPTEN_BINDINGS(waymark) {
  emscripten::function("abiVersion", &abi_version);
  emscripten::function("reserve", &reserve);
  emscripten::function("load", &load);
  emscripten::function("dispatch", &dispatch);
  emscripten::function("output", &output);
}
