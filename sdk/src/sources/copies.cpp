#include "sources/copies.h"

#include "base/hash.h"
#include "codec/json_writer.h"
#include "waymark/limits.h"

namespace waymark::sources {

std::string id_of(ValueView id) { return id.is_number() ? codec::to_json(id) : std::string(id.string()); }

bool Copies::is_copy(std::string_view name, ValueView properties, bool is_pushed) {
  Fnv64 about;
  about.add(name);
  about.add(id_of(properties[name.substr(0, 5) == "Order" ? "order_id" : "product_id"]));
  std::size_t i = 0;
  while (i < counts_.size() && counts_[i].about != about.value) ++i;
  if (i == counts_.size()) {
    if (i == limits::kSourceCopies) counts_.erase(0);
    counts_.push_back({about.value, 0});
    i = counts_.size() - 1;
  }
  int& ahead = counts_[i].ahead;
  return is_pushed ? --ahead >= 0 : ++ahead <= 0;
}

}  // namespace waymark::sources
