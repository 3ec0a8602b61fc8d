// PRODUCT.md, "Semantics, exactly", sentence by sentence.
#include "reference.h"

#include <algorithm>
#include <set>

#include "base/time.h"
#include "codec/json_reader.h"
#include "codec/json_writer.h"

namespace waymark::reference {
namespace {

using Found = std::vector<const Event*>;

bool number_holds(ValueView condition, double number) {
  ValueNode node{.type = ValueType::Number};
  node.number = number;
  return value_holds(condition, ValueView(&node));
}

/// A bare value means `$eq`.
bool measured_holds(ValueView condition, ValueView value, ValueView groups) {
  if (condition.is_object()) return value_holds(condition, value, groups);
  return !condition.is_array() && codec::to_json(condition) == codec::to_json(value);
}

/// The same condition with its durations in milliseconds.
std::string in_milliseconds(ValueView condition) {
  if (condition.is_string()) return std::to_string(duration_of(condition.string()).value_or(0));
  std::string out;
  for (const ValueView element : condition.elements()) out += (out.empty() ? "" : ",") + in_milliseconds(element);
  if (condition.is_array()) return "[" + out + "]";
  for (const auto [key, value] : condition.members())
    out += (out.empty() ? "" : ",") + ("\"" + std::string(key)) + "\":" + in_milliseconds(value);
  return "{" + out + "}";
}

bool since_holds(ValueView condition, Duration since) {
  const Value compared = std::move(*codec::read_json(in_milliseconds(condition)));
  return number_holds(compared.view(), static_cast<double>(since));
}

std::vector<double> numbers_of(const Found& found, std::string_view property) {
  std::vector<double> numbers;
  for (const Event* event : found)
    if (const ValueView value = at_path(event->properties.view(), property); value.is_number())
      numbers.push_back(value.number());
  return numbers;
}

double sum_of(const std::vector<double>& numbers) {
  double sum = 0;
  for (const double number : numbers) sum += number;
  return sum;
}

double distinct(const Found& found, std::string_view property) {
  std::set<std::string> values;
  for (const Event* event : found)
    if (const ValueView value = at_path(event->properties.view(), property); !value.is_null())
      values.insert(codec::to_json(value));
  return static_cast<double>(values.size());
}

bool is_in_window(ValueView within, const Event& event, const Moment& moment) {
  if (!within.exists() || within.is("lifetime")) return true;
  if (within.is("session")) return moment.session != 0 && event.session == moment.session;
  if (within.is_string()) return moment.now - *duration_of(within.string()) < event.time && event.time <= moment.now;
  const auto bound = [&](const char* name, Timestamp none) {
    return within[name].exists() ? *parse_iso(within[name].string()) : none;
  };
  return bound("from", 0) <= event.time && event.time < bound("to", kNever);
}

std::string_view event_of_outcome(std::string_view outcome) {
  if (outcome == "clicked") return "Campaign Clicked";
  if (outcome == "closed") return "Campaign Closed";
  return outcome == "converted" ? "Campaign Converted" : "Campaign Shown";
}

/// SPEC of the retail default: tried in this order.
constexpr std::string_view kDefaultStages = R"([
  {"id":"advocacy","when":{"$or":[{"$event":{"name":"Product Reviewed"}},{"$event":{"name":"Product Shared"}},{"$event":{"name":"Cart Shared"}},
                                  {"$event":{"name":"Order Completed","count":{"$gte":4}}}]}},
  {"id":"retention","when":{"$event":{"name":"Order Completed","count":{"$gte":2}}}},
  {"id":"purchase","when":{"$event":{"name":"Order Completed"}}},
  {"id":"intent","when":{"$or":[{"cart.count":{"$gt":0}},{"$event":{"name":"Product Added","within":"7d"}},{"$event":{"name":"Checkout Started","within":"7d"}}]}},
  {"id":"consideration","when":{"$or":[{"$event":{"name":"Product Viewed","within":"7d","count":{"$gte":2}}},{"$event":{"name":"Products Searched","within":"7d"}}]}},
  {"id":"awareness","when":{}}])";

constexpr std::string_view kCells[5][5] = {
    {"lost", "lost", "hibernating", "at-risk", "cannot-lose"},
    {"hibernating", "hibernating", "at-risk", "at-risk", "cannot-lose"},
    {"about-to-sleep", "about-to-sleep", "need-attention", "loyal", "loyal"},
    {"promising", "potential-loyalist", "loyal", "loyal", "champions"},
    {"new", "potential-loyalist", "potential-loyalist", "champions", "champions"}};

}  // namespace

