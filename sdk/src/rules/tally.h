#pragma once
#include <cstdint>
#include <limits>

#include "base/hash_index.h"
#include "base/list.h"
#include "codec/json_writer.h"
#include "history/log.h"
#include "rules/event_test.h"

namespace waymark::rules {

/// Of the values that are numbers, added up in the order of the events.
struct Numbers {
  std::uint32_t count = 0;
  double sum = 0;
  double minimum = 0;
  double maximum = 0;

  void add(ValueView value);
};

/// Hashes of the values that are not null, in the order in which they came first.
struct Distinct {
  List<std::uint64_t> hashes;
  HashIndex known;

  void add(ValueView value);
  [[nodiscard]] bool is_full() const;
};

/// What is known of a property over the events of a window.
struct Fold {
  Numbers numbers;
  Distinct distinct;  // when it is asked for
  Value first;
  Value last;
};

/// What an `$event` remembers of its events, so that it needs no log: exact since it began, within limits::kTallyEntries.
///
/// A rolling window forgets, so each of its events is kept. The others only ever grow (that of the session until the next one): there
/// a running account is enough.
class Tally {
 public:
  /// The account as one asks for it.
  struct Account {
    double count = 0;
    Timestamp first = 0;
    Timestamp last = 0;
  };

  /// Takes an event that the test is about. `values` are those of its columns.
  void add(const EventTest& test, Timestamp time, std::uint32_t session, List<Value>&& values);
  /// Lets go what has left the window at `now`.
  void expire(const EventTest& test, Timestamp now);

  /// At `now` or a later moment, if nothing more happens.
  [[nodiscard]] Account account(const EventTest& test, std::uint32_t session, Timestamp now) const;
  /// The same about one column; its values are looked at where they lie.
  [[nodiscard]] Numbers numbers(const EventTest& test, std::uint32_t column, std::uint32_t session, Timestamp now) const;
  [[nodiscard]] std::size_t distinct(const EventTest& test, std::uint32_t column, std::uint32_t session, Timestamp now) const;
  [[nodiscard]] ValueView first(const EventTest& test, std::uint32_t column, std::uint32_t session, Timestamp now) const;
  [[nodiscard]] ValueView last(const EventTest& test, std::uint32_t column, std::uint32_t session, Timestamp now) const;
  /// Whether events that belong into the window at `now` may be missing.
  [[nodiscard]] bool is_partial(const EventTest& test, Timestamp now) const;
  /// Events before that moment may be missing.
  void know_since(Timestamp time);

  void write(codec::JsonWriter& out) const;
  /// False when it is not the state of such a test; the tally is then of no use.
  [[nodiscard]] bool read(const EventTest& test, ValueView state);

 private:
  static constexpr Timestamp kAlways = std::numeric_limits<Timestamp>::min();

  void add_entry(const EventTest& test, Timestamp time, List<Value>&& values);
  void drop_first(const EventTest& test);
  /// The first entry in the window at that moment.
  [[nodiscard]] std::size_t begin(const EventTest& test, Timestamp now) const;
  [[nodiscard]] ValueView value(const EventTest& test, std::size_t entry, std::uint32_t column) const;

  Timestamp known_since_ = kAlways;
  // Rolling windows.
  List<Timestamp> times_;
  List<Value> values_;     // column_count for each time
  std::size_t first_ = 0;  // those before it are gone; erased in bulk
  // The others.
  std::uint32_t session_ = 0;
  Account account_;
  List<Fold> folds_;  // by column
};

}  // namespace waymark::rules
