#include "support/json.h"

#include <cstdio>

#include "codec/json_reader.h"
#include "codec/json_writer.h"

namespace waymark::testing {

Json::Json(const char* text) : Json(std::string_view(text)) {}
Json::Json(const std::string& text) : Json(std::string_view(text)) {}
namespace {

template <class Write>
std::string written(Write write) {
  codec::JsonWriter out;
  write(out);
  return std::string(out.text());
}

}  // namespace

Json::Json(std::string_view text) : text_(written([&](codec::JsonWriter& out) { out.string(text); })) {}

Json Json::raw(std::string text) {
  Json json;
  json.text_ = std::move(text);
  return json;
}

Json Json::number(double value) {
  return raw(written([&](codec::JsonWriter& out) { out.number(value); }));
}

Value Json::value() const { return parse(text_); }

Json object(Members members) {
  codec::JsonWriter out;
  out.begin_object();
  for (const auto& [name, value] : members) out.key(name), out.raw(value.text());
  out.end_object();
  return Json::raw(std::string(out.text()));
}

Json array(std::initializer_list<Json> elements) {
  codec::JsonWriter out;
  out.begin_array();
  for (const Json& element : elements) out.raw(element.text());
  out.end_array();
  return Json::raw(std::string(out.text()));
}

Json joined(const Json& object, const Json& more) {
  if (object.text() == "{}") return more;
  if (more.text() == "{}") return object;
  return Json::raw(object.text().substr(0, object.text().size() - 1) + ',' + more.text().substr(1));
}

Value parse(std::string_view json) {
  auto value = codec::read_json(json);
  return value ? std::move(*value) : Json("not JSON").value();
}

std::string text_of(ValueView value) { return codec::to_json(value); }

std::string read_file(const std::string& path) {
  std::string text;
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (!file) return text;
  char buffer[4096];
  for (std::size_t bytes = 0; (bytes = std::fread(buffer, 1, sizeof buffer, file)) > 0;) text.append(buffer, bytes);
  std::fclose(file);
  return text;
}

}  // namespace waymark::testing
