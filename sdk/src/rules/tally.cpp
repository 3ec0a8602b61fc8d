#include "rules/tally.h"

#include <algorithm>
#include <utility>

#include "base/hash.h"
#include "waymark/limits.h"

namespace waymark::rules {

void Numbers::add(ValueView value) {
  if (!value.is_number()) return;
  const double number = value.number();
  minimum = count == 0 ? number : std::min(minimum, number);
  maximum = count == 0 ? number : std::max(maximum, number);
  sum += number;
  ++count;
}

bool Distinct::is_full() const { return hashes.size() >= limits::kTallyEntries; }

void Distinct::add(ValueView value) {
  if (value.is_null() || is_full()) return;
  // 53 bits, so that a JSON number holds it.
  const std::uint64_t hash = hash_of(value) >> 11;
  const auto next = static_cast<std::uint32_t>(hashes.size());
  if (known.insert(hash, next) == next) hashes.push_back(hash);
}

void Tally::know_since(Timestamp time) { known_since_ = std::max(known_since_, time); }

void Tally::add(const EventTest& test, Timestamp time, std::uint32_t session, List<Value>&& values) {
  if (test.window.kind == WindowKind::Rolling) return add_entry(test, time, std::move(values));
  if (test.window.kind == WindowKind::Session && session != session_) {
    if (session < session_) return;
    session_ = session;
    account_ = {};
    folds_.clear();
    known_since_ = kAlways;
  }
  while (folds_.size() < test.column_count) folds_.emplace_back();
  const bool is_first = account_.count == 0 || time < account_.first;
  const bool is_last = account_.count == 0 || time >= account_.last;
  for (std::size_t column = 0; column < values.size(); ++column) {
    Fold& fold = folds_[column];
    fold.numbers.add(values[column].view());
    if (test.counts_distinct) {
      if (fold.distinct.is_full()) know_since(time);
      fold.distinct.add(values[column].view());
    }
    if (is_first) fold.first = Value(values[column].view());
    if (is_last) fold.last = std::move(values[column]);
  }
  ++account_.count;
  if (is_first) account_.first = time;
  if (is_last) account_.last = time;
}

void Tally::add_entry(const EventTest& test, Timestamp time, List<Value>&& values) {
  const std::size_t columns = test.column_count;
  times_.push_back(time);
  for (Value& value : values) values_.push_back(std::move(value));
  for (std::size_t i = times_.size() - 1; i > first_ && times_[i] < times_[i - 1]; --i) {
    std::swap(times_[i], times_[i - 1]);
    for (std::size_t c = 0; c < columns; ++c) std::swap(values_[i * columns + c], values_[(i - 1) * columns + c]);
  }
  if (times_.size() - first_ <= limits::kTallyEntries) return;
  know_since(times_[first_] + 1);
  drop_first(test);
}

void Tally::drop_first(const EventTest& test) {
  ++first_;
  if (first_ < 64 || first_ * 2 < times_.size()) return;
  times_.erase(0, first_);
  values_.erase(0, first_ * test.column_count);
  first_ = 0;
}

std::size_t Tally::begin(const EventTest& test, Timestamp now) const {
  std::size_t at = first_;
  while (at < times_.size() && times_[at] <= now - test.window.length) ++at;
  return at;
}

void Tally::expire(const EventTest& test, Timestamp now) {
  for (std::size_t gone = begin(test, now) - first_; gone > 0; --gone) drop_first(test);
}

Tally::Account Tally::account(const EventTest& test, std::uint32_t session, Timestamp now) const {
  if (test.window.kind == WindowKind::Session && (session == 0 || session != session_)) return {};
  if (test.window.kind != WindowKind::Rolling) return account_;
  const std::size_t at = begin(test, now);
  if (at == times_.size()) return {};
  return {static_cast<double>(times_.size() - at), times_[at], times_.back()};
}

ValueView Tally::value(const EventTest& test, std::size_t entry, std::uint32_t column) const {
  return values_[entry * test.column_count + column].view();
}

Numbers Tally::numbers(const EventTest& test, std::uint32_t column, std::uint32_t session, Timestamp now) const {
  Numbers numbers;
  if (account(test, session, now).count == 0) return numbers;
  if (test.window.kind != WindowKind::Rolling) return folds_[column].numbers;
  for (std::size_t i = begin(test, now); i < times_.size(); ++i) numbers.add(value(test, i, column));
  return numbers;
}

std::size_t Tally::distinct(const EventTest& test, std::uint32_t column, std::uint32_t session, Timestamp now) const {
  if (account(test, session, now).count == 0) return 0;
  if (test.window.kind != WindowKind::Rolling) return folds_[column].distinct.hashes.size();
  Distinct distinct;
  for (std::size_t i = begin(test, now); i < times_.size(); ++i) distinct.add(value(test, i, column));
  return distinct.hashes.size();
}

ValueView Tally::first(const EventTest& test, std::uint32_t column, std::uint32_t session, Timestamp now) const {
  if (account(test, session, now).count == 0) return {};
  if (test.window.kind != WindowKind::Rolling) return folds_[column].first.view();
  return value(test, begin(test, now), column);
}

ValueView Tally::last(const EventTest& test, std::uint32_t column, std::uint32_t session, Timestamp now) const {
  if (account(test, session, now).count == 0) return {};
  if (test.window.kind != WindowKind::Rolling) return folds_[column].last.view();
  return value(test, times_.size() - 1, column);
}

bool Tally::is_partial(const EventTest& test, Timestamp now) const {
  switch (test.window.kind) {
    case WindowKind::Rolling: return now - test.window.length + 1 < known_since_;
    case WindowKind::Between: return test.window.from < known_since_;
    default: return known_since_ != kAlways;
  }
}

namespace {

void write_number_or_null(codec::JsonWriter& out, Timestamp time, bool is_there) {
  if (is_there) out.number(static_cast<double>(time));
  else out.null();
}

}  // namespace

/// `{ "k": known since or null, "t": [times], "v": [values] }` or `{ "k", "s": session, "n": [count, first, last],
/// "f": [ [numbers, sum, minimum, maximum, first, last, [hashes of the distinct]] ] }`
void Tally::write(codec::JsonWriter& out) const {
  out.begin_object();
  out.key("k"), write_number_or_null(out, known_since_, known_since_ != kAlways);
  if (!times_.empty()) {
    out.key("t");
    out.begin_array();
    for (std::size_t i = first_; i < times_.size(); ++i) out.number(static_cast<double>(times_[i]));
    out.end_array();
    out.key("v");
    out.begin_array();
    const std::size_t columns = values_.size() / times_.size();
    for (std::size_t i = first_ * columns; i < values_.size(); ++i) out.value(values_[i].view());
    out.end_array();
  }
  if (account_.count > 0) {
    out.member("s", session_);
    out.key("n");
    out.begin_array();
    out.number(account_.count);
    out.number(static_cast<double>(account_.first));
    out.number(static_cast<double>(account_.last));
    out.end_array();
    out.key("f");
    out.begin_array();
    for (const Fold& fold : folds_) {
      out.begin_array();
      for (const double number : {static_cast<double>(fold.numbers.count), fold.numbers.sum, fold.numbers.minimum, fold.numbers.maximum}) out.number(number);
      out.value(fold.first.view());
      out.value(fold.last.view());
      out.begin_array();
      for (const std::uint64_t hash : fold.distinct.hashes) out.number(static_cast<double>(hash));
      out.end_array();
      out.end_array();
    }
    out.end_array();
  }
  out.end_object();
}

namespace {

Fold read_fold(ValueView source) {
  Fold fold;
  std::size_t i = 0;
  for (const ValueView part : source.elements()) {
    switch (i++) {
      case 0: fold.numbers.count = part.count(); break;
      case 1: fold.numbers.sum = part.number(); break;
      case 2: fold.numbers.minimum = part.number(); break;
      case 3: fold.numbers.maximum = part.number(); break;
      case 4: fold.first = Value(part); break;
      case 5: fold.last = Value(part); break;
      default:
        for (const ValueView number : part.elements()) {
          const auto hash = static_cast<std::uint64_t>(number.integer());
          fold.distinct.known.insert(hash, static_cast<std::uint32_t>(fold.distinct.hashes.size()));
          fold.distinct.hashes.push_back(hash);
        }
    }
  }
  return fold;
}

}  // namespace

bool Tally::read(const EventTest& test, ValueView state) {
  if (state["k"].is_number()) known_since_ = state["k"].integer();
  for (const ValueView time : state["t"].elements()) times_.push_back(time.integer());
  for (const ValueView value : state["v"].elements()) values_.emplace_back(value);
  session_ = state["s"].count();
  std::size_t i = 0;
  for (const ValueView part : state["n"].elements()) {
    switch (i++) {
      case 0: account_.count = part.number(); break;
      case 1: account_.first = part.integer(); break;
      default: account_.last = part.integer();
    }
  }
  for (const ValueView fold : state["f"].elements()) folds_.push_back(read_fold(fold));
  const bool is_rolling = test.window.kind == WindowKind::Rolling;
  return values_.size() == times_.size() * test.column_count && times_.empty() != is_rolling && (account_.count > 0) != is_rolling &&
         folds_.size() == (is_rolling ? 0 : test.column_count) && std::is_sorted(times_.begin(), times_.end());
}

}  // namespace waymark::rules
