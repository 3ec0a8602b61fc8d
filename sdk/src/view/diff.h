#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "codec/json_writer.h"
#include "view/element.h"

namespace waymark::view {

/// Codes of bindings/host/protocol.ts, `Operation`.
enum class OperationCode : std::uint8_t { Create = 1, Text = 2, Set = 3, Unset = 4, Remove = 5, Move = 6, Listen = 7 };

struct Operation {
  OperationCode code;
  std::uint32_t node = 0;
  std::uint32_t parent = 0;
  std::uint32_t before = 0;
  std::string name;   // tag, attribute or event
  std::string value;  // text, attribute's value or action
};

/// The operations that turn what is shown for `before` into `after`, and the numbers of the nodes of `after`.
/// `before` is null at first. `next_node` is the last number given and goes up.
[[nodiscard]] std::vector<Operation> diff(const Element* before, Element& after, std::uint32_t& next_node);

void write(codec::JsonWriter& out, const std::vector<Operation>& operations);

}  // namespace waymark::view
