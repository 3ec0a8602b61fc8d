#include "visitor/traffic.h"

#include <array>

#include "base/url.h"

namespace waymark::visitor {
namespace {

constexpr std::array<std::string_view, 9> kClickIds = {"gclid",   "gbraid", "wbraid", "fbclid", "msclkid",
                                                       "ttclid", "yclid",  "twclid", "li_fat_id"};
constexpr std::array<std::string_view, 10> kSearch = {"google.",  "bing.",   "yandex.",      "duckduckgo.", "yahoo.",
                                                      "ecosia.", "baidu.", "startpage.", "qwant.",      "search.brave."};
constexpr std::array<std::string_view, 14> kSocial = {"facebook.",  "instagram.", "t.co",      "twitter.", "x.com",
                                                      "tiktok.",    "pinterest.", "linkedin.", "vk.com",   "youtube.",
                                                      "reddit.",    "threads.",   "telegram.", "ok.ru"};
constexpr std::array<std::string_view, 4> kMail = {"mail.", "outlook.", "webmail.", "e.mail."};

/// Whether the host is, or is below, one of the names ("google." stands for google in every country).
template <std::size_t N>
bool is_one_of(std::string_view host, const std::array<std::string_view, N>& names) {
  for (const std::string_view name : names) {
    const std::size_t at = host.find(name);
    if (at == std::string_view::npos || (at > 0 && host[at - 1] != '.')) continue;
    if (name.back() == '.' || at + name.size() == host.size()) return true;
  }
  return false;
}

bool is_paid(std::string_view medium) {
  for (const std::string_view paid : {"cpc", "ppc", "paid", "display", "cpm", "banner", "retargeting"})
    if (medium.substr(0, paid.size()) == paid) return true;
  return false;
}

std::string kind_of(const Traffic& traffic) {
  if (!traffic.click_id.empty() || is_paid(traffic.medium)) return "paid";
  if (traffic.medium == "email" || traffic.medium == "e-mail") return "email";
  if (traffic.medium == "social") return "social";
  if (!traffic.source.empty() || !traffic.campaign.empty()) return "campaign";
  const std::string_view host = traffic.referrer_host;
  if (host.empty()) return "direct";
  if (is_one_of(host, kMail)) return "email";
  if (is_one_of(host, kSearch)) return "search";
  if (is_one_of(host, kSocial)) return "social";
  return "referral";
}

}  // namespace

std::string Traffic::key() const {
  if (kind == "direct") return {};
  std::string key;
  for (const std::string* part : {&kind, &source, &medium, &campaign, &term, &content, &click_id, &referrer_host})
    key += *part, key += '\n';
  return key;
}

Traffic read_traffic(std::string_view url, std::string_view referrer) {
  Traffic traffic;
  const Url page = parse_url(url);
  each_parameter(page.search, [&](const std::string& name, std::string value) {
    if (name == "utm_source") traffic.source = std::move(value);
    else if (name == "utm_medium") traffic.medium = std::move(value);
    else if (name == "utm_campaign") traffic.campaign = std::move(value);
    else if (name == "utm_term") traffic.term = std::move(value);
    else if (name == "utm_content") traffic.content = std::move(value);
    for (const std::string_view click_id : kClickIds)
      if (name == click_id) traffic.click_id = name;
  });
  const std::string_view from = bare_host(parse_url(referrer).host);
  if (from != bare_host(page.host)) traffic.referrer_host = from;
  traffic.kind = kind_of(traffic);
  return traffic;
}

Value to_value(const Traffic& traffic) {
  ValueBuilder out;
  out.begin_object();
  const auto put = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) out.member(name, value);
  };
  put("kind", traffic.kind);
  put("source", traffic.source);
  put("medium", traffic.medium);
  put("campaign", traffic.campaign);
  put("term", traffic.term);
  put("content", traffic.content);
  put("clickId", traffic.click_id);
  put("referrer", traffic.referrer_host);
  out.end_object();
  return out.take();
}

Traffic traffic_from(ValueView value) {
  const auto text = [&](std::string_view name) { return std::string(value[name].string()); };
  return {.kind = text("kind"), .source = text("source"), .medium = text("medium"), .campaign = text("campaign"),
          .term = text("term"), .content = text("content"), .click_id = text("clickId"),
          .referrer_host = text("referrer")};
}

}  // namespace waymark::visitor
