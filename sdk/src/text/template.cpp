#include "text/template.h"

#include "rules/operators.h"

namespace waymark::text {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// The text of `default: "…"`, or nothing.
std::string_view fallback_of(std::string_view filter) {
  constexpr std::string_view kDefault = "default:";
  filter = trimmed(filter);
  if (filter.substr(0, kDefault.size()) != kDefault) return {};
  filter = trimmed(filter.substr(kDefault.size()));
  if (filter.size() < 2 || filter.front() != '"' || filter.back() != '"') return {};
  return filter.substr(1, filter.size() - 2);
}

std::string value_of(std::string_view placeholder, const Facts& facts) {
  const std::size_t bar = placeholder.find('|');
  const ValueView value = facts.find(trimmed(placeholder.substr(0, bar)));
  if (!value.is_null() && !value.is_object()) return rules::js_string(value);
  return bar == std::string_view::npos ? std::string() : std::string(fallback_of(placeholder.substr(bar + 1)));
}

}  // namespace

std::string fill(std::string_view text, const Facts& facts) {
  std::string out;
  while (true) {
    const std::size_t open = text.find("{{");
    const std::size_t close = open == std::string_view::npos ? open : text.find("}}", open);
    if (close == std::string_view::npos) break;
    out += text.substr(0, open);
    out += value_of(text.substr(open + 2, close - open - 2), facts);
    text.remove_prefix(close + 2);
  }
  return out += text;
}

}  // namespace waymark::text
