#include "rules/window.h"

#include "base/time.h"
#include "base/text.h"

namespace waymark::rules {

bool Window::contains(const history::LoggedEvent& event, const history::History& history, Timestamp now) const {
  switch (kind) {
    case WindowKind::Lifetime: return true;
    case WindowKind::Session: return event.session != 0 && event.session == history.session;
    case WindowKind::Rolling: return event.time > now - length && event.time <= now;
    case WindowKind::Between: return event.time >= from && event.time < to;
  }
  return false;
}

Timestamp Window::next_change(const history::LoggedEvent& event, Timestamp now) const {
  return kind == WindowKind::Rolling && event.time + length > now ? event.time + length : kNever;
}

namespace {

Result<Window> read_between(ValueView value, const Path& path) {
  Window window{.kind = WindowKind::Between, .from = 0, .to = kNever};
  for (const auto [key, bound] : value.members()) {
    const auto time = parse_iso(bound.string());
    if (!time) return (path / key).fail("bad-window", "needs an ISO 8601 date");
    if (is(key, "from")) window.from = *time;
    else if (is(key, "to")) window.to = *time;
    else return (path / key).fail("bad-window", "only from and to are known");
  }
  return window;
}

}  // namespace

Result<Window> read_window(ValueView value, const Path& path) {
  if (!value.exists()) return Window{};
  if (value.is_object()) return read_between(value, path);
  const std::string_view text = value.string();
  if (is(text, "lifetime")) return Window{};
  if (is(text, "session")) return Window{.kind = WindowKind::Session};
  if (const auto length = parse_duration(text); length && *length > 0)
    return Window{.kind = WindowKind::Rolling, .length = *length};
  return path.fail("bad-window", "needs a duration such as \"7d\", \"session\", \"lifetime\" or { from, to }");
}

}  // namespace waymark::rules
