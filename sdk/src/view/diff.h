#pragma once
#include <cstdint>

#include "codec/json_writer.h"
#include "view/element.h"

namespace waymark::view {

/// Writes, as one array, the operations (bindings/host/protocol.ts, Operation) that turn what is shown for `before` into
/// `after`, and numbers the nodes of `after`. `before` is null at first. `last_node` is the last number given and goes up.
void write_diff(codec::JsonWriter& out, const Element* before, Element& after, std::uint32_t& last_node);

/// Writes the one operation that sets an attribute.
void write_attribute(codec::JsonWriter& out, std::uint32_t node, std::string_view name, std::string_view value);

}  // namespace waymark::view
