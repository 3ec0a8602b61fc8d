#pragma once
#include <memory>
#include <string>
#include "base/list.h"

#include "base/ids.h"
#include "history/log.h"
#include "outbox/outbox.h"
#include "visitor/consent.h"
#include "visitor/identity.h"
#include "visitor/session.h"
#include "waymark/result.h"

namespace waymark::engine {

/// Everything the core knows of one visitor; what a snapshot holds.
struct Visit {
  /// The latest moment seen; never runs back.
  Timestamp now = 0;
  /// Nothing is evaluated for a new visitor before the first event.
  bool is_awake = false;
  int utc_offset_min = 0;
  visitor::Identity identity;
  visitor::Session session;
  visitor::Consent consent;
  std::string consent_version;  // of the text that the visitor was shown; empty: the site names none
  history::Log history;
  outbox::Outbox outbox;
  /// Fact roots that are not computed from the rest.
  Value page;
  Value event;
  Value cart;
  /// Since when the page is open.
  Timestamp page_since = kNever;
  /// Since when the cart is as it is.
  Timestamp cart_changed = 0;
  /// What the page has told: by `context`, and of its product in the event Product Viewed and in its markup.
  Value context;
  Value viewed;
  Value markup;
  /// What widgets keep, by campaign.
  struct Kept {
    std::string campaign;
    Value value;
  };
  List<Kept> kept;
  /// Ids of the segments the visitor was last said to be in.
  List<std::string> segments;
  /// The stage they were last said to be in; empty: none.
  std::string stage;
  /// What rules remembered of the history, as it was last written (rules::Evaluation::write_memories).
  Value memories;
  /// Ids of the campaigns shown in this session.
  List<std::string> campaigns;

  /// The number of the session that is on; 0: none is.
  [[nodiscard]] std::uint32_t open_session() const { return session.is_over ? 0 : session.number; }
  [[nodiscard]] history::History view_of_history() const { return {history, open_session()}; }
};

/// The visit as JSON, and back: exact inverses, but for the outbox, whose events the host keeps (its retry state is here). `events` are
/// the ids of those in the outbox: what they did is in the snapshot.
/// `memories` is JSON.
[[nodiscard]] std::string write_snapshot(const Visit& visit, const Random& random, std::string_view memories);
/// Errors: bad-snapshot (another version, or not an object).
[[nodiscard]] Result<std::unique_ptr<Visit>> read_snapshot(ValueView snapshot);

}  // namespace waymark::engine
