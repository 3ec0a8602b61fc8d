#include "history/log.h"

#include "catch.h"
#include "support/json.h"
#include "waymark/limits.h"

namespace waymark::history {
namespace {

LoggedEvent event(Timestamp time, std::string name = "e") { return {.time = time, .name = std::move(name), .session = 1}; }

std::string names(const Log& log) {
  std::string out;
  for (const LoggedEvent& logged : log.events()) out += logged.name;
  return out;
}

/// An event that counts exactly that many bytes.
LoggedEvent event_of(std::size_t bytes) { return event(1, std::string(bytes - sizeof(LoggedEvent), 'x')); }

}  // namespace

TEST_CASE("events are ordered by time, then arrival") {
  Log log;
  log.add(event(20, "b"));
  log.add(event(10, "a"));
  log.add(event(20, "c"));
  log.add(event(15, "l"));
  log.add(event(30, "d"));
  CHECK(names(log) == "albcd");
}

TEST_CASE("a log keeps 1000 events and counts the dropped ones") {
  Log log;
  for (std::size_t i = 0; i < limits::kHistoryEvents; ++i) log.add(event(static_cast<Timestamp>(i)));
  CHECK(log.events().size() == limits::kHistoryEvents);
  CHECK(log.dropped() == 0);
  log.add(event(5000));
  CHECK(log.events().size() == limits::kHistoryEvents);
  CHECK(log.events().front().time == 1);
  CHECK(log.events().back().time == 5000);
  CHECK(log.dropped() == 1);
}

TEST_CASE("a log keeps 256 KiB") {
  Log log;
  const std::size_t half = limits::kHistoryBytes / 2;
  log.add(event_of(half));
  log.add(event_of(half));
  CHECK(log.dropped() == 0);
  log.add(event_of(sizeof(LoggedEvent) + 1));
  CHECK(log.dropped() == 1);
  CHECK(log.events().size() == 2);
}

TEST_CASE("an event larger than the whole log leaves nothing") {
  Log log;
  log.add(event(1));
  log.add(event_of(limits::kHistoryBytes + 1));
  CHECK(log.events().empty());
  CHECK(log.dropped() == 2);
  log.add(event(3, "next"));
  CHECK(names(log) == "next");
}

TEST_CASE("a late event finds its place after many were dropped") {
  Log log;
  for (int i = 0; i < 2500; ++i) log.add(event(i * 10));
  log.add(event(20005, "late"));
  bool is_in_order = true;
  const auto events = log.events();
  for (std::size_t i = 1; i < events.size(); ++i) is_in_order = is_in_order && events[i - 1].time <= events[i].time;
  CHECK(is_in_order);
  CHECK(events.size() == limits::kHistoryEvents);
  CHECK(log.dropped() == 1501);
}

TEST_CASE("a cleared log is as new") {
  Log log;
  log.add(event(1));
  log.clear();
  CHECK(log.events().empty());
  CHECK(log.dropped() == 0);
  log.add(event(2, "again"));
  CHECK(names(log) == "again");
}

}  // namespace waymark::history
