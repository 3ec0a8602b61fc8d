#pragma once
#include <span>
#include <string_view>

#include "base/value.h"

namespace waymark::sources {

/// Writes the members that sources have, by a table: a line for each member, with its name and the places where sources
/// may say it, parted by spaces; the first that fits counts. The first character of a place is the number of its
/// source, the rest a dotted path in it, of which each step takes the first element of a list. A name may end in how it
/// is read:
///   `#` a number, also out of a text (`19.90`)   `+` the same, from a source that counts from 0, for Segment counts
///   from 1
///   `/` a text without the path before it (`https://schema.org/InStock`)
/// and else is a text that is not empty, or a number, as it is. (One text and no array of structs, for those are dear
/// in wasm.)
void write_places(ValueBuilder& out, std::string_view table, std::span<const ValueView> sources);

/// The text up to the separator, which is taken off with it.
[[nodiscard]] std::string_view take_until(std::string_view& text, char separator);

/// The first element of a list, however deep; any other value itself.
[[nodiscard]] ValueView first_of(ValueView value);

/// A finite number or a text that is one; NaN for everything else, the empty text too.
[[nodiscard]] double number_of(ValueView value);

}  // namespace waymark::sources
