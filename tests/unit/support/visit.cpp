#include "support/visit.h"

#include <cstdlib>

namespace waymark::testing {

/// Each `store` gets its line as its `body`.
Effects::Effects(std::string text) : text_(std::move(text)) {
  std::size_t end = text_.find('\n');
  const Value list = parse(text_.substr(0, end));
  ValueBuilder out;
  out.begin_array();
  for (const ValueView effect : list.view().elements()) {
    out.begin_object();
    for (const auto [name, value] : effect.members()) out.member(name, value);
    if (effect["kind"].is("store")) {
      const std::size_t begin = end + 1;
      end = text_.find('\n', begin);
      out.member("body", std::string_view(text_).substr(begin, end - begin));
    }
    out.end_object();
  }
  out.end_array();
  value_ = out.take();
}

std::vector<ValueView> Effects::of(std::string_view kind) const {
  std::vector<ValueView> found;
  for (const ValueView effect : all())
    if (effect["kind"].string() == kind) found.push_back(effect);
  return found;
}

ValueView Effects::last(std::string_view kind) const {
  const auto found = of(kind);
  return found.empty() ? ValueView() : found.back();
}

std::vector<ValueView> Effects::notified(std::string_view event) const {
  std::vector<ValueView> found;
  for (const ValueView effect : of("notify"))
    if (effect["event"].string() == event) found.push_back(effect["detail"]);
  return found;
}

namespace {

template <class Range, class Text>
std::string listed(const Range& range, const char* separator, Text text) {
  std::string out;
  for (const auto& element : range) {
    if (!out.empty()) out += separator;
    out += text(element);
  }
  return out;
}

std::string texts(const std::vector<ValueView>& effects, const char* member) {
  return listed(effects, ",", [&](ValueView effect) { return std::string(effect[member].string()); });
}

}  // namespace

std::string Effects::flips(Timestamp from) const {
  std::string out;
  for (const ValueView effect : of("notify")) {
    const std::string_view event = effect["event"].string();
    if (event.substr(0, 8) != "segment:") continue;
    if (!out.empty()) out += ' ';
    out += event.substr(8);
    out += ':';
    out += effect["detail"]["id"].string();
    out += '@';
    out += std::to_string(static_cast<Timestamp>(effect["detail"]["at"].number()) - from);
  }
  return out;
}

std::string Effects::errors() const {
  return listed(notified("error"), ",", [](ValueView error) {
    return std::string(error["code"].string()) + " " + std::string(error["path"].string());
  });
}

std::string Effects::mounted() const { return texts(of("mount"), "campaign"); }
std::string Effects::unmounted() const { return texts(of("unmount"), "campaign"); }

std::vector<Value> Effects::bodies() const {
  std::vector<Value> bodies;
  for (const ValueView effect : of("store")) bodies.push_back(parse(effect["body"].string()));
  return bodies;
}

std::string Effects::stored() const {
  return listed(bodies(), ", ", [](const Value& body) {
    const std::string_view name = body.view()["event"].string();
    return std::string(body.view()["type"].string()) + (name.empty() ? "" : " ") + std::string(name);
  });
}

Json environment(const Setting& setting) {
  return object({{"entropy", setting.entropy},
                 {"consent", setting.consent},
                 {"locale", setting.locale},
                 {"display", setting.display},
                 {"privacyControl", setting.privacy_control},
                 {"consentVersion", setting.consent_version},
                 {"device", object({{"userAgent", setting.user_agent}})}});
}

Json document(Members sections) { return joined(object({{"version", 1}}), object(sections)); }

Json segment(std::string_view id, const Json& when) { return object({{"id", id}, {"when", when}}); }

Json rules(std::initializer_list<Json> conditions) {
  std::string list;
  char id = 'a';
  for (const Json& when : conditions) {
    if (!list.empty()) list += ',';
    list += segment(std::string(1, id++), when).text();
  }
  return document({{"segments", Json::raw("[" + list + "]")}});
}

/// A later member of the same name wins, so sections may replace the defaults.
Json campaign(std::string_view id, Members sections) {
  return joined(object({{"id", id},
                        {"widget", "bar"},
                        {"trigger", on_page()},
                        {"content", object({{"text", "Hello"}})}}),
                object(sections));
}

Json on_page() { return object({{"on", "page"}}); }
Json on_event(std::string_view name) { return object({{"on", "event"}, {"name", name}}); }

Json cap(std::string_view outcome, int max, std::string_view within) {
  return object({{"outcome", outcome}, {"max", max}, {"within", within}});
}

Json caps(std::initializer_list<Json> list, int priority) {
  return object({{"priority", priority}, {"caps", array(list)}});
}

Visit::Visit(const Json& document, const Setting& setting) {
  if (load(document, setting).view().is_null()) std::abort();
  opened = tell("visitor", {{"snapshot", nullptr}});
}

Visit::Visit(const Json& document, const Json& snapshot, const Json& outbox, Timestamp at, const Setting& setting)
    : now(at) {
  if (load(document, setting).view().is_null()) std::abort();
  opened = tell("visitor", {{"snapshot", snapshot}, {"outbox", outbox}});
}

Value Visit::load(const Json& document, const Setting& setting) {
  auto report = engine_.load(document.text(), environment(setting).text());
  return report ? parse(*report) : Value();
}

Effects Visit::tell(Members command) { return dispatch(array({joined(object({{"now", now}}), object(command))})); }

Effects Visit::tell(std::string_view kind, Members members) {
  return dispatch(array({joined(object({{"kind", kind}, {"now", now}}), object(members))}));
}

Effects Visit::page(std::string_view path, std::string_view referrer) {
  const std::string url = "https://shop.test" + std::string(path);
  return tell("page", {{"page", object({{"url", url}, {"title", ""}, {"referrer", referrer}})}});
}

Effects Visit::track(std::string_view name, const Json& properties) {
  return tell("track", {{"name", name}, {"properties", properties}});
}

Effects Visit::identify(const Json& traits) { return tell("identify", {{"traits", traits}}); }

Effects Visit::consent(std::initializer_list<const char*> purposes) {
  Json given = object();
  for (const char* purpose : purposes) given = joined(given, object({{purpose, true}}));
  return tell("consent", {{"purposes", given}});
}

Effects Visit::answer_send(const Effects& effects, int status, std::string_view body, std::string_view retry_after) {
  return tell("sent", {{"request", effects.last("send")["request"].number()},
                       {"status", status},
                       {"body", body},
                       {"retryAfter", retry_after}});
}

Effects Visit::wait(Duration duration) { return at(now + duration); }

Effects Visit::at(Timestamp time) {
  now = time;
  return tell("elapsed");
}

bool Visit::is_in(std::string_view segment) {
  const Value answer = ask("segments");
  for (const ValueView one : answer.view().elements())
    if (one["id"].string() == segment) return one["in"].boolean();
  return false;
}

Value Visit::ask(std::string_view question, std::string_view id) {
  const Effects effects = id.empty() ? tell("query", {{"tag", 1}, {"ask", question}})
                                     : tell("query", {{"tag", 1}, {"ask", question}, {"id", id}});
  return Value(effects.answer());
}

std::string Visit::refusal(std::string_view campaign) {
  return std::string(ask("explain", campaign).view()["reason"].string());
}

std::uint32_t Visit::dropped(std::string_view reason) {
  return static_cast<std::uint32_t>(ask("stats").view()["dropped"][reason].number());
}

}  // namespace waymark::testing
