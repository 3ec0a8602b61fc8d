#include "catch.h"
#include "support/visit.h"
#include "waymark/limits.h"

namespace waymark {
using namespace testing;

namespace {

Json campaigns(std::initializer_list<Json> list) { return document({{"campaigns", array(list)}}); }

/// Long enough for a closed widget to be gone.
constexpr Duration kGone = kSecond;

Effects closed(Visit& visit, std::string_view campaign) {
  Effects effects = visit.close(campaign);
  visit.wait(kGone);
  return effects;
}

Json goal(std::string_view event, std::string_view within) { return object({{"event", event}, {"within", within}}); }

}  // namespace

TEST_CASE("a campaign is mounted with its style sheet before its patch") {
  Visit visit(campaigns({campaign("c", {{"slot", "top"}})}));
  const Effects effects = visit.page();
  std::string order;
  for (const ValueView effect : effects.all()) {
    const std::string kind(effect["kind"].string());
    if (kind == "style" || kind == "mount" || kind == "patch") order += kind + " ";
  }
  CHECK(order == "style mount patch ");
  CHECK(effects.last("mount")["slot"].is("top"));
  CHECK(effects.last("mount")["lang"].is("en"));
  CHECK(effects.last("mount")["dir"].is("ltr"));
}

TEST_CASE("a style sheet is sent once") {
  Visit visit(campaigns({campaign("c"), campaign("d", {{"slot", "top"}})}));
  CHECK(visit.page().of("style").size() == 1);
  closed(visit, "c");
  CHECK(visit.page().of("style").empty());
}

TEST_CASE("a widget in Arabic runs from right to left") {
  Visit visit(campaigns({campaign("c")}), Setting{.locale = "ar-EG"});
  CHECK(visit.page().last("mount")["dir"].is("rtl"));
}

TEST_CASE("a page that cannot draw shows nothing") {
  Visit visit(campaigns({campaign("c")}), Setting{.display = false});
  CHECK(visit.page().mounted() == "");
  CHECK(visit.refusal("c") == "display");
}

TEST_CASE("a trigger of another moment shows nothing") {
  Visit visit(campaigns({campaign("c", {{"trigger", on_event("Product Added")}}), campaign("m", {{"slot", "top"}, {"trigger", object({{"on", "manual"}})}})}));
  CHECK(visit.page().mounted() == "");
  CHECK(visit.refusal("c") == "trigger");
  CHECK(visit.track("Product Viewed").mounted() == "");
  CHECK(visit.track("Product Added").mounted() == "c");
  CHECK(visit.tell("show", {{"campaign", "m"}}).mounted() == "m");
}

TEST_CASE("a trigger may ask about the event and the page") {
  const Json where = object({{"event.price", object({{"$gte", 50}})}, {"page.path", "/cart"}});
  Visit visit(campaigns({campaign("c", {{"trigger", joined(on_event("Product Added"), object({{"where", where}}))}})}));
  visit.page("/cart");
  CHECK(visit.track("Product Added", object({{"price", 49}})).mounted() == "");
  CHECK(visit.track("Product Added", object({{"price", 50}})).mounted() == "c");
}

TEST_CASE("a trigger knows the name of its event even where a property has that name") {
  const Json where = object({{"event.name", "Product Added"}, {"event.properties.name", "Lipstick"}});
  Visit visit(campaigns({campaign("c", {{"trigger", joined(on_event("Product Added"), object({{"where", where}}))}})}));
  CHECK(visit.track("Product Added", object({{"name", "Lipstick"}})).mounted() == "c");
}

TEST_CASE("an audience lets its own through") {
  Visit visit(document({{"segments", array({segment("vip", object({{"traits.vip", true}}))})}, {"campaigns", array({campaign("c", {{"audience", object({{"$segment", "vip"}})}})})}}));
  CHECK(visit.page().mounted() == "");
  CHECK(visit.refusal("c") == "audience");
  visit.identify(object({{"vip", true}}));
  CHECK(visit.page().mounted() == "c");
}

TEST_CASE("of two for one slot the higher priority shows, then the order of the document decides") {
  Visit visit(campaigns({campaign("low", {{"pressure", caps({}, 1)}}), campaign("high", {{"pressure", caps({}, 5)}}), campaign("same", {{"pressure", caps({}, 5)}})}));
  CHECK(visit.page().mounted() == "high");
  CHECK(visit.refusal("low") == "slot");
  closed(visit, "high");
  CHECK(visit.page().mounted() == "high");
}

TEST_CASE("slots do not disturb each other") {
  Visit visit(campaigns({campaign("a", {{"slot", "top"}}), campaign("b", {{"slot", "inline:#x"}}), campaign("c", {{"slot", "inline:#y"}})}));
  CHECK(visit.page().mounted() == "a,b,c");
}

TEST_CASE("what is on show stays over page views of a single-page site, and is not mounted again") {
  Visit visit(campaigns({campaign("c")}));
  visit.page("/a");
  const Effects effects = visit.page("/b");
  CHECK(effects.mounted() == "");
  CHECK(effects.unmounted() == "");
}

TEST_CASE("a closed widget leaves after its transition") {
  Visit visit(campaigns({campaign("c")}));
  visit.page();
  const Effects effects = visit.close("c");
  CHECK(text_of(effects.last("patch")["ops"]) == R"([[3,1,"data-state","leaving"]])");
  CHECK(effects.unmounted() == "");
  CHECK(visit.wait(299).unmounted() == "");
  CHECK(visit.wait(1).unmounted() == "c");
}

TEST_CASE("a closed widget frees its slot at once") {
  Visit visit(campaigns({campaign("c"), campaign("d", {{"trigger", on_event("go")}})}));
  visit.page();
  visit.close("c");
  CHECK(visit.track("go").mounted() == "d");
}

TEST_CASE("a campaign that is shown again while it leaves is not taken down by its leaving") {
  Visit visit(campaigns({campaign("c")}));
  visit.page();
  visit.close("c");
  visit.now += 100;
  const Effects again = visit.page();
  const Effects later = visit.wait(kSecond);
  // Either it waits until the old one is gone, or the old one goes first.
  const bool is_on_show = visit.refusal("c") == "slot";
  const bool is_mounted = again.mounted() == "c" && later.unmounted() == "";
  CHECK(is_on_show == is_mounted);
}

TEST_CASE("a widget that leaves takes no further action") {
  Visit visit(campaigns({campaign("c")}));
  visit.page();
  visit.close("c");
  CHECK(visit.close("c").stored() == "");
}

TEST_CASE("outcomes are events of the visitor, told to the page and stored") {
  Visit visit(campaigns({campaign("c", {{"name", "Welcome"}, {"slot", "top"}})}));
  const Effects shown = visit.page();
  CHECK(shown.stored() == "page, track Campaign Shown");
  CHECK(text_of(shown.bodies().at(1).view()["properties"]) == R"({"campaign_id":"c","campaign_name":"Welcome","widget":"bar","slot":"top"})");
  CHECK(shown.notified("campaign:shown").size() == 1);
  CHECK(visit.click("c").stored() == "track Campaign Clicked");
  const Effects closed = visit.close("c");
  CHECK(closed.stored() == "track Campaign Closed");
  CHECK(closed.notified("campaign:closed").at(0)["id"].is("c"));
}

TEST_CASE("a cap of N shows N times, not N + 1") {
  Visit visit(campaigns({campaign("c", {{"pressure", caps({cap("shown", 3, "lifetime")})}})}));
  for (int i = 0; i < 3; ++i) {
    REQUIRE(visit.page().mounted() == "c");
    closed(visit, "c");
  }
  CHECK(visit.page().mounted() == "");
  CHECK(visit.refusal("c") == "cap");
}

TEST_CASE("a campaign that was closed stays away for the time of its cap, to the millisecond") {
  Visit visit(campaigns({campaign("c", {{"pressure", caps({cap("closed", 1, "7d")})}})}));
  visit.page();
  visit.close("c");
  const Timestamp closed_at = visit.now;
  visit.at(closed_at + 7 * kDay - 1);
  CHECK(visit.page().mounted() == "");
  visit.at(closed_at + 7 * kDay);
  CHECK(visit.page().mounted() == "c");
}

TEST_CASE("a cap of the session is free in the next one") {
  Visit visit(campaigns({campaign("c", {{"pressure", caps({cap("shown", 1, "session")})}})}));
  visit.page();
  closed(visit, "c");
  CHECK(visit.page().mounted() == "");
  visit.wait(kHour);
  CHECK(visit.page().mounted() == "c");
}

TEST_CASE("a cap of the day is free after midnight at the visitor") {
  Visit visit(campaigns({campaign("c", {{"pressure", caps({cap("shown", 1, "day")})}})}));
  visit.page();
  closed(visit, "c");
  visit.at(kStart + 12 * kHour - 1);
  CHECK(visit.page().mounted() == "");
  visit.at(kStart + 12 * kHour);
  CHECK(visit.page().mounted() == "c");
}

TEST_CASE("the document's caps count all campaigns") {
  const Json all = object({{"caps", array({joined(cap("shown", 1, "session"), object({{"scope", "all"}}))})}});
  Visit visit(document({{"campaigns", array({campaign("c"), campaign("d", {{"slot", "top"}, {"trigger", on_event("go")}})})}, {"pressure", all}}));
  CHECK(visit.page().mounted() == "c");
  CHECK(visit.track("go").mounted() == "");
  CHECK(visit.refusal("d") == "cap");
}

TEST_CASE("two campaigns of one page view do not both pass a cap for one") {
  const Json all = object({{"caps", array({joined(cap("shown", 1, "session"), object({{"scope", "all"}}))})}});
  Visit visit(document({{"campaigns", array({campaign("c"), campaign("d", {{"slot", "top"}})})}, {"pressure", all}}));
  CHECK(visit.page().mounted() == "c");
}

TEST_CASE("a campaign for those who have not seen another does not show beside it") {
  const Json unseen = object({{"$not", object({{"$campaign", object({{"id", "c"}})}})}});
  Visit visit(document({{"campaigns", array({campaign("c"), campaign("d", {{"slot", "top"}, {"audience", unseen}})})}}));
  CHECK(visit.page().mounted() == "c");
  CHECK(visit.refusal("d") == "audience");
}

TEST_CASE("campaigns of one event all speak of that event") {
  const auto bar = [](std::string_view id, std::string_view slot) {
    return campaign(id, {{"slot", slot}, {"trigger", on_event("go")}, {"content", object({{"text", "{{ event.name }} {{ event.n }}"}})}});
  };
  Visit visit(document({{"campaigns", array({bar("c", "top"), bar("d", "bottom")})}}));
  const Effects effects = visit.track("go", object({{"n", 7}}));
  REQUIRE(effects.of("patch").size() == 2);
  for (const ValueView patch : effects.of("patch")) CHECK(text_of(patch["ops"]).find("go 7") != std::string::npos);
}

TEST_CASE("a goal reached after a show is a conversion, with the order's figures") {
  Visit visit(campaigns({campaign("c", {{"goal", goal("Order Completed", "7d")}})}));
  visit.page();
  const Effects effects = visit.track("Order Completed", object({{"order_id", "o1"}, {"total", 42.5}, {"currency", "EUR"}, {"secret", 1}}));
  CHECK(effects.stored() == "track Order Completed, track Campaign Converted");
  CHECK(text_of(effects.bodies().at(1).view()["properties"]) ==
        R"({"campaign_id":"c","widget":"bar","slot":"bottom","goal":"Order Completed","order_id":"o1","total":42.5,"currency":"EUR"})");
  CHECK(effects.notified("campaign:converted").size() == 1);
}

TEST_CASE("a goal without a show is no conversion") {
  Visit visit(campaigns({campaign("c", {{"goal", goal("Order Completed", "7d")}, {"trigger", on_event("go")}})}));
  CHECK(visit.track("Order Completed").stored() == "track Order Completed");
}

TEST_CASE("a show converts once") {
  Visit visit(campaigns({campaign("c", {{"goal", goal("Order Completed", "7d")}})}));
  visit.page();
  visit.track("Order Completed");
  CHECK(visit.track("Order Completed").stored() == "track Order Completed");
}

TEST_CASE("each show converts") {
  Visit visit(campaigns({campaign("c", {{"goal", goal("Order Completed", "7d")}})}));
  visit.page();
  visit.track("Order Completed");
  closed(visit, "c");
  visit.page();
  CHECK(visit.track("Order Completed").notified("campaign:converted").size() == 1);
}

TEST_CASE("a goal counts in its window, to the millisecond") {
  const auto converts_after = [](Duration duration) {
    Visit visit(campaigns({campaign("c", {{"goal", goal("Order Completed", "2h")}})}));
    visit.page();
    visit.wait(duration);
    return visit.track("Order Completed").notified("campaign:converted").size() == 1;
  };
  CHECK(converts_after(2 * kHour - 1));
  CHECK_FALSE(converts_after(2 * kHour));
}

TEST_CASE("a show converts although the conversion of an earlier one is still in the window") {
  Visit visit(campaigns({campaign("c", {{"goal", goal("Order Completed", "7d")}})}));
  visit.page();
  visit.wait(6 * kDay);
  REQUIRE(visit.track("Order Completed").notified("campaign:converted").size() == 1);
  closed(visit, "c");
  visit.wait(2 * kDay);
  REQUIRE(visit.page().mounted() == "c");
  CHECK(visit.track("Order Completed").notified("campaign:converted").size() == 1);
}

TEST_CASE("a campaign is asked for by the page under the same rules") {
  Visit visit(campaigns({campaign("m", {{"trigger", object({{"on", "manual"}})}, {"pressure", caps({cap("shown", 1, "lifetime")})}})}));
  CHECK(visit.tell("show", {{"campaign", "m"}}).mounted() == "m");
  closed(visit, "m");
  CHECK(visit.tell("show", {{"campaign", "m"}}).mounted() == "");
}

namespace {

/// Campaigns c0 … cN-1, of which each is triggered by the one before being shown.
Json chain(int length) {
  std::string list;
  for (int i = 0; i < length; ++i) {
    const std::string id = "c" + std::to_string(i);
    const Json where = object({{"event.campaign_id", "c" + std::to_string(i - 1)}});
    const Json trigger = i == 0 ? on_event("go") : joined(on_event("Campaign Shown"), object({{"where", where}}));
    list += (i ? "," : "") + campaign(id, {{"slot", "inline:#" + id}, {"trigger", trigger}}).text();
  }
  return document({{"campaigns", Json::raw("[" + list + "]")}});
}

}  // namespace

TEST_CASE("campaigns may answer each other for eight rounds, the ninth is an error that names the event") {
  Visit visit(chain(limits::kFeedbackRounds));
  const Effects fits = visit.track("go");
  CHECK(fits.errors() == "");
  CHECK(fits.of("mount").size() == limits::kFeedbackRounds);
  Visit longer(chain(limits::kFeedbackRounds + 1));
  const Effects effects = longer.track("go");
  CHECK(effects.errors() == "feedback /campaigns");
  CHECK(effects.notified("error").at(0)["detail"].string().find("Campaign Shown") != std::string_view::npos);
}

TEST_CASE("an event that the feedback limit cut off is counted as dropped") {
  Visit visit(chain(limits::kFeedbackRounds + 1));
  const Effects effects = visit.track("go");
  const Value stats = visit.ask("stats");
  double dropped = 0;
  for (const auto [reason, count] : stats.view()["dropped"].members()) dropped += count.number();
  CHECK(effects.of("store").size() + dropped == 1 + effects.of("mount").size());
}

TEST_CASE("a page view is an event named Page Viewed for a goal and for a trigger") {
  Visit visit(campaigns({campaign("c", {{"trigger", on_event("Page Viewed")}})}));
  CHECK(visit.page().mounted() == "c");
}

TEST_CASE("placeholders are filled from facts when a campaign is shown") {
  Visit visit(campaigns({campaign("c", {{"content", object({{"text", "Hi {{ traits.name | default: \"you\" }}"}})}})}));
  visit.identify(object({{"name", "<b>Mia</b>"}}));
  const Effects effects = visit.page();
  CHECK(text_of(effects.last("patch")["ops"]).find("Hi <b>Mia</b>") != std::string::npos);
}

TEST_CASE("what the page has taken away for good is not closed by the visitor, and its place is free") {
  Visit visit(document({{"campaigns", array({campaign("first", {{"frequency", caps({cap("closed", 1, "lifetime")})}}), campaign("second", {{"trigger", on_event("next")}})})}}));
  visit.page();
  visit.track("next");
  CHECK(visit.refusal("second") == "slot");
  const Effects gone = visit.tell("ui", {{"campaign", "first"}, {"action", "gone"}});
  CHECK(gone.stored().empty());
  CHECK(visit.track("next").mounted() == "second");
  visit.close("second");
  CHECK(visit.page().mounted() == "first");
}

}  // namespace waymark
