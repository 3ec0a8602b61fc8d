#include <array>

#include "widgets/bar/bar.h"
#include "widgets/story/story.h"
#include "widgets/wheel/wheel.h"
#include "widgets/widget.h"

namespace waymark::widgets {

const Kind* find_kind(std::string_view name) {
  static const std::array<const Kind*, 3> kKinds = {&bar::kind(), &story::kind(), &wheel::kind()};
  for (const Kind* kind : kKinds)
    if (kind->name == name) return kind;
  return nullptr;
}

}  // namespace waymark::widgets
