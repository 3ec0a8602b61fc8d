#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "waymark/result.h"
#include "waymark/types.h"

namespace waymark {

/// The rule language by itself: segments asked about facts and a history that are given, for shops that test their rules. Texts are
/// JSON, UTF-8. Not thread-safe.
class Rules {
 public:
  Rules();
  ~Rules();
  Rules(const Rules&) = delete;
  Rules& operator=(const Rules&) = delete;

  /// Compiles a campaign document's segments, groups, stages and rfm. Returns `{ "segments": [ids], "problems": [ { "code", "path", "detail" } ] }`,
  /// the segments in the order of the document, those with a problem (in which nobody is) too.
  /// Errors: json-syntax, json-depth, too-large, bad-document.
  [[nodiscard]] Result<std::string> compile(std::string_view document);

  /// Which segments somebody is in who has these facts (an object of fact roots, see docs/rules.md): one byte each, 0 or 1, in the order
  /// of `compile`. Every rule is asked. `history`, empty for none: `{ "now", "events": [ { "name", "time", "properties" } ] }`, the events in
  /// the order of their time, times in milliseconds; sessions follow from them by the document's policy. `rfm` and `stage` follow too,
  /// where the facts do not tell them. Errors: json-syntax, json-depth, bad-facts, bad-history.
  [[nodiscard]] Result<std::string> evaluate(std::string_view facts, std::string_view history = {});

  /// GrowthBook's evalCondition: an unknown operator, a bad operand or an invalid regular expression does not hold.
  /// `groups`: an object of arrays. Errors: json-syntax, json-depth.
  [[nodiscard]] static Result<bool> holds(std::string_view condition, std::string_view attributes, std::string_view groups);

  /// GrowthBook's hash; nothing for an unknown version.
  [[nodiscard]] static std::optional<double> hash(std::string_view seed, std::string_view value, int version);

 private:
  class Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace waymark
