#include "codec/json_reader.h"

#include <nlohmann/json.hpp>
#include <string>

#include "waymark/limits.h"

namespace waymark::codec {
namespace {

/// nlohmann's SAX events (https://json.nlohmann.me/features/parsing/sax_interface/) into a ValueBuilder.
struct Handler {
  using json = nlohmann::json;
  ValueBuilder builder;
  std::size_t error_at = 0;
  bool too_deep = false;

  bool null() { return builder.null(), true; }
  bool boolean(bool value) { return builder.boolean(value), true; }
  bool number_integer(json::number_integer_t value) { return builder.number(static_cast<double>(value)), true; }
  bool number_unsigned(json::number_unsigned_t value) { return builder.number(static_cast<double>(value)), true; }
  bool number_float(json::number_float_t value, const json::string_t&) { return builder.number(value), true; }
  bool string(json::string_t& value) { return builder.string(value), true; }
  bool binary(json::binary_t&) { return false; }
  bool key(json::string_t& name) { return builder.key(name), true; }
  bool start_object(std::size_t) { return descend() && (builder.begin_object(), true); }
  bool end_object() { return builder.end_object(), true; }
  bool start_array(std::size_t) { return descend() && (builder.begin_array(), true); }
  bool end_array() { return builder.end_array(), true; }
  bool parse_error(std::size_t position, const std::string&, const json::exception&) {
    error_at = position;
    return false;
  }

 private:
  bool descend() {
    too_deep = builder.depth() >= limits::kNesting;
    return !too_deep;
  }
};

}  // namespace

Result<Value> read_json(std::string_view text) {
  Handler handler;
  if (nlohmann::json::sax_parse(text.begin(), text.end(), &handler)) return handler.builder.take();
  if (handler.too_deep)
    return fail("json-depth", "", "nested deeper than " + std::to_string(limits::kNesting) + " levels");
  return fail("json-syntax", "", "not JSON at byte " + std::to_string(handler.error_at));
}

}  // namespace waymark::codec
