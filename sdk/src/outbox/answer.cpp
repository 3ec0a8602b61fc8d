#include "outbox/answer.h"

#include <algorithm>

#include "codec/json_reader.h"

namespace waymark::outbox {
namespace {

bool is_html(std::string_view body) {
  const std::size_t start = body.find_first_not_of(" \t\r\n\xef\xbb\xbf");
  return start != std::string_view::npos && body[start] == '<';
}

/// Seconds as digits; dates and everything else are left to the back-off.
Duration seconds(std::string_view text) {
  if (text.empty() || text.size() > 9) return 0;
  Duration value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return 0;
    value = value * 10 + (c - '0');
  }
  return std::min(value * kSecond, kHour);
}

Answer read_success(std::string_view body) {
  if (is_html(body)) return {};
  Answer answer{.verdict = Verdict::Acknowledged};
  const auto json = codec::read_json(body);
  if (!json) return answer;
  // A JSON answer may take its status back.
  if (const ValueView success = json->view()["success"]; success.is_boolean() && !success.boolean()) return {};
  for (const ValueView rejected : json->view()["rejected"].elements())
    answer.rejected.push_back({std::string(rejected["messageId"].string()), "rejected: " + std::string(rejected["code"].string())});
  return answer;
}

}  // namespace

Answer read_answer(int status, std::string_view body, std::string_view retry_after) {
  if (status >= 200 && status < 300) return read_success(body);
  switch (status) {
    case 400:
    case 413:
    case 415:
    case 422: return {.verdict = Verdict::Refused};
    case 401:
    case 403:
    case 404:
    case 410: return {.verdict = Verdict::Pause};
    default: return {.verdict = Verdict::Retry, .retry_after = seconds(retry_after)};
  }
}

}  // namespace waymark::outbox
