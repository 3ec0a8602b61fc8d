#include "view/element.h"

namespace waymark::view {

Builder& Builder::open(const char* tag, const char* css_class) {
  Element* opened = open_.empty() ? &root_ : &current().children.emplace_back();
  open_.push_back(opened);
  opened->tag = tag;
  return css_class ? with("class", css_class) : *this;
}

Builder& Builder::with(const char* name, std::string_view value) {
  current().attributes.push_back({name, std::string(value)});
  return *this;
}

Builder& Builder::keyed(std::string_view key) {
  current().key = key;
  return *this;
}

Builder& Builder::on(const char* event, std::string_view action) {
  current().listeners.push_back({event, std::string(action)});
  return *this;
}

Builder& Builder::says(std::string_view text) {
  current().text = text;
  return *this;
}

Builder& Builder::moves(Motion motion) {
  current().motion = std::move(motion);
  return *this;
}

Builder& Builder::focused() {
  current().has_focus = true;
  return *this;
}

Builder& Builder::close() {
  open_.pop_back();
  return *this;
}

}  // namespace waymark::view
