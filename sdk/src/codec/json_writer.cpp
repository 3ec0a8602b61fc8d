#include "codec/json_writer.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "codec/number_text.h"

namespace waymark::codec {
namespace {

constexpr char kHex[] = "0123456789abcdef";

/// What follows the backslash, by character; 0 where none is needed, u where the number does.
constexpr std::array<char, 256> kEscapes = [] {
  std::array<char, 256> escapes{};
  for (std::size_t c = 0; c < 0x20; ++c) escapes[c] = 'u';
  escapes['\b'] = 'b', escapes['\f'] = 'f', escapes['\n'] = 'n', escapes['\r'] = 'r', escapes['\t'] = 't';
  escapes['"'] = '"', escapes['\\'] = '\\';
  return escapes;
}();

char* put_escaped(char* to, std::string_view text) {
  for (const char c : text) {
    const char escape = kEscapes[static_cast<unsigned char>(c)];
    if (!escape) {
      *to++ = c;
      continue;
    }
    *to++ = '\\', *to++ = escape;
    if (escape == 'u') *to++ = '0', *to++ = '0', *to++ = kHex[c >> 4], *to++ = kHex[c & 15];
  }
  return to;
}

}  // namespace

std::size_t quoted_size(std::string_view text) {
  std::size_t size = text.size() + 2;
  for (const char c : text)
    if (const char escape = kEscapes[static_cast<unsigned char>(c)]) size += escape == 'u' ? 5 : 1;
  return size;
}

/// A comma where one is due, then room for so many characters.
char* JsonWriter::room(std::size_t size) {
  char* to = text_.extend(size + needs_comma_);
  if (needs_comma_) *to++ = ',';
  needs_comma_ = true;
  return to;
}

// The size first, then all characters at once: each call into std::string costs more than the characters do.
char* JsonWriter::put_quoted(std::string_view text, std::size_t more) {
  const std::size_t size = quoted_size(text);
  char* to = room(size + more);
  *to++ = '"';
  if (size == text.size() + 2) to = std::copy(text.begin(), text.end(), to);
  else to = put_escaped(to, text);
  *to++ = '"';
  return to;
}

void JsonWriter::open(char bracket) {
  *room(1) = bracket;
  needs_comma_ = false;
}

void JsonWriter::close(char bracket) {
  text_.push_back(bracket);
  needs_comma_ = true;
}

void JsonWriter::cut(std::size_t size) {
  text_.cut(size);
  needs_comma_ = false;
}

void JsonWriter::plain(std::string_view text) {
  text_.append({text.data(), text.size()});
  needs_comma_ = false;
}

void JsonWriter::key(std::string_view name) {
  *put_quoted(name, 1) = ':';
  needs_comma_ = false;
}

void JsonWriter::string(std::string_view text) { put_quoted(text, 0); }

void JsonWriter::raw(std::string_view json) { std::copy(json.begin(), json.end(), room(json.size())); }

void JsonWriter::null() { raw("null"); }
void JsonWriter::boolean(bool value) { raw(value ? "true" : "false"); }
void JsonWriter::key(const char* name) { key(std::string_view(name)); }
void JsonWriter::member(const char* name, std::string_view text) { key(name), string(text); }
void JsonWriter::member(const char* name, const char* text) { key(name), string(std::string_view(text)); }
void JsonWriter::member(const char* name, const std::string& text) { member(name, std::string_view(text)); }
void JsonWriter::string(const char* text) { string(std::string_view(text)); }
void JsonWriter::string(const std::string& text) { string(std::string_view(text)); }
void JsonWriter::member(const char* name, double value) { key(name), number(value); }
void JsonWriter::member(const char* name, bool value) { key(name), boolean(value); }
void JsonWriter::member(const char* name, ValueView view) { key(name), value(view); }
void JsonWriter::member(std::string_view name, double value) { key(name), number(value); }
void JsonWriter::member(std::string_view name, ValueView view) { key(name), value(view); }

void JsonWriter::number(double value) {
  if (!std::isfinite(value)) return null();
  NumberText text;
  raw(text_of_number(value, text));
}

void JsonWriter::strings(const List<std::string>& texts) {
  begin_array();
  for (const std::string& text : texts) string(text);
  end_array();
}

void JsonWriter::value(ValueView view) {
  switch (view.type()) {
    case ValueType::Null: return null();
    case ValueType::Boolean: return boolean(view.boolean());
    case ValueType::Number: return number(view.number());
    case ValueType::String: return string(view.string());
    case ValueType::Array:
      begin_array();
      for (const ValueView element : view.elements()) value(element);
      return end_array();
    case ValueType::Object:
      begin_object();
      for (const auto [name, member_value] : view.members()) member(name, member_value);
      return end_object();
  }
}

std::string to_json(ValueView value) {
  JsonWriter out;
  out.value(value);
  return std::string(out.text());
}

}  // namespace waymark::codec
