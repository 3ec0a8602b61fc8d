#include <string>
#include <vector>

#include "properties.h"
#include "rules/compile.h"
#include "rules/evaluation.h"
#include "support/json.h"

namespace waymark::testing {
namespace {

using rules::Evaluation;
using rules::NodeIndex;

/// Random rules over few facts and events, so that they meet.
class Conditions {
 public:
  explicit Conditions(rc::Random& random) : random_(random) {}

  Json any(int depth = 0) {
    switch (pick(depth > 2 ? 2 : 6)) {
      case 0: return fact();
      case 1: return event();
      case 2: return object({{"$and", list(depth)}});
      case 3: return object({{"$or", list(depth)}});
      case 4: return object({{"$nor", list(depth)}});
      default: return object({{"$not", any(depth + 1)}});
    }
  }

 private:
  std::uint64_t pick(std::uint64_t n) { return random_.next() % n; }
  template <class... Text>
  std::string one_of(Text... texts) {
    const std::string all[] = {texts...};
    return all[pick(sizeof...(texts))];
  }

  Json list(int depth) {
    std::string out;
    for (std::uint64_t i = 0, n = pick(4); i < n; ++i) out += (i ? "," : "") + any(depth + 1).text();
    return Json::raw("[" + out + "]");
  }
  Json comparison(int bound) { return object({{one_of("$gte", "$lt", "$eq", "$ne", "$gt", "$lte"), static_cast<int>(pick(static_cast<std::uint64_t>(bound)))}}); }
  Json fact() { return object({{one_of("traits.a", "traits.b", "page.type", "traits"), pick(3) == 0 ? Json(static_cast<int>(pick(3))) : comparison(3)}}); }
  Json event() {
    Json spec = object({{"name", one_of("A", "B")}});
    if (pick(3) != 0) spec = joined(spec, object({{"within", one_of("5s", "20s", "1m", "session")}}));
    if (pick(6) == 0) spec = joined(spec, object({{"within", object({{"from", "1970-01-01T00:00:30Z"}, {"to", "1970-01-01T00:02:00Z"}})}}));
    if (pick(3) == 0) spec = joined(spec, object({{"where", object({{"n", comparison(4)}})}}));
    switch (pick(6)) {
      case 0: return wrapped(spec, "count", comparison(4));
      case 1: return wrapped(spec, one_of("sum", "avg", "min", "max", "distinct", "first", "last"), object({{"of", "n"}, {"is", comparison(6)}}));
      case 2: return wrapped(spec, one_of("sinceFirst", "sinceLast"), object({{one_of("$lt", "$lte", "$gt", "$gte", "$eq"), one_of("3s", "10s", "30s")}}));
      case 3: return wrapped(spec, one_of("sinceFirst", "sinceLast"), object({{"$not", object({{"$gte", one_of("3s", "10s")}, {"$lt", "40s"}})}}));
      default: return object({{"$event", spec}});
    }
  }
  static Json wrapped(const Json& spec, const std::string& measure, const Json& test) {
    return object({{"$event", joined(spec, object({{measure, test}}))}});
  }

  rc::Random& random_;
};

/// Rules kept up to date by what changes, beside which fresh ones are asked.
class Trial {
 public:
  explicit Trial(std::uint64_t seed) : random_(seed) {
    Conditions conditions(random_);
    for (int i = 0; i < 8; ++i) sources_.push_back(conditions.any().value());
    Problems problems({});
    rules::Compiler compiler(program_, {}, problems);
    for (const Value& source : sources_) RC_ASSERT(compiler.compile(source.view()) != rules::kNoNode);
    compiler.finish();
    kept_ = std::make_unique<Evaluation>(program_);
    kept_->session_changed(session_);
    settle();
  }

  void step() {
    switch (pick(8)) {
      case 0: set(FactRoot::Traits, object({{"a", small()}, {"b", small()}})); break;
      case 1: set(FactRoot::Page, object({{"type", small()}})); break;
      case 2:
      case 3: add(now_); break;
      case 4: add(now_ - static_cast<Timestamp>(pick(40'000))); break;
      case 5: change_session(); break;
      case 6: now_ = std::min<Timestamp>(kept_->next_flip(), now_ + 100'000) - (pick(4) == 0 ? 1 : 0); break;
      default: now_ += static_cast<Timestamp>(pick(30'000));
    }
    settle();
    check();
  }

 private:
  std::uint64_t pick(std::uint64_t n) { return random_.next() % n; }
  Json small() { return pick(4) == 0 ? Json(nullptr) : Json(static_cast<int>(pick(3))); }

  void set(FactRoot root, const Json& value) {
    facts_.set(root, value.value());
    kept_->fact_root_changed(root, facts_);
  }
  void add(Timestamp time) {
    const std::string name = pick(2) ? "A" : "B";
    history::LoggedEvent event{.time = time, .name = name, .session = session_, .properties = object({{"n", pick(5) == 0 ? Json("x") : small()}}).value()};
    kept_->event_recorded(event, log_);
    log_.add(std::move(event));
  }
  void change_session() {
    session_ = session_ == 0 || pick(2) ? ++last_session_ : 0;
    kept_->session_changed(session_);
  }

  void settle() { kept_->settle(now_); }

  [[nodiscard]] std::vector<bool> fresh(Timestamp now) const {
    Evaluation evaluation(program_);
    for (std::size_t root = 0; root < kFactRoots; ++root) evaluation.fact_root_changed(static_cast<FactRoot>(root), facts_);
    evaluation.session_changed(session_);
    evaluation.recall(log_, {});
    evaluation.settle(now);
    return verdicts(evaluation);
  }
  [[nodiscard]] std::vector<bool> verdicts(const Evaluation& evaluation) const {
    std::vector<bool> all;
    for (NodeIndex node = 0; node < program_.nodes.size(); ++node) all.push_back(evaluation.holds(node));
    return all;
  }

  void check() const {
    const std::vector<bool> kept = verdicts(*kept_);
    RC_ASSERT(kept == fresh(now_));
    // Until the next flip nothing changes by time alone.
    const Timestamp next = kept_->next_flip();
    RC_ASSERT(next > now_);
    if (next != kNever) RC_ASSERT(fresh(next - 1) == kept);
    else RC_ASSERT(fresh(now_ + 100 * kDay) == kept);
  }

  rc::Random random_;
  std::vector<Value> sources_;
  rules::Program program_;
  std::unique_ptr<Evaluation> kept_;
  Facts facts_;
  history::Log log_;
  std::uint32_t session_ = 1;
  std::uint32_t last_session_ = 1;
  Timestamp now_ = 60'000;
};

}  // namespace

bool check_rules() {
  return rc::check("rules kept up to date say what fresh ones say, and flip no sooner than they announce", [] {
    Trial trial(*rc::gen::noShrink(rc::gen::resize(100, rc::gen::arbitrary<std::uint64_t>())));
    for (int i = 0; i < 60; ++i) trial.step();
  });
}

}  // namespace waymark::testing
