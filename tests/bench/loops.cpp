// Loops for script/bench rules, inside the module, so that nothing but the work is timed. rulesLoops.ts is the other side.
#include <emscripten/bind.h>
#include <emscripten/emscripten.h>
#include <malloc.h>

#include <memory>
#include <string>

#include "codec/json_reader.h"
#include "engine/core.h"
#include "engine/document.h"
#include "rules/evaluation.h"
#include "text_memory.h"

namespace {

using namespace waymark;
using namespace waymark::bindings;

unsigned heap_bytes() { return static_cast<unsigned>(mallinfo().uordblks); }

int nanoseconds_since(double begin, unsigned count) { return static_cast<int>((emscripten_get_now() - begin) * 1e6 / count); }

// Every rule about one profile after the other.

std::unique_ptr<engine::Document> document;
std::unique_ptr<rules::Evaluation> evaluation;
Value profiles;
std::string verdicts;

/// The document, then an array of facts. Gives the number of segments, -1 when something cannot be read.
int prepare(unsigned document_bytes, unsigned profile_bytes) {
  auto compiled = engine::read_document(text(0, document_bytes));
  auto read = codec::read_json(text(document_bytes, profile_bytes));
  if (!compiled || !read) return -1;
  evaluation = nullptr;
  document = std::move(*compiled);
  evaluation = std::make_unique<rules::Evaluation>(document->program);
  profiles = std::move(*read);
  return static_cast<int>(document->segments.size());
}

void evaluate(ValueView facts) {
  evaluation->facts_changed(facts);
  evaluation->settle_all(0);
  verdicts.resize(document->segments.size());
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    const rules::NodeIndex node = document->segments[i].node;
    verdicts[i] = node != rules::kNoNode && evaluation->holds(node) ? '\1' : '\0';
  }
}

/// Nanoseconds a profile.
int pass(unsigned repeats) {
  const double begin = emscripten_get_now();
  for (unsigned i = 0; i < repeats; ++i)
    for (const ValueView facts : profiles.view().elements()) evaluate(facts);
  return nanoseconds_since(begin, repeats * static_cast<unsigned>(profiles.view().size()));
}

/// One byte a segment, profile after profile.
int answers() {
  std::string all;
  for (const ValueView facts : profiles.view().elements()) {
    evaluate(facts);
    all += verdicts;
  }
  return give(std::move(all));
}

// The engine with its commands.

Engine::Core& core() {
  static Engine::Core instance;
  return instance;
}
Value commands;

/// Environment, then document; gives the report, empty: it failed.
int load(unsigned environment_bytes, unsigned document_bytes) {
  auto report = core().load(text(environment_bytes, document_bytes), text(0, environment_bytes));
  return give(report ? std::move(*report) : std::string());
}

int dispatch(unsigned bytes) { return give(core().dispatch(text(0, bytes))); }

/// Keeps arrays of commands (an array of them), read.
int keep(unsigned bytes) {
  auto read = codec::read_json(text(0, bytes));
  if (!read) return -1;
  commands = std::move(*read);
  return static_cast<int>(commands.view().size());
}

/// Carries out what is kept, each array by itself. Nanoseconds an array, from what was read to its effects.
int carry_out() {
  std::size_t effects = 0;
  const double begin = emscripten_get_now();
  for (const ValueView batch : commands.view().elements()) effects += core().carry_out(batch).size();
  const int took = nanoseconds_since(begin, static_cast<unsigned>(commands.view().size()));
  return effects > 0 ? took : -1;
}

}  // namespace

EMSCRIPTEN_BINDINGS(waymark_loops) {
  emscripten::function("reserve", &reserve);
  emscripten::function("output", &output);
  emscripten::function("heapBytes", &heap_bytes);
  emscripten::function("prepare", &prepare);
  emscripten::function("pass", &pass);
  emscripten::function("answers", &answers);
  emscripten::function("load", &load);
  emscripten::function("dispatch", &dispatch);
  emscripten::function("keep", &keep);
  emscripten::function("carryOut", &carry_out);
}
