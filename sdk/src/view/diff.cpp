#include "view/diff.h"

namespace waymark::view {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

enum class Code : std::uint8_t { Create = 1, Text = 2, Set = 3, Unset = 4, Remove = 5, Move = 6, Listen = 7, Focus = 8, Animate = 9, Pause = 10, Still = 11 };

const Attribute* attribute_of(const Element& element, std::string_view name) {
  for (const Attribute& attribute : element.attributes)
    if (attribute.name == name) return &attribute;
  return nullptr;
}

const Listener* listener_of(const Element& element, std::string_view event) {
  for (const Listener& listener : element.listeners)
    if (listener.event == event) return &listener;
  return nullptr;
}

class Differ {
 public:
  Differ(codec::JsonWriter& out, std::uint32_t& last_node) : out_(out), last_node_(last_node) {}

  void create(Element& element, std::uint32_t parent, std::uint32_t before) {
    element.node = ++last_node_;
    begin(Code::Create, element.node);
    out_.string(element.tag);
    end(parent, before);
    for (const Attribute& attribute : element.attributes) say(Code::Set, element.node, attribute.name, attribute.value);
    for (const Listener& listener : element.listeners) say(Code::Listen, element.node, listener.event, listener.action);
    if (!element.text.empty()) set_text(element.node, element.text);
    for (Element& child : element.children) create(child, element.node, 0);
    animate({}, element);
    if (element.has_focus) focus(element.node);
  }

  void update(const Element& before, Element& after) {
    after.node = before.node;
    update_attributes(before, after);
    update_listeners(before, after);
    update_children(before, after);
    if (before.text != after.text && after.children.empty()) set_text(after.node, after.text);
    animate(before.motion, after);
    if (after.has_focus && !before.has_focus) focus(after.node);
  }

  void remove(const Element& element) {
    begin(Code::Remove, element.node);
    out_.end_array();
  }

 private:
  void begin(Code code, std::uint32_t node) {
    out_.begin_array();
    out_.number(static_cast<double>(code));
    out_.number(node);
  }
  void end(std::uint32_t parent, std::uint32_t before) {
    out_.number(parent);
    out_.number(before);
    out_.end_array();
  }
  void say(Code code, std::uint32_t node, std::string_view name, std::string_view value) {
    begin(code, node);
    out_.string(name);
    if (code != Code::Unset) out_.string(value);
    out_.end_array();
  }
  void set_text(std::uint32_t node, std::string_view text) {
    begin(Code::Text, node);
    out_.string(text);
    out_.end_array();
  }

  void focus(std::uint32_t node) {
    begin(Code::Focus, node);
    out_.end_array();
  }
  void animate(const Motion& before, const Element& after) {
    const Motion& motion = after.motion;
    if (!motion.exists()) {
      if (before.exists()) begin(Code::Still, after.node), out_.end_array();
      return;
    }
    const bool is_same = before.property == motion.property && before.from == motion.from && before.to == motion.to &&
                         before.duration_ms == motion.duration_ms;
    if (!is_same) {
      begin(Code::Animate, after.node);
      for (const std::string_view part : {motion.property, std::string_view(motion.from), std::string_view(motion.to), motion.easing})
        out_.string(part);
      out_.number(motion.duration_ms);
      out_.end_array();
    }
    if (motion.is_paused != (is_same && before.is_paused)) {
      begin(Code::Pause, after.node);
      out_.boolean(motion.is_paused);
      out_.end_array();
    }
  }

  void update_attributes(const Element& before, const Element& after) {
    for (const Attribute& old : before.attributes)
      if (!attribute_of(after, old.name)) say(Code::Unset, after.node, old.name, {});
    for (const Attribute& attribute : after.attributes) {
      const Attribute* old = attribute_of(before, attribute.name);
      if (!old || old->value != attribute.value) say(Code::Set, after.node, attribute.name, attribute.value);
    }
  }

  void update_listeners(const Element& before, const Element& after) {
    for (const Listener& old : before.listeners)
      if (!listener_of(after, old.event)) say(Code::Listen, after.node, old.event, {});
    for (const Listener& listener : after.listeners) {
      const Listener* old = listener_of(before, listener.event);
      if (!old || old->action != listener.action) say(Code::Listen, after.node, listener.event, listener.action);
    }
  }

  void update_children(const Element& before, Element& after) {
    List<std::size_t> matched(after.children.size(), kNone);
    List<char> used(before.children.size(), 0);
    for (std::size_t i = 0; i < after.children.size(); ++i) {
      matched[i] = match(before.children, used, after.children[i]);
      if (matched[i] != kNone) used[matched[i]] = 1;
    }
    for (std::size_t i = 0; i < before.children.size(); ++i)
      if (!used[i]) remove(before.children[i]);
    if (!before.text.empty() && !after.children.empty()) set_text(after.node, {});
    place_children(before, after, matched);
  }

  static std::size_t match(const List<Element>& old, const List<char>& used, const Element& wanted) {
    for (std::size_t i = 0; i < old.size(); ++i)
      if (!used[i] && old[i].tag == wanted.tag && old[i].key == wanted.key) return i;
    return kNone;
  }

  /// Back to front, so that each child's next sibling already stands where it belongs.
  void place_children(const Element& before, Element& after, const List<std::size_t>& matched) {
    std::uint32_t next_sibling = 0;
    std::size_t smallest_in_place = kNone;
    for (std::size_t i = after.children.size(); i-- > 0;) {
      Element& child = after.children[i];
      if (matched[i] == kNone) {
        create(child, after.node, next_sibling);
      } else {
        update(before.children[matched[i]], child);
        if (matched[i] < smallest_in_place) smallest_in_place = matched[i];
        else begin(Code::Move, child.node), end(after.node, next_sibling);
      }
      next_sibling = child.node;
    }
  }

  codec::JsonWriter& out_;
  std::uint32_t& last_node_;
};

}  // namespace

void write_diff(codec::JsonWriter& out, const Element* before, Element& after, std::uint32_t& last_node) {
  out.begin_array();
  Differ differ(out, last_node);
  if (before && before->tag == after.tag && before->key == after.key) {
    differ.update(*before, after);
  } else {
    if (before) differ.remove(*before);
    differ.create(after, 0, 0);
  }
  out.end_array();
}

}  // namespace waymark::view
