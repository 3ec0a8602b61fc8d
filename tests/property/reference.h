#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "waymark/types.h"

/// The rule language a second time, for the tests only: straight from PRODUCT.md, by walking the JSON of a rule against
/// all events there ever were. As slow as may be, and nothing shared with sdk/src/rules.
namespace waymark::reference {

/// Something that happened, as the history knows it.
struct Event {
  Timestamp time = 0;
  std::uint32_t session = 0;
  std::string name;
  Value properties;
};

/// Everything a rule may ask about at one moment.
struct Moment {
  const std::vector<Event>& events;  // all ever, in order of time, then arrival
  std::uint32_t session = 0;         // the present one; 0: it is over
  ValueView facts;                   // an object by root, but for `stage` and `rfm`
  Timestamp now = 0;
};

/// GrowthBook's evalCondition and evalConditionValue (SDK 1.8.0) but for regular expressions, which do not hold.
/// `groups` is the object of saved groups.
[[nodiscard]] bool condition_holds(ValueView condition, ValueView object, ValueView groups = {});
[[nodiscard]] bool value_holds(ValueView condition, ValueView value, ValueView groups = {});

/// A dotted path; missing reads as null.
[[nodiscard]] ValueView at_path(ValueView object, std::string_view path);

/// `7d` in milliseconds; nothing for any other text.
[[nodiscard]] std::optional<Duration> duration_of(std::string_view text);

/// The rules of a campaign document without problems, which must outlive it.
class Rules {
 public:
  explicit Rules(ValueView document);

  [[nodiscard]] bool holds(ValueView rule, const Moment& moment) const;
  /// An unknown segment has nobody in it.
  [[nodiscard]] bool is_in(std::string_view segment, const Moment& moment) const;
  /// The id of the stage; empty: none.
  [[nodiscard]] std::string stage(const Moment& moment) const;
  /// The document's own, or the retail default.
  [[nodiscard]] ValueView stages() const { return stages_; }
  /// `{ recency, frequency, monetary, cell }`, or a missing value.
  [[nodiscard]] Value rfm(const Moment& moment) const;

 private:
  [[nodiscard]] bool fact_holds(std::string_view path, ValueView condition, const Moment& moment) const;
  [[nodiscard]] bool event_holds(ValueView spec, const Moment& moment) const;
  [[nodiscard]] bool measure_holds(std::string_view name, ValueView spec, const std::vector<const Event*>& found,
                                   Timestamp now) const;
  [[nodiscard]] bool sequence_holds(ValueView spec, const Moment& moment) const;
  [[nodiscard]] bool campaign_holds(ValueView spec, const Moment& moment) const;
  [[nodiscard]] bool is_meant(ValueView spec, const Event& event) const;
  [[nodiscard]] std::vector<const Event*> found(ValueView spec, const Moment& moment) const;
  /// By index into the events: whether a match may end there.
  [[nodiscard]] std::vector<bool> match_ends(ValueView spec, const Moment& moment) const;
  [[nodiscard]] bool match_counts(ValueView spec, std::size_t end, const Moment& moment) const;

  ValueView document_;
  ValueView groups_;
  ValueView stages_;
};

}  // namespace waymark::reference
