#include "view/diff.h"

#include <algorithm>

namespace waymark::view {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

class Differ {
 public:
  explicit Differ(std::uint32_t& next_node) : next_node_(next_node) {}

  void create(Element& element, std::uint32_t parent, std::uint32_t before) {
    element.node = ++next_node_;
    add({OperationCode::Create, element.node, parent, before, std::string(element.tag), {}});
    for (const Attribute& attribute : element.attributes) set(element.node, attribute);
    for (const Listener& listener : element.listeners) listen(element.node, listener.event, listener.action);
    if (!element.text.empty()) add({OperationCode::Text, element.node, 0, 0, {}, element.text});
    for (Element& child : element.children) create(child, element.node, 0);
  }

  void update(const Element& before, Element& after) {
    after.node = before.node;
    update_attributes(before, after);
    update_listeners(before, after);
    update_children(before, after);
    if (before.text != after.text && after.children.empty()) add({OperationCode::Text, after.node, 0, 0, {}, after.text});
  }

  void remove(const Element& element) { add({OperationCode::Remove, element.node, 0, 0, {}, {}}); }

  std::vector<Operation> operations;

 private:
  void add(Operation operation) { operations.push_back(std::move(operation)); }
  void set(std::uint32_t node, const Attribute& attribute) {
    add({OperationCode::Set, node, 0, 0, std::string(attribute.name), attribute.value});
  }
  void listen(std::uint32_t node, std::string_view event, std::string_view action) {
    add({OperationCode::Listen, node, 0, 0, std::string(event), std::string(action)});
  }

  void update_attributes(const Element& before, const Element& after) {
    const auto named = [](const std::vector<Attribute>& list, std::string_view name) {
      return std::find_if(list.begin(), list.end(), [&](const Attribute& a) { return a.name == name; });
    };
    for (const Attribute& old : before.attributes)
      if (named(after.attributes, old.name) == after.attributes.end())
        add({OperationCode::Unset, after.node, 0, 0, std::string(old.name), {}});
    for (const Attribute& attribute : after.attributes) {
      const auto old = named(before.attributes, attribute.name);
      if (old == before.attributes.end() || old->value != attribute.value) set(after.node, attribute);
    }
  }

  void update_listeners(const Element& before, const Element& after) {
    const auto on = [](const std::vector<Listener>& list, std::string_view event) {
      return std::find_if(list.begin(), list.end(), [&](const Listener& l) { return l.event == event; });
    };
    for (const Listener& old : before.listeners)
      if (on(after.listeners, old.event) == after.listeners.end()) listen(after.node, old.event, {});
    for (const Listener& listener : after.listeners) {
      const auto old = on(before.listeners, listener.event);
      if (old == before.listeners.end() || old->action != listener.action)
        listen(after.node, listener.event, listener.action);
    }
  }

  void update_children(const Element& before, Element& after) {
    std::vector<std::size_t> matched(after.children.size(), kNone);
    std::vector<bool> used(before.children.size(), false);
    for (std::size_t i = 0; i < after.children.size(); ++i) {
      matched[i] = match(before.children, used, after.children[i]);
      if (matched[i] != kNone) used[matched[i]] = true;
    }
    for (std::size_t i = 0; i < before.children.size(); ++i)
      if (!used[i]) remove(before.children[i]);
    if (!before.text.empty() && !after.children.empty()) add({OperationCode::Text, after.node, 0, 0, {}, {}});
    place_children(before, after, matched);
  }

  static std::size_t match(const std::vector<Element>& old, const std::vector<bool>& used, const Element& wanted) {
    for (std::size_t i = 0; i < old.size(); ++i)
      if (!used[i] && old[i].tag == wanted.tag && old[i].key == wanted.key) return i;
    return kNone;
  }

  /// Back to front, so that each child's next sibling already stands where it belongs.
  void place_children(const Element& before, Element& after, const std::vector<std::size_t>& matched) {
    std::uint32_t next_sibling = 0;
    std::size_t smallest_in_place = kNone;
    for (std::size_t i = after.children.size(); i-- > 0;) {
      Element& child = after.children[i];
      if (matched[i] == kNone) {
        create(child, after.node, next_sibling);
      } else {
        update(before.children[matched[i]], child);
        if (matched[i] < smallest_in_place) smallest_in_place = matched[i];
        else add({OperationCode::Move, child.node, after.node, next_sibling, {}, {}});
      }
      next_sibling = child.node;
    }
  }

  std::uint32_t& next_node_;
};

}  // namespace

std::vector<Operation> diff(const Element* before, Element& after, std::uint32_t& next_node) {
  Differ differ(next_node);
  if (before && before->tag == after.tag && before->key == after.key) {
    differ.update(*before, after);
  } else {
    if (before) differ.remove(*before);
    differ.create(after, 0, 0);
  }
  return std::move(differ.operations);
}

void write(codec::JsonWriter& out, const std::vector<Operation>& operations) {
  out.begin_array();
  for (const Operation& operation : operations) {
    out.begin_array();
    out.number(static_cast<double>(operation.code));
    out.number(operation.node);
    switch (operation.code) {
      case OperationCode::Create: out.string(operation.name); [[fallthrough]];
      case OperationCode::Move:
        out.number(operation.parent);
        out.number(operation.before);
        break;
      case OperationCode::Text: out.string(operation.value); break;
      case OperationCode::Set:
      case OperationCode::Listen:
        out.string(operation.name);
        out.string(operation.value);
        break;
      case OperationCode::Unset: out.string(operation.name); break;
      case OperationCode::Remove: break;
    }
    out.end_array();
  }
  out.end_array();
}

}  // namespace waymark::view
