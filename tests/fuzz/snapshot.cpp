#include "engine.h"

// Whatever a snapshot is, the visit begins, and what it is stored as again is read again.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace waymark;
  Engine engine;
  static_cast<void>(engine.load(fuzz::kDocument, fuzz::kEnvironment));
  const std::string snapshot(reinterpret_cast<const char*>(data), size);
  fuzz::dispatch(engine, R"([{"kind":"visitor","now":1767614400000,"snapshot":)" + snapshot + R"(,"outbox":[{"id":"e","bytes":9}]},
    {"kind":"page","now":1767614400000,"page":{"url":"https://shop.test/"}},{"kind":"track","now":1767614500000,"name":"a"}])");
  const auto effects = codec::read_json(engine.dispatch(R"([{"kind":"query","now":1767614600000,"tag":1,"ask":"snapshot"}])"));
  if (!effects || effects->view().size() == 0) std::abort();
  return 0;
}
