#include "property/scenario.h"

#include "property/random_rules.h"
#include "support/visit.h"

namespace waymark::testing {
namespace {

constexpr const char* kDeeds[] = {"track", "identify", "page",   "activity", "elapsed",
                                  "noise", "restore",  "reload", "swap"};

/// How long until the next command: often exactly as long as some rule waits, or a millisecond off.
Duration gap(Dice& dice, const std::vector<Duration>& delays) {
  const auto off = static_cast<Duration>(dice.roll(3)) - 1;
  switch (dice.roll(12)) {
    case 0:
    case 1:
      return 0;
    case 2:
      return -static_cast<Duration>(dice.roll(100'000));
    case 3:
      return dice.once_in(2) ? 30 * kMinute + off : 24 * kHour + off;
    case 4:
      return static_cast<Duration>(dice.roll(10)) * kDay * (dice.once_in(10) ? 10 : 1) +
             static_cast<Duration>(dice.roll(kDay));
    case 5:
    case 6:
      return static_cast<Duration>(dice.roll(20)) * kSecond;
    case 7:
      return static_cast<Duration>(dice.roll(5)) * kMinute;
    default:
      return dice.one_of(delays) / (dice.once_in(3) ? 2 : 1) + (dice.once_in(2) ? off : 0);
  }
}

Deed deed(Dice& dice, bool is_long) {
  switch (dice.roll(20)) {
    case 0:
      return Deed::Identify;
    case 1:
      return Deed::Page;
    case 2:
      return Deed::Activity;
    case 3:
    case 4:
      return Deed::Elapsed;
    case 5:
      return Deed::Restore;
    case 6:
      return dice.once_in(3) ? Deed::Reload : Deed::Elapsed;
    // Rules that are loaded when the log has lost events already know less.
    case 7:
      return !is_long && dice.once_in(3) ? Deed::Swap : Deed::Track;
    default:
      return Deed::Track;
  }
}

void fill(Command& command, Dice& dice, RandomRules& rules) {
  switch (command.deed) {
    case Deed::Track:
      command.name = dice.once_in(12) ? "Product Removed" : rules.event_name();
      command.json = rules.properties();
      // Page views come as such: their history has the path.
      if (command.name == "Page Viewed") command.deed = Deed::Page, command.name = "/cart";
      break;
    case Deed::Identify:
      command.json = rules.traits();
      break;
    case Deed::Page:
      command.name = dice.one_of({"/", "/cart"});
      break;
    default:
      break;
  }
}

}  // namespace

Json Rulebook::document() const {
  std::string list;
  for (std::size_t i = 0; i < segments.size(); ++i)
    if (!segments[i].empty())
      list += (list.empty() ? "" : ",") + segment("s" + std::to_string(i), Json::raw(segments[i])).text();
  return joined(testing::document({{"segments", Json::raw("[" + list + "]")}}), Json::raw(sections));
}

Scenario random_scenario(std::uint64_t seed) {
  Dice dice(seed);
  RandomRules rules(dice);
  Scenario scenario{.first = rules.rulebook(), .other = rules.rulebook(), .commands = {}};
  const std::vector<Duration> delays = rules.delays();
  const bool is_long = dice.once_in(20);
  const std::uint64_t count = 4 + dice.roll(26);
  Timestamp now = kStart;
  for (std::uint64_t i = 0; i < count; ++i) {
    const Duration step = gap(dice, delays);
    now += step;
    Command command{
        .deed = deed(dice, is_long), .now = now, .name = {}, .json = {}, .is_asked = i + 1 == count || dice.once_in(2)};
    if (step < 0) now -= step;
    if (i == 0) command.deed = Deed::Track;
    fill(command, dice, rules);
    if (is_long && (i == count / 3 || i == count / 2)) {
      const bool is_many = dice.once_in(8);
      command = {.deed = Deed::Noise,
                 .now = now,
                 .name = {},
                 .json = is_many ? "" : "long",
                 .count = is_many ? 1001u : 140u,
                 .is_asked = true};
    }
    scenario.commands.push_back(command);
  }
  return scenario;
}

std::string text_of(const Scenario& scenario) {
  const auto book = [](const Rulebook& rulebook) {
    std::string out;
    for (std::size_t i = 0; i < rulebook.segments.size(); ++i)
      if (!rulebook.segments[i].empty()) out += "  s" + std::to_string(i) + " " + rulebook.segments[i] + "\n";
    return out + "  " + rulebook.sections + "\n";
  };
  std::string out = "document\n" + book(scenario.first);
  bool has_swap = false;
  std::string commands;
  for (const Command& command : scenario.commands) {
    has_swap = has_swap || command.deed == Deed::Swap;
    commands += "  " + std::to_string(command.now - kStart) + " " + kDeeds[static_cast<std::size_t>(command.deed)] +
                " " + command.name + " " + command.json +
                (command.count > 0 ? " " + std::to_string(command.count) : "") + "\n";
  }
  if (has_swap) out += "other document\n" + book(scenario.other);
  return out + "commands, by milliseconds\n" + commands;
}

}  // namespace waymark::testing
