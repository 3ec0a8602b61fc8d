#pragma once
#include <string>
#include <string_view>

#include "base/value.h"

namespace waymark::text {

/// The text for a locale out of `"…"` or `{ "en": "…", "ru": "…" }`: the locale itself, its language, then the first one
/// given. Empty when there is none.
[[nodiscard]] std::string_view localized(ValueView text, std::string_view locale);

/// `rtl` for languages written from right to left (Arabic, Hebrew, Persian, Urdu, …), else `ltr`.
[[nodiscard]] std::string_view direction(std::string_view locale);

}  // namespace waymark::text
