#pragma once
#include <cstddef>
#include <cstdint>

#include "waymark/types.h"

/// Every bound of the core, as data. Each is tested at N and at N + 1.
namespace waymark::limits {

inline constexpr std::size_t kDocumentBytes = 8u << 20;
inline constexpr std::size_t kDispatchBytes = 1u << 20;
inline constexpr std::size_t kNesting = 64;
inline constexpr std::size_t kRuleNodes = 100'000;

/// One event in Segment's format, as it is sent.
inline constexpr std::size_t kEventBytes = 32u << 10;
inline constexpr std::size_t kMessageIdBytes = 99;

/// The log of past events on the device, oldest dropped first.
inline constexpr std::size_t kHistoryEvents = 1000;
inline constexpr std::size_t kHistoryBytes = 256u << 10;

/// Events that one `$event` with a rolling window remembers, and distinct values of any; beyond them it is partial.
inline constexpr std::size_t kTallyEntries = 1000;
/// Of a text, what a regular expression looks at.
inline constexpr std::size_t kRegexBytes = 1024;

/// Different products in the cart, as facts.
inline constexpr std::size_t kCartItems = 50;

/// Events not yet acknowledged.
inline constexpr std::size_t kOutboxEvents = 1000;
inline constexpr std::size_t kOutboxBytes = 1u << 20;
/// What is older is dropped, once the collector has been asked in vain that many times in a row.
inline constexpr Duration kOutboxAge = 7 * kDay;
inline constexpr std::uint32_t kVainAttempts = 3;
/// From when a visitor was first seen; then somebody else begins. Regulators allow an identifier 13 months (CNIL, guidelines of 2020).
inline constexpr Duration kVisitorAge = 395 * kDay;
/// Events held in memory while consent is pending.
inline constexpr std::size_t kPendingEvents = 50;

inline constexpr std::size_t kBatchEvents = 100;
inline constexpr std::size_t kBatchBytes = 256u << 10;
/// What may be sent while the page ends: fetch's keepalive quota is 64 KiB, shared with the page.
inline constexpr std::size_t kUnloadBytes = 48u << 10;
inline constexpr Duration kBatchDelay = 2 * kSecond;
/// How much longer a tab waits for the one that sends, before it asks whether that one is still there.
inline constexpr Duration kPatience = 3 * kSecond;

/// `time.*` changes hour by hour; of a longer time that has passed, as when a clock is set right, only in this first part and this last one.
inline constexpr Duration kHourlyTime = 31 * kDay;

inline constexpr Duration kSessionIdle = 30 * kMinute;
inline constexpr Duration kSessionMaximum = 24 * kHour;

/// A longer time without a sign of the visitor is not active time.
inline constexpr Duration kActiveGap = 30 * kSecond;

/// What the page says with `context`, as JSON.
inline constexpr std::size_t kContextBytes = 16u << 10;
/// Items of one entry of the page's data layer.
inline constexpr std::size_t kSourceItems = 50;
/// Events that may come by the API and by the data layer, by name and product.
inline constexpr std::size_t kSourceCopies = 64;

/// Rounds of events that the core raises in answer to one command.
inline constexpr int kFeedbackRounds = 8;
/// Events that the core raises during one command, with the time that passes to it: none is answered beyond.
inline constexpr std::size_t kFeedbackEvents = 1000;

}  // namespace waymark::limits
