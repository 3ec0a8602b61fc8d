#include "history/log.h"

#include <utility>

#include "waymark/limits.h"

namespace waymark::history {

void Log::add(LoggedEvent event) {
  bytes_ += event.bytes();
  events_.push_back(std::move(event));
  for (std::size_t i = events_.size() - 1; i > first_ && events_[i].time < events_[i - 1].time; --i)
    std::swap(events_[i], events_[i - 1]);
  while (events_.size() - first_ > limits::kHistoryEvents || bytes_ > limits::kHistoryBytes) drop_oldest();
}

void Log::drop_oldest() {
  bytes_ -= events_[first_].bytes();
  events_[first_] = {};
  ++first_;
  ++dropped_;
  if (first_ < 64 || first_ < events_.size() / 2) return;
  events_.erase(0, first_);
  first_ = 0;
}

void Log::clear() { *this = {}; }

}  // namespace waymark::history
