// Embind registers every C++ type it knows at start, with the JavaScript for each: 1.7 KB of brotli for strings, floats and
// views that our surface does not use. With the Emscripten of Debian (3.1.6) the two functions of its library that do so can
// be ours: only the integers of bindings.cpp. bindings/embind/CMakeLists.txt uses this file for that version only.
#include <emscripten/bind.h>
#include <emscripten/emscripten.h>

#include <climits>
#include <typeinfo>

extern "C" {

EMSCRIPTEN_KEEPALIVE const char* __getTypeName(const std::type_info*) { return nullptr; }

EMSCRIPTEN_KEEPALIVE __attribute__((constructor)) void __embind_register_native_and_builtin_types() {
  using namespace emscripten::internal;
  _embind_register_integer(TypeID<int>::get(), "int", sizeof(int), INT_MIN, -1);
  _embind_register_integer(TypeID<unsigned>::get(), "unsigned int", sizeof(unsigned), 0, UINT_MAX);
}

}  // extern "C"
