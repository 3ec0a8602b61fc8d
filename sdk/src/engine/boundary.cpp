#include "codec/json_writer.h"
#include "waymark/engine.h"

namespace waymark {

std::string load_text(Engine& engine, std::string_view text) {
  const std::size_t end = text.find('\n');
  auto report = end == std::string_view::npos
                    ? Result<std::string>(fail("bad-environment", "/environment", "needs a line of its own"))
                    : engine.load(text.substr(end + 1), text.substr(0, end));
  if (report) return std::move(*report);
  codec::JsonWriter writer;
  writer.begin_object();
  writer.key("error");
  writer.begin_object();
  writer.member("code", report.error().code);
  writer.member("path", report.error().path);
  writer.member("detail", report.error().detail);
  writer.end_object();
  writer.end_object();
  return std::string(writer.text());
}

}  // namespace waymark
