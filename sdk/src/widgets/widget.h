#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "base/problems.h"
#include "model/facts.h"
#include "view/element.h"

namespace waymark::widgets {

/// What became of the visitor's action, for the campaign that the widget belongs to.
enum class Outcome : std::uint8_t { None, Clicked, Closed };

/// A running widget: a model with its update and its view. Implementations live in widgets/<name>/.
class Widget {
 public:
  virtual ~Widget() = default;
  [[nodiscard]] virtual view::Element view() const = 0;
  [[nodiscard]] virtual Outcome update(std::string_view action, std::string_view value) = 0;
};

/// What a widget may read while it is made; the views end with the call.
struct Setting {
  ValueView content;
  std::string_view locale;
  const Facts& facts;
};

/// One kind of widget.
struct Kind {
  std::string_view name;
  std::string_view css;
  /// Checks a campaign's content, an object, when the document is loaded.
  void (*check)(ValueView content, Problems& problems);
  std::unique_ptr<Widget> (*make)(const Setting& setting);
};

/// The kind of that name, or null.
[[nodiscard]] const Kind* find_kind(std::string_view name);

}  // namespace waymark::widgets
