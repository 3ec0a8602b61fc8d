#pragma once
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <initializer_list>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

namespace waymark {

/// The part of List that is the same for all types.
class ListStorage {
 public:
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }

 protected:
  /// Moves `count` elements and ends the old ones; null: their bytes are copied.
  using Move = void (*)(void* to, void* from, std::size_t count);

  ListStorage() = default;
  /// Room for `more` further elements; aborts when memory is out, as everything does without exceptions.
  void grow(std::size_t more, std::size_t element_bytes, Move move);
  void swap_storage(ListStorage& other);

  void* data_ = nullptr;
  std::uint32_t size_ = 0;
  std::uint32_t capacity_ = 0;
};

/// A growing array with the interface of std::vector as far as it is used here. Its growth is one function for all types, which
/// saves WebAssembly some 10 KB against a copy of it for each (measured, Emscripten 3.1.6).
template <class T>
class List : public ListStorage {
 public:
  using value_type = T;
  using iterator = T*;
  using const_iterator = const T*;

  List() = default;
  explicit List(std::size_t count, const T& value = T()) { assign(count, value); }
  List(std::initializer_list<T> values) { append({values.begin(), values.size()}); }
  List(const List& other) { append(other); }
  List(List&& other) noexcept { swap_storage(other); }
  List& operator=(List other) noexcept {
    swap_storage(other);
    return *this;
  }
  ~List() {
    clear();
    std::free(data_);
  }

  [[nodiscard]] T* data() { return static_cast<T*>(data_); }
  [[nodiscard]] const T* data() const { return static_cast<const T*>(data_); }
  [[nodiscard]] T* begin() { return data(); }
  [[nodiscard]] T* end() { return data() + size_; }
  [[nodiscard]] const T* begin() const { return data(); }
  [[nodiscard]] const T* end() const { return data() + size_; }
  T& operator[](std::size_t i) { return data()[i]; }
  const T& operator[](std::size_t i) const { return data()[i]; }
  T& front() { return *begin(); }
  const T& front() const { return *begin(); }
  T& back() { return end()[-1]; }
  const T& back() const { return end()[-1]; }

  template <class... Arguments>
  T& emplace_back(Arguments&&... arguments) {
    if (size_ == capacity_) grow(1, sizeof(T), move_of());
    return *new (static_cast<void*>(data() + size_++)) T(std::forward<Arguments>(arguments)...);
  }
  void push_back(T value) { emplace_back(std::move(value)); }
  void pop_back() { data()[--size_].~T(); }
  void append(std::span<const T> values) {
    reserve(values.size());
    if constexpr (std::is_trivially_copyable_v<T>) {
      if (!values.empty()) std::memcpy(static_cast<void*>(end()), values.data(), values.size() * sizeof(T));
      size_ += static_cast<std::uint32_t>(values.size());
    } else {
      for (const T& value : values) new (static_cast<void*>(data() + size_++)) T(value);
    }
  }
  /// So many more, whose bytes are to be written.
  T* extend(std::size_t count) {
    static_assert(std::is_trivially_copyable_v<T>);
    reserve(count);
    T* const added = end();
    size_ += static_cast<std::uint32_t>(count);
    return added;
  }
  /// Room for that many more.
  void reserve(std::size_t more) {
    if (size_ + more > capacity_) grow(more, sizeof(T), move_of());
  }
  void assign(std::size_t count, const T& value) {
    clear();
    reserve(count);
    while (size_ < count) new (static_cast<void*>(data() + size_++)) T(value);
  }
  void clear() {
    if constexpr (!std::is_trivially_destructible_v<T>)
      for (T& value : *this) value.~T();
    size_ = 0;
  }
  /// Keeps the first ones.
  void cut(std::size_t size) {
    if constexpr (std::is_trivially_destructible_v<T>) size_ = static_cast<std::uint32_t>(size);
    else while (size_ > size) pop_back();
  }
  /// Removes `count` elements from position `at` on; the order of the others stays.
  void erase(std::size_t at, std::size_t count = 1) {
    for (std::size_t i = at; i + count < size_; ++i) data()[i] = std::move(data()[i + count]);
    while (count-- > 0) pop_back();
  }

 private:
  static Move move_of() {
    if constexpr (std::is_trivially_copyable_v<T>) {
      return nullptr;
    } else {
      return [](void* to, void* from, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
          T* old = static_cast<T*>(from) + i;
          new (static_cast<void*>(static_cast<T*>(to) + i)) T(std::move(*old));
          old->~T();
        }
      };
    }
  }
};

/// Removes every element that passes the test.
template <class T, class Test>
void erase_if(List<T>& list, Test test) {
  for (std::size_t i = list.size(); i-- > 0;)
    if (test(list[i])) list.erase(i);
}

}  // namespace waymark
