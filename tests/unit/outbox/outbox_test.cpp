#include "outbox/outbox.h"

#include <algorithm>

#include "catch.h"
#include "waymark/limits.h"

namespace waymark::outbox {
namespace {

constexpr Timestamp kNow = 1'000'000'000;

std::string id(std::size_t i) { return "e" + std::to_string(i); }

Outbox filled(std::size_t events, std::uint32_t bytes = 100, Timestamp queued = kNow) {
  Outbox outbox;
  for (std::size_t i = 0; i < events; ++i) outbox.add({.id = id(i), .bytes = bytes, .queued = queued}, limits::kOutboxEvents);
  return outbox;
}

Random seeded(std::string_view entropy = "01") {
  Random random;
  random.seed(entropy);
  return random;
}

void answer(Outbox& outbox, std::uint32_t request, Verdict verdict, Timestamp now = kNow, Duration retry_after = 0) {
  Random random = seeded();
  outbox.answered(request, {.verdict = verdict, .retry_after = retry_after}, now, random);
}

/// `e0 e1` of a batch.
std::string ids(const Batch& batch) {
  std::string out;
  for (const std::string& one : batch.ids) out += (out.empty() ? "" : " ") + one;
  return out;
}

/// `e0: e1:full` of what left.
std::string left(Outbox& outbox) {
  std::string out;
  for (const Left& entry : outbox.take_left()) out += (out.empty() ? "" : " ") + entry.id + ":" + entry.reason;
  return out;
}

std::uint32_t dropped(const Outbox& outbox, std::string_view reason) {
  for (const Dropped& entry : outbox.dropped())
    if (entry.reason == reason) return entry.count;
  return 0;
}

constexpr Timestamp kLater = kNow + limits::kBatchDelay;

}  // namespace

TEST_CASE("an event waits two seconds for company") {
  Outbox outbox = filled(1);
  CHECK(outbox.due() == kLater);
  CHECK(outbox.next(kLater - 1, false).ids.empty());
  CHECK(outbox.next(kLater, false).ids.size() == 1);
}

TEST_CASE("a forced batch does not wait") {
  Outbox outbox = filled(1);
  CHECK(ids(outbox.next(kNow, true)) == "e0");
}

TEST_CASE("an empty outbox has nothing to send") {
  Outbox outbox;
  CHECK(outbox.due() == kNever);
  CHECK(outbox.next(kNow, true).ids.empty());
  CHECK(outbox.next_unload(kLater).ids.empty());
}

TEST_CASE("100 events are a batch at once, 99 wait") {
  CHECK(filled(limits::kBatchEvents - 1).due() == kLater);
  Outbox outbox = filled(limits::kBatchEvents);
  CHECK(outbox.due() <= kNow);
  CHECK(outbox.next(kNow, false).ids.size() == limits::kBatchEvents);
}

TEST_CASE("a batch takes 100 events, the 101st stays") {
  Outbox outbox = filled(limits::kBatchEvents + 1);
  CHECK(outbox.next(kLater, false).ids.size() == limits::kBatchEvents);
  CHECK(outbox.in_flight() == limits::kBatchEvents);
  CHECK(outbox.size() == limits::kBatchEvents + 1);
}

TEST_CASE("256 KiB are a batch at once") {
  constexpr std::uint32_t kHalf = limits::kBatchBytes / 2;
  CHECK(filled(2, kHalf - 1).due() == kLater);
  CHECK(filled(2, kHalf).due() <= kNow);
}

TEST_CASE("a batch is at most 256 KiB with the commas between the events") {
  constexpr std::uint32_t kHalf = limits::kBatchBytes / 2;
  Outbox outbox;
  outbox.add({.id = "a", .bytes = kHalf, .queued = kNow}, 10);
  outbox.add({.id = "b", .bytes = kHalf - 1, .queued = kNow}, 10);
  CHECK(outbox.next(kLater, true).ids.size() == 2);
  Outbox one_more;
  one_more.add({.id = "a", .bytes = kHalf, .queued = kNow}, 10);
  one_more.add({.id = "b", .bytes = kHalf, .queued = kNow}, 10);
  CHECK(one_more.next(kLater, true).ids.size() == 1);
}

TEST_CASE("one request is under way at a time") {
  Outbox outbox = filled(limits::kBatchEvents + 5);
  const Batch first = outbox.next(kLater, false);
  CHECK(outbox.next(kLater + kHour, true).ids.empty());
  CHECK(outbox.due() == kNever);
  answer(outbox, first.request, Verdict::Acknowledged, kLater);
  CHECK(outbox.next(kLater, false).ids.size() == 5);
}

TEST_CASE("requests have numbers of their own, from 1") {
  Outbox outbox = filled(limits::kBatchEvents + 1);
  const Batch first = outbox.next(kLater, false);
  CHECK(first.request == 1);
  answer(outbox, first.request, Verdict::Acknowledged);
  CHECK(outbox.next(kLater, true).request == 2);
}

TEST_CASE("acknowledged events leave, by id, and are counted") {
  Outbox outbox = filled(2);
  const Batch batch = outbox.next(kNow, true);
  outbox.add({.id = "later", .bytes = 1, .queued = kNow}, 10);
  answer(outbox, batch.request, Verdict::Acknowledged);
  CHECK(outbox.acknowledged() == 2);
  CHECK(outbox.size() == 1);
  CHECK(outbox.bytes() == 1);
  CHECK(left(outbox) == "e1: e0:");
  CHECK(left(outbox).empty());
}

TEST_CASE("events that the collector rejected are dropped with its reason, the others acknowledged") {
  Outbox outbox = filled(3);
  const Batch batch = outbox.next(kNow, true);
  Random random = seeded();
  outbox.answered(batch.request, {.verdict = Verdict::Acknowledged, .rejected = {{"e1", "rejected: bad"}, {"stranger", "rejected: x"}}}, kNow, random);
  CHECK(outbox.acknowledged() == 2);
  CHECK(dropped(outbox, "rejected: bad") == 1);
  CHECK(dropped(outbox, "rejected: x") == 0);
  CHECK(outbox.size() == 0);
}

TEST_CASE("after a failure the same events are tried again") {
  Outbox outbox = filled(3);
  const Batch first = outbox.next(kNow, true);
  answer(outbox, first.request, Verdict::Retry);
  CHECK(outbox.in_flight() == 0);
  CHECK(outbox.failures == 1);
  CHECK(outbox.next(kNow, true).ids.empty());
  CHECK(ids(outbox.next(outbox.due(), false)) == ids(first));
}

TEST_CASE("the wait doubles from a second to five minutes, jittered in its upper half, whatever the entropy") {
  for (const char* entropy : {"00112233445566778899aabbccddeeff", "ffeeddccbbaa99887766554433221100"}) {
    Random random = seeded(entropy);
    Outbox outbox = filled(1);
    Duration base = kSecond;
    for (int failure = 1; failure <= 40; ++failure, base = std::min(base * 2, 300 * kSecond)) {
      const Batch batch = outbox.next(std::max(kNow, outbox.next_attempt()), true);
      REQUIRE(batch.ids.size() == 1);
      outbox.answered(batch.request, {.verdict = Verdict::Retry}, kNow, random);
      CAPTURE(entropy, failure, base);
      CHECK(outbox.next_attempt() - kNow >= base / 2);
      CHECK(outbox.next_attempt() - kNow <= base);
    }
  }
}

TEST_CASE("different entropies wait differently") {
  const auto wait = [](std::string_view entropy) {
    Random random = seeded(entropy);
    Outbox outbox = filled(1);
    outbox.failures = 10;
    outbox.answered(outbox.next(kNow, true).request, {.verdict = Verdict::Retry}, kNow, random);
    return outbox.next_attempt();
  };
  CHECK(wait("01") != wait("02"));
  CHECK(wait("01") == wait("01"));
}

TEST_CASE("a Retry-After that is longer than the back-off counts") {
  Outbox outbox = filled(1);
  answer(outbox, outbox.next(kNow, true).request, Verdict::Retry, kNow, kMinute);
  CHECK(outbox.next_attempt() == kNow + kMinute);
}

TEST_CASE("a Retry-After that is shorter than the back-off does not") {
  Outbox outbox = filled(1);
  outbox.failures = 12;
  answer(outbox, outbox.next(kNow, true).request, Verdict::Retry, kNow, kSecond);
  CHECK(outbox.next_attempt() >= kNow + 150 * kSecond);
}

TEST_CASE("a success ends the back-off") {
  Outbox outbox = filled(1);
  answer(outbox, outbox.next(kNow, true).request, Verdict::Retry);
  answer(outbox, outbox.next(kNow + kHour, true).request, Verdict::Acknowledged);
  CHECK(outbox.failures == 0);
  CHECK(outbox.next_attempt() == 0);
}

TEST_CASE("when the network is back the next attempt is at once") {
  Outbox outbox = filled(1);
  answer(outbox, outbox.next(kNow, true).request, Verdict::Retry);
  outbox.hurry();
  CHECK(outbox.next(kLater, false).ids.size() == 1);
}

TEST_CASE("a pause lasts an hour and loses nothing") {
  Outbox outbox = filled(3);
  answer(outbox, outbox.next(kNow, true).request, Verdict::Pause);
  CHECK(outbox.size() == 3);
  CHECK(outbox.due() == kNow + kHour);
  CHECK(outbox.next(kNow + kHour - 1, true).ids.empty());
  CHECK(outbox.next(kNow + kHour, false).ids.size() == 3);
}

TEST_CASE("what the collector has asked to wait is not sent sooner, though the network is back or the page ends") {
  for (const bool is_pause : {false, true}) {
    Outbox outbox = filled(3);
    const std::uint32_t request = outbox.next(kNow, true).request;
    answer(outbox, request, is_pause ? Verdict::Pause : Verdict::Retry, kNow, is_pause ? 0 : kHour);
    outbox.hurry();
    CHECK(outbox.next(kNow + kHour - 1, true).ids.empty());
    CHECK(outbox.next_unload(kNow + kHour - 1).ids.empty());
    CHECK(outbox.next_unload(kNow + kHour).ids.size() == 3);
    CHECK(outbox.size() == 3);
  }
}

TEST_CASE("the back-off alone does not keep events from being sent while the page ends") {
  Outbox outbox = filled(3);
  for (int i = 0; i < 9; ++i) answer(outbox, outbox.next(kNow + i * kHour, true).request, Verdict::Retry, kNow + i * kHour);
  CHECK(outbox.next(kNow + 8 * kHour + kSecond, true).ids.empty());
  CHECK(outbox.next_unload(kNow + 8 * kHour + kSecond).ids.size() == 3);
}

TEST_CASE("one poison event is found by halving and dropped alone") {
  Outbox outbox = filled(64);
  int requests = 0;
  for (; outbox.size() > 0 && requests < 100; ++requests) {
    const Batch batch = outbox.next(kLater, true);
    const bool is_poisoned = std::find(batch.ids.begin(), batch.ids.end(), "e42") != batch.ids.end();
    answer(outbox, batch.request, is_poisoned ? Verdict::Refused : Verdict::Acknowledged);
  }
  CHECK(outbox.size() == 0);
  CHECK(outbox.acknowledged() == 63);
  CHECK(dropped(outbox, "refused") == 1);
  CHECK(requests < 30);
}

TEST_CASE("when every event is poison, each is dropped once") {
  Outbox outbox = filled(20);
  for (int i = 0; i < 100 && outbox.size() > 0; ++i) answer(outbox, outbox.next(kLater, true).request, Verdict::Refused);
  CHECK(dropped(outbox, "refused") == 20);
}

TEST_CASE("batches grow again after a poison event") {
  Outbox outbox = filled(limits::kBatchEvents);
  answer(outbox, outbox.next(kLater, true).request, Verdict::Refused);
  CHECK(outbox.next(kLater, true).ids.size() == limits::kBatchEvents / 2);
  answer(outbox, 2, Verdict::Acknowledged);
  for (std::size_t i = 0; i < limits::kBatchEvents; ++i) outbox.add({.id = "n" + id(i), .bytes = 1, .queued = kNow}, limits::kOutboxEvents);
  CHECK(outbox.next(kLater, true).ids.size() == limits::kBatchEvents);
}

TEST_CASE("a refusal that no longer carries an event does not shrink the batches") {
  Outbox outbox = filled(limits::kBatchEvents);
  const Batch ordinary = outbox.next(kLater, false);
  const Batch unload = outbox.next_unload(kLater);
  answer(outbox, unload.request, Verdict::Acknowledged);
  for (std::size_t i = 0; i < limits::kBatchEvents; ++i) outbox.add({.id = "n" + id(i), .bytes = 1, .queued = kNow}, limits::kOutboxEvents);
  answer(outbox, ordinary.request, Verdict::Refused);
  CHECK(outbox.next(kLater, true).ids.size() == limits::kBatchEvents);
}

TEST_CASE("while the page ends at most 48 KiB are sent") {
  constexpr std::uint32_t kThird = limits::kUnloadBytes / 3;
  Outbox fits = filled(3, kThird - 1);
  CHECK(fits.next_unload(kLater).ids.size() == 3);
  Outbox too_much = filled(4, kThird - 1);
  CHECK(too_much.next_unload(kLater).ids.size() == 3);
}

TEST_CASE("while the page ends the events of an ordinary request are sent again, for it dies with the page") {
  Outbox outbox = filled(2);
  const Batch ordinary = outbox.next(kNow, true);
  const Batch unload = outbox.next_unload(kLater);
  CHECK(ids(unload) == ids(ordinary));
  CHECK(unload.request != ordinary.request);
  answer(outbox, unload.request, Verdict::Acknowledged);
  answer(outbox, ordinary.request, Verdict::Acknowledged);
  CHECK(outbox.acknowledged() == 2);
  CHECK(outbox.size() == 0);
}

TEST_CASE("one event alone is sent however large") {
  Outbox outbox = filled(1, limits::kUnloadBytes + 1);
  CHECK(outbox.next_unload(kLater).ids.size() == 1);
}

TEST_CASE("seven days are kept, a millisecond more is expired") {
  Outbox outbox;
  outbox.restore({.id = "old", .bytes = 1, .queued = kNow - limits::kOutboxAge});
  outbox.expire(kNow);
  CHECK(outbox.size() == 1);
  outbox.expire(kNow + 1);
  CHECK(outbox.size() == 0);
  CHECK(left(outbox) == "old:expired");
  CHECK(dropped(outbox, "expired") == 1);
}

TEST_CASE("what is in flight does not expire") {
  Outbox outbox;
  outbox.restore({.id = "old", .bytes = 1, .queued = kNow});
  const Batch batch = outbox.next(kNow, true);
  outbox.expire(kNow + 8 * kDay);
  CHECK(outbox.size() == 1);
  answer(outbox, batch.request, Verdict::Retry);
  outbox.expire(kNow + 8 * kDay);
  CHECK(outbox.size() == 0);
}

TEST_CASE("1000 events are kept; one more drops the oldest") {
  Outbox outbox = filled(limits::kOutboxEvents);
  CHECK(left(outbox).empty());
  outbox.add({.id = "new", .bytes = 1, .queued = kNow}, limits::kOutboxEvents);
  CHECK(outbox.size() == limits::kOutboxEvents);
  CHECK(left(outbox) == "e0:full");
  CHECK(dropped(outbox, "full") == 1);
}

TEST_CASE("1 MiB is kept; a byte more drops the oldest") {
  Outbox outbox = filled(2, limits::kOutboxBytes / 2);
  CHECK(outbox.size() == 2);
  outbox.add({.id = "new", .bytes = 1, .queued = kNow}, limits::kOutboxEvents);
  CHECK(left(outbox) == "e0:full");
}

TEST_CASE("what is in flight never makes room") {
  Outbox outbox = filled(limits::kOutboxEvents);
  const Batch batch = outbox.next(kLater, false);
  outbox.add({.id = "new", .bytes = 1, .queued = kNow}, limits::kOutboxEvents);
  CHECK(left(outbox) == id(batch.ids.size()) + ":full");
  CHECK(outbox.in_flight() == batch.ids.size());
}

TEST_CASE("an id that is there already is not added twice") {
  Outbox outbox = filled(1);
  outbox.add({.id = "e0", .bytes = 5, .queued = kNow}, 10);
  outbox.restore({.id = "e0", .bytes = 5, .queued = kNow});
  CHECK(outbox.size() == 1);
  CHECK(outbox.bytes() == 100);
}

TEST_CASE("dropping everything names the reason and forgets the request") {
  Outbox outbox = filled(3);
  const Batch batch = outbox.next(kNow, true);
  outbox.drop_all("consent");
  CHECK(outbox.size() == 0);
  CHECK(outbox.bytes() == 0);
  CHECK(dropped(outbox, "consent") == 3);
  answer(outbox, batch.request, Verdict::Acknowledged);
  CHECK(outbox.acknowledged() == 0);
  outbox.add({.id = "new", .bytes = 1, .queued = kNow}, 10);
  CHECK(outbox.next(kNow, true).ids.size() == 1);
}

TEST_CASE("an answer to an unknown request changes nothing that is kept") {
  Outbox outbox = filled(2);
  answer(outbox, 99, Verdict::Acknowledged);
  CHECK(outbox.size() == 2);
  CHECK(outbox.acknowledged() == 0);
}

TEST_CASE("drops are counted by reason") {
  Outbox outbox;
  outbox.count_drop("consent", 2);
  outbox.count_drop("too-large", 1);
  outbox.count_drop("consent", 3);
  CHECK(dropped(outbox, "consent") == 5);
  CHECK(dropped(outbox, "too-large") == 1);
}

}  // namespace waymark::outbox
