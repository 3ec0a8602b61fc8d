// Conditions on values as GrowthBook's JavaScript has them.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>

#include "codec/json_writer.h"
#include "reference.h"

namespace waymark::reference {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Number.prototype.toString, by trying ever more digits.
std::string text_of_number(double value) {
  if (value == 0) return "0";
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  if (value < 0) return "-" + text_of_number(-value);
  char text[40];
  int digits = 0;
  do std::snprintf(text, sizeof text, "%.*e", digits, value);
  while (std::strtod(text, nullptr) != value && ++digits < 17);
  const std::string printed = text;
  const int exponent = std::atoi(printed.c_str() + printed.find('e') + 1);
  std::string all;
  for (const char c : printed.substr(0, printed.find('e')))
    if (c != '.') all += c;
  const int count = static_cast<int>(all.size());
  if (exponent >= 21 || exponent < -6) {
    if (count > 1) all.insert(1, ".");
    return all + (exponent < 0 ? "e-" : "e+") + std::to_string(std::abs(exponent));
  }
  if (exponent < 0) return "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + all;
  if (count <= exponent + 1) return all + std::string(static_cast<std::size_t>(exponent + 1 - count), '0');
  return all.insert(static_cast<std::size_t>(exponent + 1), ".");
}

/// String(value), and what an array or object is as a primitive.
std::string text_of(ValueView value) {
  switch (value.type()) {
    case ValueType::Null:
      return "null";
    case ValueType::Boolean:
      return value.boolean() ? "true" : "false";
    case ValueType::Number:
      return text_of_number(value.number());
    case ValueType::String:
      return std::string(value.string());
    case ValueType::Object:
      return "[object Object]";
    case ValueType::Array:
      break;
  }
  std::string out;
  std::size_t i = 0;
  for (const ValueView element : value.elements()) {
    if (i++ > 0) out += ',';
    if (!element.is_null()) out += text_of(element);
  }
  return out;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpaces[] = {" ",      "\t",     "\n",     "\v",     "\f",     "\r",     "\u00a0",
                                          "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005",
                                          "\u2006", "\u2007", "\u2008", "\u2009", "\u200a", "\u2028", "\u2029",
                                          "\u202f", "\u205f", "\u3000", "\ufeff"};
  for (bool is_done = false; !is_done;) {
    is_done = true;
    for (const std::string_view space : kSpaces) {
      if (text.starts_with(space)) text.remove_prefix(space.size()), is_done = false;
      if (text.ends_with(space)) text.remove_suffix(space.size()), is_done = false;
    }
  }
  return text;
}

/// `0x1f`, `0o17`, `0b1` below their prefix.
double number_in_base(std::string_view digits, int base) {
  double value = digits.empty() ? kNaN : 0;
  for (const char c : digits) {
    const char small = static_cast<char>(c | 0x20);
    const int digit = c >= '0' && c <= '9' ? c - '0' : small >= 'a' && small <= 'f' ? small - 'a' + 10 : 99;
    value = digit < base ? value * base + digit : kNaN;
  }
  return value;
}

/// Number(text).
double number_of(std::string_view text) {
  text = trimmed(text);
  if (text.empty()) return 0;
  const std::string_view prefix = text.substr(0, 2);
  if (prefix == "0x" || prefix == "0X") return number_in_base(text.substr(2), 16);
  if (prefix == "0o" || prefix == "0O") return number_in_base(text.substr(2), 8);
  if (prefix == "0b" || prefix == "0B") return number_in_base(text.substr(2), 2);
  const std::string whole(text);
  const std::string unsigned_part = whole.substr(whole[0] == '-' || whole[0] == '+' ? 1 : 0);
  if (unsigned_part != "Infinity" && unsigned_part.find_first_not_of("0123456789.eE+-") != std::string::npos)
    return kNaN;
  char* end = nullptr;
  const double value = std::strtod(whole.c_str(), &end);
  return *end == '\0' ? value : kNaN;
}

/// Number(value).
double number_of(ValueView value) {
  switch (value.type()) {
    case ValueType::Null:
      return 0;
    case ValueType::Boolean:
      return value.boolean() ? 1 : 0;
    case ValueType::Number:
      return value.number();
    case ValueType::Object:
      return kNaN;
    case ValueType::String:
    case ValueType::Array:
      break;
  }
  return number_of(text_of(value));
}

bool is_truthy(ValueView value) {
  if (value.is_boolean()) return value.boolean();
  if (value.is_number()) return value.number() != 0;
  if (value.is_string()) return !value.string().empty();
  return !value.is_null();
}

char32_t next_character(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text[0]);
  const std::size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  char32_t c = length == 1 ? first : first & (0x7f >> length);
  for (std::size_t i = 1; i < length; ++i) c = c << 6 | (static_cast<unsigned char>(text[i]) & 0x3f);
  text.remove_prefix(length);
  return c;
}

