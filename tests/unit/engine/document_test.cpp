#include "catch.h"
#include "support/visit.h"
#include "waymark/limits.h"

namespace waymark {
using namespace testing;

namespace {

/// `code path` of a document that is refused; its problems otherwise, parted by commas.
std::string outcome(std::string_view document, std::string_view settings) {
  Engine engine;
  auto report = engine.load(document, settings);
  if (!report) return std::string(report.error().code) + " " + report.error().path;
  std::string out;
  const Value read = parse(*report);
  for (const ValueView problem : read.view()["problems"].elements())
    out += (out.empty() ? "" : ", ") + std::string(problem["code"].string()) + " " + std::string(problem["path"].string());
  return out;
}
std::string outcome(const Json& document) { return outcome(document.text(), environment().text()); }

std::string padded(const Json& document, std::size_t bytes) { return document.text() + std::string(bytes - document.text().size(), ' '); }

}  // namespace

TEST_CASE("a document needs its version and nothing else") {
  CHECK(outcome(document()) == "");
  CHECK(outcome(object()) == "bad-document /version");
  CHECK(outcome(object({{"version", 2}})) == "bad-document /version");
  CHECK(outcome(object({{"version", "1"}})) == "bad-document /version");
}

TEST_CASE("a document must be a JSON object") {
  CHECK(outcome("[]", environment().text()) == "bad-document ");
  CHECK(outcome("{", environment().text()) == "json-syntax ");
  CHECK(outcome(std::string(65, '['), environment().text()) == "json-depth ");
}

TEST_CASE("segments and campaigns must be arrays") {
  CHECK(outcome(document({{"segments", object()}})) == "bad-document /segments");
  CHECK(outcome(document({{"campaigns", "x"}})) == "bad-document /campaigns");
}

TEST_CASE("a document may have 8 MiB, not a byte more") {
  CHECK(outcome(padded(document(), limits::kDocumentBytes), environment().text()) == "");
  CHECK(outcome(padded(document(), limits::kDocumentBytes + 1), environment().text()) == "too-large ");
}

TEST_CASE("an environment must be an object") {
  CHECK(outcome(document().text(), "[]") == "bad-environment /environment");
  CHECK(outcome(document().text(), "") == "bad-environment /environment");
  CHECK(outcome(document().text(), "{") == "bad-environment /environment");
  CHECK(outcome(document().text(), "{}") == "");
}

TEST_CASE("the report counts what was loaded") {
  Engine engine;
  const Json source = document({{"revision", 17}, {"segments", array({segment("a", object()), segment("b", object())})}, {"campaigns", array({campaign("c")})}});
  const auto report = engine.load(source.text(), environment().text());
  REQUIRE(report);
  CHECK(*report == R"({"segments":2,"campaigns":1,"revision":17,"slots":[],"problems":[]})");
}

TEST_CASE("a segment with an error is disabled, and what refers to it, nothing else") {
  const Json source = document({{"segments", array({segment("bad", object({{"$near", 1}})), segment("uses-bad", object({{"$segment", "bad"}})), segment("good", object())})},
                                {"campaigns", array({campaign("c", {{"audience", object({{"$segment", "bad"}})}}), campaign("d", {{"slot", "top"}})})}});
  CHECK(outcome(source) == "unknown-operator /segments/0/when/$near, segment-disabled /segments/1/when/$segment, segment-disabled /campaigns/0/audience/$segment");
  Visit visit(source);
  CHECK(visit.page().mounted() == "d");
  CHECK(visit.is_in("good"));
  CHECK_FALSE(visit.is_in("bad"));
}

TEST_CASE("segments need ids of their own, and not the built-in one") {
  CHECK(outcome(document({{"segments", array({segment("a", object()), segment("a", object()), segment("", object()), segment("everyone", object())})}})) ==
        "bad-segment /segments/1/id, bad-segment /segments/2/id, bad-segment /segments/3/id");
}

TEST_CASE("campaigns need ids of their own") {
  CHECK(outcome(document({{"campaigns", array({campaign("c"), campaign("c")})}})) == "bad-campaign /campaigns/1/id");
}

TEST_CASE("the session's bounds are durations") {
  const auto with = [](Members session) { return document({{"site", object({{"session", object(session)}})}}); };
  CHECK(outcome(with({{"idle", "10m"}, {"maximum", "12h"}})) == "");
  CHECK(outcome(with({{"idle", "10 minutes"}})) == "bad-duration /site/session/idle");
  CHECK(outcome(with({{"idle", "0s"}})) == "bad-duration /site/session/idle");
  CHECK(outcome(with({{"maximum", 5}})) == "bad-duration /site/session/maximum");
}

TEST_CASE("a bad cap for all campaigns is a problem with its path") {
  CHECK(outcome(document({{"pressure", object({{"caps", array({cap("shown", 1, "1d"), cap("eaten", 1, "1d")})}})}})) == "bad-cap /pressure/caps/1/outcome");
}

TEST_CASE("after a refused document the former one stays in force") {
  Visit visit(rules({object({{"traits.a", 1}})}));
  visit.identify(object({{"a", 1}}));
  CHECK(visit.load(object({{"version", 9}})).view().is_null());
  CHECK(visit.is_in("a"));
}

TEST_CASE("the visitor stays when a new document comes") {
  Visit visit(rules({object({{"traits.a", 1}})}));
  visit.identify(object({{"a", 1}}));
  visit.load(document({{"segments", array({segment("new", object({{"traits.a", 1}}))})}}));
  const Effects effects = visit.track("e");
  CHECK(effects.flips(kStart) == "enter:new@0");
  CHECK(effects.notified("session:start").empty());
}

TEST_CASE("a new document is evaluated before a question is answered") {
  Visit visit(rules({object({{"traits.a", 1}})}));
  visit.identify(object({{"a", 1}}));
  visit.load(document({{"segments", array({segment("new", object({{"traits.a", 1}}))})}}));
  CHECK(visit.is_in("new"));
}

TEST_CASE("a new document takes down what the old one shows") {
  Visit visit(document({{"campaigns", array({campaign("c")})}}));
  REQUIRE(visit.page().mounted() == "c");
  visit.load(document());
  CHECK(visit.dispatch(array({})).unmounted() == "c");
}

TEST_CASE("a document without segments, as one that stands in for another, ends no segment") {
  const Json real = rules({object({{"traits.a", 1}})});
  Visit visit(real);
  visit.identify(object({{"a", 1}}));
  REQUIRE(visit.is_in("a"));
  visit.load(document());
  visit.track("e");
  visit.load(real);
  CHECK(visit.track("e").notified("segment:enter").size() == 0);
}

TEST_CASE("a text for the boundary is the environment, a line feed and the document") {
  Engine engine;
  CHECK(load_text(engine, environment().text() + "\n" + document().text()) == R"({"segments":0,"campaigns":0,"revision":0,"slots":[],"problems":[]})");
  const Value no_line = parse(load_text(engine, document().text()));
  CHECK(no_line.view()["error"]["code"].is("bad-environment"));
  const Value bad = parse(load_text(engine, environment().text() + "\n{\"version\":3}"));
  CHECK(bad.view()["error"]["code"].is("bad-document"));
  CHECK(bad.view()["error"]["path"].is("/version"));
  CHECK(bad.view()["error"]["detail"].string().size() > 0);
}

TEST_CASE("a document may have line feeds of its own") {
  Engine engine;
  CHECK(load_text(engine, environment().text() + "\n{\n\"version\":1\n}\n") == R"({"segments":0,"campaigns":0,"revision":0,"slots":[],"problems":[]})");
}

}  // namespace waymark
