#include "base/time.h"

#include "catch.h"

namespace waymark {

TEST_CASE("a moment is printed as JavaScript's toISOString prints it") {
  CHECK(format_iso(0) == "1970-01-01T00:00:00.000Z");
  CHECK(format_iso(951782400001) == "2000-02-29T00:00:00.001Z");
  CHECK(format_iso(1795339801999) == "2026-11-22T09:30:01.999Z");
  CHECK(format_iso(-1) == "1969-12-31T23:59:59.999Z");
  CHECK(format_iso(253402300799999) == "9999-12-31T23:59:59.999Z");
}

TEST_CASE("a printed moment is read back, over centuries") {
  for (Timestamp moment = -62135596800000; moment < 253402300799999; moment += 97 * kDay + 12345)
    REQUIRE(parse_iso(format_iso(moment)) == moment);
}

TEST_CASE("a date alone is its midnight in UTC") { CHECK(parse_iso("2026-11-22") == 1795305600000); }

TEST_CASE("a time without an offset is UTC") {
  CHECK(parse_iso("2026-11-22T09:30") == parse_iso("2026-11-22T09:30:00.000Z"));
  CHECK(parse_iso("2026-11-22 09:30") == parse_iso("2026-11-22T09:30Z"));
}

TEST_CASE("an offset moves a time to UTC") {
  CHECK(parse_iso("2026-11-22T12:30+03:00") == parse_iso("2026-11-22T09:30Z"));
  CHECK(parse_iso("2026-11-22T12:30+0300") == parse_iso("2026-11-22T09:30Z"));
  CHECK(parse_iso("2026-11-21T23:00-10:30") == parse_iso("2026-11-22T09:30Z"));
}

TEST_CASE("fractions beyond milliseconds are cut off") {
  CHECK(parse_iso("1970-01-01T00:00:00.5") == 500);
  CHECK(parse_iso("1970-01-01T00:00:00.1239999Z") == 123);
}

TEST_CASE("February has its 29th in leap years only") {
  CHECK(parse_iso("2024-02-29"));
  CHECK(parse_iso("2000-02-29"));
  CHECK_FALSE(parse_iso("2023-02-29"));
  CHECK_FALSE(parse_iso("1900-02-29"));
}

TEST_CASE("what is not an ISO date is refused") {
  for (const char* text : {"", "2026", "2026-11", "2026-13-01", "2026-00-01", "2026-11-31", "2026-11-00", "22.11.2026",
                           "2026-11-22T", "2026-11-22T9:30", "2026-11-22T24:00", "2026-11-22T09:60", "2026-11-22T09:30:60",
                           "2026-11-22T09:30Zulu", "2026-11-22T09:30+25:00", "2026-11-22 ", "x2026-11-22"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_iso(text));
  }
}

TEST_CASE("a duration is a whole number and a unit") {
  CHECK(parse_duration("30s") == 30 * kSecond);
  CHECK(parse_duration("15m") == 15 * kMinute);
  CHECK(parse_duration("2h") == 2 * kHour);
  CHECK(parse_duration("7d") == 7 * kDay);
  CHECK(parse_duration("1w") == 7 * kDay);
  CHECK(parse_duration("0s") == 0);
}

TEST_CASE("a duration may have ten characters, not eleven") {
  CHECK(parse_duration("999999999w"));
  CHECK_FALSE(parse_duration("9999999999w"));
}

TEST_CASE("what is not a duration is refused") {
  for (const char* text : {"", "s", "5", "5 s", "1.5h", "-1d", "+1d", "7D", "7y", "1d2h", "7d ", " 7d"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_duration(text));
  }
}

TEST_CASE("the calendar is read at the visitor's offset") {
  const Timestamp sunday_night = *parse_iso("2026-11-22T22:30Z");
  const CivilTime utc = civil_time(sunday_night, 0);
  CHECK(utc.weekday == 0);
  CHECK(utc.hour == 22);
  const CivilTime moscow = civil_time(sunday_night, 180);
  CHECK(moscow.weekday == 1);
  CHECK(moscow.hour == 1);
  CHECK(moscow.day == 23);
  const CivilTime kolkata = civil_time(sunday_night, 330);
  CHECK(kolkata.hour == 4);
  CHECK(kolkata.minute == 0);
  const CivilTime new_york = civil_time(*parse_iso("2026-01-01T03:00Z"), -300);
  CHECK(new_york.year == 2025);
  CHECK(new_york.month == 12);
  CHECK(new_york.day == 31);
}

}  // namespace waymark
