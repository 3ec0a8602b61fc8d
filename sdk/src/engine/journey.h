#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include "base/list.h"
#include "rules/compile.h"
#include "rules/evaluation.h"

namespace waymark::engine {

/// Where the visitor is on the customer journey; the first of the list that holds.
struct Stage {
  std::string_view id;
  rules::NodeIndex node = rules::kNoNode;  // kNoNode: disabled
};

/// Recency, frequency and monetary value of orders (Bult and Wansbeek, 1995), each from 1 to 5: one more than the thresholds that hold.
struct Rfm {
  static constexpr std::size_t kThresholds = 4;
  using Thresholds = std::array<rules::NodeIndex, kThresholds>;

  rules::NodeIndex any = rules::kNoNode;  // kNoNode: the document asks for none
  Thresholds recency{}, frequency{}, monetary{};
};

struct RfmScores {
  std::uint32_t recency = 0, frequency = 0, monetary = 0;  // 0: no order
  bool operator==(const RfmScores&) const = default;
};

/// The document's section `rfm`. Problem: bad-rfm, bad-duration.
[[nodiscard]] Rfm read_rfm(ValueView source, rules::Compiler& compiler, rules::Program& program, Problems& problems);
[[nodiscard]] RfmScores scores(const Rfm& rfm, const rules::Evaluation& evaluation);
/// `champions` … `lost`.
[[nodiscard]] const char* cell_of(const RfmScores& scores);
/// The facts `rfm.*`; an empty object when there is no order.
[[nodiscard]] Value rfm_facts(const RfmScores& scores);

/// The document's section `stages`; without it the ones of retail. Problems: bad-stage, stage-cycle.
[[nodiscard]] List<Stage> read_stages(ValueView document, rules::Compiler& compiler, rules::Program& program, Problems& problems);
/// The id of the first stage that holds; empty: none.
[[nodiscard]] std::string_view stage_of(const List<Stage>& stages, const rules::Evaluation& evaluation);

}  // namespace waymark::engine
