#include "outbox/outbox.h"

#include <algorithm>

#include "waymark/limits.h"

namespace waymark::outbox {
namespace {

constexpr Duration kLongestWait = 300 * kSecond;

/// Exponential back-off, jittered in its upper half: (0.5 … 1) · min(300 s, 1 s · 2^(n − 1)).
Duration back_off(std::uint32_t failures, Random& random) {
  const std::uint32_t doublings = std::min<std::uint32_t>(failures - 1, 20);
  const Duration base = std::min(kLongestWait, kSecond << doublings);
  return base / 2 + static_cast<Duration>(random.unit() * static_cast<double>(base) / 2);
}

}  // namespace

void Outbox::add(Entry entry, std::size_t capacity) {
  restore(std::move(entry));
  std::size_t oldest = 0;
  while (entries_.size() > capacity || bytes_ > limits::kOutboxBytes) {
    while (oldest < entries_.size() && entries_[oldest].request != 0) ++oldest;
    if (oldest == entries_.size()) break;
    leave(oldest, "full");
  }
}

bool Outbox::has(std::string_view id) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.id == id; });
}

void Outbox::forget(std::string_view id) {
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (entries_[i].id != id) continue;
    bytes_ -= entries_[i].bytes;
    return entries_.erase(i);
  }
}

List<std::string> Outbox::ids() const {
  List<std::string> all;
  for (const Entry& entry : entries_) all.push_back(entry.id);
  return all;
}

void Outbox::restore(Entry entry) {
  if (has(entry.id)) return;
  bytes_ += entry.bytes;
  entries_.push_back(std::move(entry));
}

void Outbox::leave(std::size_t index, std::string_view reason) {
  bytes_ -= entries_[index].bytes;
  left_.push_back({std::move(entries_[index].id), std::string(reason)});
  entries_.erase(index);
  if (reason.empty()) ++acknowledged_;
  else count_drop(reason, 1);
}

void Outbox::expire(Timestamp now) {
  for (std::size_t i = entries_.size(); i-- > 0;)
    if (entries_[i].request == 0 && entries_[i].queued < now - limits::kOutboxAge) leave(i, "expired");
}

void Outbox::drop_all(std::string_view reason) {
  ordinary_request_ = 0;
  while (!entries_.empty()) leave(entries_.size() - 1, reason);
}

void Outbox::count_drop(std::string_view reason, std::uint32_t count) {
  for (Dropped& dropped : dropped_) {
    if (dropped.reason != reason) continue;
    dropped.count += count;
    return;
  }
  dropped_.push_back({std::string(reason), count});
}

std::size_t Outbox::in_flight() const {
  std::size_t count = 0;
  for (const Entry& entry : entries_) count += entry.request != 0;
  return count;
}

std::size_t Outbox::most_events() const { return batch_limit_ ? batch_limit_ : limits::kBatchEvents; }

Timestamp Outbox::due() const {
  if (ordinary_request_ != 0) return kNever;
  Timestamp first = kNever;
  for (const Entry& entry : entries_)
    if (entry.request == 0) first = std::min(first, entry.queued + limits::kBatchDelay);
  if (first == kNever) return kNever;
  if (entries_.size() >= most_events() || bytes_ >= limits::kBatchBytes) first = 0;
  return std::max(first, next_attempt_);
}

Batch Outbox::take(std::size_t most_bytes, bool also_in_flight) {
  Batch batch;
  std::size_t bytes = 0;
  for (Entry& entry : entries_) {
    if (entry.request != 0 && !also_in_flight) continue;
    if (batch.ids.size() == most_events() || (!batch.ids.empty() && bytes + entry.bytes > most_bytes)) break;
    if (batch.ids.empty()) batch.request = ++last_request_;
    bytes += entry.bytes + 1;
    entry.request = batch.request;
    batch.ids.push_back(entry.id);
  }
  return batch;
}

Batch Outbox::next(Timestamp now, bool is_forced) {
  if (ordinary_request_ != 0 || (is_forced ? next_attempt_ : due()) > now) return {};
  Batch batch = take(limits::kBatchBytes, false);
  ordinary_request_ = batch.request;
  return batch;
}

Batch Outbox::next_unload(Timestamp now) { return now < held_until_ ? Batch() : take(limits::kUnloadBytes, true); }

void Outbox::acknowledge(std::uint32_t request, const Answer& answer) {
  failures = 0;
  next_attempt_ = held_until_ = 0;
  batch_limit_ = batch_limit_ * 2 >= limits::kBatchEvents ? 0 : batch_limit_ * 2;
  for (std::size_t i = entries_.size(); i-- > 0;) {
    if (entries_[i].request != request) continue;
    std::string_view reason;
    for (const Left& rejected : answer.rejected)
      if (rejected.id == entries_[i].id) reason = rejected.reason;
    leave(i, reason);
  }
}

/// The one bad event is found by halving: alone in a batch it is refused again, and dropped.
void Outbox::refuse(std::uint32_t request) {
  std::size_t carried = 0;
  std::size_t last = 0;
  for (std::size_t i = 0; i < entries_.size(); ++i)
    if (entries_[i].request == request) ++carried, last = i;
  if (carried == 0) return;
  if (carried == 1) leave(last, "refused");
  else batch_limit_ = std::max<std::size_t>(1, carried / 2);
}

void Outbox::answered(std::uint32_t request, const Answer& answer, Timestamp now, Random& random) {
  if (request == 0) return;
  if (request == ordinary_request_) ordinary_request_ = 0;
  switch (answer.verdict) {
    case Verdict::Acknowledged: acknowledge(request, answer); break;
    case Verdict::Refused: refuse(request); break;
    case Verdict::Retry:
      ++failures;
      held_until_ = now + answer.retry_after;
      next_attempt_ = std::max(held_until_, now + back_off(failures, random));
      break;
    case Verdict::Pause:
      ++failures;
      next_attempt_ = held_until_ = now + kHour;
      break;
  }
  for (Entry& entry : entries_)
    if (entry.request == request) entry.request = 0;
  // Not before: a clock that was set wrong by a year would lose all that waits.
  if (failures >= limits::kVainAttempts) expire(now);
}

}  // namespace waymark::outbox
