#pragma once
#include <string_view>

#include "base/list.h"
#include "codec/json_writer.h"
#include "rules/evaluation.h"

namespace waymark::rules {

/// A segment by the node of its rule.
struct NamedNode {
  NodeIndex node;
  std::string_view id;
};

/// Writes why a node holds or not, as of the last settle: a tree of
///
///   { "kind": "all" | "any" | "not", "in", "of": [nodes] }
///   { "kind": "fact", "in", "fact", "operator", "seen", "wanted" }
///   { "kind": "event", "in", "event", "within", "measures": [ { "measure", "of", "in", "seen", "wanted" } ] }
///   { "kind": "campaign", … } as event, with "campaign" and "outcome"
///   { "kind": "sequence", "in", "steps": [ { "name", "at"? } ], "reached", "unless"? }
///
/// each with `text`, a sentence in English or Russian, and where they apply `segment` (the id of the segment whose rule it is; inside
/// another one its tree is written the first time only), `missing` (`{ "more": n }`, `{ "less": n }` or `{ "events": n }`: what
/// would make it true), `at` (when it becomes true by itself, if nothing happens) and `partial` (events that count may be missing).
void explain(codec::JsonWriter& out, const Evaluation& evaluation, NodeIndex node, const List<NamedNode>& names, std::string_view locale);

}  // namespace waymark::rules
