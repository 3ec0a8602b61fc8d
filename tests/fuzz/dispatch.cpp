#include "engine.h"

// Whatever the commands are, the effects are JSON, and the engine goes on.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace waymark;
  Engine engine;
  static_cast<void>(engine.load(fuzz::kDocument, fuzz::kEnvironment));
  fuzz::dispatch(engine, {reinterpret_cast<const char*>(data), size});
  fuzz::dispatch(engine, R"([{"kind":"track","now":1767614400000,"name":"a"},{"kind":"query","now":1767614400000,"tag":1,"ask":"snapshot"}])");
  return 0;
}
