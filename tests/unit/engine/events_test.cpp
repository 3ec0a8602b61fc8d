#include <algorithm>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "catch.h"
#include "support/visit.h"
#include "waymark/limits.h"

namespace waymark {
using namespace testing;

namespace {

Value body_of(const Effects& effects) {
  const auto bodies = effects.bodies();
  return bodies.empty() ? Value() : Value(bodies.back().view());
}

std::string text_at(const Value& body, std::string_view path) { return std::string(body.view().find_path(path).string()); }

}  // namespace

TEST_CASE("an event carries the segments in the order in which they were entered, whatever their ids, as they are entered and left") {
  const std::vector<std::string> ids = {"plain", "quo\"te\",", "com,ma\",\"b", "back\\slash\\", "b", ",", "\n", "\xd1\x91"};
  std::string segments;
  for (std::size_t i = 0; i < ids.size(); ++i)
    segments += (i ? "," : "") + segment(ids[i], object({{"traits.k" + std::to_string(i), true}})).text();
  Visit visit(document({{"segments", Json::raw("[" + segments + "]")}}));
  Random random;
  random.seed("1");
  std::vector<std::string> in;
  for (int step = 0; step < 200; ++step) {
    const auto i = static_cast<std::size_t>(random.unit() * static_cast<double>(ids.size()));
    const auto at = std::find(in.begin(), in.end(), ids[i]);
    const bool is_in = at == in.end();
    if (is_in) in.push_back(ids[i]);
    else in.erase(at);
    const Value body = body_of(visit.identify(object({{"k" + std::to_string(i), is_in}})));
    std::vector<std::string> told;
    for (const ValueView id : body.view().find_path("context.waymark.segments").elements()) told.emplace_back(id.string());
    REQUIRE(told == in);
  }
}

TEST_CASE("the tag of a call comes back with its event alone") {
  Visit visit(document({{"campaigns", array({campaign("c")})}}));
  visit.page();
  Effects effects = visit.tell("track", {{"name", "a"}, {"tag", 1234567890}});
  CHECK(effects.last("store")["tag"].number() == 1234567890);
  CHECK(!effects.bodies()[0].view()["tag"].exists());
  effects = visit.tell("ui", {{"campaign", "c"}, {"action", "close"}, {"tag", 5}});
  CHECK(effects.stored() == "track Campaign Closed");
  CHECK(!effects.last("store")["tag"].exists());
  CHECK(!visit.tell("track", {{"name", "a"}, {"tag", "x"}}).last("store")["tag"].exists());
}

TEST_CASE("an event is stored in Segment's format") {
  Visit visit(document());
  const Value body = body_of(visit.track("Product Viewed", object({{"sku", "L1"}, {"price", 9.5}})));
  CHECK(text_at(body, "type") == "track");
  CHECK(text_at(body, "event") == "Product Viewed");
  CHECK(text_of(body.view()["properties"]) == R"({"sku":"L1","price":9.5})");
  CHECK(text_at(body, "timestamp") == format_iso(kStart));
  CHECK(text_at(body, "context.library.name") == "waymark");
  CHECK(text_at(body, "context.library.version") == kVersion);
  CHECK(text_at(body, "context.locale") == "en");
  CHECK(body.view().find_path("context.waymark.session.number").number() == 1);
  CHECK(time_of_uuid7(text_at(body, "messageId")) == kStart);
  CHECK(time_of_uuid7(text_at(body, "anonymousId")) == kStart);
}

TEST_CASE("a page call carries the page under the caller's properties") {
  Visit visit(document());
  const Json page = object({{"url", "https://shop.test/cart?x=1"}, {"title", "Cart"}, {"referrer", "https://blog.test/"}, {"type", "cart"}});
  const Value body = body_of(visit.tell("page", {{"page", page}, {"name", "Cart"}, {"category", "shop"}, {"properties", object({{"title", "Mine"}, {"step", 2}})}}));
  CHECK(text_at(body, "name") == "Cart");
  CHECK(text_at(body, "category") == "shop");
  CHECK(text_at(body, "properties.path") == "/cart");
  CHECK(text_at(body, "properties.search") == "?x=1");
  CHECK(text_at(body, "properties.title") == "Mine");
  CHECK(body.view().find_path("properties.step").number() == 2);
  CHECK(text_at(body, "context.page.title") == "Cart");
  CHECK(text_at(body, "context.page.referrer") == "https://blog.test/");
}

TEST_CASE("identify keeps traits and the user, merged over the former ones") {
  Visit visit(document());
  visit.tell("identify", {{"userId", "u1"}, {"traits", object({{"a", 1}, {"b", 1}})}});
  visit.tell("identify", {{"traits", object({{"b", 2}})}});
  const Value facts = visit.ask("facts");
  CHECK(text_of(facts.view()["traits"]) == R"({"a":1,"b":2})");
  CHECK(facts.view().find_path("visitor.userId").is("u1"));
  CHECK(facts.view().find_path("visitor.identified").boolean());
  CHECK(text_at(body_of(visit.track("e")), "userId") == "u1");
}

TEST_CASE("an alias names the former id: the user's, else the anonymous one") {
  Visit visit(document());
  const std::string anonymous = text_at(body_of(visit.track("e")), "anonymousId");
  CHECK(text_at(body_of(visit.tell("alias", {{"userId", "u1"}})), "previousId") == anonymous);
  const Value second = body_of(visit.tell("alias", {{"userId", "u2"}}));
  CHECK(text_at(second, "previousId") == "u1");
  CHECK(text_at(second, "userId") == "u2");
  CHECK(text_at(body_of(visit.tell("alias", {{"userId", "u3"}, {"previousId", "old"}})), "previousId") == "old");
}

TEST_CASE("a group is kept and sent with later events") {
  Visit visit(document());
  const Value body = body_of(visit.tell("group", {{"groupId", "g1"}, {"traits", object({{"size", 3}})}}));
  CHECK(text_at(body, "groupId") == "g1");
  CHECK(body.view().find_path("traits.size").number() == 3);
  CHECK(text_at(body_of(visit.track("e")), "context.groupId") == "g1");
  CHECK(visit.ask("facts").view().find_path("visitor.groupId").is("g1"));
}

TEST_CASE("a group's traits are not the visitor's") {
  Visit visit(document());
  visit.tell("group", {{"groupId", "g1"}, {"traits", object({{"size", 3}})}});
  CHECK(visit.ask("facts").view()["traits"].size() == 0);
}

TEST_CASE("the caller's context lies over the core's, but for waymark") {
  Visit visit(document());
  const Value body = body_of(visit.tell("track", {{"name", "e"}, {"context", object({{"locale", "de"}, {"app", "x"}, {"waymark", "no"}})}}));
  CHECK(text_at(body, "context.locale") == "de");
  CHECK(text_at(body, "context.app") == "x");
  CHECK(body.view().find_path("context.waymark").is_object());
  CHECK(text_at(body, "context.library.name") == "waymark");
}

TEST_CASE("the session's UTM parameters go with every event of it") {
  Visit visit(document());
  visit.page("/?utm_source=news&utm_medium=email&utm_campaign=spring");
  const Value body = body_of(visit.track("e"));
  CHECK(text_of(body.view().find_path("context.campaign")) == R"({"name":"spring","source":"news","medium":"email"})");
}

TEST_CASE("the segments and campaigns of the moment go with an event") {
  Visit visit(document({{"segments", array({segment("vip", object({{"traits.vip", true}}))})}, {"campaigns", array({campaign("c")})}}));
  visit.identify(object({{"vip", true}}));
  visit.page();
  const Value body = body_of(visit.track("e"));
  CHECK(text_of(body.view().find_path("context.waymark.segments")) == R"(["vip"])");
  CHECK(text_of(body.view().find_path("context.waymark.campaigns")) == R"(["c"])");
}

TEST_CASE("a message id of 99 bytes is taken, a longer one replaced") {
  Visit visit(document());
  const std::string longest(limits::kMessageIdBytes, 'm');
  CHECK(text_at(body_of(visit.tell("track", {{"name", "e"}, {"messageId", longest}})), "messageId") == longest);
  const std::string replaced = text_at(body_of(visit.tell("track", {{"name", "e"}, {"messageId", longest + "m"}})), "messageId");
  CHECK(time_of_uuid7(replaced) == kStart);
}

TEST_CASE("two visits with the same entropy get the same ids") {
  Visit a(document());
  Visit b(document());
  CHECK(a.track("e").text() == b.track("e").text());
}

TEST_CASE("two visits with different entropies get other ids") {
  Visit a(document());
  Visit b(document(), Setting{.entropy = kOtherEntropy});
  const Value one = body_of(a.track("e"));
  const Value other = body_of(b.track("e"));
  CHECK(text_at(one, "messageId") != text_at(other, "messageId"));
  CHECK(text_at(one, "anonymousId") != text_at(other, "anonymousId"));
}

TEST_CASE("no id is given twice in a visit") {
  Visit visit(document());
  std::vector<std::string> ids;
  for (int i = 0; i < 200; ++i) ids.push_back(text_at(body_of(visit.track("e")), "messageId"));
  std::sort(ids.begin(), ids.end());
  CHECK(std::unique(ids.begin(), ids.end()) == ids.end());
}

TEST_CASE("an event may take 32 KiB, not a byte more") {
  Visit visit(document());
  const auto body_bytes = [&](std::size_t text) {
    const Effects effects = visit.track("e", object({{"t", std::string(text, 'x')}}));
    return effects.last("store")["body"].string().size();
  };
  const std::size_t overhead = body_bytes(0);
  CHECK(body_bytes(limits::kEventBytes - overhead) == limits::kEventBytes);
  CHECK(visit.dropped("too-large") == 0);
  const Effects effects = visit.track("e", object({{"t", std::string(limits::kEventBytes - overhead + 1, 'x')}}));
  CHECK(effects.stored() == "");
  CHECK(effects.errors() == "too-large /events/e");
  CHECK(visit.dropped("too-large") == 1);
}

TEST_CASE("an event too large to send still counts for rules") {
  Visit visit(rules({object({{"$event", object({{"name", "big"}})}})}));
  visit.track("big", object({{"t", std::string(limits::kEventBytes, 'x')}}));
  CHECK(visit.is_in("a"));
}

TEST_CASE("a logout makes a new visitor and keeps what is queued") {
  Visit visit(rules({object({{"traits.vip", true}})}));
  visit.tell("identify", {{"userId", "u1"}, {"traits", object({{"vip", true}})}});
  const std::string before = text_at(body_of(visit.track("e")), "anonymousId");
  const Effects effects = visit.tell("reset");
  CHECK(effects.flips(kStart) == "leave:a@0");
  CHECK(visit.ask("stats").view()["queued"].number() == 2);
  const Value body = body_of(visit.track("e"));
  CHECK(text_at(body, "anonymousId") != before);
  CHECK(text_at(body, "userId").empty());
  CHECK(visit.ask("facts").view()["traits"].size() == 0);
  CHECK(visit.ask("stats").view()["history"].number() == 1);
}

}  // namespace waymark
