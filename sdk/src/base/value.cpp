#include "base/value.h"

#include <algorithm>
#include <cstdint>

#include "base/hash.h"
#include "base/text.h"

namespace waymark {

bool ValueView::boolean(bool fallback) const { return is_boolean() ? node_->boolean : fallback; }
double ValueView::number(double fallback) const { return is_number() ? node_->number : fallback; }
std::int64_t ValueView::integer() const {
  constexpr double kLast = 8.64e15;
  const double value = number();
  if (!(value > -kLast)) return value < 0 ? static_cast<std::int64_t>(-kLast) : 0;
  return static_cast<std::int64_t>(std::min(value, kLast));
}
std::uint32_t ValueView::count() const {
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(integer(), 0, 0xffffffff));
}
int ValueView::minutes() const { return static_cast<int>(std::clamp<std::int64_t>(integer(), -1440, 1440)); }
std::string_view ValueView::string(const char* fallback) const {
  return is_string() ? std::string_view(node_->text.data, node_->text.length) : std::string_view(fallback);
}
bool ValueView::is(const char* text) const { return is_string() && waymark::is(string(), text); }
ValueView ValueView::operator[](const char* key) const { return find(key); }

ValueView ValueView::find(std::string_view key) const {
  ValueView found;
  for (const auto [name, value] : members())
    if (name == key) found = value;
  return found;
}

namespace {

ValueView element_at(ValueView array, std::string_view index) {
  std::size_t wanted = 0;
  if (index.empty() || (index.size() > 1 && index.front() == '0')) return {};
  for (const char c : index) {
    if (c < '0' || c > '9') return {};
    wanted = wanted * 10 + static_cast<std::size_t>(c - '0');
    if (wanted >= array.size()) return {};
  }
  for (const ValueView element : array.elements())
    if (wanted-- == 0) return element;
  return {};
}

}  // namespace

ValueView ValueView::find_path(std::string_view dotted) const {
  ValueView at = *this;
  while (at.exists()) {
    const std::size_t dot = dotted.find('.');
    const std::string_view key = dotted.substr(0, dot);
    at = at.is_array() ? element_at(at, key) : at.find(key);
    if (dot == std::string_view::npos) break;
    dotted.remove_prefix(dot + 1);
  }
  return at;
}

ValueView ValueView::find_path(std::string_view dotted, ValueNode& room) const {
  constexpr std::string_view kLength = "length";
  const ValueView found = find_path(dotted);
  if (found.exists() || dotted.size() < kLength.size() || dotted.substr(dotted.size() - kLength.size()) != kLength) return found;
  dotted.remove_suffix(kLength.size());
  if (!dotted.empty() && dotted.back() != '.') return found;
  const ValueView array = dotted.empty() ? *this : find_path(dotted.substr(0, dotted.size() - 1));
  if (!array.is_array()) return found;
  room = {.type = ValueType::Number};
  room.number = static_cast<double>(array.size());
  return ValueView(&room);
}

Value::Value() = default;
Value::Value(Value&&) noexcept = default;
Value& Value::operator=(Value&&) noexcept = default;
Value::~Value() = default;

namespace {

std::uintptr_t address(const char* text) { return reinterpret_cast<std::uintptr_t>(text); }

/// Appends copies, their texts being offsets as in a value that is built. A value is built front to back, so the texts of nodes that follow
/// each other do, too.
void append_copies(List<ValueNode>& nodes, List<char>& text, std::span<const ValueNode> source) {
  const char* begin = nullptr;
  const char* end = nullptr;
  const std::uintptr_t offset = text.size();
  ValueNode* to = nodes.extend(source.size());
  for (const ValueNode& node : source) {
    *to = node;
    if (node.type == ValueType::String) {
      if (!begin) begin = node.text.data;
      end = node.text.data + node.text.length;
      to->text.data = reinterpret_cast<const char*>(address(node.text.data) - address(begin) + offset);
    }
    ++to;
  }
  text.append({begin, end});
}

/// Makes pointers of offsets.
void point(List<ValueNode>& nodes, const List<char>& text) {
  for (ValueNode& node : nodes)
    if (node.type == ValueType::String) node.text.data = reinterpret_cast<const char*>(address(node.text.data) + address(text.data()));
}

}  // namespace

Value::Value(ValueView source) {
  if (!source.exists()) return;
  append_copies(nodes_, text_, {source.node(), source.node()->span});
  point(nodes_, text_);
}