std::u16string units_of(std::string_view text) {
  std::u16string out;
  while (!text.empty()) {
    const char32_t c = next_character(text);
    if (c < 0x10000)
      out += static_cast<char16_t>(c);
    else
      out += {static_cast<char16_t>(0xd800 + ((c - 0x10000) >> 10)), static_cast<char16_t>(0xdc00 + (c & 0x3ff))};
  }
  return out;
}

/// toLowerCase for the alphabets that the cases use.
char32_t lower(char32_t c) {
  const auto between = [&](char32_t first, char32_t last) { return c >= first && c <= last; };
  if (between('A', 'Z') || (between(0xc0, 0xde) && c != 0xd7) || between(0x391, 0x3a9) || between(0x410, 0x42f))
    return c + 32;
  if (between(0x400, 0x40f)) return c + 80;
  if (between(0x100, 0x12f) || between(0x14a, 0x177)) return c | 1;
  return c;
}

std::u32string folded(std::string_view text) {
  std::u32string out;
  while (!text.empty()) {
    const char32_t c = next_character(text);
    if (c == 0x130)
      out += U"i\u0307";
    else
      out += lower(c);
  }
  return out;
}

/// Whether `a < b`, and whether it is to be asked at all: 0 not comparable, −1 less, 1 equal, 2 greater.
int order(ValueView a, ValueView b) {
  const auto is_text = [](ValueView value) { return value.is_string() || value.is_array() || value.is_object(); };
  if (is_text(a) && is_text(b)) {
    const std::u16string left = units_of(text_of(a)), right = units_of(text_of(b));
    return left < right ? -1 : left == right ? 1 : 2;
  }
  const double left = number_of(a), right = number_of(b);
  return left < right ? -1 : left == right ? 1 : left > right ? 2 : 0;
}

/// `a === b` for values out of JSON: arrays and objects are never the same one.
bool is_identical(ValueView a, ValueView b) {
  if (a.type() != b.type()) return false;
  switch (a.type()) {
    case ValueType::Null:
      return true;
    case ValueType::Boolean:
      return a.boolean() == b.boolean();
    case ValueType::Number:
      return a.number() == b.number();
    case ValueType::String:
      return a.string() == b.string();
    case ValueType::Array:
    case ValueType::Object:
      break;
  }
  return false;
}

bool is_in(ValueView value, ValueView list, bool ignores_case) {
  if (value.is_array()) {
    for (const ValueView element : value.elements())
      if (!element.is_array() && is_in(element, list, ignores_case)) return true;
    return false;
  }
  for (const ValueView wanted : list.elements()) {
    if (is_identical(value, wanted)) return true;
    if (ignores_case && value.is_string() && wanted.is_string() && folded(value.string()) == folded(wanted.string()))
      return true;
  }
  return false;
}

std::string padded_version(ValueView value) {
  std::string text = value.is_number() ? text_of(value) : std::string(value.string());
  if (text.empty() || (value.is_number() && value.number() == 0)) text = "0";
  if (text[0] == 'v') text.erase(0, 1);
  text = text.substr(0, text.find('+'));
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == '-' || c == '.')
      parts.emplace_back();
    else
      parts.back() += c;
  }
  if (parts.size() == 3) parts.emplace_back("~");
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += '-';
    const bool is_number = !parts[i].empty() && parts[i].find_first_not_of("0123456789") == std::string::npos;
    if (is_number && parts[i].size() < 5) out.append(5 - parts[i].size(), ' ');
    out += parts[i];
  }
  return out;
}

int version_order(ValueView a, ValueView b) {
  const std::u16string left = units_of(padded_version(a)), right = units_of(padded_version(b));
  return left < right ? -1 : left > right;
}

bool is_operator_object(ValueView value) {
  if (!value.is_object() || value.size() == 0) return false;
  for (const auto [key, ignored] : value.members())
    if (key.empty() || key[0] != '$') return false;
  return true;
}

bool some_element_holds(ValueView condition, ValueView array, ValueView groups) {
  for (const ValueView element : array.elements()) {
    if (element.is_null()) continue;
    if (is_operator_object(condition) ? value_holds(condition, element, groups)
                                      : condition_holds(condition, element, groups))
      return true;
  }
  return false;
}

bool is_text_ignoring_case(ValueView wanted, ValueView value) {
  return wanted.is_string() && folded(text_of(value)) == folded(wanted.string());
}

bool each_has_its_element(ValueView wanted, ValueView array, ValueView groups, bool ignores_case) {
  if (!array.is_array() || !wanted.is_array()) return false;
  for (const ValueView one : wanted.elements()) {
    bool has = false;
    for (const ValueView element : array.elements())
      has = has || value_holds(one, element, groups) || (ignores_case && is_text_ignoring_case(one, element));
    if (!has) return false;
  }
  return true;
}

