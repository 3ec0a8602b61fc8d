#include <string>

#include "properties.h"
#include "support/visit.h"

namespace waymark::testing {
namespace {

/// Segments of every kind; no campaigns, for what is on show does not outlive a page.
Json shop() {
  const auto event = [](Members parts) { return object({{"$event", object(parts)}}); };
  return rules({event({{"name", "View"}, {"within", "10m"}, {"count", object({{"$gte", 2}})}}),
                event({{"name", "View"}, {"within", "session"}}),
                event({{"name", "Order"}, {"sum", object({{"of", "total"}, {"is", object({{"$gt", 50}})}})}}),
                event({{"name", "View"}, {"distinct", object({{"of", "brand"}, {"is", object({{"$gte", 2}})}})}, {"within", "1h"}}),
                event({{"name", "View"}, {"sinceLast", object({{"$gte", "5m"}})}}),
                object({{"traits.plan", object({{"$in", array({"pro", "max"})}})}}),
                object({{"visitor.returning", true}, {"$not", object({{"$segment", "b"}})}}),
                object({{"traffic.kind", object({{"$ne", "direct"}})}}),
                object({{"page.path", "/cart"}}),
                object({{"context.store", "Berlin"}, {"product.brand", object({{"$ne", "a"}})}}),
                object({{"session.activeTime", object({{"$gte", 20}})}}),
                object({{"session.events", object({{"$gt", 5}})}}),
                event({{"name", "Page Viewed"}, {"last", object({{"of", "path"}, {"is", "/"}})}})});
}

/// One random command, as members without its time.
Json command(rc::Random& random) {
  const auto pick = [&](std::uint64_t n) { return random.next() % n; };
  const auto one_of = [&](auto... texts) {
    const std::string all[] = {texts...};
    return all[pick(sizeof...(texts))];
  };
  switch (pick(14)) {
    case 0: {
      const std::string url = "https://shop.test" + one_of("/", "/cart", "/?utm_source=news", "/?gclid=1");
      return object({{"kind", "page"}, {"page", object({{"url", url}, {"title", "T"}, {"referrer", one_of("", "https://google.com/", "https://shop.test/")}})}});
    }
    case 1: return object({{"kind", "identify"}, {"userId", one_of("", "u1", "u2")}, {"traits", object({{"plan", one_of("free", "pro", "max")}})}});
    case 2: return object({{"kind", "group"}, {"groupId", one_of("g1", "g2")}});
    case 3: return object({{"kind", "alias"}, {"userId", one_of("u3", "u4")}});
    case 4: return object({{"kind", "signal"}, {"name", one_of("activity", "visible", "hidden")}});
    case 5: return object({{"kind", "track"}, {"name", "Moved"}, {"utcOffsetMin", static_cast<int>(pick(3)) * 60}});
    case 6: return object({{"kind", "track"}, {"name", "Order"}, {"properties", object({{"total", static_cast<int>(pick(60))}})}});
    case 7: return pick(6) == 0 ? object({{"kind", "reset"}}) : object({{"kind", "elapsed"}});
    case 8: return object({{"kind", "context"}, {"context", object({{one_of("store", "weather"), pick(3) == 0 ? Json(nullptr) : Json(one_of("Berlin", "Rome"))}})}});
    case 9: return object({{"kind", "track"}, {"name", "Product Viewed"}, {"properties", object({{"product_id", one_of("p1", "p2")}, {"brand", one_of("a", "b")}})}});
    default: return object({{"kind", "track"}, {"name", "View"}, {"properties", object({{"brand", one_of("a", "b", "c")}})}});
  }
}

/// What an engine did, but for the plans of timer and transport, which a page makes anew.
std::string deeds(const Effects& effects) {
  std::string out;
  for (const ValueView effect : effects.all()) {
    const std::string_view kind = effect["kind"].string();
    if (kind != "timer" && kind != "send" && kind != "storage") out += text_of(effect) + "\n";
  }
  return out;
}

std::string state(Visit& visit) { return text_of(visit.ask("segments").view()) + text_of(visit.ask("facts").view()) + text_of(visit.ask("snapshot").view()); }

/// The stored events as the host lists them.
class Kept {
 public:
  void take(const Effects& effects) {
    for (const ValueView effect : effects.of("store"))
      list_ += (list_.empty() ? "" : ",") + object({{"id", effect["id"].string()}, {"bytes", effect["body"].string().size()}}).text();
  }
  [[nodiscard]] Json outbox() const { return Json::raw("[" + list_ + "]"); }

 private:
  std::string list_;
};

Effects run(Visit& visit, const Json& command) {
  return visit.dispatch(Json::raw("[" + joined(object({{"now", visit.now}}), command).text() + "]"));
}

/// Fails with both texts from shortly before they part.
void check_same(const std::string& a, const std::string& b) {
  if (a == b) return;
  std::size_t i = 0;
  while (a[i] == b[i]) ++i;
  const std::size_t from = i < 80 ? 0 : i - 80;
  RC_FAIL("…" + a.substr(from, 240) + "…\n…" + b.substr(from, 240) + "…");
}

void check_restored(std::uint64_t seed) {
  rc::Random random(seed);
  const auto gap = [&] { return static_cast<Duration>(random.next() % (random.next() % 4 == 0 ? 40 * kMinute : 2 * kMinute)); };
  Visit original(shop());
  Kept kept;
  kept.take(original.page());
  for (std::uint64_t i = random.next() % 40; i > 0; --i) {
    original.now += gap();
    kept.take(run(original, command(random)));
  }
  Visit restored(shop(), original.snapshot(), kept.outbox(), original.now);
  check_same(deeds(restored.opened), "");
  check_same(state(restored), state(original));
  for (std::uint64_t i = random.next() % 40; i > 0; --i) {
    original.now += gap();
    restored.now = original.now;
    const Json next = command(random);
    check_same(deeds(run(restored, next)), deeds(run(original, next)));
    check_same(state(restored), state(original));
  }
}

/// Commands one by one, or all in one dispatch: the same happens.
void check_batched(std::uint64_t seed) {
  rc::Random random(seed);
  Visit alone(shop());
  Visit together(shop());
  std::string batch;
  std::string deeds_alone;
  for (std::uint64_t i = 1 + random.next() % 30; i > 0; --i) {
    alone.now += static_cast<Duration>(random.next() % (10 * kMinute));
    const Json next = command(random);
    deeds_alone += deeds(run(alone, next));
    batch += (batch.empty() ? "" : ",") + joined(object({{"now", alone.now}}), next).text();
  }
  together.now = alone.now;
  check_same(deeds(together.dispatch(Json::raw("[" + batch + "]"))), deeds_alone);
  check_same(state(together), state(alone));
}

std::uint64_t any_seed() { return *rc::gen::noShrink(rc::gen::resize(100, rc::gen::arbitrary<std::uint64_t>())); }

}  // namespace

bool check_engine() {
  bool holds = rc::check("a visit restored from its snapshot answers the rest as the original does", [] { check_restored(any_seed()); });
  holds = rc::check("commands in one dispatch do what they do one by one", [] { check_batched(any_seed()); }) && holds;
  return holds;
}

}  // namespace waymark::testing
