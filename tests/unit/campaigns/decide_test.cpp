#include "campaigns/decide.h"

#include "base/time.h"
#include "catch.h"
#include "support/json.h"

namespace waymark::campaigns {
using namespace testing;

namespace {

const Timestamp kNoon = *parse_iso("2026-01-05T12:00Z");

/// A situation in which the campaign shows; each test spoils one thing.
struct Scene {
  Scene() {
    program.parent_start.assign(1, 0);
    consent = visitor::granted_consent();
  }
  [[nodiscard]] Decision decided() const {
    const rules::Evaluation evaluation(program);
    const history::History history{log, session};
    return decide(campaign, {.evaluation = evaluation,
                             .history = history,
                             .consent = consent,
                             .caps = caps,
                             .global_caps = global_caps,
                             .shown = shown,
                             .now = now,
                             .utc_offset_min = utc_offset_min,
                             .has_display = has_display,
                             .fired = fired});
  }
  [[nodiscard]] std::string refusal() const {
    const Decision decision = decided();
    return decision.refusal() ? std::string(decision.refusal()->name) : "";
  }
  void happened(std::string name, Timestamp at, std::string_view id = "c", std::uint32_t in_session = 1) {
    log.add({.time = at, .name = std::move(name), .session = in_session, .properties = object({{"campaign_id", id}}).value()});
  }

