#pragma once
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace waymark {

enum class ValueType : std::uint8_t { Null, Boolean, Number, String, Array, Object };

/// A piece of a value's text.
struct TextSpan {
  std::uint32_t offset;
  std::uint32_t length;
};

/// One node of a value in document order. An object holds key (a String node) and value in turn.
struct ValueNode {
  ValueType type = ValueType::Null;
  bool boolean = false;
  /// Nodes of this value, itself included.
  std::uint32_t span = 1;
  union {
    double number = 0;
    TextSpan text;
    /// Elements of an array, members of an object.
    std::uint32_t count;
  };
};

class ValueView;
struct Member;
class ElementRange;
class MemberRange;

/// A JSON value that lives elsewhere. A missing one reads as null but does not `exists()`.
class ValueView {
 public:
  ValueView() = default;
  ValueView(const ValueNode* node, const char* text) : node_(node), text_(text) {}

  [[nodiscard]] bool exists() const { return node_ != nullptr; }
  [[nodiscard]] ValueType type() const { return node_ ? node_->type : ValueType::Null; }
  [[nodiscard]] bool is_null() const { return type() == ValueType::Null; }
  [[nodiscard]] bool is_boolean() const { return type() == ValueType::Boolean; }
  [[nodiscard]] bool is_number() const { return type() == ValueType::Number; }
  [[nodiscard]] bool is_string() const { return type() == ValueType::String; }
  [[nodiscard]] bool is_array() const { return type() == ValueType::Array; }
  [[nodiscard]] bool is_object() const { return type() == ValueType::Object; }

  /// The value, or the fallback when it is of another type.
  [[nodiscard]] bool boolean(bool fallback = false) const { return is_boolean() ? node_->boolean : fallback; }
  [[nodiscard]] double number(double fallback = 0) const { return is_number() ? node_->number : fallback; }
  [[nodiscard]] std::string_view string(std::string_view fallback = {}) const {
    return is_string() ? std::string_view(text_ + node_->text.offset, node_->text.length) : fallback;
  }

  /// Elements or members; 0 for everything else.
  [[nodiscard]] std::size_t size() const { return is_array() || is_object() ? node_->count : 0; }
  /// The member of that name (the last one, as JSON.parse has it), or a missing value.
  [[nodiscard]] ValueView find(std::string_view key) const;
  /// Follows a dotted path through objects; array elements by index.
  [[nodiscard]] ValueView find_path(std::string_view dotted) const;
  [[nodiscard]] ValueView operator[](std::string_view key) const { return find(key); }

  [[nodiscard]] ElementRange elements() const;
  [[nodiscard]] MemberRange members() const;

  [[nodiscard]] const ValueNode* node() const { return node_; }
  [[nodiscard]] const char* text() const { return text_; }

 private:
  const ValueNode* node_ = nullptr;
  const char* text_ = nullptr;
};

struct Member {
  std::string_view key;
  ValueView value;
};

class ElementRange {
 public:
  class Iterator {
   public:
    Iterator(const ValueNode* node, const char* text) : node_(node), text_(text) {}
    ValueView operator*() const { return {node_, text_}; }
    Iterator& operator++() {
      node_ += node_->span;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return node_ != other.node_; }

   private:
    const ValueNode* node_;
    const char* text_;
  };
  explicit ElementRange(ValueView array) : array_(array) {}
  [[nodiscard]] Iterator begin() const { return {array_.is_array() ? array_.node() + 1 : nullptr, array_.text()}; }
  [[nodiscard]] Iterator end() const {
    return {array_.is_array() ? array_.node() + array_.node()->span : nullptr, array_.text()};
  }

 private:
  ValueView array_;
};

class MemberRange {
 public:
  class Iterator {
   public:
    Iterator(const ValueNode* node, const char* text) : node_(node), text_(text) {}
    Member operator*() const { return {ValueView(node_, text_).string(), ValueView(node_ + 1, text_)}; }
    Iterator& operator++() {
      node_ += 1 + node_[1].span;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return node_ != other.node_; }

   private:
    const ValueNode* node_;
    const char* text_;
  };
  explicit MemberRange(ValueView object) : object_(object) {}
  [[nodiscard]] Iterator begin() const { return {object_.is_object() ? object_.node() + 1 : nullptr, object_.text()}; }
  [[nodiscard]] Iterator end() const {
    return {object_.is_object() ? object_.node() + object_.node()->span : nullptr, object_.text()};
  }

 private:
  ValueView object_;
};

inline ElementRange ValueView::elements() const { return ElementRange(*this); }
inline MemberRange ValueView::members() const { return MemberRange(*this); }

/// A JSON value that owns its nodes and text. Views into it end with it, or when it moves.
class Value {
 public:
  Value() = default;
  explicit Value(ValueView source);
  [[nodiscard]] ValueView view() const {
    return nodes_.empty() ? ValueView() : ValueView(nodes_.data(), text_.data());
  }
  /// Heap bytes held.
  [[nodiscard]] std::size_t bytes() const { return nodes_.size() * sizeof(ValueNode) + text_.size(); }

 private:
  friend class ValueBuilder;
  std::vector<ValueNode> nodes_;
  std::string text_;
};

/// Writes a value front to back. Calls must nest as JSON does; `key` comes before each value in an object.
class ValueBuilder {
 public:
  void null();
  void boolean(bool value);
  void number(double value);
  void string(std::string_view value);
  void key(std::string_view name);
  void begin_object() { begin(ValueType::Object); }
  void begin_array() { begin(ValueType::Array); }
  void end_object() { end(); }
  void end_array() { end(); }
  /// Appends a copy; a missing value becomes null.
  void copy(ValueView source);

  void member(std::string_view name, std::string_view value);
  void member(std::string_view name, const char* value) { member(name, std::string_view(value)); }
  void member(std::string_view name, double value);
  void member(std::string_view name, bool value);
  template <std::integral T>
  void member(std::string_view name, T value) {
    member(name, static_cast<double>(value));
  }
  void member(std::string_view name, ValueView value);

  /// Open arrays and objects.
  [[nodiscard]] std::size_t depth() const { return open_.size(); }
  [[nodiscard]] Value take();

 private:
  ValueNode& push(ValueType type);
  void put_text(ValueNode& node, std::string_view text);
  void begin(ValueType type);
  void end();

  Value value_;
  std::vector<std::uint32_t> open_;
};

/// The members of `base` with those of `over` in their place or added (not deep).
[[nodiscard]] Value merged(ValueView base, ValueView over);

/// Equal as JSON.stringify would say: same types, same order of members.
[[nodiscard]] bool is_same(ValueView a, ValueView b);

/// 64-bit FNV-1a over type and content; equal values hash equal.
[[nodiscard]] std::uint64_t hash_of(ValueView value);

}  // namespace waymark
