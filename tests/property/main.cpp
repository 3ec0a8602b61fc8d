#include <cstdlib>

#include "properties.h"

int main() {
  using namespace waymark::testing;
  bool holds = check_codec();
  holds = check_view() && holds;
  holds = check_outbox() && holds;
  holds = check_rules() && holds;
  holds = check_engine() && holds;
  return holds ? EXIT_SUCCESS : EXIT_FAILURE;
}
