#include "text/localized.h"

namespace waymark::text {

std::string_view localized(ValueView text, std::string_view locale) {
  if (text.is_string()) return text.string();
  if (const ValueView exact = text.find(locale); exact.is_string()) return exact.string();
  if (const ValueView language = text.find(locale.substr(0, locale.find('-'))); language.is_string())
    return language.string();
  for (const auto [key, value] : text.members())
    if (value.is_string()) return value.string();
  return {};
}

std::string_view direction(std::string_view locale) {
  const std::string_view language = locale.substr(0, locale.find('-'));
  for (const char* rtl : {"ar", "he", "fa", "ur", "ps", "sd", "ug", "yi", "dv", "ckb"})
    if (language == rtl) return "rtl";
  return "ltr";
}

}  // namespace waymark::text
