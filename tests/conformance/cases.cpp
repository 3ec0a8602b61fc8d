#include "conformance/cases.h"

#include "catch.h"

namespace waymark::testing {

Value read_corpus(const std::string& name) {
  Value file = parse(read_file(std::string(WAYMARK_TESTS_DIR) + "/conformance/" + name + ".json"));
  REQUIRE(file.view()["specVersion"].is("waymark-1"));
  return file;
}

ValueView at(ValueView array, std::size_t index) {
  for (const ValueView element : array.elements())
    if (index-- == 0) return element;
  return {};
}

Json document_of(ValueView file, ValueView condition, ValueView sections) {
  std::string list = segment("it", json_of(condition)).text();
  for (const ValueView shared : file["segments"].elements()) list += "," + text_of(shared);
  const Value merged_sections = merged(file["sections"], sections);
  return joined(document({{"segments", Json::raw("[" + list + "]")}}), json_of(merged_sections.view()));
}

}  // namespace waymark::testing
