// Functions of the C library that nlohmann/json refers to, in a lean form: its own cost 8 KB of brotli in WebAssembly, for
// long double arithmetic and for formats that nobody uses here.
#include <cstdarg>
#include <cstddef>

#include "codec/decimal.h"

extern "C" {

double strtod(const char* text, char** end) { return waymark::codec::parse_decimal(text, end); }

// libc++ refers to these two beside it, in functions that nothing here calls.
float strtof(const char* text, char** end) { return static_cast<float>(strtod(text, end)); }
long double strtold(const char* text, char** end) { return strtod(text, end); }

/// Only the text of a parse error asks for it, which json_reader.cpp does not use: it names the byte instead.
int snprintf(char* into, std::size_t size, const char*, ...) {
  if (size > 0) *into = 0;
  return 0;
}

}  // extern "C"
