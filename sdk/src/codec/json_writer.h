#pragma once
#include <concepts>
#include <span>
#include <string>
#include <string_view>

#include "base/value.h"

namespace waymark::codec {

/// Writes JSON. Calls must nest as JSON does; commas are its own business.
class JsonWriter {
 public:
  /// What has been written so far, until more is.
  [[nodiscard]] std::string_view text() const { return {text_.data(), text_.size()}; }
  [[nodiscard]] std::size_t size() const { return text_.size(); }
  /// Back to the first `size` characters; the room stays.
  void cut(std::size_t size);
  /// Hands over what has been written from there on, to be changed in place; `change` gives its new size.
  template <class Change>
  void rework(std::size_t from, Change change) {
    text_.cut(from + change(std::span(text_.begin() + from, text_.size() - from)));
  }
  /// Between two values: something that is no JSON.
  void plain(std::string_view text);

  void begin_object() { open('{'); }
  void begin_array() { open('['); }
  void end_object() { close('}'); }
  void end_array() { close(']'); }
  void key(std::string_view name);
  void key(const char* name);
  void null();
  void boolean(bool value);
  /// NaN and infinities become null, as in JSON.stringify.
  void number(double value);
  void string(std::string_view text);
  void string(const char* text);
  void string(const std::string& text);
  void strings(const List<std::string>& texts);
  void value(ValueView view);
  /// A finished JSON text.
  void raw(std::string_view json);

  void member(const char* name, std::string_view text);
  void member(const char* name, const char* text);
  void member(const char* name, const std::string& text);
  void member(const char* name, double value);
  void member(const char* name, bool value);
  void member(const char* name, ValueView view);
  template <std::integral T>
  void member(const char* name, T value) {
    member(name, static_cast<double>(value));
  }
  void member(std::string_view name, ValueView view);
  void member(std::string_view name, double value);

 private:
  char* room(std::size_t size);
  char* put_quoted(std::string_view text, std::size_t more);
  void open(char bracket);
  void close(char bracket);

  List<char> text_;
  bool needs_comma_ = false;
};

/// Bytes of a text as JSON, with its quotes.
[[nodiscard]] std::size_t quoted_size(std::string_view text);

/// The value as JSON text.
[[nodiscard]] std::string to_json(ValueView value);

}  // namespace waymark::codec
