#pragma once
#include <string_view>

#include "base/value.h"
#include "waymark/result.h"

namespace waymark::codec {

/// Reads one JSON text (RFC 8259, strict UTF-8). Numbers become doubles, as in JavaScript.
/// Errors: `json-syntax` (detail names the byte), `json-depth` beyond limits::kNesting.
[[nodiscard]] Result<Value> read_json(std::string_view text);

}  // namespace waymark::codec
