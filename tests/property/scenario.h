#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "support/json.h"
#include "waymark/types.h"

namespace waymark::testing {

enum class Deed : std::uint8_t {
  Track,     // `name`, and `json` as properties
  Identify,  // `json` as traits
  Page,      // `name` as path
  Activity,
  Elapsed,
  Noise,    // `count` events of a name that no rule asks for, with a long text each if `json` is one
  Restore,  // a second engine goes on from the snapshot of the first
  Reload,   // the same document anew
  Swap,     // the scenario's other document
};

struct Command {
  Deed deed = Deed::Elapsed;
  Timestamp now = 0;
  std::string name;
  std::string json;
  std::uint32_t count = 0;
  bool is_asked = false;  // whether all answers are compared afterwards
};

/// A campaign document by its parts, for a failing one to be made smaller.
struct Rulebook {
  std::vector<std::string> segments;  // their rules; segment i is called s<i>
  std::string sections;               // `{ "groups": … }`, with stages and rfm if there are any

  [[nodiscard]] Json document() const;
};

/// What happens to a visitor, under which documents.
struct Scenario {
  Rulebook first;
  Rulebook other;
  std::vector<Command> commands;
};

/// The same seed gives the same scenario on every machine.
[[nodiscard]] Scenario random_scenario(std::uint64_t seed);

/// As a developer wants to read it.
[[nodiscard]] std::string text_of(const Scenario& scenario);

}  // namespace waymark::testing
