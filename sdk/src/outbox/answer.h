#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include "base/list.h"

#include "waymark/types.h"

namespace waymark::outbox {

enum class Verdict : std::uint8_t {
  Acknowledged,  // stored, but for the rejected ones
  Retry,         // later
  Refused,       // something in the batch is bad: send smaller ones until it stands alone
  Pause,         // the address or the key is wrong: keep all, look again in an hour
};

/// An event that is the outbox's no more, and why; an empty reason means acknowledged.
struct Left {
  std::string id;
  std::string reason;
};

/// What the end of a request means.
struct Answer {
  Verdict verdict = Verdict::Retry;
  /// From Retry-After, 0 when absent or senseless; at most an hour.
  Duration retry_after = 0;
  /// Events that the collector named as bad, with its code.
  List<Left> rejected;
};

/// Reads an HTTP outcome (reliability.md R8, R9). Status 0 is a network failure. A 2xx counts only when its body is not an HTML
/// page: captive portals answer 200 to everything.
[[nodiscard]] Answer read_answer(int status, std::string_view body, std::string_view retry_after);

}  // namespace waymark::outbox
