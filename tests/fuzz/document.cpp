#include "engine.h"

// Whatever the document is, it is refused or lived with.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace waymark;
  Engine engine;
  const auto report = engine.load({reinterpret_cast<const char*>(data), size}, fuzz::kEnvironment);
  if (report && !codec::read_json(*report)) std::abort();
  fuzz::dispatch(engine, R"([{"kind":"visitor","now":1,"snapshot":null},{"kind":"page","now":2,"page":{"url":"https://shop.test/"}},
    {"kind":"track","now":3,"name":"a","properties":{"n":5}},{"kind":"identify","now":4,"traits":{"x":"y"}},{"kind":"elapsed","now":90000000},
    {"kind":"query","now":90000000,"tag":1,"ask":"explain"},{"kind":"query","now":90000000,"tag":2,"ask":"segments"}])");
  return 0;
}
