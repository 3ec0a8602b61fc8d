#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include "base/value.h"
#include "codec/json_writer.h"

namespace waymark::visitor {

enum class Purpose : std::uint8_t { Functional, Analytics, Personalization, Marketing };
inline constexpr std::size_t kPurposes = 4;
inline constexpr std::array<const char*, kPurposes> kPurposeNames = {"functional", "analytics", "personalization",
                                                                         "marketing"};

/// What the visitor has agreed to. Undecided purposes count as refused, but what they would cover is held in memory.
struct Consent {
  bool is_decided = false;
  std::array<bool, kPurposes> granted{};

  [[nodiscard]] bool has(Purpose purpose) const { return granted[static_cast<std::size_t>(purpose)]; }
  /// Whether the visitor's state may be kept beyond the page.
  [[nodiscard]] bool allows_state() const {
    return has(Purpose::Functional) || has(Purpose::Analytics) || has(Purpose::Personalization);
  }
  [[nodiscard]] bool allows_anything() const { return allows_state() || has(Purpose::Marketing); }
  /// Whether events may be kept and sent.
  [[nodiscard]] bool allows_events() const { return has(Purpose::Analytics); }
};

[[nodiscard]] inline Consent granted_consent() {
  return {.is_decided = true, .granted = {true, true, true, true}};
}

/// Reads `{ analytics: true, … }`, where purposes not named are refused, or "granted": all of them. Anything else refuses all.
[[nodiscard]] inline Consent read_consent(ValueView purposes) {
  if (purposes.is("granted")) return granted_consent();
  Consent consent{.is_decided = true, .granted = {}};
  for (std::size_t i = 0; i < kPurposes; ++i) consent.granted[i] = purposes[kPurposeNames[i]].boolean();
  return consent;
}

inline void write(codec::JsonWriter& out, const Consent& consent) {
  out.begin_object();
  for (std::size_t i = 0; i < kPurposes; ++i) out.member(kPurposeNames[i], consent.granted[i]);
  out.end_object();
}

}  // namespace waymark::visitor
