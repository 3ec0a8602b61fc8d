#include "base/url.h"

#include "base/utf8.h"
#include "base/text.h"

namespace waymark {
namespace {

bool is_scheme_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
}

/// The length of the scheme at the front of a URL, or 0.
std::size_t scheme_length(std::string_view url) {
  std::size_t i = 0;
  while (i < url.size() && is_scheme_char(url[i])) ++i;
  return i < url.size() && url[i] == ':' ? i : 0;
}

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] + 32) : text[i];
    if (c != lower[i]) return false;
  }
  return true;
}

/// Cuts off the tail from `mark` on and returns it.
std::string_view cut_tail(std::string_view& rest, char mark) {
  const std::size_t at = rest.find(mark);
  if (at == std::string_view::npos) return {};
  const std::string_view tail = rest.substr(at);
  rest = rest.substr(0, at);
  return tail;
}

}  // namespace

Url parse_url(std::string_view url) {
  Url parts;
  std::string_view rest = url;
  parts.hash = cut_tail(rest, '#');
  parts.search = cut_tail(rest, '?');
  if (const std::size_t length = scheme_length(rest)) {
    parts.scheme = rest.substr(0, length);
    rest.remove_prefix(length + 1);
  }
  if (is(rest.substr(0, 2), "//")) {
    rest.remove_prefix(2);
    const std::size_t slash = rest.find('/');
    parts.host = rest.substr(0, slash);
    rest = slash == std::string_view::npos ? std::string_view("/") : rest.substr(slash);
    if (const std::size_t at = parts.host.rfind('@'); at != std::string_view::npos) parts.host.remove_prefix(at + 1);
  }
  parts.path = rest;
  return parts;
}

std::string_view bare_host(std::string_view host) {
  host = host.substr(0, host.find(':'));
  if (is(host.substr(0, 4), "www.")) host.remove_prefix(4);
  return host;
}

std::string decode_percent(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
    if (low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return well_formed_utf8(out);
}

bool is_safe_url(std::string_view url) {
  if (url.empty()) return false;
  for (const char c : url)
    if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f || c == '\\') return false;
  const std::size_t colon = url.find(':');
  if (colon == std::string_view::npos || url.find_first_of("/?#") < colon) return true;
  const std::string_view scheme = url.substr(0, colon);
  for (const char* allowed : {"https", "http", "mailto", "tel"})
    if (equals_ignoring_case(scheme, allowed)) return true;
  return false;
}

}  // namespace waymark
