#include "visitor/device.h"

#include <array>
#include <string_view>

namespace waymark::visitor {
namespace {

struct Mark {
  std::string_view token;  // in the user agent
  std::string_view name;
};
// The order matters: later entries' tokens also stand in the user agents of earlier ones.
constexpr std::array<Mark, 6> kSystems = {{{"Android", "Android"}, {"iPhone", "iOS"}, {"iPad", "iOS"},
                                           {"Windows", "Windows"}, {"Mac OS", "macOS"}, {"Linux", "Linux"}}};
constexpr std::array<Mark, 9> kBrowsers = {{{"Edg", "Edge"}, {"OPR/", "Opera"}, {"YaBrowser", "Yandex"},
                                            {"SamsungBrowser", "Samsung"}, {"Firefox", "Firefox"},
                                            {"FxiOS", "Firefox"}, {"Chrome/", "Chrome"}, {"CriOS", "Chrome"},
                                            {"Safari", "Safari"}}};

template <std::size_t N>
std::string_view first_mark(std::string_view agent, const std::array<Mark, N>& marks) {
  for (const Mark& mark : marks)
    if (agent.find(mark.token) != std::string_view::npos) return mark.name;
  return "other";
}

std::string_view type_of(ValueView readings, std::string_view agent) {
  const auto says = [&](std::string_view token) { return agent.find(token) != std::string_view::npos; };
  // iPadOS calls itself a Mac; a Mac has no touch screen.
  const bool is_ipad = says("iPad") || (says("Macintosh") && readings["touch"].boolean());
  if (is_ipad || says("Tablet") || (says("Android") && !says("Mobile"))) return "tablet";
  return readings["mobile"].boolean() || says("Mobile") || says("iPhone") ? "phone" : "desktop";
}

}  // namespace

Value device_facts(ValueView readings) {
  const std::string_view agent = readings["userAgent"].string();
  ValueBuilder out;
  out.begin_object();
  out.member("type", type_of(readings, agent));
  out.member("os", first_mark(agent, kSystems));
  out.member("browser", first_mark(agent, kBrowsers));
  for (const char* name : {"language", "touch", "width", "height", "reducedMotion"}) out.member(name, readings[name]);
  out.end_object();
  return out.take();
}

}  // namespace waymark::visitor