std::optional<Duration> duration_of(std::string_view text) {
  Duration number = 0;
  std::size_t digits = 0;
  for (; digits < text.size() && text[digits] >= '0' && text[digits] <= '9' && digits < 12; ++digits)
    number = number * 10 + (text[digits] - '0');
  if (digits == 0 || digits + 1 != text.size()) return {};
  switch (text[digits]) {
    case 's':
      return number * kSecond;
    case 'm':
      return number * kMinute;
    case 'h':
      return number * kHour;
    case 'd':
      return number * 24 * kHour;
    case 'w':
      return number * 7 * 24 * kHour;
    default:
      return {};
  }
}

Rules::Rules(ValueView document) : document_(document), groups_(document["groups"]), stages_(document["stages"]) {
  static const Value kDefault = std::move(*codec::read_json(kDefaultStages));
  if (!stages_.exists()) stages_ = kDefault.view();
}

bool Rules::holds(ValueView rule, const Moment& moment) const {
  const auto some = [&](ValueView list) {
    bool any = list.size() == 0;
    for (const ValueView one : list.elements()) any = any || holds(one, moment);
    return any;
  };
  for (const auto [key, value] : rule.members()) {
    bool is_so = true;
    if (key == "$and") {
      for (const ValueView one : value.elements()) is_so = is_so && holds(one, moment);
    } else if (key == "$or")
      is_so = some(value);
    else if (key == "$nor")
      is_so = !some(value);
    else if (key == "$not")
      is_so = !holds(value, moment);
    else if (key == "$event")
      is_so = event_holds(value, moment);
    else if (key == "$sequence")
      is_so = sequence_holds(value, moment);
    else if (key == "$campaign")
      is_so = campaign_holds(value, moment);
    else if (key == "$segment")
      is_so = is_in(value.string(), moment);
    else
      is_so = fact_holds(key, value, moment);
    if (!is_so) return false;
  }
  return true;
}

bool Rules::is_in(std::string_view segment, const Moment& moment) const {
  for (const ValueView one : document_["segments"].elements())
    if (one["id"].string() == segment) return holds(one["when"], moment);
  return segment == "everyone";
}

bool Rules::fact_holds(std::string_view path, ValueView condition, const Moment& moment) const {
  ValueBuilder computed;
  computed.begin_object();
  if (path.starts_with("stage")) {
    if (const std::string id = stage(moment); !id.empty()) computed.member("stage", id);
  }
  if (path.starts_with("rfm"))
    if (const Value scores = rfm(moment); scores.view().exists()) computed.member("rfm", scores.view());
  computed.end_object();
  const Value own = computed.take();
  return value_holds(condition, at_path(own.view().size() > 0 ? own.view() : moment.facts, path), groups_);
}

std::string Rules::stage(const Moment& moment) const {
  for (const ValueView one : stages_.elements())
    if (holds(one["when"], moment)) return std::string(one["id"].string());
  return {};
}

bool Rules::is_meant(ValueView spec, const Event& event) const {
  return event.name == spec["name"].string() && condition_holds(spec["where"], event.properties.view(), groups_);
}

Found Rules::found(ValueView spec, const Moment& moment) const {
  Found found;
  for (const Event& event : moment.events)
    if (is_meant(spec, event) && is_in_window(spec["within"], event, moment)) found.push_back(&event);
  return found;
}

bool Rules::event_holds(ValueView spec, const Moment& moment) const {
  const Found found = this->found(spec, moment);
  std::size_t measures = 0;
  for (const auto [key, value] : spec.members()) {
    if (key == "name" || key == "where" || key == "within") continue;
    ++measures;
    if (!measure_holds(key, value, found, moment.now)) return false;
  }
  return measures > 0 || !found.empty();
}

