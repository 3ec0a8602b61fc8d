#pragma once
#include <cmath>
#include <string>

#include "support/visit.h"

/// The corpus beside this file; README.md there tells its form.
namespace waymark::testing {

/// A file of cases, read; its list of cases has the file's name.
[[nodiscard]] Value read_corpus(const std::string& name);

/// Files whose cases are about what happened: `[name, condition, events, minute, expected, sections?]`.
inline constexpr const char* kHistoryFiles[] = {"events", "sequences", "rfm", "stages"};

[[nodiscard]] ValueView at(ValueView array, std::size_t index);
[[nodiscard]] inline Json json_of(ValueView value) { return Json::raw(text_of(value)); }
[[nodiscard]] inline Timestamp minutes(ValueView offset) {
  return kStart + static_cast<Timestamp>(std::llround(offset.number() * kMinute));
}

/// The condition as segment `it`, the segments and sections that the cases of the file share, and `sections` in their
/// place.
[[nodiscard]] Json document_of(ValueView file, ValueView condition, ValueView sections = {});

}  // namespace waymark::testing
