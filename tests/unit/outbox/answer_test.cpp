#include "outbox/answer.h"

#include "catch.h"
#include "support/json.h"

namespace waymark::outbox {
using namespace testing;

namespace {

Verdict verdict(int status, std::string_view body = "") { return read_answer(status, body, "").verdict; }
Duration retry_after(std::string_view text) { return read_answer(503, "", text).retry_after; }

}  // namespace

TEST_CASE("2xx acknowledges, whatever the body but for HTML") {
  for (const int status : {200, 201, 202, 204, 299}) CHECK(verdict(status) == Verdict::Acknowledged);
  CHECK(verdict(200, "OK") == Verdict::Acknowledged);
  CHECK(verdict(200, R"({"success":true})") == Verdict::Acknowledged);
}

TEST_CASE("an HTML page with status 200 is a captive portal, not the collector") {
  CHECK(verdict(200, "<!doctype html><p>Log in") == Verdict::Retry);
  CHECK(verdict(200, " \r\n\t<html>") == Verdict::Retry);
  CHECK(verdict(200, "\xef\xbb\xbf<html>") == Verdict::Retry);
}

TEST_CASE("a JSON body may take the success back") { CHECK(verdict(200, R"({"success":false})") == Verdict::Retry); }

TEST_CASE("rejected events are named with the collector's code") {
  const Json body = object({{"rejected", array({object({{"messageId", "m1"}, {"code", "bad-time"}}), object({{"messageId", "m2"}})})}});
  const Answer answer = read_answer(200, body.text(), "");
  REQUIRE(answer.verdict == Verdict::Acknowledged);
  REQUIRE(answer.rejected.size() == 2);
  CHECK(answer.rejected[0].id == "m1");
  CHECK(answer.rejected[0].reason == "rejected: bad-time");
  CHECK(answer.rejected[1].reason == "rejected: ");
}

TEST_CASE("a bad batch is refused, a wrong address or key is a pause, anything else is tried again") {
  for (const int status : {400, 413, 415, 422}) CHECK(verdict(status) == Verdict::Refused);
  for (const int status : {401, 403, 404, 410}) CHECK(verdict(status) == Verdict::Pause);
  for (const int status : {0, 199, 301, 302, 304, 402, 408, 409, 425, 429, 500, 502, 503, 504, 511, 599, -1}) CHECK(verdict(status) == Verdict::Retry);
}

TEST_CASE("Retry-After is seconds, at most an hour") {
  CHECK(retry_after("120") == 120 * kSecond);
  CHECK(retry_after("3600") == kHour);
  CHECK(retry_after("3601") == kHour);
  CHECK(retry_after("999999999") == kHour);
  CHECK(retry_after("0") == 0);
}

TEST_CASE("a Retry-After that is no number of seconds is left out") {
  for (const char* text : {"", "soon", "-5", "1.5", " 5", "9999999999", "Wed, 21 Oct 2026 07:28:00 GMT"}) CHECK(retry_after(text) == 0);
}

TEST_CASE("Retry-After of a pause is not read") { CHECK(read_answer(401, "", "5").retry_after == 0); }

}  // namespace waymark::outbox
