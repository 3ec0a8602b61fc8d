#include <map>
#include <set>
#include <string>

#include "outbox/outbox.h"
#include "properties.h"
#include "waymark/limits.h"

namespace waymark::testing {
namespace {

using outbox::Answer;
using outbox::Batch;
using outbox::Outbox;
using outbox::Verdict;

/// An outbox under random use. It knows where each event must be by what the outbox said of it.
class Trial {
 public:
  explicit Trial(std::uint64_t seed) : random_(seed) { ids_.seed("0123456789abcdef0123456789abcdef"); }

  void step() {
    now_ += static_cast<Timestamp>(pick(3000));
    switch (pick(8)) {
      case 0:
      case 1:
      case 2: add(1 + pick(30)); break;
      case 3: take(outbox_.next(now_, pick(2) == 0)); break;
      case 4: take(outbox_.next_unload(now_)); break;
      case 5:
      case 6: answer(); break;
      default: rare(); break;
    }
    settle();
  }

  void check() const {
    std::size_t acknowledged = 0;
    std::map<std::string, std::uint32_t> dropped;
    for (const auto& [id, reason] : left_) {
      if (reason.empty()) ++acknowledged;
      else ++dropped[reason];
    }
    RC_ASSERT(outbox_.acknowledged() == acknowledged);
    RC_ASSERT(outbox_.size() + left_.size() == added_.size());
    RC_ASSERT(outbox_.bytes() == bytes_of_kept());
    RC_ASSERT(outbox_.dropped().size() == dropped.size());
    for (const outbox::Dropped& one : outbox_.dropped()) RC_ASSERT(one.count == dropped[one.reason]);
    RC_ASSERT(outbox_.in_flight() <= outbox_.size());
  }

  /// With a collector that takes everything, everything is acknowledged in the end.
  void finish() {
    for (const std::uint32_t request : open_) outbox_.answered(request, {.verdict = Verdict::Retry}, now_, ids_);
    open_.clear();
    for (int i = 0; i < 5000 && outbox_.size() > 0; ++i) {
      now_ += kHour;
      take(outbox_.next(now_, true));
      for (const std::uint32_t request : open_) outbox_.answered(request, {.verdict = Verdict::Acknowledged}, now_, ids_);
      open_.clear();
      settle();
    }
    RC_ASSERT(outbox_.size() == 0u);
    check();
  }

 private:
  std::uint64_t pick(std::uint64_t n) { return random_.next() % n; }

  void add(std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) {
      // Now and then an id that is known already, in all its states but gone.
      const bool is_repeated = !added_.empty() && pick(20) == 0;
      const std::string id = is_repeated ? "e" + std::to_string(pick(added_.size())) : "e" + std::to_string(added_.size());
      if (left_.count(id) != 0) continue;
      const auto bytes = static_cast<std::uint32_t>(1 + pick(pick(10) == 0 ? limits::kEventBytes : 2000));
      added_.emplace(id, bytes);
      outbox_.add({.id = id, .bytes = bytes, .queued = now_}, pick(50) == 0 ? limits::kPendingEvents : limits::kOutboxEvents);
      settle();
    }
  }

  void take(const Batch& batch) {
    if (batch.ids.empty()) return;
    std::size_t bytes = 0;
    for (const std::string& id : batch.ids) {
      RC_ASSERT(added_.count(id) == 1u);
      RC_ASSERT(left_.count(id) == 0u);
      bytes += added_.at(id) + 1;
    }
    RC_ASSERT(batch.ids.size() <= limits::kBatchEvents);
    RC_ASSERT(batch.ids.size() == 1 || bytes <= limits::kBatchBytes + 1);
    RC_ASSERT(open_.insert(batch.request).second);
    requests_[batch.request] = {batch.ids.begin(), batch.ids.end()};
  }

  void answer() {
    if (open_.empty()) return;
    const auto request = *std::next(open_.begin(), static_cast<std::ptrdiff_t>(pick(open_.size())));
    // An answer may come twice.
    if (pick(10) != 0) open_.erase(request);
    Answer answer{.verdict = static_cast<Verdict>(pick(4))};
    if (answer.verdict == Verdict::Acknowledged && pick(3) == 0) answer.rejected.push_back({requests_[request].front(), "rejected: x"});
    outbox_.answered(request, answer, now_, ids_);
  }

  void rare() {
    switch (pick(4)) {
      case 0: outbox_.hurry(); break;
      case 1: outbox_.expire(now_); break;
      case 2:
        if (pick(10) == 0) now_ += limits::kOutboxAge;
        break;
      default:
        if (pick(10) == 0) outbox_.drop_all("consent");
    }
  }

  void settle() {
    for (const outbox::Left& one : outbox_.take_left()) RC_ASSERT(left_.emplace(one.id, one.reason).second);
  }

  [[nodiscard]] std::size_t bytes_of_kept() const {
    std::size_t bytes = 0;
    for (const auto& [id, size] : added_)
      if (left_.count(id) == 0) bytes += size;
    return bytes;
  }

  rc::Random random_;
  waymark::Random ids_;
  Outbox outbox_;
  Timestamp now_ = 1'000'000'000'000;
  std::map<std::string, std::uint32_t> added_;
  std::map<std::string, std::string> left_;
  std::map<std::uint32_t, std::vector<std::string>> requests_;
  std::set<std::uint32_t> open_;
};

}  // namespace

bool check_outbox() {
  return rc::check("each event is in the outbox, acknowledged, or counted as dropped, once, whatever the answers", [] {
    Trial trial(*rc::gen::noShrink(rc::gen::resize(100, rc::gen::arbitrary<std::uint64_t>())));
    for (int i = 0; i < 300; ++i) {
      trial.step();
      trial.check();
    }
    trial.finish();
  });
}

}  // namespace waymark::testing
