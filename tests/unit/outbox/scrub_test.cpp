#include "outbox/scrub.h"

#include <string>
#include <utility>
#include <vector>

#include "catch.h"
#include "codec/json_reader.h"

namespace waymark::outbox {
namespace {

std::string scrubbed(std::string json) {
  json.resize(scrub(json));
  return json;
}

/// As the content of a text.
std::string in_text(const std::string& text) {
  const std::string json = scrubbed("{\"p\":\"" + text + "\"}");
  REQUIRE(json.starts_with("{\"p\":\""));
  REQUIRE(json.ends_with("\"}"));
  return json.substr(6, json.size() - 8);
}

using Cases = std::vector<std::pair<std::string, std::string>>;

void check(const Cases& cases) {
  for (const auto& [text, expected] : cases) {
    INFO(text);
    CHECK(in_text(text) == expected);
  }
}

void check_untouched(const std::vector<std::string>& texts) {
  for (const std::string& text : texts) {
    INFO(text);
    CHECK(in_text(text) == text);
  }
}

}  // namespace

TEST_CASE("addresses of mail are masked, also where they are percent-encoded") {
  check({{"bob@example.com", "***"},
         {"a@b.co", "***"},
         {"Write to Bob.O-Neil+shop@mail.example.co.uk, please", "Write to ***, please"},
         {"Sent to bob@example.com.", "Sent to ***."},
         {"почта@пример.рф", "***"},
         {"<bob_smith@example.com>", "<***>"},
         {"https://shop.com/?q=bob%40example.com&page=2", "https://shop.com/?q=***&page=2"},
         {"/unsub?for=bob%2Bshop%40example.com#top", "/unsub?for=***#top"},
         {"mailto:bob@example.com?subject=a", "mailto:***?subject=a"},
         {"bob@example.com,eve@example.org", "***,***"},
         {"https://bob:hunter2@shop.com/a", "https://bob:***/a"},
         {"one@two@example.com", "one@***"},
         {"a\\nbob@example.com", "a\\n***"},
         {"\\u001fbob@example.com", "\\u001f***"}});
  check_untouched({"hero@2x.png", "https://cdn.shop.com/a/hero@3x.webp", "bob@localhost", "@bob.smith", "https://medium.com/@bob.smith/post",
                   "lodash@4.17.21", "50% @ 3.50", "@", "a@", "@.", "a@.", "a@b.", "https://maps.com/@55.75,37.61,12z", "100%@", "%40", "a%40", "%4"});
}

TEST_CASE("phone numbers are masked when a plus or parentheses say that they are some") {
  check({{"+79121234567", "***"},
         {"+7 (912) 345-67-89", "***"},
         {"call 8 (912) 345-67-89 today", "call *** today"},
         {"(415) 555-2671", "***"},
         {"+1-415-555-2671.", "***."},
         {"?phone_is=%2B7%20912%20345-67-89&a=1", "?phone_is=***&a=1"},
         {"/call/%2B79121234567/now", "/call/***/now"},
         {"q=my+%2B79121234567", "q=my+***"}});
  check_untouched({"+100 points", "1+1", "5 + 7", "2026-11-27 15:23:10", "+55.7522200, +37.6155600", "1 299 990", "(10)", "a (2) b", "+", "%2B", "(",
                   "20 (of 30) 2026", "v+79121234567x", "8 912 345 67 89", "5901234123457", "+1234567890123456"});
}

TEST_CASE("card numbers are masked when their check digit is right") {
  check({{"4111111111111111", "***"},
         {"4111 1111 1111 1111", "***"},
         {"5555-5555-5555-4444 12/27", "*** 12/27"},
         {"4111 1111 1111 1111 12 27", "*** 12 27"},
         {"2 4111111111111111", "2 ***"},
         {"378282246310005", "***"},
         {"30569309025904", "***"},
         {"?q=2200%200000%200000%200004", "?q=***"},
         {"?q=4111%201111%201111%201111", "?q=***"},
         {"?q=card+4111+1111+1111+1111", "?q=card+***"},
         {"№4111111111111111", "№***"}});
  check_untouched({"4111111111111112", "1764256990000", "1764256990000000", "41111111111111", "4006381333931", "3.141592653589793",
                   "33.333333333333336", "0.4111111111111111", "sku-4111111111111111", "sku_4111111111111111", "4111111111111111a",
                   "550e8400-e29b-41d4-a716-446655440000", "41111111111111111111111"});
}

TEST_CASE("numbers that are cards, or whose names are secret, become 0") {
  CHECK(scrubbed(R"({"card":4111111111111111,"price":4111111111111112})") == R"({"card":0,"price":4111111111111112})");
  CHECK(scrubbed(R"({"list":[4111111111111111,1.5e+20,-4111111111111111]})") == R"({"list":[0,1.5e+20,-4111111111111111]})");
  CHECK(scrubbed(R"({"phone":79121234567,"otp":-12.5,"pwd":1})") == R"({"phone":0,"otp":0,"pwd":0})");
}

TEST_CASE("an id that looks like a card's number stays what it is") {
  const std::string ids = R"({"order_id":"4111111111111111","productId":4111111111111111,"SKU":"5555 5555 5555 4444","item_ids":["4111111111111111",4111111111111111]})";
  CHECK(scrubbed(ids) == ids);
  CHECK(scrubbed(R"({"id":"4111111111111111","note":"4111111111111111"})") == R"({"id":"4111111111111111","note":"***"})");
  CHECK(scrubbed(R"({"id":"bob@example.com","valid":"4111111111111111"})") == R"({"id":"***","valid":"***"})");
}

TEST_CASE("JSON Web Tokens are masked") {
  check({{"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N", "***"},
         {"Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", "Bearer ***"},
         {"/a/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x-y_z/b", "/a/***/b"}});
  check_untouched({"eyJ", "eyJoy and more", "heyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0", "eyJhbGciOiJIUzI1NiJ9"});
}

TEST_CASE("query parameters are masked by their names") {
  check({{"/a?email=bob&b=1", "/a?email=***&b=1"},
         {"?user_email=bob", "?user_email=***"},
         {"?userEmail=bob", "?userEmail=***"},
         {"?USER_EMAIL=bob#end", "?USER_EMAIL=***#end"},
         {"?billing[phone]=8912", "?billing[phone]=***"},
         {"?phoneNumber=8912&emailAddress=x", "?phoneNumber=***&emailAddress=*"},
         {"#access_token=abc;state=1", "#access_token=***;state=1"},
         {"?token=a/b?c&x", "?token=***&x"},
         {"?otp=1&email=&x=2", "?otp=*&email=&x=2"},
         {"\\nemail=bob\\tx", "\\nemail=***\\tx"},
         {"?gclid=Cj0KCQ&utm_source=g", "?gclid=***&utm_source=g"},
         {"?password=p%40ss=word&x", "?password=***&x"},
         {"?email=\\\"x\\\"", "?email=\\\"x\\\""}});
  check_untouched({"?hotel=hilton", "?smartphone=x", "?mailing=1", "?tokens_left=3", "?phone_model=x", "?q=email", "=x", "?=x", "?email", "a=b=c"});
}

TEST_CASE("members are masked by their names, when they are texts or numbers") {
  CHECK(scrubbed(R"({"email":"bob","user_phone":"8 912","Password":"a\"b\\","ok":"x"})") == R"({"email":"***","user_phone":"***","Password":"***","ok":"x"})");
  CHECK(scrubbed(R"({"email":true,"phone":null,"token":["a"],"mail":{"token":"abc","x":1}})") == R"({"email":true,"phone":null,"token":["a"],"mail":{"token":"***","x":1}})");
  CHECK(scrubbed(R"({"email":"","x\"email":"y"})") == R"({"email":"","x\"email":"*"})");
  CHECK(scrubbed(R"({"headphone":"Sony","hotel":"Hilton","a":"email","b":["email","c"]})") == R"({"headphone":"Sony","hotel":"Hilton","a":"email","b":["email","c"]})");
}

TEST_CASE("what a link says to one person only is masked in paths") {
  check({{"https://shop.com/reset/a1b2c3d4e5", "https://shop.com/reset/***"},
         {"/reset-password/8f14e45fceea167a/form?x=1", "/reset-password/***/form?x=1"},
         {"/account/confirm_email/1234567890", "/account/confirm_email/***"},
         {"/Invite/abcdefgh1", "/Invite/***"},
         {"/token/abcdefgh1#a", "/token/***#a"}});
  check_untouched({"/reset/password", "/reset/instructions", "/verify/a1", "/products/a1b2c3d4e5", "/confirm/", "/reset", "/preset/a1b2c3d4e5", "//a1b2c3d4e5"});
}

TEST_CASE("whatever the text, it stays JSON of the same shape and gets no longer") {
  // Pieces of what is looked for, put together at random.
  const std::vector<std::string> pieces = {"a", "@", "b.co", "%40", "%", "%2", "%2B", "+", "7912", "4111111111111111", " ", "(", ")", "-", ".", "eyJ",
                                           "eyJhbGciOiJIUzI1NiJ9.", "email", "token", "=", "&", "/", "reset", "_", "]", "\\\"", "\\\\", "\\u0040", "é", "9", ":"};
  std::uint32_t state = 1;
  const auto next = [&](std::size_t below) { return (state = state * 1664525U + 1013904223U) / 65536U % below; };
  for (int round = 0; round < 20000; ++round) {
    std::string json = "{";
    for (std::size_t members = 1 + next(3); members > 0; --members) {
      if (json.size() > 1) json += ',';
      for (const char* end : {"\":", "\""}) {
        json += '"';
        for (std::size_t count = next(8); count > 0; --count) json += pieces[next(pieces.size())];
        json += end;
      }
    }
    json += "}";
    const auto before = codec::read_json(json);
    INFO(json);
    REQUIRE(before);
    const std::string text = scrubbed(json);
    INFO(text);
    const auto after = codec::read_json(text);
    REQUIRE(after);
    REQUIRE(after->view().size() == before->view().size());
    REQUIRE(text.size() <= json.size());
  }
}

}  // namespace waymark::outbox
