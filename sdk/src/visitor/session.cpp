#include "visitor/session.h"

#include <algorithm>

namespace waymark::visitor {

Timestamp end_of(const Session& session, const SessionPolicy& policy) {
  if (session.is_over) return kNever;
  return std::min(session.last_activity + policy.idle, session.started + policy.maximum);
}

void note_sign(Session& session, Timestamp now, bool is_leaving) {
  if (session.last_sign > 0 && now - session.last_sign <= limits::kActiveGap) session.active += now - session.last_sign;
  session.last_sign = is_leaving ? 0 : now;
}

bool begins_new(const Session& session, const SessionPolicy& policy, ValueView traffic, Timestamp now) {
  if (session.is_over || now >= end_of(session, policy)) return true;
  // A page view of another source than the session's own; its landing page seen again (reload, back) is none.
  return session.page_views > 0 && is_source(traffic) && !is_same(traffic, session.traffic.view());
}

}  // namespace waymark::visitor