const char* type_of(ValueView value) {
  constexpr const char* kNames[] = {"null", "boolean", "number", "string", "array", "object"};
  constexpr ValueType kTypes[] = {ValueType::Null,   ValueType::Boolean, ValueType::Number,
                                  ValueType::String, ValueType::Array,   ValueType::Object};
  return kNames[std::find(std::begin(kTypes), std::end(kTypes), value.type()) - std::begin(kTypes)];
}

bool operator_holds(std::string_view op, ValueView wanted, ValueView seen, ValueView groups) {
  if (op == "$eq") return is_identical(seen, wanted);
  if (op == "$ne") return !is_identical(seen, wanted);
  if (op == "$lt") return order(seen, wanted) == -1;
  if (op == "$lte") return order(seen, wanted) == -1 || order(seen, wanted) == 1;
  if (op == "$gt") return order(seen, wanted) == 2;
  if (op == "$gte") return order(seen, wanted) >= 1;
  if (op == "$exists") return is_truthy(wanted) != seen.is_null();
  if (op == "$type") return wanted.string() == type_of(seen);
  if (op == "$in") return wanted.is_array() && is_in(seen, wanted, false);
  if (op == "$nin") return wanted.is_array() && !is_in(seen, wanted, false);
  if (op == "$ini") return wanted.is_array() && is_in(seen, wanted, true);
  if (op == "$nini") return wanted.is_array() && !is_in(seen, wanted, true);
  if (op == "$inGroup") return is_in(seen, groups[wanted.string()], false);
  if (op == "$notInGroup") return !is_in(seen, groups[wanted.string()], false);
  if (op == "$not") return !value_holds(wanted, seen, groups);
  if (op == "$elemMatch") return seen.is_array() && some_element_holds(wanted, seen, groups);
  if (op == "$all") return each_has_its_element(wanted, seen, groups, false);
  if (op == "$alli") return each_has_its_element(wanted, seen, groups, true);
  if (op == "$veq") return version_order(seen, wanted) == 0;
  if (op == "$vne") return version_order(seen, wanted) != 0;
  if (op == "$vlt") return version_order(seen, wanted) < 0;
  if (op == "$vlte") return version_order(seen, wanted) <= 0;
  if (op == "$vgt") return version_order(seen, wanted) > 0;
  if (op == "$vgte") return version_order(seen, wanted) >= 0;
  if (op != "$size" || !seen.is_array()) return false;
  ValueNode size{.type = ValueType::Number};
  size.number = static_cast<double>(seen.size());
  return value_holds(wanted, ValueView(&size), groups);
}

/// What JavaScript finds under a key; null where it finds nothing.
ValueView member(ValueView at, std::string_view key) {
  if (!at.is_array()) return at.find(key);
  if (key == "length") {
    static ValueNode length{.type = ValueType::Number};
    length.number = static_cast<double>(at.size());
    return ValueView(&length);
  }
  std::size_t i = 0;
  for (const ValueView element : at.elements())
    if (std::to_string(i++) == key) return element;
  return {};
}

bool some_holds(ValueView conditions, ValueView object, ValueView groups) {
  for (const ValueView one : conditions.elements())
    if (condition_holds(one, object, groups)) return true;
  return conditions.size() == 0;
}

bool each_holds(ValueView conditions, ValueView object, ValueView groups) {
  for (const ValueView one : conditions.elements())
    if (!condition_holds(one, object, groups)) return false;
  return true;
}

}  // namespace

ValueView at_path(ValueView object, std::string_view path) {
  while (true) {
    const std::size_t dot = path.find('.');
    object = member(object, path.substr(0, dot));
    if (dot == std::string_view::npos) return object;
    path.remove_prefix(dot + 1);
  }
}

bool value_holds(ValueView condition, ValueView value, ValueView groups) {
  switch (condition.type()) {
    case ValueType::Null:
      return value.is_null();
    case ValueType::Boolean:
      return !value.is_null() && is_truthy(value) == condition.boolean();
    case ValueType::Number:
      return number_of(value) == condition.number();
    case ValueType::String:
      return text_of(value) == condition.string();
    case ValueType::Array:
    case ValueType::Object:
      break;
  }
  if (!is_operator_object(condition)) return codec::to_json(condition) == codec::to_json(value);
  for (const auto [op, operand] : condition.members())
    if (!operator_holds(op, operand, value, groups)) return false;
  return true;
}

bool condition_holds(ValueView condition, ValueView object, ValueView groups) {
  for (const auto [key, value] : condition.members()) {
    const bool holds = key == "$or"    ? some_holds(value, object, groups)
                       : key == "$nor" ? !some_holds(value, object, groups)
                       : key == "$and" ? each_holds(value, object, groups)
                       : key == "$not" ? !condition_holds(value, object, groups)
                                       : value_holds(value, at_path(object, key), groups);
    if (!holds) return false;
  }
  return true;
}

}  // namespace waymark::reference
