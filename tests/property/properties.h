#pragma once
#include <rapidcheck.h>

namespace waymark::testing {

/// Each checks the properties of one part of the core and says whether all hold.
[[nodiscard]] bool check_codec();
[[nodiscard]] bool check_engine();
[[nodiscard]] bool check_outbox();
[[nodiscard]] bool check_rules();
[[nodiscard]] bool check_view();

}  // namespace waymark::testing