  rules::Program program;
  Campaign campaign{.id = "c", .slot = "top"};
  visitor::Consent consent;
  history::Log log;
  std::uint32_t session = 1;
  List<Cap> caps;
  List<Cap> global_caps;
  List<Occupant> shown;
  Timestamp now = kNoon;
  int utc_offset_min = 0;
  bool has_display = true;
  std::uint32_t fired = 1;
};

Cap shown_at_most(std::uint32_t max, CapWindow window = {}) { return {.outcome = CampaignEvent::Shown, .max = max, .window = window}; }
constexpr CapWindow kHourWindow{.kind = CapWindow::Kind::Rolling, .length = kHour};
constexpr CapWindow kDayWindow{.kind = CapWindow::Kind::Day};
constexpr CapWindow kSessionWindow{.kind = CapWindow::Kind::Session};

}  // namespace

TEST_CASE("with nothing against it a campaign shows") { CHECK(Scene().refusal() == ""); }

TEST_CASE("each check refuses on its own") {
  Scene no_display;
  no_display.has_display = false;
  CHECK(no_display.refusal() == "display");
  Scene not_fired;
  not_fired.fired = 0;
  CHECK(not_fired.refusal() == "trigger");
  Scene no_consent;
  no_consent.consent.granted[static_cast<std::size_t>(visitor::Purpose::Personalization)] = false;
  CHECK(no_consent.refusal() == "consent");
  Scene capped;
  capped.caps = {shown_at_most(0)};
  CHECK(capped.refusal() == "cap");
  Scene taken;
  taken.shown = {{.slot = "top", .campaign = "other"}};
  CHECK(taken.refusal() == "slot");
}

TEST_CASE("the first check that fails is the reason, in the order of the policy") {
  Scene scene;
  scene.has_display = false;
  scene.fired = 0;
  scene.caps = {shown_at_most(0)};
  CHECK(scene.refusal() == "display");
  scene.has_display = true;
  CHECK(scene.refusal() == "trigger");
  scene.fired = 1;
  CHECK(scene.refusal() == "cap");
}

TEST_CASE("all checks are made, also after the first that fails") {
  Scene scene;
  scene.has_display = false;
  scene.caps = {shown_at_most(1)};
  scene.global_caps = {shown_at_most(1)};
  CHECK(scene.decided().checks.size() == 7);
}

TEST_CASE("a cap of N lets N through and stops the next") {
  Scene scene;
  scene.caps = {shown_at_most(2)};
  scene.happened("Campaign Shown", kNoon - 2);
  CHECK(scene.refusal() == "");
  scene.happened("Campaign Shown", kNoon - 1);
  CHECK(scene.refusal() == "cap");
}

TEST_CASE("a cap counts its own outcome only") {
  Scene scene;
  scene.caps = {{.outcome = CampaignEvent::Closed, .max = 1}};
  scene.happened("Campaign Shown", kNoon - 2);
  CHECK(scene.refusal() == "");
  scene.happened("Campaign Closed", kNoon - 1);
  CHECK(scene.refusal() == "cap");
}

TEST_CASE("a campaign's cap counts the campaign, a global one all") {
  Scene scene;
  scene.happened("Campaign Shown", kNoon - 1, "other");
  scene.caps = {shown_at_most(1)};
  CHECK(scene.refusal() == "");
  scene.global_caps = {shown_at_most(1)};
  scene.global_caps[0].is_global = true;
  CHECK(scene.refusal() == "cap");
}

TEST_CASE("a rolling cap forgets at exactly t + w") {
  Scene scene;
  scene.caps = {shown_at_most(1, kHourWindow)};
  scene.happened("Campaign Shown", kNoon - kHour + 1);
  CHECK(scene.refusal() == "cap");
  scene.now += 1;
  CHECK(scene.refusal() == "");
}

TEST_CASE("a cap of the day ends at midnight at the visitor, not after 24 hours") {
  Scene scene;
  scene.caps = {shown_at_most(1, kDayWindow)};
  scene.happened("Campaign Shown", *parse_iso("2026-01-05T23:30Z"));
  scene.now = *parse_iso("2026-01-05T23:59:59.999Z");
  CHECK(scene.refusal() == "cap");
  scene.now = *parse_iso("2026-01-06T00:00Z");
  CHECK(scene.refusal() == "");
  scene.utc_offset_min = -60;
  CHECK(scene.refusal() == "cap");
}

TEST_CASE("the same day of another month or year is another day") {
  Scene scene;
  scene.caps = {shown_at_most(1, kDayWindow)};
  scene.happened("Campaign Shown", *parse_iso("2025-12-05T12:00Z"));
  scene.happened("Campaign Shown", *parse_iso("2025-01-05T12:00Z"));
  CHECK(scene.refusal() == "");
}

TEST_CASE("a cap of the session counts this session only") {
  Scene scene;
  scene.caps = {shown_at_most(1, kSessionWindow)};
  scene.happened("Campaign Shown", kNoon - 1, "c", 1);
  CHECK(scene.refusal() == "cap");
  scene.session = 2;
  CHECK(scene.refusal() == "");
  scene.session = 0;
  CHECK(scene.refusal() == "");
}

TEST_CASE("a campaign on show elsewhere is not shown a second time") {
  Scene scene;
  scene.shown = {{.slot = "bottom", .campaign = "c"}};
  CHECK(scene.refusal() == "slot");
  scene.shown = {{.slot = "bottom", .campaign = "other"}};
  CHECK(scene.refusal() == "");
}

TEST_CASE("an explanation says what was seen and what was wanted") {
  Scene scene;
  scene.caps = {shown_at_most(1, kHourWindow)};
  scene.happened("Campaign Shown", kNoon);
  codec::JsonWriter out;
  write(out, scene.campaign, scene.decided(), [](codec::JsonWriter&) {});
  const Value explanation = parse(out.text());
  CHECK(explanation.view()["campaign"].is("c"));
  CHECK_FALSE(explanation.view()["shows"].boolean(true));
  CHECK(explanation.view()["reason"].is("cap"));
  const ValueView check = explanation.view()["checks"].find_path("4");
  CHECK(text_of(check) == R"({"check":"cap","passed":false,"seen":1,"wanted":{"scope":"campaign","outcome":"shown","below":1,"withinMs":3600000}})");
}

TEST_CASE("the explanation of a campaign that shows has no reason") {
  codec::JsonWriter out;
  const Scene scene;
  write(out, scene.campaign, scene.decided(), [](codec::JsonWriter&) {});
  const Value explanation = parse(out.text());
  CHECK(explanation.view()["shows"].boolean());
  CHECK(explanation.view()["reason"].is_null());
  for (const ValueView check : explanation.view()["checks"].elements()) CHECK(check["passed"].boolean());
}

}  // namespace waymark::campaigns
