#include "waymark/rules.h"

#include <cstdio>
#include <memory>
#include <string>

#include "codec/json_writer.h"
#include "engine.h"

// A rule, and on the lines below it what happens to a visitor, each `[milliseconds, name, properties]`. Whatever the
// rule is, it is refused or lived with. Then what is kept up to date is what a full evaluation of the log says, what
// is explained is what is so, and a visitor restored halfway is as the one that stayed.
namespace waymark::fuzz {
namespace {

constexpr Timestamp kStart = 1767614400000;
constexpr std::string_view kGroups = R"({"g":["x",1,null]})";

std::string_view next_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(line.size() < text.size() ? line.size() + 1 : line.size());
  return line;
}

/// `b` lies before what it depends on, and events of segments and stages may be asked for by the rule that makes them.
std::string document_of(std::string_view rule) {
  return R"({"version":1,"site":{"track":["segments","stages"]},
    "rfm":{"event":"A","value":"n","recency":["1m","1h","1d","7d"],"frequency":[2,3,5,10],"monetary":[1,2,3,4]},
    "segments":[{"id":"b","when":{"$not":{"$segment":"a"}}},{"id":"a","when":)" +
         std::string(rule) + R"(}],"groups":)" + std::string(kGroups) + "}";
}

/// What a line says to do; empty: nothing.
std::string command_of(std::string_view line, Timestamp& now, bool& is_question) {
  const auto value = codec::read_json(line);
  if (!value || !value->view().is_array()) return {};
  ValueView parts[3];
  std::size_t count = 0;
  for (const ValueView part : value->view().elements())
    if (count < 3) parts[count++] = part;
  const auto [gap, name, given] = parts;
  now += gap.integer() % (400 * kDay);
  is_question = name.is("ask");
  const bool is_kind = name.is("identify") || name.is("page") || name.is("elapsed") || name.is("reset");
  codec::JsonWriter writer;
  writer.begin_object();
  writer.member("now", now);
  writer.member("kind", is_kind ? name.string() : name.is("activity") ? "signal" : "track");
  writer.member("name", name);
  if (given.is_object()) writer.member(name.is("identify") ? "traits" : "properties", given);
  if (name.is("page")) writer.key("page"), writer.raw(R"({"url":"https://shop.test/cart"})");
  writer.end_object();
  return std::string(writer.text());
}

/// A visit that is asked how it is. What does not agree ends the program.
class Asked {
 public:
  Asked(const std::string& document, std::string_view snapshot, Timestamp now) : now_(now) {
    if (!engine_.load(document, kEnvironment)) std::abort();
    tell(R"({"kind":"visitor","now":)" + std::to_string(now) + R"(,"snapshot":)" + std::string(snapshot) + "}");
  }

  void tell(const std::string& command) { dispatch(engine_, "[" + command + "]"); }
  void set_now(Timestamp now) { now_ = now; }

  [[nodiscard]] std::string answer(std::string_view ask, std::string_view id = "null") {
    const std::string_view answered =
        engine_.dispatch(R"([{"kind":"query","tag":1,"now":)" + std::to_string(now_) + R"(,"ask":")" +
                         std::string(ask) + R"(","id":)" + std::string(id) + "}]");
    // Below the effects are the bodies of events that time has brought.
    const auto effects = codec::read_json(answered.substr(0, answered.find('\n')));
    if (!effects) std::abort();
    for (const ValueView effect : effects->view().elements())
      if (effect["kind"].is("answer")) return codec::to_json(effect["value"]);
    std::abort();
  }

  /// What is kept up to date, what is explained of it, and what comes out when all is asked anew of a log that has
  /// everything.
  void check_verdicts() {
    const bool is_partial = codec::read_json(answer("snapshot"))->view()["historyDropped"].number() > 0;
    const auto segments = codec::read_json(answer("segments"));
    for (const ValueView segment : segments->view().elements()) {
      const std::string id = codec::to_json(segment["id"]);
      const bool is_in = segment["in"].boolean();
      const std::string explained = answer("explain", R"({"segment":)" + id + "}");
      check_agrees(is_in, explained);
      // Before the first event nobody is in a segment, and nothing is explained.
      if (!is_partial && codec::read_json(explained)->view()["why"].exists())
        check_agrees(is_in, answer("explain", R"({"when":{"$segment":)" + id + "}}"));
    }
  }

  /// Facts tell the stage and RFM too. The outbox is not restored.
  void check_is_like(Asked& other) {
    for (const char* ask : {"segments", "facts", "snapshot"})
      if (const std::string mine = without_outbox(answer(ask)), its = without_outbox(other.answer(ask)); mine != its)
        fail("restored:\n" + its + "\nbut it was:\n" + mine);
  }

 private:
  [[noreturn]] static void fail(const std::string& text) {
    std::fprintf(stderr, "%s\n", text.c_str());
    std::abort();
  }

  static std::string without_outbox(const std::string& text) {
    const auto read = codec::read_json(text);
    if (!read->view()["outbox"].exists()) return text;
    codec::JsonWriter writer;
    writer.begin_object();
    for (const auto [name, value] : read->view().members())
      if (name != "outbox" && name != "events") writer.member(name, value);
    writer.end_object();
    return std::string(writer.text());
  }

  static void check_agrees(bool is_in, const std::string& explanation) {
    const auto read = codec::read_json(explanation);
    const ValueView view = read->view();
    if (view["in"].boolean() != is_in || (view["why"].exists() && view["why"]["in"].boolean() != is_in))
      fail((is_in ? "in, but: " : "not in, but: ") + explanation);
  }

  Engine engine_;
  Timestamp now_;
};

void live(const std::string& document, std::string_view lines) {
  Timestamp now = kStart;
  Asked kept(document, "null", now);
  std::unique_ptr<Asked> restored;
  const std::size_t half = lines.size() / 2;
  while (!lines.empty()) {
    bool is_question = false;
    const std::string command = command_of(next_line(lines), now, is_question);
    if (command.empty()) continue;
    for (Asked* visit : {&kept, restored.get()}) {
      if (!visit) continue;
      visit->set_now(now);
      if (is_question)
        visit->check_verdicts();
      else
        visit->tell(command);
    }
    if (!restored && lines.size() <= half) restored = std::make_unique<Asked>(document, kept.answer("snapshot"), now);
  }
  kept.check_verdicts();
  if (!restored) return;
  restored->check_verdicts();
  kept.check_is_like(*restored);
}

}  // namespace
}  // namespace waymark::fuzz

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace waymark;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string_view rule = fuzz::next_line(text);
  static_cast<void>(Rules::holds(rule, text.substr(0, text.find('\n')), fuzz::kGroups));
  const std::string document = fuzz::document_of(rule);
  Rules rules;
  if (!rules.compile(document)) return 0;
  static_cast<void>(rules.evaluate(R"({"traits":{"a":1,"b":["x"]}})"));
  fuzz::live(document, text);
  return 0;
}
