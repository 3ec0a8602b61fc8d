#include <string_view>

#include "base/url.h"
#include "visitor/traffic.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static_cast<void>(waymark::is_safe_url(text));
  static_cast<void>(waymark::visitor::read_traffic(text.substr(0, size / 2), text.substr(size / 2)));
  return 0;
}
