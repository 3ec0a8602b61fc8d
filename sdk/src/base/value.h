#pragma once
#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include "base/list.h"

namespace waymark {

enum class ValueType : std::uint8_t { Null, Boolean, Number, String, Array, Object };

/// One node of a value in document order. An object holds key (a String node) and value in turn.
struct ValueNode {
  struct Text {
    const char* data;
    std::uint32_t length;
  };

  ValueType type = ValueType::Null;
  bool boolean = false;
  /// Nodes of this value, itself included.
  std::uint32_t span = 1;
  union {
    double number = 0;
    Text text;
    /// Elements of an array, members of an object.
    std::uint32_t count;
  };
};

struct Member;
class ElementRange;
class MemberRange;

/// A JSON value that lives elsewhere. A missing one reads as null but does not `exists()`.
///
/// It is one pointer, and keys may be given as literals: on WebAssembly a single word travels in a register, a pair like
/// std::string_view through memory, and there are hundreds of such calls (they made the module a third larger).
class ValueView {
 public:
  ValueView() = default;
  explicit ValueView(const ValueNode* node) : node_(node) {}

  [[nodiscard]] bool exists() const { return node_ != nullptr; }
  [[nodiscard]] ValueType type() const { return node_ ? node_->type : ValueType::Null; }
  [[nodiscard]] bool is_null() const { return type() == ValueType::Null; }
  [[nodiscard]] bool is_boolean() const { return type() == ValueType::Boolean; }
  [[nodiscard]] bool is_number() const { return type() == ValueType::Number; }
  [[nodiscard]] bool is_string() const { return type() == ValueType::String; }
  [[nodiscard]] bool is_array() const { return type() == ValueType::Array; }
  [[nodiscard]] bool is_object() const { return type() == ValueType::Object; }

  /// The value, or the fallback when it is of another type.
  [[nodiscard]] bool boolean(bool fallback = false) const;
  [[nodiscard]] double number(double fallback = 0) const;
  /// A number cut to a whole one within ±8.64e15 (the range of JavaScript's dates), 0 for everything else.
  [[nodiscard]] std::int64_t integer() const;
  /// The same within 0 … 2^32 − 1, and within ±1440 (an offset in minutes).
  [[nodiscard]] std::uint32_t count() const;
  [[nodiscard]] int minutes() const;
  [[nodiscard]] std::string_view string(const char* fallback = "") const;
  /// Whether it is that text.
  [[nodiscard]] bool is(const char* text) const;

  /// Elements or members; 0 for everything else.
  [[nodiscard]] std::size_t size() const { return is_array() || is_object() ? node_->count : 0; }
  /// The member of that name (the last one, as JSON.parse has it), or a missing value.
  [[nodiscard]] ValueView find(std::string_view key) const;
  [[nodiscard]] ValueView operator[](std::string_view key) const { return find(key); }
  [[nodiscard]] ValueView operator[](const char* key) const;
  /// Follows a dotted path through objects; array elements by index.
  [[nodiscard]] ValueView find_path(std::string_view dotted) const;
  /// The same; `length` of an array is its size, as in JavaScript, for which there is room.
  [[nodiscard]] ValueView find_path(std::string_view dotted, ValueNode& room) const;

  [[nodiscard]] ElementRange elements() const;
  [[nodiscard]] MemberRange members() const;

  [[nodiscard]] const ValueNode* node() const { return node_; }

 private:
  const ValueNode* node_ = nullptr;
};

struct Member {
  std::string_view key;
  ValueView value;
};

/// Walks the children of an array or of an object.
class ElementRange {
 public:
  class Iterator {
   public:
    explicit Iterator(const ValueNode* node) : node_(node) {}
    ValueView operator*() const { return ValueView(node_); }
    Iterator& operator++() {
      node_ += node_->span;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return node_ != other.node_; }

   private:
    const ValueNode* node_;
  };
  explicit ElementRange(ValueView array) : node_(array.is_array() ? array.node() : nullptr) {}
  [[nodiscard]] Iterator begin() const { return Iterator(node_ ? node_ + 1 : nullptr); }
  [[nodiscard]] Iterator end() const { return Iterator(node_ ? node_ + node_->span : nullptr); }

 private:
  const ValueNode* node_;
};

class MemberRange {
 public:
  class Iterator {
   public:
    explicit Iterator(const ValueNode* node) : node_(node) {}
    Member operator*() const { return {{node_->text.data, node_->text.length}, ValueView(node_ + 1)}; }
    Iterator& operator++() {
      node_ += 1 + node_[1].span;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return node_ != other.node_; }

   private:
    const ValueNode* node_;
  };
  explicit MemberRange(ValueView object) : node_(object.is_object() ? object.node() : nullptr) {}
  [[nodiscard]] Iterator begin() const { return Iterator(node_ ? node_ + 1 : nullptr); }
  [[nodiscard]] Iterator end() const { return Iterator(node_ ? node_ + node_->span : nullptr); }

 private:
  const ValueNode* node_;
};

inline ElementRange ValueView::elements() const { return ElementRange(*this); }
inline MemberRange ValueView::members() const { return MemberRange(*this); }

/// A JSON value that owns its nodes and text. Views into it stay valid when it moves, and end with it.
class Value {
 public:
  Value();
  explicit Value(ValueView source);
  Value(Value&& other) noexcept;
  Value& operator=(Value&& other) noexcept;
  ~Value();
  [[nodiscard]] ValueView view() const { return ValueView(nodes_.empty() ? nullptr : nodes_.data()); }
  /// Heap bytes held.
  [[nodiscard]] std::size_t bytes() const { return nodes_.size() * sizeof(ValueNode) + text_.size(); }

 private:
  friend class ValueBuilder;
  List<ValueNode> nodes_;
  List<char> text_;  // not a string: those move short texts
};

/// Writes a value front to back. Calls must nest as JSON does; `key` comes before each value in an object.
class ValueBuilder {
 public:
  void null();
  void boolean(bool value);
  void number(double value);
  void string(std::string_view value);
  void string(const char* value);
  void key(std::string_view name);
  void key(const char* name);
  void begin(ValueType type);
  void end();
  void begin_object() { begin(ValueType::Object); }
  void begin_array() { begin(ValueType::Array); }
  void end_object() { end(); }
  void end_array() { end(); }
  /// Appends a copy; a missing value becomes null.
  void copy(ValueView source);
  /// All members of an object; none of anything else.
  void members(ValueView object);

  void member(const char* name, std::string_view value);
  void member(const char* name, const char* value);
  void member(const char* name, const std::string& value);
  void member(const char* name, double value);
  void member(const char* name, bool value);
  void member(const char* name, ValueView value);
  template <std::integral T>
  void member(const char* name, T value) {
    member(name, static_cast<double>(value));
  }
  void member(std::string_view name, std::string_view value);
  void member(std::string_view name, ValueView value);

  /// Open arrays and objects.
  [[nodiscard]] std::size_t depth() const { return open_.size(); }
  [[nodiscard]] Value take();

 private:
  ValueNode& push(ValueType type);
  void append(ValueNode node, std::string_view text);
  void copy(std::span<const ValueNode> nodes);

  Value value_;
  List<std::uint32_t> open_;
};

/// The members of `base` with those of `over` in their place or added (not deep).
[[nodiscard]] Value merged(ValueView base, ValueView over);

/// Equal as JSON.stringify would say: same types, same order of members.
[[nodiscard]] bool is_same(ValueView a, ValueView b);

/// 64-bit FNV-1a over type and content; equal values hash equal.
[[nodiscard]] std::uint64_t hash_of(ValueView value);

}  // namespace waymark
