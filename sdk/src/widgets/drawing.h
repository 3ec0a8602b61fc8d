#pragma once

namespace waymark::widgets {

/// Bytes that come with the code that draws. In the browser that code is a module of its own (script/split-core.mjs): until it is there
/// these are zeros, and nothing of it may be called. A build in one piece has them from the start.
extern volatile char drawing_mark[];

[[nodiscard]] inline bool can_draw() { return drawing_mark[0] != 0; }

}  // namespace waymark::widgets
