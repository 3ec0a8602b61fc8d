// The whole surface of the core in WebAssembly: integers and memory. protocol.ts says what the texts mean.
#include <emscripten/bind.h>

#include "text_memory.h"
#include "waymark/engine.h"

namespace {

using namespace waymark::bindings;

waymark::Engine& engine() {
  static waymark::Engine instance;
  return instance;
}
int load(unsigned bytes) { return give(load_text(engine(), text(0, bytes))); }

int dispatch(unsigned bytes) { return give(engine().dispatch(text(0, bytes))); }

int abi_version() { return waymark::kAbiVersion; }

}  // namespace

EMSCRIPTEN_BINDINGS(waymark) {
  emscripten::function("abiVersion", &abi_version);
  emscripten::function("reserve", &reserve);
  emscripten::function("load", &load);
  emscripten::function("dispatch", &dispatch);
  emscripten::function("output", &output);
}
