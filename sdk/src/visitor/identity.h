#pragma once
#include <string>

#include "base/value.h"
#include "waymark/types.h"

namespace waymark::visitor {

/// A browser profile. The anonymous id is there from the first event on; user id and group come with identify and group.
struct Identity {
  std::string anonymous_id;  // UUIDv7
  std::string user_id;
  std::string group_id;
  Value traits;
  Timestamp first_seen = 0;
};

}  // namespace waymark::visitor
