#pragma once
#include "base/value.h"

namespace waymark::visitor {

/// The facts `device.*` out of the host's raw readings (protocol.ts, Environment.device): type (phone, tablet, desktop), os,
/// browser, language, touch, width, height.
[[nodiscard]] Value device_facts(ValueView readings);

}  // namespace waymark::visitor
