#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "support/tree.h"
#include "properties.h"
#include "support/json.h"
#include "view/diff.h"


namespace waymark::testing {
namespace {

using view::Element;

/// What a host shows: it carries the operations out as bindings/host/dom.ts does, and refuses what makes no sense.
class Host {
 public:
  Host() { nodes_[0] = {}; }

  void apply(ValueView operations) {
    for (const ValueView operation : operations.elements()) apply_one(operation);
  }
  [[nodiscard]] std::string text() const { return text_of(nodes_.at(0).children.empty() ? 0 : nodes_.at(0).children.at(0)); }
  [[nodiscard]] std::size_t roots() const { return nodes_.at(0).children.size(); }
  [[nodiscard]] std::size_t size() const { return nodes_.size() - 1; }

 private:
  struct Node {
    std::string tag;
    std::string text;
    std::map<std::string, std::string> attributes;
    std::map<std::string, std::string> listeners;
    std::vector<int> children;
    int parent = -1;
  };

  static ValueView part(ValueView operation, std::size_t index) {
    for (const ValueView one : operation.elements())
      if (index-- == 0) return one;
    return {};
  }

  void apply_one(ValueView operation) {
    const auto number = [&](std::size_t i) { return static_cast<int>(part(operation, i).number(-1)); };
    const auto text = [&](std::size_t i) { return std::string(part(operation, i).string()); };
    const int id = number(1);
    if (number(0) == 1) {
      RC_ASSERT(nodes_.count(id) == 0u);
      nodes_[id].tag = text(2);
      place(id, number(3), number(4));
      return;
    }
    RC_ASSERT(nodes_.count(id) == 1u);
    Node& node = nodes_.at(id);
    switch (number(0)) {
      case 2:
        // Text replaces children, as textContent does.
        for (const int child : std::vector<int>(node.children)) remove(child);
        node.text = text(2);
        break;
      case 3: node.attributes[text(2)] = text(3); break;
      case 4: RC_ASSERT(node.attributes.erase(text(2)) == 1u); break;
      case 5: remove(id); break;
      case 6:
        detach(id);
        place(id, number(2), number(3));
        break;
      case 7:
        if (text(3).empty()) RC_ASSERT(node.listeners.erase(text(2)) == 1u);
        else node.listeners[text(2)] = text(3);
        break;
      default: RC_FAIL("no such operation");
    }
  }

  void place(int id, int parent, int before) {
    RC_ASSERT(nodes_.count(parent) == 1u);
    nodes_.at(id).parent = parent;
    auto& siblings = nodes_.at(parent).children;
    auto at = siblings.end();
    if (before != 0) {
      at = std::find(siblings.begin(), siblings.end(), before);
      RC_ASSERT(at != siblings.end());
    }
    siblings.insert(at, id);
  }
  void detach(int id) {
    auto& siblings = nodes_.at(nodes_.at(id).parent).children;
    siblings.erase(std::find(siblings.begin(), siblings.end(), id));
  }
  void remove(int id) {
    for (const int child : std::vector<int>(nodes_.at(id).children)) remove(child);
    detach(id);
    nodes_.erase(id);
  }

  [[nodiscard]] std::string text_of(int id) const {
    if (id == 0) return "";
    const Node& node = nodes_.at(id);
    std::string out = "<" + node.tag;
    for (const auto& [name, value] : node.attributes) out += " " + name + "=" + value;
    for (const auto& [event, action] : node.listeners) out += " @" + event + "=" + action;
    out += ">" + node.text;
    for (const int child : node.children) out += text_of(child);
    return out + "</>";
  }

  std::map<int, Node> nodes_;
};

/// The element itself in the host's words.
std::string text_of(const Element& element) {
  std::map<std::string, std::string> attributes;
  for (const view::Attribute& attribute : element.attributes) attributes[std::string(attribute.name)] = attribute.value;
  std::map<std::string, std::string> listeners;
  for (const view::Listener& listener : element.listeners) listeners[std::string(listener.event)] = listener.action;
  std::string out = "<" + std::string(element.tag);
  for (const auto& [name, value] : attributes) out += " " + name + "=" + value;
  for (const auto& [event, action] : listeners) out += " @" + event + "=" + action;
  out += ">" + element.text;
  for (const Element& child : element.children) out += text_of(child);
  return out + "</>";
}

std::size_t size_of(const Element& element) {
  std::size_t count = 1;
  for (const Element& child : element.children) count += size_of(child);
  return count;
}

/// A tree with few names, so that two of them have much in common.
Element tree(rc::Random& random, int depth) {
  static constexpr const char* kTags[] = {"p", "b", "li"};
  static constexpr const char* kNames[] = {"class", "id", "href"};
  static constexpr const char* kEvents[] = {"click", "focus"};
  const auto pick = [&](std::uint64_t n) { return random.next() % n; };
  testing::Tree builder = testing::element(kTags[pick(3)]);
  if (pick(2)) builder.keyed(std::string(1, static_cast<char>('a' + pick(5))));
  for (const char* name : kNames)
    if (pick(2)) builder.with(name, std::to_string(pick(3)));
  for (const char* event : kEvents)
    if (pick(3) == 0) builder.on(event, pick(2) ? "go" : "stop");
  if (depth > 3 || pick(3) == 0) {
    if (pick(2)) builder.says(std::string(1, static_cast<char>('x' + pick(3))));
  } else {
    for (std::uint64_t i = pick(6); i > 0; --i) builder.holds(tree(random, depth + 1));
  }
  return builder;
}

std::string operations(const Element* before, Element& after, std::uint32_t& last_node) {
  codec::JsonWriter out;
  view::write_diff(out, before, after, last_node);
  return std::string(out.text());
}

}  // namespace

bool check_view() {
  bool holds = rc::check("a host that carries out the operations shows the tree, over many changes", [] {
    rc::Random random(*rc::gen::noShrink(rc::gen::resize(100, rc::gen::arbitrary<std::uint64_t>())));
    Host host;
    Element shown = tree(random, 0);
    std::uint32_t last_node = 0;
    host.apply(parse(operations(nullptr, shown, last_node)).view());
    RC_ASSERT(host.text() == text_of(shown));
    for (int change = 0; change < 12; ++change) {
      Element next = tree(random, 0);
      host.apply(parse(operations(&shown, next, last_node)).view());
      RC_ASSERT(host.roots() == 1u);
      RC_ASSERT(host.text() == text_of(next));
      RC_ASSERT(host.size() == size_of(next));
      shown = std::move(next);
    }
  });
  holds = rc::check("an equal tree costs no operation", [] {
            const auto seed = *rc::gen::noShrink(rc::gen::resize(100, rc::gen::arbitrary<std::uint64_t>()));
            rc::Random once(seed);
            rc::Random again(seed);
            Element shown = tree(once, 0);
            Element same = tree(again, 0);
            std::uint32_t last_node = 0;
            operations(nullptr, shown, last_node);
            RC_ASSERT(operations(&shown, same, last_node) == "[]");
          }) && holds;
  return holds;
}

}  // namespace waymark::testing
