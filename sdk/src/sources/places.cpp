#include "sources/places.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "codec/number_text.h"

namespace waymark::sources {
namespace {

ValueView follow(ValueView at, std::string_view path) {
  while (!path.empty()) at = first_of(at).find(take_until(path, '.'));
  return first_of(at);
}

/// Writes the value if it fits. `reading` is the last character of the name.
bool write(ValueBuilder& out, std::string_view name, ValueView value, char reading) {
  std::string_view text = value.string();
  const bool is_numeric = reading == '#' || reading == '+';
  const double number = is_numeric ? number_of(value) : value.number();
  if (!std::isfinite(number) || (!is_numeric && text.empty() && !value.is_number())) return false;
  out.key(name);
  if (reading == '/') text.remove_prefix(text.rfind('/') + 1);
  if (is_numeric || value.is_number())
    out.number(reading == '+' ? number + 1 : number);
  else
    out.string(text);
  return true;
}

}  // namespace

void write_places(ValueBuilder& out, std::string_view table, std::span<const ValueView> sources) {
  while (!table.empty()) {
    std::string_view places = take_until(table, '\n');
    std::string_view name = take_until(places, ' ');
    const char reading = name.back();
    if (reading < '0') name.remove_suffix(1);
    for (bool is_written = false; !places.empty() && !is_written;) {
      const std::string_view place = take_until(places, ' ');
      is_written =
          write(out, name, follow(sources[static_cast<std::size_t>(place[0] - '0')], place.substr(1)), reading);
    }
  }
}

std::string_view take_until(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return taken;
}

ValueView first_of(ValueView value) {
  while (value.is_array()) value = value.size() > 0 ? *value.elements().begin() : ValueView();
  return value;
}

double number_of(ValueView value) {
  if (value.string().empty()) return value.number(std::numeric_limits<double>::quiet_NaN());
  return codec::number_of_text(value.string());
}

}  // namespace waymark::sources
