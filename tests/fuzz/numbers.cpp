#include <cmath>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "codec/decimal.h"
#include "codec/number_text.h"

// Any double comes back from its text; any text is read as the C library reads it.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  static_cast<void>(waymark::codec::number_of_text(text));
  if (size < sizeof(double)) return 0;
  double value = 0;
  std::memcpy(&value, data, sizeof value);
  if (!std::isfinite(value)) return 0;
  std::string printed;
  waymark::codec::append_number(printed, value);
  if (waymark::codec::parse_decimal(printed.c_str(), nullptr) != value) std::abort();
  if (std::strtod(printed.c_str(), nullptr) != value) std::abort();
  return 0;
}
