#pragma once

namespace waymark {

/// Bytes that come with the second part of the core: what draws, explains, and looks closely at what a document says. In the browser it is a
/// module of its own (script/split-core.mjs): until it is there these are zeros, and nothing of it may be called. A build in one piece has
/// them from the start.
extern volatile char part_mark[];

[[nodiscard]] inline bool can_draw() { return part_mark[0] != 0; }

}  // namespace waymark
