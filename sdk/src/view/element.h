#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include "base/list.h"

namespace waymark::view {

struct Attribute {
  std::string_view name;
  std::string value;
  friend bool operator==(const Attribute&, const Attribute&) = default;
};

/// On `event` the host sends the command `ui` with this action.
struct Listener {
  std::string_view event;
  std::string action;
  friend bool operator==(const Listener&, const Listener&) = default;
};

/// A motion that the browser carries out: `property` goes from `from` to `to` (CSS values) in that time and stays there. Another
/// motion on the same node takes its place.
struct Motion {
  std::string_view property;
  std::string from;
  std::string to;
  std::uint32_t duration_ms = 0;
  std::string_view easing = "linear";
  bool is_paused = false;
  [[nodiscard]] bool exists() const { return !property.empty(); }
};

/// One node of what a widget shows. It holds either text or children. Names are string literals of the widget.
struct Element {
  std::string_view tag;
  /// Tells siblings apart over time; without one, siblings are matched by tag and order.
  std::string key;
  List<Attribute> attributes;
  List<Listener> listeners;
  std::string text;
  List<Element> children;
  Motion motion;
  /// Gets the focus when this becomes true.
  bool has_focus = false;
  /// The host's number for it, given by diff(); 0 before that.
  std::uint32_t node = 0;
};

/// Builds a tree front to back. What is said is about the element opened last and not yet closed:
/// `out.open("p", "text").says(text).close();`
class Builder {
 public:
  /// A child of the open element; the first one is the root. `css_class` may be null.
  Builder& open(const char* tag, const char* css_class = nullptr);
  Builder& with(const char* name, std::string_view value);
  Builder& keyed(std::string_view key);
  Builder& on(const char* event, std::string_view action);
  Builder& says(std::string_view text);
  Builder& moves(Motion motion);
  Builder& focused();
  Builder& close();
  /// The root, which must have been closed.
  [[nodiscard]] Element take() { return std::move(root_); }

 private:
  Element& current() { return *open_.back(); }

  Element root_;
  List<Element*> open_;  // ancestors' lists of children do not grow while these are open
};

}  // namespace waymark::view
