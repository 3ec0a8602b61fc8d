#pragma once
#include <string>
#include <vector>

#include "property/dice.h"
#include "property/scenario.h"
#include "waymark/types.h"

namespace waymark::testing {

/// Rules over few names, properties, facts and durations, so that they meet what happens.
class RandomRules {
 public:
  explicit RandomRules(Dice& dice);

  [[nodiscard]] Rulebook rulebook();
  /// The durations that the rules use, in milliseconds.
  [[nodiscard]] std::vector<Duration> delays() const;
  [[nodiscard]] std::string event_name();
  [[nodiscard]] std::string properties();
  [[nodiscard]] std::string traits();

 private:
  struct Scope {
    std::size_t segments = 0;  // those that may be asked for: s<first> … by `$segment`
    std::size_t first = 0;
    bool has_stage = true;
  };

  std::string rule(const Scope& scope, int depth = 0);
  std::string leaf(const Scope& scope);
  std::string list_of_rules(const Scope& scope, int depth);
  std::string fact(const Scope& scope);
  std::string event();
  std::string sequence();
  std::string campaign();
  std::string window();
  std::string where();
  std::string measure();
  std::string number_test();
  std::string value_test(int depth = 0);
  std::string value();
  std::string list_of_values();
  std::string since_test();
  std::string number();
  std::string rfm();
  std::string stages(std::size_t segments);

  Dice& dice_;
  std::vector<std::string> durations_;  // ascending
  std::vector<std::string> names_;
  bool has_groups_;
  bool has_rfm_;
  bool has_cents_;
};

}  // namespace waymark::testing
