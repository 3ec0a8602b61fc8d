#include "view/element.h"

namespace waymark::view {

Builder& Builder::with(const char* name, std::string_view value) {
  element_.attributes.push_back({name, std::string(value)});
  return *this;
}

Builder& Builder::keyed(std::string_view key) {
  element_.key = key;
  return *this;
}

Builder& Builder::on(const char* event, std::string_view action) {
  element_.listeners.push_back({event, std::string(action)});
  return *this;
}

Builder& Builder::says(std::string_view text) {
  element_.text = text;
  return *this;
}

Builder& Builder::holds(Element child) {
  element_.children.push_back(std::move(child));
  return *this;
}

Builder& Builder::moves(Motion motion) {
  element_.motion = std::move(motion);
  return *this;
}

Builder& Builder::focused(bool has_focus) {
  element_.has_focus = has_focus;
  return *this;
}

}  // namespace waymark::view
