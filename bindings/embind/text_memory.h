#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

/// How texts cross into the module and out of it: the host asks for room, writes, calls, and reads what lies at `output`.
namespace waymark::bindings {

inline std::string input;
inline std::string kept;
inline std::string_view result;

inline unsigned address(std::string_view text) { return static_cast<unsigned>(reinterpret_cast<std::uintptr_t>(text.data())); }

/// Room for texts of that many bytes together; valid until the next call of anything here.
inline unsigned reserve(unsigned bytes) {
  if (input.size() < bytes) input.resize(bytes);
  return address(input);
}

inline std::string_view text(unsigned from, unsigned bytes) { return {input.data() + from, bytes}; }

/// The bytes of a result that lies where it is until the next call.
inline int give(std::string_view made) {
  result = made;
  return static_cast<int>(made.size());
}
inline int give(const std::string& made) = delete;  // who keeps it?
inline int give(std::string&& made) { return give(std::string_view(kept = std::move(made))); }

/// Where the last result lies.
inline unsigned output() { return address(result); }

}  // namespace waymark::bindings
