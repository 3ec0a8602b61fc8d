#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "support/json.h"
#include "view/element.h"
#include "widgets/widget.h"

namespace waymark::testing {

/// A widget of some kind, run by hand.
class Running {
 public:
  Running(const widgets::Kind& kind, const Json& content, std::string_view locale = "en", Facts facts = {}, const Json& kept = nullptr)
      : content_(content.value()), facts_(std::move(facts)), kept_(kept.value().view().is_null() ? Value() : kept.value()),
        setting_{.content = content_.view(), .locale = locale, .facts = facts_, .now = 1'000'000, .kept = kept_.view()},
        widget_(kind.make(setting_)) {}

  Running(const Running&) = delete;

  [[nodiscard]] view::Element view() const {
    view::Builder out;
    widget_->view(out, setting_);
    return out.take();
  }
  /// What it keeps is at hand from the next call on.
  widgets::Reply tell(std::string_view action, const Json& value = nullptr) {
    const Value given = value.value();
    setting_.random = &random_;
    widgets::Reply reply = widget_->update({action, given.view()}, setting_);
    setting_.random = nullptr;
    if (reply.keep.view().exists()) {
      kept_ = Value(reply.keep.view());
      setting_.kept = kept_.view();
    }
    return reply;
  }
  [[nodiscard]] Timestamp wakes_at() const { return widget_->wakes_at(); }
  void wait(Duration duration) { setting_.now += duration; }
  [[nodiscard]] Timestamp now() const { return setting_.now; }
  [[nodiscard]] ValueView kept() const { return setting_.kept; }
  void set(FactRoot root, const Json& facts) { facts_.set(root, facts.value()); }

 private:
  Value content_;
  Facts facts_;
  Value kept_;
  Random random_;
  widgets::Setting setting_;
  std::unique_ptr<widgets::Widget> widget_;
};

/// The first element below (or at) `element` of that tag or, after a dot, that class; null when there is none.
[[nodiscard]] inline const view::Element* find(const view::Element& element, std::string_view what) {
  const bool is_class = !what.empty() && what.front() == '.';
  if (!is_class && element.tag == what) return &element;
  for (const view::Attribute& attribute : element.attributes) {
    if (!is_class || attribute.name != "class") continue;
    const std::string padded = " " + attribute.value + " ";
    if (padded.find(" " + std::string(what.substr(1)) + " ") != std::string::npos) return &element;
  }
  for (const view::Element& child : element.children)
    if (const view::Element* found = find(child, what)) return found;
  return nullptr;
}

[[nodiscard]] inline std::string attribute(const view::Element& element, std::string_view name) {
  for (const view::Attribute& one : element.attributes)
    if (one.name == name) return one.value;
  return "(none)";
}

/// `code path` of the first problem of a content, or nothing.
[[nodiscard]] inline std::string problem_of(const widgets::Kind& kind, const Json& content) {
  const Value value = object({{"content", content}}).value();
  Problems problems(value.view());
  kind.check(value.view()["content"], problems);
  return problems.size() == 0 ? "" : problems.list()[0]->code + (" " + problems.list()[0]->path);
}

}  // namespace waymark::testing
