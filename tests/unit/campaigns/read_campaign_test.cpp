#include "catch.h"
#include "campaigns/campaign.h"
#include "support/visit.h"

namespace waymark::campaigns {
using namespace testing;

namespace {

/// A campaign as it is read; the source must outlive it.
struct Read {
  explicit Read(const Json& json) : source(object({{"campaigns", array({0, 1, 2, json})}}).value()), problems(source.view()) {
    rules::Compiler compiler(program, {}, problems);
    result = read_campaign(source.view().find_path("campaigns.3"), compiler, problems, parts);
  }
  [[nodiscard]] std::string error() const {
    return problems.size() == 0 ? "" : problems.list()[0]->code + (" " + problems.list()[0]->path);
  }

  Value source;
  rules::Program program;
  Problems problems;
  Parts parts;
  Campaign result;
};

std::string error_of(Members sections) { return Read(campaign("c", sections)).error(); }

Json pressure(const Json& cap) { return object({{"caps", array({cap})}}); }

}  // namespace

TEST_CASE("a campaign needs little") {
  const Read read(campaign("c"));
  REQUIRE(read.error() == "");
  CHECK(read.result.id == "c");
  CHECK(read.result.slot == "bottom");
  CHECK(read.result.priority == 0);
  CHECK(read.result.audience == rules::kNoNode);
  CHECK(read.result.goal.event.empty());
}

TEST_CASE("everything a campaign says is read") {
  const Read read(campaign("c", {{"name", "Welcome"},
                                 {"slot", "inline:#stories"},
                                 {"audience", object({{"traits.a", 1}})},
                                 {"trigger", joined(on_event("Product Added"), object({{"where", object({{"event.price", 5}})}}))},
                                 {"pressure", caps({cap("closed", 2, "7d"), joined(cap("shown", 1, "day"), object({{"scope", "all"}}))}, 9)},
                                 {"goal", object({{"event", "Order Completed"}, {"within", "2d"}})}}));
  REQUIRE(read.error() == "");
  const Campaign& campaign = read.result;
  CHECK(campaign.name == "Welcome");
  CHECK(campaign.slot == "inline:#stories");
  CHECK(campaign.priority == 9);
  CHECK(read.parts.triggers[0].kind == TriggerKind::Event);
  CHECK(read.parts.triggers[0].event == "Product Added");
  CHECK(read.parts.triggers[0].where != rules::kNoNode);
  CHECK(campaign.audience != rules::kNoNode);
  CHECK(campaign.goal.within == 2 * kDay);
  REQUIRE(campaign.cap_count == 2);
  CHECK(read.parts.caps[0].outcome == CampaignEvent::Closed);
  CHECK(read.parts.caps[0].max == 2);
  CHECK(read.parts.caps[0].window.kind == CapWindow::Kind::Rolling);
  CHECK(read.parts.caps[0].window.length == 7 * kDay);
  CHECK_FALSE(read.parts.caps[0].is_global);
  CHECK(read.parts.caps[1].is_global);
  CHECK(read.parts.caps[1].window.kind == CapWindow::Kind::Day);
}

TEST_CASE("a goal without a window has seven days") {
  const Read read(campaign("c", {{"goal", object({{"event", "e"}})}}));
  CHECK(read.result.goal.within == 7 * kDay);
}

TEST_CASE("the slots are known, an inline one needs a selector") {
  for (const char* slot : {"modal", "corner", "top", "bottom", "inline:#a"}) CHECK(error_of({{"slot", slot}}) == "");
  for (const char* slot : {"", "left", "inline:", "inline", "Top"}) CHECK(error_of({{"slot", slot}}) == "bad-slot /campaigns/3/slot");
}

TEST_CASE("what is wrong with a campaign has its path") {
  CHECK(error_of({{"id", ""}}) == "bad-campaign /campaigns/3/id");
  CHECK(error_of({{"id", 5}}) == "bad-campaign /campaigns/3/id");
  CHECK(error_of({{"widget", "hologram"}}) == "unknown-widget /campaigns/3/widget");
  CHECK(error_of({{"trigger", object({{"on", "scroll"}})}}) == "unknown-trigger /campaigns/3/trigger/on");
  CHECK(error_of({{"trigger", nullptr}}) == "unknown-trigger /campaigns/3/trigger/on");
  CHECK(error_of({{"trigger", object({{"on", "event"}})}}) == "bad-trigger /campaigns/3/trigger/name");
  CHECK(error_of({{"trigger", joined(on_page(), object({{"where", object({{"$near", 1}})}}))}}) == "unknown-operator /campaigns/3/trigger/where/$near");
  CHECK(error_of({{"audience", object({{"$segment", "nobody"}})}}) == "unknown-segment /campaigns/3/audience/$segment");
  CHECK(error_of({{"goal", object()}}) == "bad-goal /campaigns/3/goal/event");
  CHECK(error_of({{"goal", object({{"event", "e"}, {"within", "soon"}})}}) == "bad-duration /campaigns/3/goal/within");
}

TEST_CASE("what is wrong with a cap has its path") {
  CHECK(error_of({{"pressure", object({{"caps", 5}})}}) == "bad-cap /campaigns/3/pressure/caps");
  CHECK(error_of({{"pressure", pressure(joined(cap("shown", 1, "1d"), object({{"scope", "site"}})))}}) == "bad-cap /campaigns/3/pressure/caps/0/scope");
  CHECK(error_of({{"pressure", pressure(cap("eaten", 1, "1d"))}}) == "bad-cap /campaigns/3/pressure/caps/0/outcome");
  CHECK(error_of({{"pressure", pressure(cap("shown", 1, "week"))}}) == "bad-window /campaigns/3/pressure/caps/0/within");
  CHECK(error_of({{"pressure", pressure(object({{"outcome", "shown"}}))}}) == "bad-cap /campaigns/3/pressure/caps/0/max");
  CHECK(error_of({{"pressure", pressure(cap("shown", -1, "1d"))}}) == "bad-cap /campaigns/3/pressure/caps/0/max");
  CHECK(error_of({{"pressure", pressure(object({{"max", 1.5}}))}}) == "bad-cap /campaigns/3/pressure/caps/0/max");
  CHECK(error_of({{"pressure", pressure(object({{"max", "1"}}))}}) == "bad-cap /campaigns/3/pressure/caps/0/max");
}

TEST_CASE("a cap may be a million, not more") {
  CHECK(error_of({{"pressure", pressure(cap("shown", 1'000'000, "1d"))}}) == "");
  CHECK(error_of({{"pressure", pressure(cap("shown", 1'000'001, "1d"))}}) == "bad-cap /campaigns/3/pressure/caps/0/max");
}

TEST_CASE("the window of a cap is a duration, the session, the day or the lifetime") {
  const auto window = [](const Json& cap) {
    const Read read(campaign("c", {{"pressure", pressure(cap)}}));
    return read.parts.caps[0].window.kind;
  };
  CHECK(window(cap("shown", 1, "1h")) == CapWindow::Kind::Rolling);
  CHECK(window(cap("shown", 1, "session")) == CapWindow::Kind::Session);
  CHECK(window(cap("shown", 1, "day")) == CapWindow::Kind::Day);
  CHECK(window(cap("shown", 1, "lifetime")) == CapWindow::Kind::Lifetime);
  CHECK(window(object({{"max", 1}})) == CapWindow::Kind::Lifetime);
}

TEST_CASE("outcomes have names for events and for caps") {
  CHECK(name_of(CampaignEvent::Shown) == "Campaign Shown");
  CHECK(name_of(CampaignEvent::Converted) == "Campaign Converted");
  CHECK(outcome_of(CampaignEvent::Clicked) == "clicked");
  CHECK(outcome_of(CampaignEvent::Closed) == "closed");
}

}  // namespace waymark::campaigns
