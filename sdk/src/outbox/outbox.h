#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include "base/list.h"

#include "base/ids.h"
#include "outbox/answer.h"
#include "waymark/types.h"

namespace waymark::outbox {

/// One event that the collector has not acknowledged. Its text is with the host.
struct Entry {
  std::string id;
  std::uint32_t bytes = 0;
  Timestamp queued = 0;
  /// The request that carries it now; 0: it waits.
  std::uint32_t request = 0;
};

struct Batch {
  std::uint32_t request = 0;
  List<std::string> ids;
};

struct Dropped {
  std::string reason;
  std::uint32_t count = 0;
};

/// Events waiting for the collector: what to send when, and what an answer means.
///
/// Invariant: every event added is, at any time, either an entry here, or was acknowledged, or is counted in `dropped()`.
/// Entries leave by id only (reference: reliability.md R1–R9); those that left since are given by `take_left`.
class Outbox {
 public:
  /// Adds an event; the oldest that is not in flight makes room for it.
  void add(Entry entry, std::size_t capacity);
  /// Takes over what a former page left.
  void restore(Entry entry);
  [[nodiscard]] bool has(std::string_view id) const;
  /// Another tab has delivered it, or counted it as dropped.
  void forget(std::string_view id);
  /// Drops events older than limits::kOutboxAge.
  void expire(Timestamp now);
  /// Drops everything, as when consent is withdrawn.
  void drop_all(std::string_view reason);
  void count_drop(std::string_view reason, std::uint32_t count);

  /// The next batch that is due; no ids: none is. One request is under way at a time, but for `next_unload`.
  [[nodiscard]] Batch next(Timestamp now, bool is_forced);
  /// What to send while the page ends, within limits::kUnloadBytes: also what an ordinary request carries, for that dies with
  /// the page. Nothing while the collector has asked to wait.
  [[nodiscard]] Batch next_unload(Timestamp now);
  /// Takes the answer to a request.
  void answered(std::uint32_t request, const Answer& answer, Timestamp now, Random& random);
  /// The network is back: the next attempt need not wait, unless the collector has asked for it.
  void hurry() { next_attempt_ = held_until_; }
  /// When `next` will have something, by time alone; kNever while a request is under way or nothing waits.
  [[nodiscard]] Timestamp due() const;

  /// The ids of what waits or is under way.
  [[nodiscard]] List<std::string> ids() const;

  /// Ids that left since the last call, each with its reason; an empty reason means acknowledged.
  [[nodiscard]] List<Left> take_left() { return std::exchange(left_, {}); }

  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  [[nodiscard]] std::size_t in_flight() const;
  [[nodiscard]] std::uint64_t acknowledged() const { return acknowledged_; }
  [[nodiscard]] const List<Dropped>& dropped() const { return dropped_; }

  /// Failures in a row and the moment of the next attempt, kept over reloads so that they do not hammer the collector.
  std::uint32_t failures = 0;
  [[nodiscard]] Timestamp next_attempt() const { return next_attempt_; }
  void set_next_attempt(Timestamp at) { next_attempt_ = at; }

 private:
  [[nodiscard]] std::size_t most_events() const;
  Batch take(std::size_t most_bytes, bool also_in_flight);
  void leave(std::size_t index, std::string_view reason);
  void acknowledge(std::uint32_t request, const Answer& answer);
  void refuse(std::uint32_t request);

  List<Entry> entries_;
  List<Left> left_;
  std::size_t bytes_ = 0;
  std::uint32_t last_request_ = 0;
  std::uint32_t ordinary_request_ = 0;  // under way; 0: none
  std::size_t batch_limit_ = 0;         // halved when a batch is refused as bad; 0: no such limit
  Timestamp next_attempt_ = 0;
  Timestamp held_until_ = 0;  // by a Retry-After or a pause
  std::uint64_t acknowledged_ = 0;
  List<Dropped> dropped_;
};

}  // namespace waymark::outbox