bool Rules::measure_holds(std::string_view name, ValueView spec, const Found& found, Timestamp now) const {
  const std::string_view of = spec["of"].string();
  const ValueView wanted = spec["is"];
  if (name == "count") return number_holds(spec, static_cast<double>(found.size()));
  if (name == "distinct") return number_holds(wanted, distinct(found, of));
  if (name == "sum") return number_holds(wanted, sum_of(numbers_of(found, of)));
  if (found.empty()) return false;
  if (name == "first") return measured_holds(wanted, at_path(found.front()->properties.view(), of), groups_);
  if (name == "last") return measured_holds(wanted, at_path(found.back()->properties.view(), of), groups_);
  if (name == "sinceFirst") return since_holds(spec, now - found.front()->time);
  if (name == "sinceLast") return since_holds(spec, now - found.back()->time);
  const std::vector<double> numbers = numbers_of(found, of);
  if (numbers.empty()) return false;
  if (name == "avg") return number_holds(wanted, sum_of(numbers) / static_cast<double>(numbers.size()));
  const auto [least, most] = std::minmax_element(numbers.begin(), numbers.end());
  return number_holds(wanted, name == "min" ? *least : *most);
}

bool Rules::campaign_holds(ValueView spec, const Moment& moment) const {
  for (const Event& event : moment.events)
    if (event.name == event_of_outcome(spec["outcome"].string("shown")) &&
        event.properties.view()["campaign_id"].string() == spec["id"].string() &&
        is_in_window(spec["within"], event, moment))
      return true;
  return false;
}

bool Rules::sequence_holds(ValueView spec, const Moment& moment) const {
  const std::vector<bool> ends = match_ends(spec, moment);
  for (std::size_t i = 0; i < ends.size(); ++i)
    if (ends[i] && match_counts(spec, i, moment)) return true;
  return false;
}

/// Every chain from every first event, step by step.
std::vector<bool> Rules::match_ends(ValueView spec, const Moment& moment) const {
  const std::vector<Event>& events = moment.events;
  const auto whole = duration_of(spec["within"].string());
  std::vector<bool> ends(events.size());
  std::vector<std::size_t> reached;
  for (std::size_t first = 0; first < events.size(); ++first) {
    bool is_first_step = true;
    for (const ValueView step : spec["steps"].elements()) {
      const auto gap = duration_of(step["within"].string());
      std::vector<std::size_t> next;
      for (std::size_t to = first; to < events.size() && (!is_first_step || to == first); ++to) {
        const auto follows = [&](std::size_t from) {
          return from < to && (!gap || events[to].time - events[from].time < *gap);
        };
        if (!is_first_step && std::none_of(reached.begin(), reached.end(), follows)) continue;
        if (whole && events[to].time - events[first].time >= *whole) continue;
        if (is_meant(step, events[to])) next.push_back(to);
      }
      reached = std::move(next);
      is_first_step = false;
      if (reached.empty()) break;
    }
    for (const std::size_t end : reached) ends[end] = true;
  }
  return ends;
}

/// Whether a match that ends there counts now.
bool Rules::match_counts(ValueView spec, std::size_t end, const Moment& moment) const {
  const Timestamp ended = moment.events[end].time;
  const ValueView unless = spec["unless"];
  const auto calm = duration_of(unless["within"].string());
  if (unless.exists() && calm && moment.now < ended + *calm) return false;
  for (std::size_t i = end + 1; i < moment.events.size(); ++i) {
    const Event& event = moment.events[i];
    if (unless.exists() && is_meant(unless, event) && (!calm || event.time < ended + *calm)) return false;
    if (spec["until"].exists() && is_meant(spec["until"], event)) return false;
  }
  return true;
}

Value Rules::rfm(const Moment& moment) const {
  const ValueView spec = document_["rfm"];
  if (!spec.is_object()) return {};
  const Duration within = *duration_of(spec["within"].string("365d"));
  Found orders;
  for (const Event& event : moment.events)
    if (event.name == spec["event"].string("Order Completed") && moment.now - within < event.time)
      orders.push_back(&event);
  if (orders.empty()) return {};
  const auto age = moment.now - orders.back()->time;
  const auto count = static_cast<double>(orders.size());
  const double value = sum_of(numbers_of(orders, spec["value"].string("total")));
  int recency = 1, frequency = 1, monetary = 1;
  for (const ValueView threshold : spec["recency"].elements()) recency += age < *duration_of(threshold.string());
  for (const ValueView threshold : spec["frequency"].elements()) frequency += threshold.number() <= count;
  for (const ValueView threshold : spec["monetary"].elements()) monetary += threshold.number() <= value;
  ValueBuilder out;
  out.begin_object();
  out.member("recency", recency);
  out.member("frequency", frequency);
  out.member("monetary", monetary);
  out.member("cell", kCells[recency - 1][(frequency + monetary + 1) / 2 - 1]);
  out.end_object();
  return out.take();
}

}  // namespace waymark::reference
