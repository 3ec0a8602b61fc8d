#pragma once
#include <string>

#include "base/list.h"
#include "base/value.h"
#include "waymark/result.h"

namespace waymark {

/// The JSON pointer (RFC 6901) of a value inside another: `/campaigns/3/trigger`. Found by walking there from the root, so that
/// readers need not carry a path along; empty for the root itself and for values that are not in it.
[[nodiscard]] std::string pointer_to(ValueView root, ValueView place);
/// The same for a member, whether it is there or not.
[[nodiscard]] std::string pointer_to(ValueView root, ValueView parent, const char* key);

/// What was wrong in a document, in the order it was found. Readers note a problem and go on or give up as they like; who called
/// them compares `size` before and after.
class Problems {
 public:
  explicit Problems(ValueView root) : root_(root) {}

  /// `code` and `detail` are literals (waymark/result.h, Error); `meant` is what was probably meant, empty: nobody knows.
  void add(ValueView at, const char* code, const char* detail, std::string_view meant = {});
  /// About a member that may be missing.
  void add(ValueView parent, const char* key, const char* code, const char* detail);

  [[nodiscard]] std::size_t size() const { return list_.size(); }
  [[nodiscard]] const List<Failure>& list() const { return list_; }
  [[nodiscard]] List<Failure> take() { return std::move(list_); }

 private:
  ValueView root_;
  List<Failure> list_;
};

}  // namespace waymark
