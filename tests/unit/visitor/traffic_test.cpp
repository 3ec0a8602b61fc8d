#include "visitor/traffic.h"

#include "catch.h"
#include "support/json.h"

namespace waymark::visitor {
using testing::text_of;

namespace {

std::string kind(const std::string& query, std::string_view referrer = "") {
  const Value traffic = read_traffic("https://shop.test/" + query, referrer);
  return std::string(traffic.view()["kind"].string());
}

}  // namespace

TEST_CASE("a visit without referrer and parameters is direct") {
  CHECK(kind("") == "direct");
  CHECK(kind("?page=2") == "direct");
  CHECK_FALSE(is_source(read_traffic("https://shop.test/", "").view()));
}

TEST_CASE("a page of the same site is no source, with or without www") {
  CHECK(kind("", "https://shop.test/cart") == "direct");
  CHECK(kind("", "https://www.shop.test/cart") == "direct");
  CHECK(kind("", "https://shop.test:8080/cart") == "direct");
}

TEST_CASE("search engines are told by their hosts, in every country") {
  for (const char* host : {"www.google.com", "google.de", "www.google.co.uk", "yandex.ru", "duckduckgo.com", "www.bing.com", "search.brave.com", "tr.search.yahoo.com"}) {
    CAPTURE(host);
    CHECK(kind("", "https://" + std::string(host) + "/") == "search");
  }
}

TEST_CASE("social networks are told by their hosts") {
  for (const char* host : {"www.facebook.com", "l.facebook.com", "t.co", "x.com", "vk.com", "away.vk.com", "www.instagram.com", "ok.ru"}) {
    CAPTURE(host);
    CHECK(kind("", "https://" + std::string(host) + "/") == "social");
  }
}

TEST_CASE("web mail is email") {
  CHECK(kind("", "https://mail.google.com/") == "email");
  CHECK(kind("", "https://outlook.live.com/") == "email");
}

TEST_CASE("hosts that only resemble known ones are referrals") {
  for (const char* host : {"notgoogle.com", "fakefacebook.com", "t.co.evil.test", "x.com.evil.test", "ebook.ru", "blog.test"}) {
    CAPTURE(host);
    CHECK(kind("", "https://" + std::string(host) + "/") == "referral");
  }
}

TEST_CASE("click ids and paid media are paid, before anything else") {
  CHECK(kind("?gclid=x", "https://www.google.com/") == "paid");
  CHECK(kind("?yclid=x") == "paid");
  for (const char* medium : {"cpc", "ppc", "paid", "paidsocial", "display", "cpm", "banner", "retargeting"}) {
    CAPTURE(medium);
    CHECK(kind("?utm_source=s&utm_medium=" + std::string(medium)) == "paid");
  }
}

TEST_CASE("the medium names email and social, other UTM parameters a campaign") {
  CHECK(kind("?utm_source=news&utm_medium=email") == "email");
  CHECK(kind("?utm_source=news&utm_medium=e-mail") == "email");
  CHECK(kind("?utm_source=s&utm_medium=social") == "social");
  CHECK(kind("?utm_source=partner") == "campaign");
  CHECK(kind("?utm_campaign=spring") == "campaign");
}

TEST_CASE("UTM parameters become facts, decoded") {
  const Value traffic = read_traffic("https://shop.test/?utm_source=a%20b&utm_medium=m&utm_campaign=c&utm_term=t&utm_content=n", "");
  CHECK(text_of(traffic.view()) == R"({"kind":"campaign","source":"a b","medium":"m","campaign":"c","term":"t","content":"n"})");
}

TEST_CASE("of a click id its name is kept, not its value") {
  const Value traffic = read_traffic("https://shop.test/?gclid=secret", "");
  CHECK(text_of(traffic.view()) == R"({"kind":"paid","clickId":"gclid"})");
}

TEST_CASE("the referrer's host is kept without www") {
  const Value traffic = read_traffic("https://shop.test/", "https://www.blog.test/post?id=1");
  CHECK(text_of(traffic.view()) == R"({"kind":"referral","referrer":"blog.test"})");
}

TEST_CASE("empty UTM parameters count for nothing") { CHECK(kind("?utm_source=&utm_medium=") == "direct"); }

}  // namespace waymark::visitor
