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

std::string error_text(const waymark::Error& error) {
  return R"({"error":{"code":")" + error.code + R"(","path":")" + error.path + R"(","detail":")" + error.detail + R"("}})";
}

/// The input is the environment, a line feed, and the document. The result is a LoadReport or `{ "error" }`.
unsigned load(unsigned bytes) {
  const std::string_view text(input.data(), bytes);
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return give(error_text({"bad-environment", "/environment", "needs a line"}));
  auto report = engine().load(text.substr(end + 1), text.substr(0, end));
  return give(report ? std::move(*report) : error_text(report.error()));
}

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
