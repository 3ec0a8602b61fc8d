#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include "base/value.h"

namespace waymark {

/// The first word of a fact's path. `Unknown` roots hold nothing: their facts read as null.
enum class FactRoot : std::uint8_t { Visitor, Traits, Session, Page, Device, Traffic, Time, Event, Cart, Product, Context, Rfm, Stage, Unknown };
inline constexpr std::size_t kFactRoots = 13;

inline constexpr std::array<const char*, kFactRoots> kFactRootNames = {
    "visitor", "traits", "session", "page", "device", "traffic", "time", "event", "cart", "product", "context", "rfm", "stage"};

[[nodiscard]] inline FactRoot fact_root(std::string_view name) {
  for (std::size_t i = 0; i < kFactRoots; ++i)
    if (kFactRootNames[i] == name) return static_cast<FactRoot>(i);
  return FactRoot::Unknown;
}

/// Everything a rule can ask about now: one object a root.
class Facts {
 public:
  void set(FactRoot root, Value value) {
    Value& kept = kept_[static_cast<std::size_t>(root)];
    kept = std::move(value);
    look_at(root, kept.view());
  }
  /// The root lies elsewhere, and stays there until it is told again.
  void look_at(FactRoot root, ValueView view) { roots_[static_cast<std::size_t>(root)] = view; }
  [[nodiscard]] ValueView root(FactRoot root) const {
    return root == FactRoot::Unknown ? ValueView() : roots_[static_cast<std::size_t>(root)];
  }
  /// A dotted path such as `page.type`; missing reads as null.
  [[nodiscard]] ValueView find(std::string_view path) const {
    const std::size_t dot = path.find('.');
    const ValueView object = root(fact_root(path.substr(0, dot)));
    return dot == std::string_view::npos ? object : object.find_path(path.substr(dot + 1));
  }

 private:
  std::array<ValueView, kFactRoots> roots_;
  std::array<Value, kFactRoots> kept_;
};

}  // namespace waymark
