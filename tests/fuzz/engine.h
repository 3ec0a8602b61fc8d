#pragma once
#include <cstdlib>
#include <string>
#include <string_view>

#include "codec/json_reader.h"
#include "waymark/engine.h"

namespace waymark::fuzz {

inline constexpr std::string_view kEnvironment =
    R"({"entropy":"00112233445566778899aabbccddeeff","consent":"granted","locale":"en","display":true})";

/// Every kind of rule and a campaign with caps and a goal, so that commands reach the whole core.
inline constexpr std::string_view kDocument = R"({"version":1,"site":{"sources":["dataLayer","jsonLd","openGraph","meta"],"dataLayer":true},"segments":[
  {"id":"a","when":{"$event":{"name":"a","within":"1h","count":{"$gte":2}}}},
  {"id":"b","when":{"$event":{"name":"a","within":"session","sum":{"of":"n","is":{"$gt":5}}}}},
  {"id":"c","when":{"$event":{"name":"a","sinceLast":{"$gte":"5m"},"distinct":{"of":"n","is":1}}}},
  {"id":"d","when":{"$or":[{"traits.x":{"$in":["y",1,null]}},{"$not":{"page.path":"/"}},{"time.hour":{"$gte":18}}]}},
  {"id":"e","when":{"traits.list":{"$elemMatch":{"$vgt":"1.2"}},"$segment":"d"}}],
 "campaigns":[{"id":"c","widget":"bar","trigger":{"on":"page"},"goal":{"event":"a"},"audience":{"$not":{"$segment":"b"}},
  "pressure":{"priority":2,"caps":[{"outcome":"closed","max":1,"within":"day"}]},
  "content":{"text":{"en":"Hi {{ traits.x | default: \"you\" }}"},"action":{"label":"Go","url":"/go"}}}]})";

/// Effects are JSON, whatever went in.
inline void dispatch(Engine& engine, std::string_view commands) {
  std::string_view rest = engine.dispatch(commands);
  while (true) {
    const std::size_t end = rest.find('\n');
    if (!codec::read_json(rest.substr(0, end))) std::abort();
    if (end == std::string_view::npos) return;
    rest.remove_prefix(end + 1);
  }
}

}  // namespace waymark::fuzz
