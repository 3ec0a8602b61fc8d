#include "catch.h"
#include "support/visit.h"
#include "waymark/limits.h"

namespace waymark {
using namespace testing;

namespace {

const Setting kAsks{.consent = "required"};

Json one_campaign() { return document({{"campaigns", array({campaign("c")})}}); }
double queued(Visit& visit) { return visit.ask("stats").view()["queued"].number(); }

/// `state events` of the last storage effect.
std::string storage(const Effects& effects) {
  const ValueView effect = effects.last("storage");
  if (!effect.exists()) return "";
  return std::string(effect["state"].boolean() ? "state" : "-") + (effect["events"].boolean() ? " events" : " -");
}

/// Sends whatever is due, long after.
bool sends(Visit& visit) { return visit.wait(kMinute).last("send").exists() || visit.tell("flush").last("send").exists(); }

}  // namespace

TEST_CASE("before consent nothing may be kept and nothing is sent") {
  Visit visit(document(), kAsks);
  CHECK(storage(visit.opened) == "- -");
  visit.page();
  CHECK_FALSE(sends(visit));
  CHECK_FALSE(visit.signal("hidden").last("send").exists());
  CHECK(visit.ask("snapshot").view().is_null());
}

TEST_CASE("with Global Privacy Control marketing is refused, whatever is said, and the rest is as said") {
  const auto purposes = [](Visit& visit) {
    std::string names;
    const Value stats = visit.ask("stats");
    for (const auto [name, is_granted] : stats.view()["consent"].members())
      if (is_granted.boolean()) names += std::string(name) + " ";
    return names;
  };
  Visit visit(document(), {.privacy_control = true});
  CHECK(purposes(visit) == "functional analytics personalization ");
  visit.consent({"analytics", "marketing"});
  CHECK(purposes(visit) == "analytics ");
  visit.page();
  Visit without(document());
  without.page();
  CHECK(purposes(without) == "functional analytics personalization marketing ");
  Visit switched_on(document(), without.snapshot(), array(), kStart, {.privacy_control = true});
  CHECK(purposes(switched_on) == "functional analytics personalization ");
}

TEST_CASE("before consent rules run in memory") {
  Visit visit(rules({object({{"$event", object({{"name", "e"}})}})}), kAsks);
  CHECK(visit.track("e").flips(kStart) == "enter:a@0");
}

TEST_CASE("before consent no campaign shows") {
  Visit visit(one_campaign(), kAsks);
  CHECK(visit.page().mounted() == "");
  CHECK(visit.refusal("c") == "consent");
}

TEST_CASE("where consent is granted beforehand everything works at once") {
  Visit visit(one_campaign());
  CHECK(storage(visit.opened) == "state events");
  CHECK(visit.page().mounted() == "c");
  CHECK(sends(visit));
}

TEST_CASE("a word stands for all purposes") {
  Visit visit(document(), kAsks);
  CHECK(storage(visit.tell("consent", {{"purposes", "granted"}})) == "state events");
  CHECK(storage(visit.tell("consent", {{"purposes", "denied"}})) == "- -");
}

TEST_CASE("a grant keeps the events from before it and sends them") {
  Visit visit(document(), kAsks);
  visit.track("early");
  const Effects effects = visit.consent({"analytics"});
  CHECK(storage(effects) == "state events");
  CHECK(effects.of("remove").empty());
  const Effects later = visit.wait(limits::kBatchDelay);
  CHECK(later.sent_events() == 1);
  CHECK(visit.dropped("consent") == 0);
}

TEST_CASE("50 events are held before consent; one more drops the oldest, and it is counted") {
  Visit visit(document(), kAsks);
  for (std::size_t i = 0; i < limits::kPendingEvents; ++i) visit.track("e" + std::to_string(i));
  CHECK(queued(visit) == limits::kPendingEvents);
  CHECK(visit.dropped("full") == 0);
  const Effects effects = visit.track("one more");
  CHECK(queued(visit) == limits::kPendingEvents);
  CHECK(visit.dropped("full") == 1);
  CHECK(effects.last("remove")["reason"].is("full"));
  CHECK(effects.last("remove")["ids"].size() == 1);
}

TEST_CASE("a denial drops what was held, and counts it") {
  Visit visit(document(), kAsks);
  visit.track("a");
  visit.track("b");
  const Effects effects = visit.consent({});
  CHECK(storage(effects) == "- -");
  CHECK(effects.last("remove")["ids"].size() == 2);
  CHECK(effects.last("remove")["reason"].is("consent"));
  CHECK(visit.dropped("consent") == 2);
}

TEST_CASE("after a denial events are counted, not kept") {
  Visit visit(document(), kAsks);
  visit.consent({});
  CHECK(visit.track("a").stored() == "");
  CHECK(visit.dropped("consent") == 1);
  CHECK_FALSE(sends(visit));
}

TEST_CASE("a grant after a denial counts from then on") {
  Visit visit(document(), kAsks);
  visit.consent({});
  visit.track("a");
  visit.consent({"analytics"});
  CHECK(visit.track("b").stored() == "track b");
  CHECK(queued(visit) == 1);
}

TEST_CASE("consent to personalization shows what was triggered on this page") {
  Visit visit(one_campaign(), kAsks);
  visit.page();
  CHECK(visit.consent({"personalization"}).mounted() == "c");
}

TEST_CASE("consent that comes late shows the highest priority first") {
  Visit visit(document({{"campaigns", array({campaign("low", {{"pressure", caps({}, 1)}}), campaign("high", {{"pressure", caps({}, 9)}})})}}), kAsks);
  visit.page();
  CHECK(visit.consent({"personalization"}).mounted() == "high");
}

TEST_CASE("consent given a second time does not bring back what the visitor closed") {
  Visit visit(one_campaign(), kAsks);
  visit.page();
  visit.consent({"personalization"});
  visit.close("c");
  visit.wait(kMinute);
  CHECK(visit.consent({"personalization", "analytics"}).mounted() == "");
}

TEST_CASE("consent to something else shows nothing") {
  Visit visit(one_campaign(), kAsks);
  visit.page();
  CHECK(visit.consent({"analytics", "functional", "marketing"}).mounted() == "");
}

TEST_CASE("withdrawal takes down what is on show and drops what is queued, at once") {
  Visit visit(one_campaign());
  visit.page();
  const Effects effects = visit.consent({});
  CHECK(effects.unmounted() == "c");
  CHECK(storage(effects) == "- -");
  CHECK(queued(visit) == 0);
  CHECK(visit.dropped("consent") == 2);
  CHECK_FALSE(sends(visit));
}

TEST_CASE("withdrawal of personalization alone keeps the events") {
  Visit visit(one_campaign());
  visit.page();
  const Effects effects = visit.consent({"analytics"});
  CHECK(effects.unmounted() == "c");
  CHECK(queued(visit) == 2);
}

TEST_CASE("state may be kept for function, analytics or personalization, events for analytics only") {
  Visit visit(document(), kAsks);
  CHECK(storage(visit.consent({"functional"})) == "state -");
  CHECK(storage(visit.consent({"personalization"})) == "state -");
  CHECK(storage(visit.consent({"analytics"})) == "state events");
  CHECK(storage(visit.consent({"marketing"})) == "- -");
}

TEST_CASE("the consent of the moment goes with an event") {
  Visit visit(document(), kAsks);
  visit.consent({"analytics", "marketing"});
  const Effects effects = visit.track("e");
  CHECK(text_of(effects.bodies().at(0).view().find_path("context.consent.categoryPreferences")) ==
        R"({"functional":false,"analytics":true,"personalization":false,"marketing":true})");
}

TEST_CASE("a logout keeps the consent") {
  Visit visit(document(), kAsks);
  visit.consent({"analytics"});
  visit.tell("reset");
  CHECK(visit.track("e").stored() == "track e");
}

TEST_CASE("what the visitor has decided outlives the default of the site") {
  Visit visit(document(), kAsks);
  visit.consent({"functional"});
  Visit restored(document(), visit.snapshot(), array({}), visit.now);
  CHECK(storage(restored.opened) == "state -");
}

TEST_CASE("what was agreed to under another text is void, a refusal stands, and who agrees anew goes on") {
  const auto asks = [](std::string_view version) { return Setting{.consent = "required", .consent_version = version}; };
  for (const std::string_view before : {"", "1"}) {
    Visit visit(document(), asks(before));
    visit.consent({"analytics"});
    visit.track("e");
    const std::string id = text_of(visit.track("e").bodies()[0].view()["anonymousId"]);
    CHECK(storage(Visit(document(), visit.snapshot(), array({}), visit.now, asks(before)).opened) == "state events");

    Visit other(document(), visit.snapshot(), array({}), visit.now, asks("2"));
    CHECK(storage(other.opened) == "- -");
    CHECK(!other.opened.last("storage")["id"].exists());
    other.track("e");
    CHECK(!sends(other));
    CHECK(storage(other.consent({"analytics"})) == "state events");
    const Effects tracked = other.track("e");
    CHECK(text_of(tracked.bodies()[0].view()["anonymousId"]) == id);
    CHECK(tracked.bodies()[0].view().find_path("context.consent.version").string() == "2");
    CHECK(storage(Visit(document(), other.snapshot(), array({}), other.now, asks("2")).opened) == "state events");

    visit.consent({});
    const Json refusal = Json::raw(R"({"v":1,"consent":{}})");
    const Setting granted{.consent = "granted", .consent_version = "2"};
    CHECK(storage(Visit(document(), refusal, array({}), visit.now, granted).opened) == "- -");
  }
}

}  // namespace waymark
