#pragma once
#include <optional>
#include <string_view>

namespace waymark::experiments {

/// Where a value falls, from 0 to below 1, as GrowthBook has it (SDK spec 0.8.0): FNV-1a of 32 bits over UTF-16 code units. Version 1 in
/// thousandths, version 2 in ten thousandths and less biased; nothing for others. Texts are UTF-8.
[[nodiscard]] std::optional<double> hash(std::string_view seed, std::string_view value, int version);

}  // namespace waymark::experiments
