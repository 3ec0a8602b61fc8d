#pragma once
#include <string>
#include <string_view>

#include "widgets/widget.h"

namespace waymark::widgets::wheel {

/// #rgb or #rrggbb.
[[nodiscard]] bool is_color(std::string_view text);

/// A number as CSS and SVG take it, with two decimals at most.
[[nodiscard]] std::string number(double value);

/// The wheel itself as SVG, out of the content's `slices`: the first is on top, the others follow clockwise.
void draw_disc(view::Builder& out, const Setting& setting, const view::Motion& turn);

}  // namespace waymark::widgets::wheel
