#pragma once

namespace waymark::codec {

/// The double nearest to a decimal literal (`-12.5e3`; ties to even), like strtod in the C locale without hex, "inf" and
/// "nan". `end`, if not null, gets the first character that is not part of it; without digits that is `text` itself.
///
/// Exact for any length: what one multiplication or division cannot give exactly the platform reads. WebAssembly links it in place of the C library's strtod, which costs 5 KB of brotli there for the sake
/// of long double (bindings/embind/lean_libc.cpp); the native build uses the C library's, and a test compares the two.
[[nodiscard]] double parse_decimal(const char* text, char** end);

}  // namespace waymark::codec
