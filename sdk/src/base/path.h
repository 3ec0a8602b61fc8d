#pragma once
#include <string>
#include <string_view>

#include "waymark/result.h"

namespace waymark {

/// Where a reader stands in a document. Lives on the stack beside the walk; becomes text only when there is an error.
class Path {
 public:
  Path() = default;
  [[nodiscard]] Path operator/(std::string_view key) const { return {this, key, 0}; }
  [[nodiscard]] Path operator/(const char* key) const;
  [[nodiscard]] Path operator/(std::size_t index) const { return {this, {}, index}; }

  /// RFC 6901: `/campaigns/3/trigger`.
  [[nodiscard]] std::string pointer() const;
  [[nodiscard]] Failure fail(const char* code, const char* detail) const;
  [[nodiscard]] Failure fail(const char* code, const std::string& detail) const;

 private:
  Path(const Path* parent, std::string_view key, std::size_t index) : parent_(parent), key_(key), index_(index) {}

  const Path* parent_ = nullptr;
  std::string_view key_;
  std::size_t index_ = 0;
};

}  // namespace waymark
