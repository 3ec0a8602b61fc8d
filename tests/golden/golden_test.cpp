// Element trees and patches as text, compared exactly with the files beside this one: one effect or operation a line.
// After a wanted change: WAYMARK_UPDATE_GOLDEN=1 build/native/tests/unit/waymark_tests "[golden]", and read the difference.
#include <cstdio>
#include <cstdlib>

#include "catch.h"
#include "support/visit.h"

namespace waymark {
using namespace testing;

namespace {

/// `mount`, `patch` and `unmount` effects; a patch with each operation on a line of its own.
std::string drawing(const Effects& effects) {
  std::string out;
  for (const ValueView effect : effects.all()) {
    const std::string_view kind = effect["kind"].string();
    if (kind == "patch") {
      out += "patch " + std::string(effect["campaign"].string()) + "\n";
      for (const ValueView operation : effect["ops"].elements()) out += "  " + text_of(operation) + "\n";
    } else if (kind == "mount" || kind == "unmount") {
      out += text_of(effect) + "\n";
    }
  }
  return out;
}

void check_golden(const std::string& name, const std::string& text) {
  const std::string path = std::string(WAYMARK_TESTS_DIR) + "/golden/" + name + ".txt";
  if (std::getenv("WAYMARK_UPDATE_GOLDEN")) {
    std::FILE* file = std::fopen(path.c_str(), "wb");
    REQUIRE(file);
    std::fwrite(text.data(), 1, text.size(), file);
    std::fclose(file);
  }
  INFO("WAYMARK_UPDATE_GOLDEN=1 rewrites " << path);
  CHECK(text == read_file(path));
}

const Json kText = object({{"en", "Free delivery for {{ traits.firstName | default: \"you\" }}"},
                           {"ru", "Бесплатная доставка для {{ traits.firstName | default: \"вас\" }}"},
                           {"ar", "توصيل مجاني"}});
const Json kAction = object({{"label", object({{"en", "Shop now"}, {"ru", "В магазин"}, {"ar", "تسوق الآن"}})},
                             {"url", object({{"en", "/sale"}, {"ru", "/ru/sale"}, {"ar", "/ar/sale?a=1&b=2"}})}});

Json bar(const Json& content) { return document({{"campaigns", array({campaign("bar", {{"slot", "top"}, {"content", content}})})}}); }
Json full_bar() {
  return bar(object({{"text", kText}, {"action", kAction}, {"close", object({{"en", "Close"}, {"ru", "Закрыть"}, {"ar", "إغلاق"}})}}));
}

Json of_widget(std::string_view widget, std::string_view slot, const Json& content, const Json& trigger = on_page()) {
  return document({{"campaigns", array({campaign("c", {{"widget", widget}, {"slot", slot}, {"trigger", trigger}, {"content", content}})})}});
}

Json wheel() {
  const Json slices = array({object({{"id", "ten"}, {"label", object({{"en", "10 % off"}, {"ru", "Скидка 10 %"}})}}),
                             object({{"id", "ship"}, {"label", object({{"en", "Free delivery"}, {"ru", "Бесплатная доставка"}})}, {"color", "#fc0"}}),
                             object({{"id", "none"}, {"label", object({{"en", "Not this time"}, {"ru", "Не в этот раз"}})}})});
  const Json content = object({{"title", object({{"en", "Spin to win"}, {"ru", "Колесо удачи"}})},
                               {"text", object({{"en", "A prize for you"}, {"ru", "Приз для вас"}})},
                               {"slices", slices},
                               {"gate", object({{"consent", object({{"en", "I agree"}, {"ru", "Я согласен"}})}})},
                               {"action", kAction}});
  return document({{"campaigns", array({campaign("wheel", {{"widget", "wheel"}, {"slot", "modal"}, {"content", content}})})}});
}

}  // namespace

TEST_CASE("a bar in English is drawn as ever", "[golden]") {
  Visit visit(full_bar());
  check_golden("bar-en", drawing(visit.page()));
}

TEST_CASE("a bar in Russian is drawn as ever", "[golden]") {
  Visit visit(full_bar(), Setting{.locale = "ru-RU"});
  check_golden("bar-ru", drawing(visit.page()));
}

TEST_CASE("a bar in Arabic is drawn as ever, from right to left", "[golden]") {
  Visit visit(full_bar(), Setting{.locale = "ar"});
  check_golden("bar-ar", drawing(visit.page()));
}

TEST_CASE("a bar without an action is drawn as ever", "[golden]") {
  Visit visit(bar(object({{"text", kText}})));
  check_golden("bar-without-action", drawing(visit.page()));
}

TEST_CASE("a bar greets the visitor as ever", "[golden]") {
  Visit visit(full_bar());
  visit.identify(object({{"firstName", "Mia <3 \"quotes\""}}));
  check_golden("bar-personal", drawing(visit.page()));
}

TEST_CASE("a bar leaves as ever", "[golden]") {
  Visit visit(full_bar());
  visit.page();
  std::string text = drawing(visit.click("bar"));
  text += drawing(visit.close("bar"));
  text += drawing(visit.wait(kSecond));
  check_golden("bar-closing", text);
}

TEST_CASE("a smart banner is drawn and leaves as ever", "[golden]") {
  const Json content = object({{"title", "Aurelle"}, {"text", object({{"en", "Free"}, {"ru", "Бесплатно"}})}, {"icon", "/icon.svg"}, {"rating", 4.8}});
  Visit visit(of_widget("smart-banner", "bottom", content), Setting{.locale = "ru", .user_agent = "Android Mobile Chrome/1"});
  const Json page = object({{"url", "https://shop.test/"}, {"apps", object({{"google", "app-id=com.aurelle"}})}});
  std::string text = drawing(visit.tell("page", {{"page", page}}));
  text += drawing(visit.close("c"));
  check_golden("smart-banner", text);
}

TEST_CASE("a cart nudge is drawn, follows the cart and leaves as ever", "[golden]") {
  const auto product = [](std::string_view id, double price) {
    return object({{"product_id", id}, {"name", "Product " + std::string(id)}, {"price", price}, {"currency", "EUR"}, {"image_url", "/p/" + std::string(id) + ".jpg"}});
  };
  Visit visit(of_widget("cart-nudge", "corner", object({{"action", kAction}, {"text", "Delivery is free."}}), object({{"on", "manual"}})));
  for (const char* id : {"a", "b", "c", "d"}) visit.track("Product Added", product(id, 12.5));
  std::string text = drawing(visit.tell("show", {{"campaign", "c"}}));
  text += drawing(visit.track("Product Removed", object({{"product_id", "a"}})));
  text += drawing(visit.track("Order Completed"));
  text += drawing(visit.wait(kSecond));
  check_golden("cart-nudge", text);
}

TEST_CASE("the gate of a wheel in English is drawn as ever", "[golden]") {
  Visit visit(wheel());
  check_golden("wheel-gate-en", drawing(visit.page()));
}

TEST_CASE("a wheel in Russian is spun and won as ever", "[golden]") {
  Visit visit(wheel(), Setting{.locale = "ru-RU"});
  visit.page();
  const auto use = [&](const char* action, const Json& value = nullptr) {
    return visit.tell("ui", {{"campaign", "wheel"}, {"action", action}, {"value", value}});
  };
  std::string text = drawing(use("submit", object({{"email", "mia@example.com"}, {"consent", "on"}})));
  const Effects asked = use("spin");
  text += drawing(asked);
  const ValueView request = asked.last("draw")["request"];
  CHECK(request["campaign"].is("wheel"));
  CHECK(request["email"].is("mia@example.com"));
  CHECK(request["draw"].string().size() == 36);
  text += drawing(visit.tell("drawn", {{"campaign", "wheel"}, {"draw", request["draw"].string()}, {"status", 200}, {"body", R"({"success":true,"slice":"ship","code":"AUR-1"})"}}));
  text += drawing(visit.wait(4500));
  const Effects copied = use("copy");
  CHECK(copied.last("copy")["text"].is("AUR-1"));
  text += drawing(use("copied"));
  check_golden("wheel-won-ru", text);
}

}  // namespace waymark
