#include "codec/json_writer.h"

#include <cmath>

#include "codec/number_text.h"

namespace waymark::codec {
namespace {

constexpr char kHex[] = "0123456789abcdef";

void append_escape(std::string& out, char c) {
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\b': out += "\\b"; return;
    case '\f': out += "\\f"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: out += "\\u00", out += kHex[c >> 4 & 15], out += kHex[c & 15];
  }
}

bool needs_escape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  std::size_t done = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!needs_escape(text[i])) continue;
    out.append(text.data() + done, i - done);
    append_escape(out, text[i]);
    done = i + 1;
  }
  out.append(text.data() + done, text.size() - done);
  out += '"';
}

}  // namespace

void JsonWriter::separate() {
  if (needs_comma_) out_ += ',';
  needs_comma_ = true;
}

void JsonWriter::open(char bracket) {
  separate();
  out_ += bracket;
  needs_comma_ = false;
}

void JsonWriter::close(char bracket) {
  out_ += bracket;
  needs_comma_ = true;
}

void JsonWriter::key(std::string_view name) {
  separate();
  append_quoted(out_, name);
  out_ += ':';
  needs_comma_ = false;
}

void JsonWriter::raw(std::string_view json) {
  separate();
  out_ += json;
}

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
  separate();
  append_number(out_, value);
}

void JsonWriter::string(std::string_view text) {
  separate();
  append_quoted(out_, text);
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
  std::string out;
  JsonWriter(out).value(value);
  return out;
}

}  // namespace waymark::codec
