#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "waymark/result.h"

namespace waymark {

/// The core. It follows visits, evaluates rules, decides campaigns, draws widgets and plans the delivery of events, as a pure
/// function of what it is given: it touches no clock, no storage, no network and no random source.
///
/// All texts are JSON, UTF-8. Their forms are those of bindings/host/protocol.ts. Not thread-safe; one engine a page.
class Engine {
 public:
  Engine();
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// Compiles a campaign document and takes the environment (protocol.ts, Environment). Returns the LoadReport as JSON;
  /// problems in it disable the campaign or segment they name. The visitor stays.
  /// Errors, after which the former document stays in force: json-syntax, json-depth, too-large, bad-document, bad-environment.
  [[nodiscard]] Result<std::string> load(std::string_view document, std::string_view environment);

  /// Takes an array of commands and returns the array of effects that the host must carry out, in order, then for each `store` effect
  /// a line feed and the event's body: it is only passed on, so it need not be quoted. A bad command is reported by a `notify` effect
  /// of the event `error` and skipped; the others are carried out. The text is valid until the next call.
  [[nodiscard]] std::string_view dispatch(std::string_view commands);

  /// The inside (src/engine/core.h).
  class Core;

 private:
  std::unique_ptr<Core> core_;
};

/// `load` as it crosses the boundary: the text is the environment as one line, a line feed, and the document. Returns the
/// LoadReport, or `{ "error": { "code", "path", "detail" } }`.
[[nodiscard]] std::string load_text(Engine& engine, std::string_view text);

/// The version in `context.library.version` of every event.
inline constexpr const char* kVersion = "0.1.0";

/// Number of the boundary described in bindings/host/protocol.ts.
inline constexpr int kAbiVersion = 3;

}  // namespace waymark
