#include "visitor/device.h"

#include "catch.h"
#include "support/json.h"

namespace waymark::visitor {
using namespace testing;

namespace {

/// `type os browser`
std::string device(std::string_view agent, bool touch = false, bool mobile = false) {
  const Value readings = object({{"userAgent", agent}, {"touch", touch}, {"mobile", mobile}}).value();
  const Value facts = device_facts(readings.view());
  const auto text = [&](const char* name) { return std::string(facts.view()[name].string()); };
  return text("type") + " " + text("os") + " " + text("browser");
}

const std::string kWebKit = " AppleWebKit/537.36 (KHTML, like Gecko) ";

}  // namespace

TEST_CASE("phones are told by their user agents") {
  CHECK(device("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)" + kWebKit + "Version/17.0 Mobile/15E148 Safari/604.1", true) == "phone iOS Safari");
  CHECK(device("Mozilla/5.0 (Linux; Android 10; K)" + kWebKit + "Chrome/120.0.0.0 Mobile Safari/537.36", true) == "phone Android Chrome");
  CHECK(device("Mozilla/5.0 (Linux; Android 13; SM-S901B)" + kWebKit + "SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36", true) == "phone Android Samsung");
  CHECK(device("Mozilla/5.0 (Android 13; Mobile; rv:120.0) Gecko/120.0 Firefox/120.0", true) == "phone Android Firefox");
}

TEST_CASE("tablets are told by their user agents, an iPad also when it calls itself a Mac") {
  CHECK(device("Mozilla/5.0 (Linux; Android 13; SM-X900)" + kWebKit + "Chrome/120.0.0.0 Safari/537.36", true) == "tablet Android Chrome");
  CHECK(device("Mozilla/5.0 (iPad; CPU OS 12_0 like Mac OS X)" + kWebKit + "Version/12.0 Mobile/15E148 Safari/604.1", true) == "tablet iOS Safari");
  CHECK(device("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)" + kWebKit + "Version/17.0 Safari/605.1.15", true) == "tablet iOS Safari");
}

TEST_CASE("desktops are told by their user agents") {
  CHECK(device("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)" + kWebKit + "Version/17.0 Safari/605.1.15") == "desktop macOS Safari");
  CHECK(device("Mozilla/5.0 (Windows NT 10.0; Win64; x64)" + kWebKit + "Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0") == "desktop Windows Edge");
  CHECK(device("Mozilla/5.0 (Windows NT 10.0; Win64; x64)" + kWebKit + "Chrome/120.0.0.0 Safari/537.36 OPR/106.0.0.0") == "desktop Windows Opera");
  CHECK(device("Mozilla/5.0 (Windows NT 10.0; Win64; x64)" + kWebKit + "Chrome/118.0.0.0 YaBrowser/23.11 Safari/537.36") == "desktop Windows Yandex");
  CHECK(device("Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0") == "desktop Linux Firefox");
}

TEST_CASE("an unknown user agent is a desktop, unless the browser says mobile") {
  CHECK(device("") == "desktop other other");
  CHECK(device("curl/8", false, true) == "phone other other");
}

TEST_CASE("the readings themselves are facts too") {
  const Value readings = object({{"language", "ru"}, {"touch", true}, {"width", 390}, {"height", 844}, {"secret", 1}}).value();
  const Value facts = device_facts(readings.view());
  CHECK(facts.view()["language"].is("ru"));
  CHECK(facts.view()["width"].number() == 390);
  CHECK(facts.view()["height"].number() == 844);
  CHECK(facts.view()["touch"].boolean());
  CHECK_FALSE(facts.view()["secret"].exists());
}

}  // namespace waymark::visitor
