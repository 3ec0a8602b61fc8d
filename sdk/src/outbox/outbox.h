#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "outbox/answer.h"
#include "waymark/types.h"

namespace waymark::outbox {

/// One event that the collector has not acknowledged. Its text is with the host.
struct Entry {
  std::string id;
  std::uint32_t bytes = 0;
  Timestamp queued = 0;
  /// The requests that carry it now; more than one only while a page ends. 0: waiting.
  std::uint32_t request = 0;
};

struct Batch {
  std::uint32_t request = 0;
  std::vector<std::string> ids;
};

struct Dropped {
  std::string reason;
  std::uint32_t count = 0;
};

/// An id that left the outbox, and why; an empty reason means acknowledged.
struct Removal {
  std::vector<std::string> ids;
  std::string reason;
};

/// Events waiting for the collector: what to send when, and what an answer means.
///
/// Invariant: every event added is, at any time, either an entry here, or was acknowledged, or is counted in `dropped()`.
/// Entries leave by id only (reference: reliability.md R1–R9).
class Outbox {
 public:
  /// Adds an event; returns what had to make room for it (oldest first, never one in flight).
  [[nodiscard]] std::vector<Removal> add(Entry entry, std::size_t capacity);
  /// Takes over what a former page left.
  void restore(Entry entry);

  /// Events older than limits::kOutboxAge.
  [[nodiscard]] std::vector<Removal> expire(Timestamp now);
  /// Everything: consent was withdrawn.
  [[nodiscard]] std::vector<Removal> drop_all(std::string_view reason);

  /// The next batch that is due, if any; empty ids: none. One request is under way at a time, but for `next_unload`.
  [[nodiscard]] Batch next(Timestamp now, bool is_forced);
  /// What to send while the page ends: all within limits::kUnloadBytes, also what an ordinary request carries, as that dies with the page.
  [[nodiscard]] Batch next_unload();

  /// Takes the answer to a request.
  [[nodiscard]] std::vector<Removal> answered(std::uint32_t request, const Answer& answer, Timestamp now, Random& random);
  /// The network is back: the next attempt need not wait.
  void hurry() { next_attempt_ = 0; }

  /// When `next` will have something, by time alone; kNever while a request is under way or nothing waits.
  [[nodiscard]] Timestamp due() const;

  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  [[nodiscard]] std::size_t in_flight() const;
  [[nodiscard]] std::uint64_t acknowledged() const { return acknowledged_; }
  [[nodiscard]] const std::vector<Dropped>& dropped() const { return dropped_; }
  void count_drop(std::string_view reason, std::uint32_t count);

  /// Failures in a row and the moment of the next attempt, kept over reloads so that they do not hammer the collector.
  std::uint32_t failures = 0;
  [[nodiscard]] Timestamp next_attempt() const { return next_attempt_; }
  void set_next_attempt(Timestamp at) { next_attempt_ = at; }

 private:
  [[nodiscard]] bool is_batch_full() const;
  Batch take_waiting(std::size_t most_events, std::size_t most_bytes, bool also_in_flight);
  Removal remove_where(std::string_view reason, bool (*is_out)(const Entry&, std::uint64_t), std::uint64_t argument);
  void release(std::uint32_t request);
  [[nodiscard]] std::size_t carried_by(std::uint32_t request) const;
  void retry(Timestamp now, Duration at_least, Random& random);

  std::vector<Entry> entries_;
  std::size_t bytes_ = 0;
  std::uint32_t last_request_ = 0;
  std::uint32_t ordinary_request_ = 0;  // under way; 0: none
  std::size_t batch_limit_ = 0;         // halved when a batch is refused as bad; 0: no such limit
  Timestamp next_attempt_ = 0;
  std::uint64_t acknowledged_ = 0;
  std::vector<Dropped> dropped_;
};

}  // namespace waymark::outbox
