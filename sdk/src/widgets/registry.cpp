#include <array>

#include "widgets/bar/bar.h"
#include "widgets/cart_nudge/cart_nudge.h"
#include "widgets/smart_banner/smart_banner.h"
#include "widgets/story/story.h"
#include "widgets/wheel/wheel.h"
#include "widgets/widget.h"

namespace waymark::widgets {

const Kind* find_kind(std::string_view name) {
  static const std::array<const Kind*, 5> kKinds = {&bar::kind(), &story::kind(), &wheel::kind(), &smart_banner::kind(),
                                                    &cart_nudge::kind()};
  for (const Kind* kind : kKinds)
    if (kind->name == name) return kind;
  return nullptr;
}

}  // namespace waymark::widgets
