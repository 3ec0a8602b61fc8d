#include "waymark/engine.h"

#include "engine/core.h"

namespace waymark {

Engine::Engine() : core_(std::make_unique<Core>()) {}
Engine::~Engine() = default;

Result<std::string> Engine::load(std::string_view document, std::string_view environment) {
  return core_->load(document, environment);
}

std::string_view Engine::dispatch(std::string_view commands) { return core_->dispatch(commands); }

}  // namespace waymark