ValueNode& ValueBuilder::push(ValueType type) {
  if (!open_.empty()) {
    ValueNode& parent = value_.nodes_[open_.back()];
    if (parent.type == ValueType::Array) ++parent.count;
  }
  value_.nodes_.push_back({.type = type});
  return value_.nodes_.back();
}

/// While a value is built, a text node holds the offset of its text, for the text still moves; take() makes pointers of them.
void ValueBuilder::append(ValueNode node, std::string_view text) {
  node.text = {reinterpret_cast<const char*>(value_.text_.size()), static_cast<std::uint32_t>(text.size())};
  value_.text_.append({text.data(), text.size()});
  value_.nodes_.push_back(node);
}

void ValueBuilder::null() { push(ValueType::Null); }
void ValueBuilder::boolean(bool value) { push(ValueType::Boolean).boolean = value; }
void ValueBuilder::number(double value) { push(ValueType::Number).number = value; }
void ValueBuilder::string(const char* value) { string(std::string_view(value)); }
void ValueBuilder::key(const char* name) { key(std::string_view(name)); }
void ValueBuilder::member(const char* name, std::string_view value) { key(name), string(value); }
void ValueBuilder::member(const char* name, const char* value) { key(name), string(value); }
void ValueBuilder::member(const char* name, const std::string& value) { key(name), string(std::string_view(value)); }
void ValueBuilder::member(const char* name, double value) { key(name), number(value); }
void ValueBuilder::member(const char* name, bool value) { key(name), boolean(value); }
void ValueBuilder::member(const char* name, ValueView value) { key(name), copy(value); }
void ValueBuilder::member(std::string_view name, std::string_view value) { key(name), string(value); }
void ValueBuilder::member(std::string_view name, ValueView value) { key(name), copy(value); }

void ValueBuilder::string(std::string_view value) {
  push(ValueType::String);
  value_.nodes_.pop_back();
  append({.type = ValueType::String}, value);
}

void ValueBuilder::key(std::string_view name) {
  ++value_.nodes_[open_.back()].count;
  append({.type = ValueType::String}, name);
}

void ValueBuilder::begin(ValueType type) {
  push(type).count = 0;
  open_.push_back(static_cast<std::uint32_t>(value_.nodes_.size() - 1));
}

void ValueBuilder::end() {
  const std::uint32_t start = open_.back();
  open_.pop_back();
  value_.nodes_[start].span = static_cast<std::uint32_t>(value_.nodes_.size()) - start;
}

void ValueBuilder::copy(ValueView source) {
  if (!source.exists()) return null();
  push(source.type());
  value_.nodes_.pop_back();
  copy({source.node(), source.node()->span});
}

void ValueBuilder::members(ValueView object) {
  if (!object.is_object()) return;
  value_.nodes_[open_.back()].count += static_cast<std::uint32_t>(object.size());
  copy({object.node() + 1, object.node()->span - 1});
}

void ValueBuilder::copy(std::span<const ValueNode> nodes) { append_copies(value_.nodes_, value_.text_, nodes); }

Value ValueBuilder::take() {
  Value taken = std::move(value_);
  value_ = {};
  open_.clear();
  point(taken.nodes_, taken.text_);
  return taken;
}

Value merged(ValueView base, ValueView over) {
  if (base.size() == 0 && over.is_object()) return Value(over);
  ValueBuilder builder;
  builder.begin_object();
  for (const auto [key, value] : base.members())
    if (!over.find(key).exists()) builder.member(key, value);
  builder.members(over);
  builder.end_object();
  return builder.take();
}

bool is_same(ValueView a, ValueView b) {
  if (a.type() != b.type()) return false;
  if (a.is_null()) return true;
  if (a.node()->span != b.node()->span) return false;
  for (std::uint32_t i = 0; i < a.node()->span; ++i) {
    const ValueView left(a.node() + i);
    const ValueView right(b.node() + i);
    if (left.type() != right.type() || left.size() != right.size() || left.string() != right.string() ||
        left.number() != right.number() || left.boolean() != right.boolean())
      return false;
  }
  return true;
}

std::uint64_t hash_of(ValueView value) {
  Fnv64 hash;
  if (!value.exists()) return hash.value;
  for (std::uint32_t i = 0; i < value.node()->span; ++i) {
    const ValueView node(value.node() + i);
    hash.add(static_cast<std::uint64_t>(node.type()) + (node.boolean() ? 16 : 0));
    hash.add(node.is_number() ? bits_of(node.number() + 0.0) : node.size());  // -0 + 0 is 0
    hash.add(node.string());
  }
  return hash.value;
}

}  // namespace waymark
