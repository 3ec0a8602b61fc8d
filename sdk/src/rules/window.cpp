#include "rules/window.h"

#include "base/time.h"
#include "base/text.h"

namespace waymark::rules {

namespace {

Window read_between(ValueView value, Problems& problems) {
  Window window{.kind = WindowKind::Between, .from = 0, .to = kNever};
  for (const auto [key, bound] : value.members()) {
    const bool is_from = is(key, "from");
    const auto time = parse_iso(bound.string());
    if (!is_from && !is(key, "to")) problems.add(bound, "bad-window", "only from and to are known");
    else if (!time) problems.add(bound, "bad-window", "needs an ISO 8601 date");
    else (is_from ? window.from : window.to) = *time;
  }
  return window;
}

}  // namespace

Window read_window(ValueView value, Problems& problems) {
  if (value.is_object()) return read_between(value, problems);
  if (!value.exists() || value.is("lifetime")) return {};
  if (value.is("session")) return {.kind = WindowKind::Session};
  if (const auto length = parse_duration(value.string()); length && *length > 0)
    return {.kind = WindowKind::Rolling, .length = *length};
  problems.add(value, "bad-window", "needs a duration such as \"7d\", \"session\", \"lifetime\" or { from, to }");
  return {};
}

}  // namespace waymark::rules
