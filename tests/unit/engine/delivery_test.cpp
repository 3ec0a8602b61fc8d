#include "base/ids.h"
#include "catch.h"
#include "support/visit.h"
#include "waymark/limits.h"

namespace waymark {
using namespace testing;

namespace {

double stat(Visit& visit, const char* name) { return visit.ask("stats").view()[name].number(); }
Timestamp timer(const Effects& effects) { return static_cast<Timestamp>(effects.last("timer")["at"].number(-1)); }

}  // namespace

TEST_CASE("an event is stored at once, and sent after two seconds by the timer") {
  Visit visit(document());
  const Effects effects = visit.track("e");
  CHECK(effects.stored() == "track e");
  CHECK_FALSE(effects.last("send").exists());
  CHECK(timer(effects) == kStart + limits::kBatchDelay);
  const Effects sent = visit.wait(limits::kBatchDelay);
  CHECK(sent.sent_events() == 1);
  CHECK_FALSE(sent.last("send")["unload"].boolean(true));
}

TEST_CASE("the hundredth event sends a batch at once") {
  Visit visit(document());
  for (std::size_t i = 1; i < limits::kBatchEvents; ++i) REQUIRE_FALSE(visit.track("e").last("send").exists());
  CHECK(visit.track("e").sent_events() == limits::kBatchEvents);
}

TEST_CASE("ids are sent in the order of the events") {
  Visit visit(document());
  std::string ids;
  for (int i = 0; i < 3; ++i) ids += (i ? "," : "") + text_of(visit.track("e").last("store")["id"]);
  CHECK(text_of(visit.tell("flush").last("send")["ids"]) == "[" + ids + "]");
}

TEST_CASE("acknowledged events are removed without a reason") {
  Visit visit(document());
  visit.track("e");
  const Effects effects = visit.answer_send(visit.tell("flush"), 200);
  CHECK(effects.last("remove")["ids"].size() == 1);
  CHECK_FALSE(effects.last("remove")["reason"].exists());
  CHECK(stat(visit, "acknowledged") == 1);
  CHECK(stat(visit, "queued") == 0);
}

TEST_CASE("a failed request is tried again by the timer, with the same events") {
  Visit visit(document());
  visit.track("e");
  const Effects sent = visit.tell("flush");
  const Effects failed = visit.answer_send(sent, 0);
  CHECK(failed.of("remove").empty());
  const Effects again = visit.at(std::max(timer(failed), visit.now + limits::kBatchDelay));
  CHECK(text_of(again.last("send")["ids"]) == text_of(sent.last("send")["ids"]));
  CHECK(stat(visit, "failures") == 1);
}

TEST_CASE("three times 503, then 200: the same event each time, later and later, and at another time for another visitor") {
  std::vector<std::vector<Duration>> waits;
  for (const std::string_view entropy : {kEntropy, kOtherEntropy}) {
    Visit visit(document(), Setting{.entropy = entropy});
    const std::string id = text_of(visit.track("e").last("store")["id"]);
    Effects effects = visit.tell("flush");
    waits.emplace_back();
    for (int attempt = 1; attempt <= 3; ++attempt) {
      CHECK(text_of(effects.last("send")["ids"].find_path("0")) == id);
      const Effects failed = visit.answer_send(effects, 503);
      CHECK(failed.of("remove").empty());
      const Timestamp failed_at = visit.now;
      do effects = visit.wait(10);
      while (effects.of("send").empty() && visit.now < failed_at + kMinute);
      waits.back().push_back(visit.now - failed_at);
    }
    // (0.5 … 1) · 1 s · 2^(n − 1), and never before a batch would go anyway.
    for (std::size_t i = 0; i < 3; ++i) {
      const Duration most = kSecond << i;
      CHECK(waits.back()[i] >= most / 2);
      CHECK(waits.back()[i] <= std::max<Duration>(limits::kBatchDelay, most) + 10);
    }
    const Effects done = visit.answer_send(effects, 200);
    CHECK(text_of(done.last("remove")["ids"].find_path("0")) == id);
    CHECK(stat(visit, "failures") == 0);
    CHECK(stat(visit, "acknowledged") == 1);
  }
  CHECK(waits[0].back() > limits::kBatchDelay);
  CHECK(waits[0] != waits[1]);
}

TEST_CASE("a flush does not break the back-off") {
  Visit visit(document());
  visit.track("e");
  visit.answer_send(visit.tell("flush"), 503, "", "60");
  visit.now += 59 * kSecond;
  CHECK_FALSE(visit.tell("flush").last("send").exists());
  visit.now += kSecond;
  CHECK(visit.tell("flush").last("send").exists());
}

TEST_CASE("back online the events are sent at once") {
  Visit visit(document());
  visit.track("e");
  visit.answer_send(visit.tell("flush"), 0);
  visit.answer_send(visit.wait(kHour), 0);
  visit.now += kSecond / 2;
  CHECK(visit.signal("online").last("send").exists());
}

TEST_CASE("a captive portal acknowledges nothing") {
  Visit visit(document());
  visit.track("e");
  visit.answer_send(visit.tell("flush"), 200, "<html>");
  CHECK(stat(visit, "queued") == 1);
  CHECK(stat(visit, "acknowledged") == 0);
}

TEST_CASE("a wrong key pauses, says so, and keeps the events") {
  Visit visit(document());
  visit.track("e");
  const Effects effects = visit.answer_send(visit.tell("flush"), 401);
  CHECK(effects.errors() == "collector-refused /collector");
  CHECK(effects.notified("error").at(0)["detail"].string().find("401") != std::string_view::npos);
  CHECK(stat(visit, "queued") == 1);
  CHECK_FALSE(visit.wait(kHour - 1).last("send").exists());
  CHECK(visit.wait(1).last("send").exists());
}

TEST_CASE("a batch that is refused is halved until the bad event stands alone and is dropped") {
  Visit visit(document());
  for (int i = 0; i < 8; ++i) visit.track("e");
  Effects effects = visit.tell("flush");
  const std::string bad = text_of(effects.last("send")["ids"].find_path("5"));
  for (int i = 0; i < 20 && effects.last("send").exists(); ++i) {
    const bool carries_bad = text_of(effects.last("send")["ids"]).find(bad) != std::string::npos;
    visit.now += limits::kBatchDelay;
    effects = visit.answer_send(effects, carries_bad ? 400 : 200);
  }
  CHECK(stat(visit, "acknowledged") == 7);
  CHECK(visit.dropped("refused") == 1);
  CHECK(stat(visit, "queued") == 0);
}

TEST_CASE("rejected events are removed with the reason") {
  Visit visit(document());
  visit.track("e");
  const Effects sent = visit.tell("flush");
  const std::string id(sent.last("send")["ids"].find_path("0").string());
  const Json body = object({{"rejected", array({object({{"messageId", id}, {"code", "schema"}})})}});
  const Effects effects = visit.answer_send(sent, 200, body.text());
  CHECK(effects.last("remove")["reason"].is("rejected: schema"));
  CHECK(visit.dropped("rejected: schema") == 1);
}

TEST_CASE("while the page ends what waits is sent with keepalive, up to 48 KiB") {
  Visit visit(document());
  for (int i = 0; i < 6; ++i) visit.track("e", object({{"t", std::string(10'000, 'x')}}));
  const Effects effects = visit.signal("hidden");
  REQUIRE(effects.last("send").exists());
  CHECK(effects.last("send")["unload"].boolean());
  CHECK(effects.sent_events() == 4);
}

TEST_CASE("events of a former page are sent, oldest first; what is older than seven days goes once three attempts were in vain") {
  Visit first(document());
  first.track("e");
  Random random;
  random.seed(kOtherEntropy);
  const std::string fresh = make_uuid7(kStart - limits::kOutboxAge + kHour, random);
  const std::string old = make_uuid7(kStart - limits::kOutboxAge - 1, random);
  const Json outbox = array({object({{"id", fresh}, {"bytes", 100}}), object({{"id", old}, {"bytes", 100}}), object({{"id", "no-uuid"}, {"bytes", 100}})});
  Visit visit(document(), first.snapshot(), outbox, kStart);
  Effects effects = std::move(visit.opened);
  CHECK(effects.last("send")["ids"].find_path("0").string() == fresh);
  CHECK(effects.last("send")["ids"].size() == 3);
  for (int attempt = 1; attempt <= 3; ++attempt) {
    CHECK(visit.dropped("expired") == 0);
    const Effects answered = visit.answer_send(effects, 503);
    if (attempt == 3) CHECK(text_of(answered.last("remove")["ids"]) == array({old}).text());
    effects = visit.wait(10 * kSecond);
  }
  CHECK(visit.dropped("expired") == 1);
}

TEST_CASE("a clock that jumps a year ahead loses nothing that waits, nor one that jumps back") {
  for (const Duration jump : {365 * kDay, -365 * kDay}) {
    Visit first(document());
    const std::string id = text_of(first.track("e").last("store")["id"]);
    const Json outbox = array({object({{"id", Json::raw(id)}, {"bytes", 100}})});
    Visit visit(document(), first.snapshot(), outbox, kStart + jump);
    CHECK(!visit.opened.last("remove").exists());
    const Effects sent = visit.tell("flush");
    const Effects& all = visit.opened.last("send").exists() ? visit.opened : sent;
    CHECK(text_of(all.last("send")["ids"].find_path("0")) == id);
    visit.answer_send(all, 200);
    CHECK(visit.dropped("expired") == 0);
  }
}

TEST_CASE("failures in a row are remembered over a reload") {
  Visit first(document());
  first.track("e");
  first.answer_send(first.tell("flush"), 503, "", "600");
  const Json outbox = array({object({{"id", "left"}, {"bytes", 100}})});
  Visit visit(document(), first.snapshot(), outbox, kStart + kSecond);
  CHECK_FALSE(visit.wait(599 * kSecond - 1).last("send").exists());
  CHECK(visit.wait(1).last("send").exists());
}

TEST_CASE("what was dropped is counted over a reload") {
  Visit first(document());
  first.track("e");
  first.answer_send(first.tell("flush"), 400);
  REQUIRE(first.dropped("refused") == 1);
  Visit visit(document(), first.snapshot(), array({}), kStart);
  CHECK(visit.dropped("refused") == 1);
}

}  // namespace waymark
