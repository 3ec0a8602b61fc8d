#include "property/random_rules.h"

#include <algorithm>

#include "property/reference.h"

namespace waymark::testing {
namespace {

std::string quoted(const std::string& text) { return "\"" + text + "\""; }
std::string member(const std::string& name, const std::string& json) { return quoted(name) + ":" + json; }
std::string braced(const std::string& members) { return "{" + members + "}"; }
std::string only(const std::string& name, const std::string& json) { return braced(member(name, json)); }

}  // namespace

RandomRules::RandomRules(Dice& dice) : dice_(dice) {
  const std::vector<std::string> all = {"5s", "10s", "30s", "1m", "5m", "10m", "30m", "1h", "6h", "1d", "7d", "30d"};
  while (durations_.size() < 4)
    if (const std::string& one = dice_.one_of(all); std::find(durations_.begin(), durations_.end(), one) == durations_.end())
      durations_.push_back(one);
  std::sort(durations_.begin(), durations_.end(), [](const std::string& a, const std::string& b) { return reference::duration_of(a) < reference::duration_of(b); });
  names_ = {"A", "B", "A", "B", "C", "Order Completed", "Product Added", dice_.one_of({"Page Viewed", "Product Viewed", "Campaign Shown", "A"})};
  has_groups_ = dice_.once_in(3);
  has_rfm_ = dice_.once_in(2);
  has_cents_ = dice_.once_in(8);
}

std::vector<Duration> RandomRules::delays() const {
  std::vector<Duration> delays;
  for (const std::string& duration : durations_) delays.push_back(*reference::duration_of(duration));
  return delays;
}

std::string RandomRules::event_name() { return dice_.one_of(names_); }

/// Without cents sums are exact in any order.
std::string RandomRules::number() {
  if (has_cents_) return dice_.one_of({"0.1", "0.2", "0.3", "19.99", "0.7", "-0.1", "1.1"});
  return dice_.one_of({"0", "1", "2", "3", "5", "0.5", "-1", "60", "120", "300"});
}

std::string RandomRules::value() {
  switch (dice_.roll(8)) {
    case 0:
    case 1: return number();
    case 2: return dice_.one_of({"true", "false", "null"});
    case 3: return quoted(dice_.one_of({"1", "", "x", "X", " 2 ", "0x3", "5.0", "ünï", "ÜNÏ"}));
    case 4: return quoted(dice_.one_of({"1.2.3", "v1.2.3+4", "1.10.0", "1.2.3-rc.1", "2"}));
    case 5: return dice_.one_of({"[]", "[\"x\",1]", "[null,0]", "[\"\"]", "[[1]]", "[{\"q\":1},{\"q\":\"x\"}]"});
    case 6: return dice_.one_of({"{}", "{\"q\":1}", "{\"q\":\"x\",\"r\":2}"});
    default: return quoted(dice_.one_of({"x", "y", "z"}));
  }
}

std::string RandomRules::list_of_values() {
  std::string out;
  for (std::uint64_t i = 0, n = dice_.roll(4); i < n; ++i) out += (i ? "," : "") + value();
  return "[" + out + "]";
}

std::string RandomRules::number_test() {
  switch (dice_.roll(8)) {
    case 0: return number();
    case 1: return only(dice_.one_of({"$in", "$nin"}), "[" + number() + "," + number() + "]");
    case 2: return only("$not", only("$gte", number()));
    case 3: return braced(member("$gte", number()) + "," + member("$lt", number()));
    case 4: return only(dice_.one_of({"$eq", "$ne"}), number());
    default: return only(dice_.one_of({"$gte", "$gt", "$lt", "$lte"}), number());
  }
}

std::string RandomRules::value_test(int depth) {
  switch (dice_.roll(depth > 1 ? 9 : 15)) {
    case 0:
    case 1: return value();
    case 2: return only(dice_.one_of({"$eq", "$ne"}), value());
    case 3: return only(dice_.one_of({"$lt", "$lte", "$gt", "$gte"}), value());
    case 4: return only(dice_.one_of({"$in", "$nin", "$ini", "$nini"}), list_of_values());
    case 5: return only("$exists", dice_.one_of({"true", "false"}));
    case 6: return only("$type", quoted(dice_.one_of({"null", "number", "string", "boolean", "array", "object"})));
    case 7: return only(dice_.one_of({"$veq", "$vne", "$vlt", "$vlte", "$vgt", "$vgte"}), quoted(dice_.one_of({"1.2.3", "1.10", "2.0.0", "v1.2.3"})));
    case 8: return has_groups_ ? only(dice_.one_of({"$inGroup", "$notInGroup"}), quoted(dice_.one_of({"g", "h"}))) : value();
    case 9: return only("$not", value_test(depth + 1));
    case 10: return only("$size", number_test());
    case 11: return only("$elemMatch", dice_.once_in(2) ? only("q", value_test(depth + 1)) : only("$ne", value()));
    case 12: return only(dice_.one_of({"$all", "$alli"}), "[" + value_test(depth + 1) + "]");
    case 13: return braced(member("$ne", value()) + "," + member(dice_.one_of({"$gt", "$lte"}), value()));
    default: return only("$not", value());
  }
}

std::string RandomRules::where() {
  switch (dice_.roll(6)) {
    case 0: return only("n", value_test());
    case 1: return only("$or", "[" + only("k", quoted("x")) + "," + only("n", number_test()) + "]");
    case 2: return only("$not", only("k", quoted("x")));
    case 3: return only("v.q", value_test());
    default: return only("k", quoted(dice_.one_of({"x", "y"})));
  }
}

std::string RandomRules::window() {
  switch (dice_.roll(12)) {
    case 0: return only("from", quoted("2026-01-05T12:10:00Z"));
    case 1: return braced(member("from", quoted("2026-01-05T12:00:30Z")) + "," + member("to", quoted("2026-01-05T13:00:00Z")));
    case 2:
    case 3:
    case 4: return quoted("session");
    case 5: return quoted("lifetime");
    default: return quoted(dice_.one_of(durations_));
  }
}

std::string RandomRules::since_test() {
  const std::string one = quoted(dice_.one_of(durations_));
  switch (dice_.roll(6)) {
    case 0: return one;
    case 1: return only("$in", "[" + one + "," + quoted(dice_.one_of(durations_)) + "]");
    case 2: return only("$not", only("$lt", one));
    case 3: return braced(member("$gte", one) + "," + member("$lt", quoted(dice_.one_of(durations_))));
    default: return only(dice_.one_of({"$lt", "$lte", "$gt", "$gte"}), one);
  }
}

std::string RandomRules::measure() {
  switch (dice_.roll(8)) {
    case 0:
    case 1: return member("count", dice_.one_of({"0", "1", "2", "{\"$gte\":2}", "{\"$lt\":2}", "{\"$gt\":1,\"$lt\":4}", "{\"$gte\":4}", "{\"$in\":[1,3]}"}));
    case 2:
    case 3: return member(dice_.one_of({"sum", "sum", "avg", "min", "max"}), braced(member("of", quoted("n")) + "," + member("is", number_test())));
    case 4: return member("distinct", braced(member("of", quoted(dice_.one_of({"k", "n"}))) + "," + member("is", dice_.one_of({"0", "1", "2", "{\"$gte\":2}", "{\"$gt\":2}"}))));
    case 5: return member(dice_.one_of({"first", "last"}), braced(member("of", quoted(dice_.one_of({"n", "k", "v.q"}))) + "," + member("is", value_test())));
    default: return member(dice_.one_of({"sinceFirst", "sinceLast"}), since_test());
  }
}

std::string RandomRules::event() {
  std::string spec = member("name", quoted(event_name()));
  if (!dice_.once_in(4)) spec += "," + member("within", window());
  if (dice_.once_in(3)) spec += "," + member("where", where());
  if (!dice_.once_in(3)) spec += "," + measure();
  if (dice_.once_in(8)) {
    const std::string more = measure();
    if (spec.find(more.substr(0, more.find(':'))) == std::string::npos) spec += "," + more;
  }
  return only("$event", braced(spec));
}

std::string RandomRules::sequence() {
  const auto meant = [&](bool may_have_time) {
    std::string spec = member("name", quoted(dice_.one_of({"A", "B", "A", "B", "C", "Order Completed"})));
    if (may_have_time && dice_.once_in(2)) spec += "," + member("within", quoted(dice_.one_of(durations_)));
    if (dice_.once_in(4)) spec += "," + member("where", where());
    return braced(spec);
  };
  std::string steps;
  for (std::uint64_t i = 0, n = 1 + dice_.roll(4); i < n; ++i) steps += (i ? "," : "") + meant(i > 0);
  std::string spec = member("steps", "[" + steps + "]");
  if (dice_.once_in(3)) spec += "," + member("within", quoted(dice_.one_of(durations_)));
  if (dice_.once_in(2)) spec += "," + member("unless", meant(true));
  if (dice_.once_in(3)) spec += "," + member("until", meant(false));
  return only("$sequence", braced(spec));
}

std::string RandomRules::campaign() {
  std::string spec = member("id", quoted("c"));
  if (dice_.once_in(2)) spec += "," + member("outcome", quoted(dice_.one_of({"shown", "shown", "clicked", "closed", "converted"})));
  if (dice_.once_in(2)) spec += "," + member("within", window());
  return only("$campaign", braced(spec));
}

std::string RandomRules::fact(const Scope& scope) {
  const std::string seconds = std::to_string(delays()[dice_.roll(4)] / kSecond);
  switch (dice_.roll(scope.has_stage ? 14 : 12)) {
    case 0: return only("session.events", only(dice_.one_of({"$gt", "$lte"}), dice_.one_of({"1", "3", "6"})));
    case 1: return only(dice_.one_of({"session.number", "visitor.sessions"}), dice_.one_of({"1", "2", "{\"$gte\":2}", "null"}));
    case 2: return only("visitor.returning", dice_.one_of({"true", "false"}));
    case 3: return only("page.path", dice_.one_of({"\"/\"", "\"/cart\"", "null", "{\"$ne\":\"/\"}"}));
    case 4: return only("cart.count", dice_.one_of({"0", "{\"$gt\":0}", "{\"$gte\":3}", "{\"$exists\":true}"}));
    case 5: return dice_.once_in(8) ? only("time.hour", only(dice_.one_of({"$gte", "$lt"}), dice_.one_of({"13", "18", "3"}))) : only("traits.a", value_test());
    case 6: return only(dice_.one_of({"session.duration", "page.dwell", "cart.idle"}), only(dice_.one_of({"$gte", "$gt", "$lt", "$lte", "$eq"}), seconds));
    case 7:
    case 8: return has_rfm_ ? only(dice_.one_of({"rfm.recency", "rfm.frequency", "rfm.monetary"}), dice_.one_of({"1", "5", "null", "{\"$gte\":3}", "{\"$lt\":3}", "{\"$in\":[2,4]}"}))
                            : only("traits.b", value_test());
    case 9: return has_rfm_ ? only("rfm.cell", dice_.one_of({"\"new\"", "null", "{\"$in\":[\"champions\",\"loyal\",\"lost\",\"potential-loyalist\"]}", "{\"$ne\":\"at-risk\"}"}))
                            : only("traits.v.q", value_test());
    case 10:
    case 11: return only(dice_.one_of({"traits.a", "traits.b", "traits.b.0", "traits.v.q", "traits"}), value_test());
    default: return only("stage", dice_.one_of({"\"intent\"", "\"awareness\"", "\"t0\"", "\"t1\"", "null", "{\"$in\":[\"purchase\",\"t1\"]}", "{\"$exists\":false}"}));
  }
}

std::string RandomRules::leaf(const Scope& scope) {
  switch (dice_.roll(12)) {
    case 0:
    case 1: return fact(scope);
    case 2:
    case 3:
    case 4: return sequence();
    case 5: return campaign();
    case 6: return scope.segments > 0 ? only("$segment", quoted("s" + std::to_string(scope.first + dice_.roll(scope.segments)))) : event();
    default: return event();
  }
}

std::string RandomRules::list_of_rules(const Scope& scope, int depth) {
  std::string out;
  for (std::uint64_t i = 0, n = dice_.once_in(12) ? 0 : 1 + dice_.roll(3); i < n; ++i) out += (i ? "," : "") + rule(scope, depth + 1);
  return "[" + out + "]";
}

std::string RandomRules::rule(const Scope& scope, int depth) {
  switch (dice_.roll(depth > 1 ? 6 : 11)) {
    case 7: return only("$and", list_of_rules(scope, depth));
    case 8: return only("$or", list_of_rules(scope, depth));
    case 9: return only(dice_.one_of({"$nor", "$or"}), list_of_rules(scope, depth));
    case 10: return only("$not", rule(scope, depth + 1));
    case 6: {
      const std::string a = leaf(scope), b = leaf(scope);
      // Two members of one name would be one.
      if (a.substr(0, a.find(':')) == b.substr(0, b.find(':'))) return a;
      return a.substr(0, a.size() - 1) + "," + b.substr(1);
    }
    default: return leaf(scope);
  }
}

std::string RandomRules::rfm() {
  std::string ages;
  for (const std::string& duration : durations_) ages += (ages.empty() ? "" : ",") + quoted(duration);
  std::string spec = member("recency", "[" + ages + "]") + ",\"frequency\":[2,3,4,6],\"monetary\":[0.5,2,60,200]";
  if (dice_.once_in(3)) spec += "," + member("event", quoted("A"));
  if (!dice_.once_in(3)) spec += "," + member("value", quoted("n"));
  if (dice_.once_in(2)) spec += "," + member("within", quoted(dice_.one_of(durations_)));
  return member("rfm", braced(spec));
}

std::string RandomRules::stages(std::size_t segments) {
  std::string list;
  for (std::uint64_t i = 0, n = dice_.roll(4); i < n; ++i)
    list += (i ? "," : "") + braced(member("id", quoted("t" + std::to_string(i))) + "," + member("when", rule({.segments = segments, .has_stage = false})));
  return member("stages", "[" + list + "]");
}

Rulebook RandomRules::rulebook() {
  Rulebook book;
  const bool has_stages = dice_.once_in(3);
  const bool may_stages_ask_for_segments = has_stages && dice_.once_in(2);
  const bool is_forward = dice_.once_in(2);
  const std::size_t count = 1 + dice_.roll(6);
  for (std::size_t i = 0; i < count; ++i) {
    const Scope scope = {.segments = is_forward ? count - 1 - i : i, .first = is_forward ? i + 1 : 0, .has_stage = !may_stages_ask_for_segments};
    book.segments.push_back(rule(scope));
  }
  book.sections = R"("groups":{"g":["x",1,"1.2.3"],"h":[]})";
  if (has_rfm_) book.sections += "," + rfm();
  if (has_stages) book.sections += "," + stages(may_stages_ask_for_segments ? count : 0);
  book.sections = braced(book.sections);
  return book;
}

std::string RandomRules::properties() {
  std::string out;
  const auto add = [&](const std::string& name, const std::string& json) { out += (out.empty() ? "" : ",") + member(name, json); };
  if (!dice_.once_in(5)) add("n", dice_.once_in(6) ? value() : number());
  if (!dice_.once_in(4)) add("k", quoted(dice_.one_of({"x", "y"})));
  if (dice_.once_in(5)) add("v", only("q", value()));
  if (dice_.once_in(3)) add("total", number());
  if (dice_.once_in(3)) add("product_id", quoted(dice_.one_of({"p1", "p2"})));
  add("campaign_id", quoted("c"));
  return braced(out);
}

std::string RandomRules::traits() {
  return braced(member(dice_.one_of({"a", "b"}), value()) + (dice_.once_in(4) ? "," + member("v", only("q", value())) : ""));
}

}  // namespace waymark::testing
