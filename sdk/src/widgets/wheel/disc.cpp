#include "widgets/wheel/disc.h"

#include <cmath>
#include <numbers>

#include "base/text.h"
#include "codec/number_text.h"

namespace waymark::widgets::wheel {
namespace {

/// More are too narrow for letters of full size.
constexpr std::size_t kWideSlices = 8;
constexpr std::size_t kLineLength = 11;  // of a label, in letters of full size

/// For angles up to a right one, to 4e-6, and alike on every machine, which std::sin is not.
double sine(double x) {
  const double square = x * x;
  return x * (1 - square / 6 * (1 - square / 20 * (1 - square / 42 * (1 - square / 72))));
}

/// A sector of the wheel that points up and is that wide.
std::string sector(double degrees) {
  const double half = degrees / 360 * std::numbers::pi;
  const std::string x = number(94 * sine(half)), y = number(-94 * sine(std::numbers::pi / 2 - half));
  return "M0 0L-" + x + ' ' + y + "A94 94 0 0 1 " + x + ' ' + y + 'z';
}

/// The colour of letters on that one, by its luma (ITU-R BT.601); the first digit of each part says enough.
const char* color_on(std::string_view color) {
  const std::size_t digits = color.size() / 3;
  const int luma =
      299 * hex_value(color[1]) + 587 * hex_value(color[1 + digits]) + 114 * hex_value(color[1 + 2 * digits]);
  return luma > 7500 ? "#1f1a24" : "#fff";
}

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (c & 0xc0) != 0x80;
  return count;
}

void put_line(view::Builder& out, std::string_view line, const char* y) {
  out.open("text").with("transform", "rotate(-90)").with("x", "54").with("y", y).says(line).close();
}

/// A long label is broken at the space nearest to its middle.
void put_label(view::Builder& out, std::string_view label) {
  std::size_t cut = 0;
  const auto off = [&](std::size_t at) {
    return at * 2 > label.size() ? at * 2 - label.size() : label.size() - at * 2;
  };
  if (characters(label) > kLineLength)
    for (std::size_t i = 1; i < label.size(); ++i)
      if (label[i] == ' ' && off(i) < off(cut)) cut = i;
  const std::string_view first = label.substr(0, cut), last = label.substr(cut ? cut + 1 : 0);
  if (cut) put_line(out, first, "-.2em");
  put_line(out, last, cut ? ".95em" : ".35em");
  if (characters(first) > kLineLength || characters(last) > kLineLength) out.with("class", "small");
}

}  // namespace

bool is_color(std::string_view text) {
  if ((text.size() != 4 && text.size() != 7) || text[0] != '#') return false;
  for (const char c : text.substr(1))
    if (hex_value(c) < 0) return false;
  return true;
}

std::string number(double value) {
  std::string out;
  codec::append_number(out, std::round(value * 100) / 100);
  return out;
}

void draw_disc(view::Builder& out, const Setting& setting, const view::Motion& turn) {
  const ValueView slices = setting.content["slices"];
  const double step = 360.0 / static_cast<double>(slices.size());
  const std::string shape = sector(step);
  out.open("svg").with("viewBox", "-100 -100 200 200").with("aria-hidden", "true");
  out.open("circle").with("r", "98").with("fill", "#fff").close();
  out.open("g", slices.size() > kWideSlices ? "small" : nullptr);
  out.moves(turn);
  std::size_t i = 0;
  for (const ValueView slice : slices.elements()) {
    std::string_view color = slice["color"].string(i % 2 ? "#6d2b50" : "#f3c8d6");
    // The last of an odd number lies beside the first.
    if (i > 0 && i + 1 == slices.size() && i % 2 == 0) color = slice["color"].string("#b8517f");
    out.open("g").with("transform", "rotate(" + number(static_cast<double>(i) * step) + ')');
    out.with("fill", slice["text_color"].string(color_on(color)));
    out.open("path").with("d", shape).with("fill", color).close();
    put_label(out, setting.text(slice["label"]));
    out.close();
    ++i;
  }
  out.close();
  out.open("circle").with("r", "11").with("fill", "#fff").close();
  out.open("path", "pointer").with("d", "M-8-99H8L0-85z").with("fill", "#fff").close();
  out.close();
}

}  // namespace waymark::widgets::wheel
