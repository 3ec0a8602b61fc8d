#include <cstdlib>
#include <string_view>

#include "codec/json_reader.h"
#include "waymark/engine.h"

// Whatever the commands are, the effects are JSON.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  waymark::Engine engine;
  static_cast<void>(engine.load(R"({"version":1,"segments":[{"id":"s","when":{"$event":{"name":"a","within":"1h"}}}]})",
                                R"({"entropy":"1","consent":"granted","display":true})"));
  const std::string effects = engine.dispatch({reinterpret_cast<const char*>(data), size});
  if (!waymark::codec::read_json(effects)) std::abort();
  return 0;
}
