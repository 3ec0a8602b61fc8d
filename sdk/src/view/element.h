#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace waymark::view {

struct Attribute {
  std::string_view name;
  std::string value;
  friend bool operator==(const Attribute&, const Attribute&) = default;
};

/// On `event` the host sends the command `ui` with this action.
struct Listener {
  std::string_view event;
  std::string_view action;
  friend bool operator==(const Listener&, const Listener&) = default;
};

/// One node of what a widget shows. It holds either text or children. Names are string literals of the widget.
struct Element {
  std::string_view tag;
  /// Tells siblings apart over time; without one, siblings are matched by tag and order.
  std::string key;
  std::vector<Attribute> attributes;
  std::vector<Listener> listeners;
  std::string text;
  std::vector<Element> children;
  /// The host's number for it, given by diff(); 0 before that.
  std::uint32_t node = 0;
};

/// Builders: `element("p").with("class", "text").says(text)`.
class Builder {
 public:
  explicit Builder(std::string_view tag) { element_.tag = tag; }
  Builder& with(std::string_view name, std::string value) {
    element_.attributes.push_back({name, std::move(value)});
    return *this;
  }
  Builder& keyed(std::string key) {
    element_.key = std::move(key);
    return *this;
  }
  Builder& on(std::string_view event, std::string_view action) {
    element_.listeners.push_back({event, action});
    return *this;
  }
  Builder& says(std::string text) {
    element_.text = std::move(text);
    return *this;
  }
  Builder& holds(Element child) {
    element_.children.push_back(std::move(child));
    return *this;
  }
  operator Element() { return std::move(element_); }

 private:
  Element element_;
};

[[nodiscard]] inline Builder element(std::string_view tag) { return Builder(tag); }

}  // namespace waymark::view
