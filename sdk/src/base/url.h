#pragma once
#include <string>
#include <string_view>

namespace waymark {

/// The parts of an absolute or relative URL, as they stand in it (nothing decoded).
struct Url {
  std::string_view scheme;  // "https", lower case as given; empty when relative
  std::string_view host;    // without user info, with port
  std::string_view path;    // "/" for an absolute URL without one
  std::string_view search;  // with its "?", or empty
  std::string_view hash;    // with its "#", or empty
};

[[nodiscard]] Url parse_url(std::string_view url);

/// The host without port and without a leading "www.".
[[nodiscard]] std::string_view bare_host(std::string_view host);

/// %XX and, in queries, "+" decoded; broken escapes stay as they are, bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string decode_percent(std::string_view text);

/// Calls `use(name, value)` for each parameter of a search string, both decoded.
template <class Use>
void each_parameter(std::string_view search, Use use) {
  if (!search.empty() && search.front() == '?') search.remove_prefix(1);
  while (!search.empty()) {
    const std::size_t end = search.find('&');
    const std::string_view pair = search.substr(0, end);
    const std::size_t equals = pair.find('=');
    if (!pair.empty())
      use(decode_percent(pair.substr(0, equals)),
          equals == std::string_view::npos ? std::string() : decode_percent(pair.substr(equals + 1)));
    if (end == std::string_view::npos) break;
    search.remove_prefix(end + 1);
  }
}

/// Whether a URL of a campaign may become a link or an image: relative, or https, http, mailto, tel.
/// Control characters and spaces anywhere make it unsafe, as browsers skip them before they look for the scheme.
[[nodiscard]] bool is_safe_url(std::string_view url);

}  // namespace waymark
