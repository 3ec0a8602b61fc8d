#include "outbox/outbox.h"

#include <algorithm>

#include "waymark/limits.h"

namespace waymark::outbox {
namespace {

constexpr Duration kLongestWait = 300 * kSecond;

/// Exponential back-off with full jitter in its upper half: (0.5 … 1) · min(300 s, 1 s · 2^(n − 1)).
Duration back_off(std::uint32_t failures, Random& random) {
  const std::uint32_t doublings = std::min<std::uint32_t>(failures - 1, 20);
  const Duration base = std::min(kLongestWait, kSecond << doublings);
  return base / 2 + static_cast<Duration>(random.unit() * static_cast<double>(base) / 2);
}

}  // namespace

std::vector<Removal> Outbox::add(Entry entry, std::size_t capacity) {
  std::vector<Removal> removals;
  bytes_ += entry.bytes;
  entries_.push_back(std::move(entry));
  while (entries_.size() > capacity || bytes_ > limits::kOutboxBytes) {
    const auto oldest =
        std::find_if(entries_.begin(), entries_.end(), [](const Entry& waiting) { return waiting.request == 0; });
    if (oldest == entries_.end()) break;
    bytes_ -= oldest->bytes;
    count_drop("full", 1);
    removals.push_back({{std::move(oldest->id)}, "full"});
    entries_.erase(oldest);
  }
  return removals;
}

void Outbox::restore(Entry entry) {
  for (const Entry& known : entries_)
    if (known.id == entry.id) return;
  bytes_ += entry.bytes;
  entries_.push_back(std::move(entry));
}

Removal Outbox::remove_where(std::string_view reason, bool (*is_out)(const Entry&, std::uint64_t),
                             std::uint64_t argument) {
  Removal removal{{}, std::string(reason)};
  const auto kept = std::stable_partition(entries_.begin(), entries_.end(),
                                          [&](const Entry& entry) { return !is_out(entry, argument); });
  for (auto entry = kept; entry != entries_.end(); ++entry) {
    bytes_ -= entry->bytes;
    removal.ids.push_back(std::move(entry->id));
  }
  entries_.erase(kept, entries_.end());
  if (!reason.empty()) count_drop(reason, static_cast<std::uint32_t>(removal.ids.size()));
  return removal;
}

std::vector<Removal> Outbox::expire(Timestamp now) {
  const Timestamp oldest = now - limits::kOutboxAge;
  if (oldest <= 0) return {};
  return {remove_where(
      "expired",
      [](const Entry& entry, std::uint64_t limit) {
        return entry.request == 0 && entry.queued < static_cast<Timestamp>(limit);
      },
      static_cast<std::uint64_t>(oldest))};
}

std::vector<Removal> Outbox::drop_all(std::string_view reason) {
  ordinary_request_ = 0;
  return {remove_where(reason, [](const Entry&, std::uint64_t) { return true; }, 0)};
}

void Outbox::count_drop(std::string_view reason, std::uint32_t count) {
  if (count == 0) return;
  for (Dropped& dropped : dropped_) {
    if (dropped.reason != reason) continue;
    dropped.count += count;
    return;
  }
  dropped_.push_back({std::string(reason), count});
}

std::size_t Outbox::in_flight() const {
  return static_cast<std::size_t>(
      std::count_if(entries_.begin(), entries_.end(), [](const Entry& entry) { return entry.request != 0; }));
}

std::size_t Outbox::carried_by(std::uint32_t request) const {
  return static_cast<std::size_t>(std::count_if(entries_.begin(), entries_.end(),
                                                [&](const Entry& entry) { return entry.request == request; }));
}

bool Outbox::is_batch_full() const {
  return entries_.size() >= (batch_limit_ ? batch_limit_ : limits::kBatchEvents) || bytes_ >= limits::kBatchBytes;
}

Timestamp Outbox::due() const {
  if (entries_.empty() || ordinary_request_ != 0) return kNever;
  Timestamp first = kNever;
  for (const Entry& entry : entries_)
    if (entry.request == 0) first = std::min(first, entry.queued + limits::kBatchDelay);
  if (first == kNever) return kNever;
  if (is_batch_full()) first = 0;
  return std::max(first, next_attempt_);
}

Batch Outbox::take_waiting(std::size_t most_events, std::size_t most_bytes, bool also_in_flight) {
  Batch batch;
  std::size_t bytes = 0;
  for (Entry& entry : entries_) {
    if (entry.request != 0 && !also_in_flight) continue;
    if (!batch.ids.empty() && bytes + entry.bytes > most_bytes) break;
    if (batch.ids.size() == most_events) break;
    if (batch.ids.empty() && entry.bytes > most_bytes && also_in_flight) continue;
    if (batch.ids.empty()) batch.request = ++last_request_;
    bytes += entry.bytes + 1;
    entry.request = batch.request;
    batch.ids.push_back(entry.id);
  }
  return batch;
}

Batch Outbox::next(Timestamp now, bool is_forced) {
  if (ordinary_request_ != 0) return {};
  const Timestamp at = is_forced ? next_attempt_ : due();
  if (at > now) return {};
  Batch batch = take_waiting(batch_limit_ ? batch_limit_ : limits::kBatchEvents, limits::kBatchBytes, false);
  ordinary_request_ = batch.request;
  return batch;
}

Batch Outbox::next_unload() { return take_waiting(limits::kBatchEvents, limits::kUnloadBytes, true); }

void Outbox::release(std::uint32_t request) {
  for (Entry& entry : entries_)
    if (entry.request == request) entry.request = 0;
}

void Outbox::retry(Timestamp now, Duration at_least, Random& random) {
  ++failures;
  next_attempt_ = now + std::max(at_least, back_off(failures, random));
}

std::vector<Removal> Outbox::answered(std::uint32_t request, const Answer& answer, Timestamp now, Random& random) {
  if (request == ordinary_request_) ordinary_request_ = 0;
  const std::size_t carried = carried_by(request);
  const auto is_carried = [](const Entry& entry, std::uint64_t number) { return entry.request == number; };
  switch (answer.verdict) {
    case Verdict::Acknowledged: {
      failures = 0;
      next_attempt_ = 0;
      batch_limit_ = batch_limit_ * 2 >= limits::kBatchEvents ? 0 : batch_limit_ * 2;
      std::vector<Removal> removals;
      for (const Answer::Rejected& rejected : answer.rejected) {
        const auto entry = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) {
          return e.request == request && e.id == rejected.id;
        });
        if (entry == entries_.end()) continue;
        bytes_ -= entry->bytes;
        entries_.erase(entry);
        count_drop("rejected", 1);
        removals.push_back({{rejected.id}, "rejected: " + rejected.code});
      }
      removals.push_back(remove_where("", is_carried, request));
      acknowledged_ += removals.back().ids.size();
      return removals;
    }
    case Verdict::Refused:
      // The one bad event is found by halving: alone in a batch it is refused again, and dropped.
      if (carried == 1) return {remove_where("refused", is_carried, request)};
      batch_limit_ = std::max<std::size_t>(1, carried / 2);
      break;
    case Verdict::Retry: retry(now, answer.retry_after, random); break;
    case Verdict::Pause:
      ++failures;
      next_attempt_ = now + kHour;
      break;
  }
  release(request);
  return {};
}

}  // namespace waymark::outbox
