#include <cstdlib>
#include <string>
#include <string_view>

#include "codec/json_reader.h"
#include "codec/json_writer.h"
#include "outbox/scrub.h"

// What is read and written again is stable: the second text equals the first.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const auto value = waymark::codec::read_json({reinterpret_cast<const char*>(data), size});
  if (!value) return 0;
  const std::string once = waymark::codec::to_json(value->view());
  const auto again = waymark::codec::read_json(once);
  if (!again || waymark::codec::to_json(again->view()) != once) std::abort();
  // Without what is personal it is JSON of the same shape still.
  std::string scrubbed = once;
  scrubbed.resize(waymark::outbox::scrub(scrubbed));
  const auto rest = waymark::codec::read_json(scrubbed);
  if (!rest || rest->view().type() != value->view().type() || rest->view().size() != value->view().size()) std::abort();
  return 0;
}
