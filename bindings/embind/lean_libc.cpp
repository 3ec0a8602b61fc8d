// Functions of the C library that nlohmann/json refers to, in a lean form: its own cost 8 KB of brotli in WebAssembly, for
// long double arithmetic and for formats that nobody uses here.
#include <cerrno>
#include <cstdarg>
#include <cstddef>

#include "codec/decimal.h"

extern "C" {

double strtod(const char* text, char** end) { return waymark::codec::parse_decimal(text, end); }

// libc++ refers to these two beside it, in functions that nothing here calls.
float strtof(const char* text, char** end) { return static_cast<float>(strtod(text, end)); }
long double strtold(const char* text, char** end) { return strtod(text, end); }

/// Integers of up to 19 digits and of no more than 2^64 - 1; for what is more, errno says so, and the lexer reads it as a double.
unsigned long long strtoull(const char* text, char** end, int) {
  constexpr unsigned long long kTenths = 1'844'674'407'370'955'161;
  unsigned long long value = 0;
  while (*text >= '0' && *text <= '9') {
    if (value >= kTenths) errno = ERANGE;
    value = value * 10 + static_cast<unsigned long long>(*text++ - '0');
  }
  *end = const_cast<char*>(text);
  return value;
}

/// Of what has a minus the lexer asks this one first: it is a double for everybody here.
long long strtoll(const char*, char**, int) {
  errno = ERANGE;
  return 0;
}

// Those of the C library look at words instead of bytes; the texts here are short.
std::size_t strlen(const char* text) {
  const char* end = text;
  while (*end) ++end;
  return static_cast<std::size_t>(end - text);
}

void* memchr(const void* bytes, int byte, std::size_t size) {
  for (auto at = static_cast<const unsigned char*>(bytes); size > 0; ++at, --size)
    if (*at == static_cast<unsigned char>(byte)) return const_cast<unsigned char*>(at);
  return nullptr;
}

/// Only the text of a parse error asks for it, which json_reader.cpp does not use: it names the byte instead.
int snprintf(char* into, std::size_t size, const char*, ...) {
  if (size > 0) *into = 0;
  return 0;
}

}  // extern "C"
