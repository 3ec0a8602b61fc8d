#include "visitor/traffic.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/url.h"
#include "base/text.h"

namespace waymark::visitor {
namespace {

constexpr std::string_view kClickIds = "gclid gbraid wbraid fbclid msclkid ttclid yclid twclid li_fat_id";
// Hosts, or their beginnings where they end in a dot ("google." stands for google in every country).
constexpr std::string_view kSearch =
    "google. bing. yandex. duckduckgo. yahoo. ecosia. baidu. startpage. qwant. search.brave.";
constexpr std::string_view kSocial =
    "facebook. instagram. t.co twitter. x.com tiktok. pinterest. linkedin. vk.com youtube. reddit. threads. telegram. ok.ru";
constexpr std::string_view kMail = "mail. outlook. webmail. e.mail.";
constexpr std::string_view kPaid = "cpc ppc paid display cpm banner retargeting";

/// Whether the host is, or is below, one of the names.
bool is_one_of(std::string_view host, std::string_view names) {
  for (std::string_view name; !(name = take_word(names)).empty();) {
    const std::size_t at = host.find(name);
    if (at == std::string_view::npos || (at > 0 && host[at - 1] != '.')) continue;
    if (name.back() == '.' || at + name.size() == host.size()) return true;
  }
  return false;
}

bool is_paid(std::string_view medium) {
  std::string_view words = kPaid;
  for (std::string_view paid; !(paid = take_word(words)).empty();)
    if (medium.substr(0, paid.size()) == paid) return true;
  return false;
}

struct Parameter {
  const char* name;  // in the URL
  const char* fact;
};
constexpr std::array<Parameter, 5> kUtm = {{{"utm_source", "source"},
                                            {"utm_medium", "medium"},
                                            {"utm_campaign", "campaign"},
                                            {"utm_term", "term"},
                                            {"utm_content", "content"}}};

std::string_view kind_of(ValueView traffic) {
  const std::string_view medium = traffic["medium"].string();
  const std::string_view host = traffic["referrer"].string();
  if (traffic["clickId"].exists() || is_paid(medium)) return "paid";
  if (is(medium, "email") || is(medium, "e-mail")) return "email";
  if (is(medium, "social")) return "social";
  if (traffic["source"].exists() || traffic["campaign"].exists()) return "campaign";
  if (host.empty()) return "direct";
  if (is_one_of(host, kMail)) return "email";
  if (is_one_of(host, kSearch)) return "search";
  if (is_one_of(host, kSocial)) return "social";
  return "referral";
}

}  // namespace

Value read_traffic(std::string_view url, std::string_view referrer) {
  ValueBuilder out;
  out.begin_object();
  const Url page = parse_url(url);
  each_parameter(page.search, [&](const std::string& name, const std::string& value) {
    for (const Parameter& utm : kUtm)
      if (name == utm.name && !value.empty()) out.member(utm.fact, std::string_view(value));
    std::string_view words = kClickIds;
    for (std::string_view click_id; !(click_id = take_word(words)).empty();)
      if (name == click_id) out.member("clickId", click_id);
  });
  const std::string_view from = bare_host(parse_url(referrer).host);
  if (!from.empty() && from != bare_host(page.host)) out.member("referrer", from);
  out.end_object();
  const Value found = out.take();
  ValueBuilder kind;
  kind.begin_object();
  kind.member("kind", kind_of(found.view()));
  kind.end_object();
  const Value kind_value = kind.take();
  return merged(kind_value.view(), found.view());
}

bool is_source(ValueView traffic) { return traffic.exists() && !traffic["kind"].is("direct"); }

}  // namespace waymark::visitor
