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

bool says(std::string_view agent, std::string_view token) { return agent.find(token) != std::string_view::npos; }

template <std::size_t N>
std::string_view first_mark(std::string_view agent, const std::array<Mark, N>& marks) {
  for (const Mark& mark : marks)
    if (says(agent, mark.token)) return mark.name;
  return "other";
}

/// iPadOS calls itself a Mac; a Mac has no touch screen.
bool is_ipad(ValueView readings, std::string_view agent) {
  return says(agent, "iPad") || (says(agent, "Macintosh") && readings["touch"].boolean());
}

std::string_view type_of(ValueView readings, std::string_view agent) {
  if (is_ipad(readings, agent) || says(agent, "Tablet") || (says(agent, "Android") && !says(agent, "Mobile"))) return "tablet";
  return readings["mobile"].boolean() || says(agent, "Mobile") || says(agent, "iPhone") ? "phone" : "desktop";
}

}  // namespace

Value device_facts(ValueView readings) {
  const std::string_view agent = readings["userAgent"].string();
  ValueBuilder out;
  out.begin_object();
  out.member("type", type_of(readings, agent));
  out.member("os", is_ipad(readings, agent) ? "iOS" : first_mark(agent, kSystems));
  out.member("browser", first_mark(agent, kBrowsers));
  for (const char* name : {"language", "touch", "width", "height", "reducedMotion"}) out.member(name, readings[name]);
  out.end_object();
  return out.take();
}

}  // namespace waymark::visitor
