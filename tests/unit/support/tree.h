#pragma once
#include <string_view>
#include <utility>

#include "view/element.h"

namespace waymark::testing {

/// Element trees as expressions: `element("p").with("class", "text").says("x")`.
class Tree {
 public:
  explicit Tree(const char* tag) { element_.tag = tag; }
  Tree& with(const char* name, std::string_view value) { return element_.attributes.push_back({name, std::string(value)}), *this; }
  Tree& keyed(std::string_view key) { return element_.key = key, *this; }
  Tree& on(const char* event, std::string_view action) { return element_.listeners.push_back({event, std::string(action)}), *this; }
  Tree& says(std::string_view text) { return element_.text = text, *this; }
  Tree& moves(view::Motion motion) { return element_.motion = std::move(motion), *this; }
  Tree& focused() { return element_.has_focus = true, *this; }
  Tree& holds(view::Element child) { return element_.children.push_back(std::move(child)), *this; }
  operator view::Element() { return std::move(element_); }

 private:
  view::Element element_;
};

[[nodiscard]] inline Tree element(const char* tag) { return Tree(tag); }

}  // namespace waymark::testing
