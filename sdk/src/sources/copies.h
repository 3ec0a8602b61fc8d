#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/list.h"
#include "base/value.h"

namespace waymark::sources {

/// An id as text: 12 and "12" are one; empty when it is missing.
[[nodiscard]] std::string id_of(ValueView id);

/// Tells copies apart on a page that says the same to the API and to its `dataLayer`: of events of one name about one
/// product (product_id) or order (order_id), the one side's nth is a copy when the other side has told n of them
/// already. So as many count as the side that tells more has told, in whatever order and however late they come.
/// Remembers the last limits::kSourceCopies names and products.
class Copies {
 public:
  /// Counts the event. True: the other side has told of it.
  bool is_copy(std::string_view name, ValueView properties, bool is_pushed);

 private:
  struct Count {
    std::uint64_t about;
    int ahead;  // events of the API over those of the data layer
  };
  List<Count> counts_;
};

}  // namespace waymark::sources
