#include "base/url.h"

#include <vector>

#include "catch.h"

namespace waymark {

TEST_CASE("an absolute URL falls into its parts") {
  const Url url = parse_url("https://user:pw@shop.test:8080/a/b?x=1&y#frag?no");
  CHECK(url.scheme == "https");
  CHECK(url.host == "shop.test:8080");
  CHECK(url.path == "/a/b");
  CHECK(url.search == "?x=1&y");
  CHECK(url.hash == "#frag?no");
}

TEST_CASE("an absolute URL without a path has the path /") {
  CHECK(parse_url("https://shop.test").path == "/");
  CHECK(parse_url("https://shop.test?x=1").path == "/");
  CHECK(parse_url("https://shop.test?x=1").host == "shop.test");
}

TEST_CASE("a relative URL has neither scheme nor host") {
  const Url url = parse_url("/cart?step=2");
  CHECK(url.scheme.empty());
  CHECK(url.host.empty());
  CHECK(url.path == "/cart");
  CHECK(url.search == "?step=2");
  CHECK(parse_url("//cdn.test/x").host == "cdn.test");
}

TEST_CASE("a host is bare without its port and its www") {
  CHECK(bare_host("www.shop.test:8080") == "shop.test");
  CHECK(bare_host("shop.test") == "shop.test");
  CHECK(bare_host("wwwx.shop.test") == "wwwx.shop.test");
  CHECK(bare_host("").empty());
}

TEST_CASE("escapes and pluses are decoded, broken escapes stay") {
  CHECK(decode_percent("a+b%20c") == "a b c");
  CHECK(decode_percent("%D0%9F") == "\xd0\x9f");
  CHECK(decode_percent("100%") == "100%");
  CHECK(decode_percent("%4") == "%4");
  CHECK(decode_percent("%zz%41") == "%zzA");
}

TEST_CASE("parameters come decoded and in order, without empty ones") {
  std::vector<std::string> seen;
  each_parameter("?a=1&&b=%3D%26&c&d=&=e", [&](const std::string& name, const std::string& value) {
    seen.push_back(name + "=" + value);
  });
  CHECK(seen == std::vector<std::string>{"a=1", "b==&", "c=", "d=", "=e"});
}

TEST_CASE("relative, http, https, mailto and tel URLs are safe") {
  for (const char* url : {"/cart", "cart", "?a=b:c", "#x:y", "./a:b", "https://shop.test/", "HTTPS://SHOP.TEST", "http://x",
                          "mailto:a@b.test", "tel:+4930", "//cdn.test/x", "/path:with:colons", "https://x/?u=javascript:1"}) {
    CAPTURE(url);
    CHECK(is_safe_url(url));
  }
}

TEST_CASE("URLs that could run code or hide their scheme are not safe") {
  for (const char* url : {"", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)",
                          " javascript:alert(1)", "\x01javascript:alert(1)", "data:text/html,x", "vbscript:x", "blob:x", "file:///x",
                          "\\\\evil.test", "https:\\\\evil.test", "https://x y", "x\x7f", ":x", "%6aavascript:alert(1)", "ftp://x"}) {
    CAPTURE(url);
    CHECK_FALSE(is_safe_url(url));
  }
}

TEST_CASE("a zero byte makes a URL unsafe") { CHECK_FALSE(is_safe_url(std::string_view("/a\0b", 4))); }

}  // namespace waymark
