#pragma once
#include <memory>
#include <string>
#include <utility>

namespace waymark {

/// Why an input was refused. `code` is stable and machine-readable (a string literal), `path` a JSON pointer (RFC 6901) into
/// that input, `detail` one English sentence.
struct Error {
  const char* code;
  std::string path;
  std::string detail;
};

/// Out of line, for there are hundreds of places where a failure may end.
struct ErrorDeleter {
  void operator()(Error* error) const;
};

/// An error on its way up, or null. A pointer, so that handing it on costs next to nothing.
using Failure = std::unique_ptr<Error, ErrorDeleter>;

[[nodiscard]] Failure fail(const char* code, std::string path, std::string detail);

/// A value or the reason why there is none. The accessors may only be called on the side that is there.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}
  Result(Failure failure) : failure_(std::move(failure)) {}

  explicit operator bool() const { return !failure_; }
  T& operator*() { return value_; }
  const T& operator*() const { return value_; }
  T* operator->() { return &value_; }
  const T* operator->() const { return &value_; }
  [[nodiscard]] const Error& error() const { return *failure_; }
  /// Gives the failure away.
  [[nodiscard]] Failure take_failure() { return std::move(failure_); }

 private:
  T value_{};
  Failure failure_;
};

}  // namespace waymark
