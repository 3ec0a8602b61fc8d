#include <string_view>

#include "waymark/engine.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  waymark::Engine engine;
  static_cast<void>(engine.load({reinterpret_cast<const char*>(data), size}, R"({"entropy":"1","display":true})"));
  static_cast<void>(engine.dispatch(
      R"([{"kind":"visitor","now":1,"snapshot":null},{"kind":"track","now":2,"name":"a"},{"kind":"elapsed","now":90000000}])"));
  return 0;
}
