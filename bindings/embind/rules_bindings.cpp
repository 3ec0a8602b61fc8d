// The rule language by itself, for Node and tools: integers and memory, as in bindings.cpp. bindings/host/rules.ts is the other side.
#include <emscripten/bind.h>

#include <memory>
#include <string>
#include <vector>

#include "text_memory.h"
#include "waymark/rules.h"

namespace {

using namespace waymark::bindings;
using waymark::Rules;

/// By the number that the host gave it.
std::vector<std::unique_ptr<Rules>> compiled;

/// The bytes of a failure, negative: code, path and detail, a line each.
int refuse(const waymark::Error& error) { return -give(std::string(error.code) + '\n' + error.path + '\n' + error.detail); }

int compile(unsigned number, unsigned bytes) {
  while (compiled.size() <= number) compiled.emplace_back();
  auto rules = std::make_unique<Rules>();
  auto report = rules->compile(text(0, bytes));
  if (!report) return refuse(report.error());
  compiled[number] = std::move(rules);
  return give(std::move(*report));
}

int release(unsigned number) {
  compiled[number] = nullptr;
  return 0;
}

/// Facts and history, one text after the other; gives a byte for each segment.
int evaluate(unsigned number, unsigned facts_bytes, unsigned history_bytes) {
  auto verdicts = compiled[number]->evaluate(text(0, facts_bytes), text(facts_bytes, history_bytes));
  return verdicts ? give(std::move(*verdicts)) : refuse(verdicts.error());
}

/// Condition, attributes and groups, one text after the other; gives one byte.
int holds(unsigned condition_bytes, unsigned attribute_bytes, unsigned group_bytes) {
  const auto verdict = Rules::holds(text(0, condition_bytes), text(condition_bytes, attribute_bytes), text(condition_bytes + attribute_bytes, group_bytes));
  return verdict ? give(std::string(1, *verdict ? '\1' : '\0')) : refuse(verdict.error());
}

/// Seed and value, one text after the other; gives ten thousandths, -1 for an unknown version.
int hash(unsigned seed_bytes, unsigned value_bytes, int version) {
  const auto share = Rules::hash(text(0, seed_bytes), text(seed_bytes, value_bytes), version);
  return share ? static_cast<int>(*share * 10'000 + 0.5) : -1;
}

}  // namespace

EMSCRIPTEN_BINDINGS(waymark_rules) {
  emscripten::function("reserve", &reserve);
  emscripten::function("compile", &compile);
  emscripten::function("release", &release);
  emscripten::function("evaluate", &evaluate);
  emscripten::function("holds", &holds);
  emscripten::function("hash", &hash);
  emscripten::function("output", &output);
}
