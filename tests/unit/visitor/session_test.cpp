#include "visitor/session.h"

#include "catch.h"

namespace waymark::visitor {
namespace {

constexpr Timestamp kBegin = 1'000'000;

Session running(Timestamp last_activity, std::uint32_t page_views = 1) {
  return {.number = 1, .started = kBegin, .last_activity = last_activity, .page_views = page_views, .is_over = false};
}

Value came_from(const char* campaign) { return read_traffic("https://shop.test/?utm_source=" + std::string(campaign), ""); }

}  // namespace

TEST_CASE("a session ends when the gap is full") {
  const Session session = running(kBegin);
  CHECK(end_of(session, {}) == kBegin + limits::kSessionIdle);
  CHECK_FALSE(begins_new(session, {}, {}, kBegin + limits::kSessionIdle - 1));
  CHECK(begins_new(session, {}, {}, kBegin + limits::kSessionIdle));
}

TEST_CASE("a session ends 24 hours after its start, however busy") {
  const Session session = running(kBegin + limits::kSessionMaximum - 1);
  CHECK(end_of(session, {}) == kBegin + limits::kSessionMaximum);
  CHECK_FALSE(begins_new(session, {}, {}, kBegin + limits::kSessionMaximum - 1));
  CHECK(begins_new(session, {}, {}, kBegin + limits::kSessionMaximum));
}

TEST_CASE("both bounds can be set") {
  const SessionPolicy policy{.idle = kMinute, .maximum = kHour};
  CHECK(end_of(running(kBegin), policy) == kBegin + kMinute);
  CHECK(end_of(running(kBegin + kHour - kSecond), policy) == kBegin + kHour);
}

TEST_CASE("a session that is over does not end again, and anything begins a new one") {
  Session session = running(kBegin);
  session.is_over = true;
  CHECK(end_of(session, {}) == kNever);
  CHECK(begins_new(session, {}, {}, kBegin + 1));
}

TEST_CASE("a page view from a new source begins a session at once") {
  Session session = running(kBegin);
  session.traffic = came_from("mail");
  CHECK(begins_new(session, {}, came_from("ads").view(), kBegin + 1));
}

TEST_CASE("the landing page seen again begins no session") {
  Session session = running(kBegin);
  session.traffic = came_from("mail");
  CHECK_FALSE(begins_new(session, {}, came_from("mail").view(), kBegin + 1));
}

TEST_CASE("a page view from nowhere begins no session") {
  Session session = running(kBegin);
  session.traffic = came_from("mail");
  CHECK_FALSE(begins_new(session, {}, read_traffic("https://shop.test/", "").view(), kBegin + 1));
}

TEST_CASE("the first page view of a session that began with another event stays in it") {
  CHECK_FALSE(begins_new(running(kBegin, 0), {}, came_from("mail").view(), kBegin + 1));
}

}  // namespace waymark::visitor
