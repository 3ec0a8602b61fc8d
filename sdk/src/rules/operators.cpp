#include "rules/operators.h"

#include <array>
#include <limits>
#include "base/list.h"

#include "codec/number_text.h"
#include "waymark/platform.h"

namespace waymark::rules {
namespace {

struct Named {
  std::string_view name;
  Operator op;
};
constexpr std::array<Named, 18> kNames = {{
    {"$eq", Operator::Equal}, {"$ne", Operator::NotEqual}, {"$lt", Operator::Less}, {"$lte", Operator::LessOrEqual},
    {"$gt", Operator::Greater}, {"$gte", Operator::GreaterOrEqual}, {"$in", Operator::In}, {"$nin", Operator::NotIn},
    {"$ini", Operator::InIgnoringCase}, {"$nini", Operator::NotInIgnoringCase}, {"$exists", Operator::Exists},
    {"$type", Operator::Type}, {"$veq", Operator::VersionEqual}, {"$vne", Operator::VersionNotEqual},
    {"$vlt", Operator::VersionLess}, {"$vlte", Operator::VersionLessOrEqual}, {"$vgt", Operator::VersionGreater},
    {"$vgte", Operator::VersionGreaterOrEqual},
}};

bool strictly_equal(ValueView a, ValueView b) {
  if (a.type() != b.type() || a.is_array() || a.is_object()) return false;
  return is_same(a, b);
}

/// JavaScript orders texts by UTF-16 code unit: bytes of UTF-8 but for characters beyond U+FFFF, which come before U+E000.
int text_order(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  while (i < a.size() && i < b.size() && a[i] == b[i]) ++i;
  if (i == a.size() || i == b.size()) return a.size() < b.size() ? -1 : a.size() > b.size();
  const auto left = static_cast<unsigned char>(a[i]);
  const auto right = static_cast<unsigned char>(b[i]);
  const bool is_swapped = (left >= 0xf0) != (right >= 0xf0) && left >= 0xee && right >= 0xee;
  return (left < right) != is_swapped ? -1 : 1;
}

/// Whether JavaScript makes a text of it before it compares: arrays and objects are texts there.
bool is_textual(ValueView value) { return value.is_string() || value.is_array() || value.is_object(); }

/// A three-way comparison; 2 when it is neither way (NaN).
int order(ValueView a, ValueView b) {
  if (a.is_string() && b.is_string()) return text_order(a.string(), b.string());
  if (is_textual(a) && is_textual(b)) return text_order(js_string(a), js_string(b));
  const double left = js_number(a);
  const double right = js_number(b);
  if (left < right) return -1;
  if (left > right) return 1;
  return left == right ? 0 : 2;
}

bool is_equal_for_list(ValueView a, ValueView b, bool ignore_case) {
  if (ignore_case && a.is_string() && b.is_string()) return platform::is_same_ignoring_case(a.string(), b.string());
  return strictly_equal(a, b);
}

bool includes(ValueView list, ValueView value, bool ignore_case) {
  for (const ValueView element : list.elements())
    if (is_equal_for_list(element, value, ignore_case)) return true;
  return false;
}

bool is_in(ValueView seen, ValueView list, bool ignore_case) {
  if (!seen.is_array()) return includes(list, seen, ignore_case);
  for (const ValueView element : seen.elements())
    if (includes(list, element, ignore_case)) return true;
  return false;
}

std::string_view type_name(ValueView value) {
  switch (value.type()) {
    case ValueType::Null: return "null";
    case ValueType::Boolean: return "boolean";
    case ValueType::Number: return "number";
    case ValueType::String: return "string";
    case ValueType::Array: return "array";
    case ValueType::Object: return "object";
  }
  return "unknown";
}

bool is_loosely(ValueView seen, ValueView wanted) {
  switch (wanted.type()) {
    case ValueType::String: return seen.is_string() ? seen.string() == wanted.string() : js_string(seen) == wanted.string();
    case ValueType::Number: return js_number(seen) == wanted.number();
    case ValueType::Boolean: return !seen.is_null() && js_truthy(seen) == wanted.boolean();
    case ValueType::Null: return seen.is_null();
    default: return is_same(seen, wanted);
  }
}

/// GrowthBook: a number as text; what is no text, or an empty one, as "0".
std::string version_of(ValueView value) {
  const std::string text = value.is_string() || value.is_number() ? js_string(value) : std::string();
  return text.empty() ? "0" : text;
}

int version_order(ValueView seen, ValueView wanted) {
  return text_order(padded_version(version_of(seen)), padded_version(version_of(wanted)));
}

bool is_digits(std::string_view text) {
  for (const char c : text)
    if (c < '0' || c > '9') return false;
  return !text.empty();
}

}  // namespace

std::optional<Operator> operator_named(std::string_view name) {
  for (const Named& named : kNames)
    if (named.name == name) return named.op;
  return {};
}

std::string_view name_of(Operator op) {
  for (const Named& named : kNames)
    if (named.op == op) return named.name;
  return "is";
}

bool compare(Operator op, ValueView seen, ValueView wanted) {
  switch (op) {
    case Operator::Is: return is_loosely(seen, wanted);
    case Operator::IsIgnoringCase:
      return wanted.is_string() ? platform::is_same_ignoring_case(js_string(seen), wanted.string()) : is_loosely(seen, wanted);
    case Operator::Equal: return strictly_equal(seen, wanted);
    case Operator::NotEqual: return !strictly_equal(seen, wanted);
    case Operator::Less: return order(seen, wanted) == -1;
    case Operator::LessOrEqual: return order(seen, wanted) <= 0;
    case Operator::Greater: return order(seen, wanted) == 1;
    case Operator::GreaterOrEqual: {
      const int way = order(seen, wanted);
      return way == 0 || way == 1;
    }
    case Operator::In: return wanted.is_array() && is_in(seen, wanted, false);
    case Operator::NotIn: return wanted.is_array() && !is_in(seen, wanted, false);
    case Operator::InIgnoringCase: return wanted.is_array() && is_in(seen, wanted, true);
    case Operator::NotInIgnoringCase: return wanted.is_array() && !is_in(seen, wanted, true);
    case Operator::Exists: return js_truthy(wanted) != seen.is_null();
    case Operator::Type: return type_name(seen) == wanted.string("\x01");
    case Operator::VersionEqual: return version_order(seen, wanted) == 0;
    case Operator::VersionNotEqual: return version_order(seen, wanted) != 0;
    case Operator::VersionLess: return version_order(seen, wanted) < 0;
    case Operator::VersionLessOrEqual: return version_order(seen, wanted) <= 0;
    case Operator::VersionGreater: return version_order(seen, wanted) > 0;
    case Operator::VersionGreaterOrEqual: return version_order(seen, wanted) >= 0;
  }
  return false;
}

std::string js_string(ValueView value) {
  switch (value.type()) {
    case ValueType::Null: return "null";
    case ValueType::Boolean: return value.boolean() ? "true" : "false";
    case ValueType::String: return std::string(value.string());
    case ValueType::Object: return "[object Object]";
    case ValueType::Number: {
      std::string out;
      codec::append_number(out, value.number());
      return out;
    }
    case ValueType::Array: {
      std::string out;
      bool first = true;
      for (const ValueView element : value.elements()) {
        if (!first) out += ',';
        first = false;
        if (!element.is_null()) out += js_string(element);
      }
      return out;
    }
  }
  return {};
}

double js_number(ValueView value) {
  switch (value.type()) {
    case ValueType::Null: return 0;
    case ValueType::Boolean: return value.boolean() ? 1 : 0;
    case ValueType::Number: return value.number();
    case ValueType::String: return codec::number_of_text(value.string());
    case ValueType::Array: return codec::number_of_text(js_string(value));
    case ValueType::Object: break;
  }
  return std::numeric_limits<double>::quiet_NaN();
}

bool js_truthy(ValueView value) {
  switch (value.type()) {
    case ValueType::Null: return false;
    case ValueType::Boolean: return value.boolean();
    case ValueType::Number: return value.number() != 0 && value.number() == value.number();
    case ValueType::String: return !value.string().empty();
    default: return true;
  }
}

std::string padded_version(std::string_view version) {
  if (!version.empty() && version.front() == 'v') version.remove_prefix(1);
  version = version.substr(0, version.find('+'));
  List<std::string_view> parts;
  while (true) {
    const std::size_t end = version.find_first_of(".-");
    parts.push_back(version.substr(0, end));
    if (end == std::string_view::npos) break;
    version.remove_prefix(end + 1);
  }
  // A release sorts after its pre-releases: "~" is the last printable character.
  if (parts.size() == 3) parts.push_back("~");
  std::string out;
  for (const std::string_view& part : parts) {
    if (&part != parts.begin()) out += '-';
    if (is_digits(part) && part.size() < 5) out.append(5 - part.size(), ' ');
    out += part;
  }
  return out;
}

}  // namespace waymark::rules
