#pragma once
#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "base/value.h"

namespace waymark::testing {

/// JSON written as C++: `object({{"name", "x"}, {"count", object({{"$gte", 3}})}})`, `array({1, "two"})`.
class Json {
 public:
  Json(std::nullptr_t) : text_("null") {}
  Json(const char* text);
  Json(const std::string& text);
  Json(std::string_view text);
  template <std::same_as<bool> T>
  Json(T value) : text_(value ? "true" : "false") {}
  template <class T>
    requires(std::integral<T> || std::floating_point<T>) && (!std::same_as<T, bool>)
  Json(T value) : Json(number(static_cast<double>(value))) {}
  /// A finished text.
  static Json raw(std::string text);

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] Value value() const;

 private:
  Json() = default;
  static Json number(double value);
  std::string text_;
};

using Members = std::initializer_list<std::pair<std::string_view, Json>>;
[[nodiscard]] Json object(Members members = {});
[[nodiscard]] Json array(std::initializer_list<Json> elements = {});
/// The members of the first object, then those of the second.
[[nodiscard]] Json joined(const Json& object, const Json& more);

/// Reads a text that must be JSON; otherwise gives the text "not JSON", which no test expects.
[[nodiscard]] Value parse(std::string_view json);
[[nodiscard]] std::string text_of(ValueView value);
/// The whole file; empty when there is none.
[[nodiscard]] std::string read_file(const std::string& path);

}  // namespace waymark::testing
