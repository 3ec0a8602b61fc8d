#pragma once
#include <string>
#include <utility>
#include <variant>

namespace waymark {

/// Why an input was refused. `code` is stable and machine-readable, `path` a JSON pointer (RFC 6901) into that input,
/// `detail` one English sentence.
struct Error {
  std::string code;
  std::string path;
  std::string detail;
};

/// A value or the reason why there is none. The accessors may only be called on the side that is there.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return state_.index() == 0; }
  T& operator*() { return *std::get_if<0>(&state_); }
  const T& operator*() const { return *std::get_if<0>(&state_); }
  T* operator->() { return std::get_if<0>(&state_); }
  const T* operator->() const { return std::get_if<0>(&state_); }
  Error& error() { return *std::get_if<1>(&state_); }
  const Error& error() const { return *std::get_if<1>(&state_); }

 private:
  std::variant<T, Error> state_;
};

}  // namespace waymark
