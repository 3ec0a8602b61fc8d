// Regular expressions and lower case of the native build by PCRE2, numbers by the C++ library.
//
// It is set to read patterns as ECMAScript does where it can. What still differs: \d \w \s and \b know ASCII only (in ECMAScript \s knows
// Unicode's white space), look-behind must have a bounded length, \cX outside letters, and possessive quantifiers, \A, \Z, \K and (?>…),
// which ECMAScript refuses, are taken; and texts of the two cases are compared by Unicode's simple folding.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <charconv>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "waymark/platform.h"

namespace waymark::platform {
namespace {

/// Steps of one match, so that no pattern takes for ever; beyond them it does not match.
constexpr std::uint32_t kMatchLimit = 1'000'000;

struct End {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
  void operator()(pcre2_compile_context* context) const { pcre2_compile_context_free(context); }
  void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
};
template <class T>
using Held = std::unique_ptr<T, End>;

Held<pcre2_code> compile(std::string_view pattern, std::uint32_t options) {
  Held<pcre2_compile_context> context(pcre2_compile_context_create(nullptr));
  if ((options & PCRE2_LITERAL) == 0) pcre2_set_compile_extra_options(context.get(), PCRE2_EXTRA_ALT_BSUX);
  int error = 0;
  PCRE2_SIZE offset = 0;
  return Held<pcre2_code>(
      pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), PCRE2_UTF | options, &error, &offset, context.get()));
}

bool matches(const pcre2_code& code, std::string_view text) {
  Held<pcre2_match_data> data(pcre2_match_data_create(1, nullptr));
  Held<pcre2_match_context> context(pcre2_match_context_create(nullptr));
  pcre2_set_match_limit(context.get(), kMatchLimit);
  return pcre2_match(&code, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0, 0, data.get(), context.get()) >= 0;
}

struct Known {
  std::map<std::pair<std::string, bool>, std::uint32_t> numbers;
  std::vector<Held<pcre2_code>> codes;
};

Known& known() {
  static Known all;
  return all;
}

}  // namespace

std::uint32_t compile_regex(std::string_view pattern, bool ignores_case) {
  const auto [at, is_new] = known().numbers.try_emplace({std::string(pattern), ignores_case}, 0);
  if (!is_new) return at->second;
  constexpr std::uint32_t kLikeEcmaScript =
      PCRE2_ALT_BSUX | PCRE2_MATCH_UNSET_BACKREF | PCRE2_ALLOW_EMPTY_CLASS | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C;
  Held<pcre2_code> code = compile(pattern, kLikeEcmaScript | (ignores_case ? PCRE2_CASELESS : 0));
  if (!code) return 0;
  known().codes.push_back(std::move(code));
  return at->second = static_cast<std::uint32_t>(known().codes.size());
}

bool matches_regex(std::uint32_t regex, std::string_view text) { return matches(*known().codes[regex - 1], text); }

bool is_same_ignoring_case(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const Held<pcre2_code> code = compile(a, PCRE2_LITERAL | PCRE2_CASELESS | PCRE2_ANCHORED | PCRE2_ENDANCHORED);
  return code && matches(*code, b);
}

double number_of(const char* text) { return std::strtod(text, nullptr); }

// Both give the shortest digits that read back as the same double; where they put the point differs (ECMA-262 §6.1.6.1.20).
std::size_t text_of(double value, char (&into)[kNumberBytes]) {
  char room[kNumberBytes] = {};
  const std::string_view text(room, std::to_chars(room, room + sizeof room, value, std::chars_format::scientific).ptr);
  const std::size_t mark = text.find('e');
  std::string digits(text.substr(0, 1));
  if (mark > 1) digits += text.substr(2, mark - 2);
  const int point = std::atoi(text.data() + mark + 1) + 1;
  const int count = static_cast<int>(digits.size());
  if (point > 21 || point <= -6) {
    if (count > 1) digits.insert(1, ".");
    digits += point > 0 ? "e+" : "e-";
    digits += std::to_string(std::abs(point - 1));
  } else if (point <= 0) {
    digits.insert(0, "0." + std::string(static_cast<std::size_t>(-point), '0'));
  } else if (count <= point) {
    digits.append(static_cast<std::size_t>(point - count), '0');
  } else {
    digits.insert(static_cast<std::size_t>(point), ".");
  }
  return digits.copy(into, sizeof into);
}

}  // namespace waymark::platform
