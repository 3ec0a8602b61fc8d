#include "outbox/scrub.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include "base/text.h"

namespace waymark::outbox {
namespace {

constexpr std::string_view kLinks =
    "reset verify confirm confirmation activate activation invite invitation recover magic unsubscribe "
    "email mail phone tel password passwd pwd token secret signature apikey otp cvv cvc iban ssn snils eid "
    "gclid gbraid wbraid fbclid msclkid ttclid yclid twclid";
constexpr std::string_view kSecrets = kLinks.substr(kLinks.find("email"));
constexpr std::string_view kFillers = "number address";
/// What has such a name may be as long as a card's number, and its last digit right by chance.
constexpr std::string_view kCodes = "id ids sku gtin ean upc barcode";
constexpr std::size_t kLongestCard = 19;
constexpr std::size_t kLongestGap = 3;
constexpr std::size_t kShortestToken = 8;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }
bool is_alphanumeric(char c) { return is_digit(c) || is_letter(c); }
bool is_one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }
/// Of a host's name, or of what stands before the @; other scripts have letters beyond ASCII.
bool is_in_address(char c) { return is_alphanumeric(c) || c == '.' || c == '-' || c < 0; }

/// A Bloom filter over the words: nearly every name of a member is none of them, and reading the list for each would take longer than all else.
constexpr std::uint32_t mark_of(std::string_view word) {
  return (static_cast<std::uint32_t>(word.front() | 32) * 7 + static_cast<std::uint32_t>(word.back() | 32) * 31 + static_cast<std::uint32_t>(word.size())) % 256;
}
constexpr std::array<std::uint32_t, 8> kMarks = [] {
  std::array<std::uint32_t, 8> marks{};
  for (std::string_view words : {kLinks, kFillers, kCodes})
    while (!words.empty()) {
      const std::size_t end = std::min(words.find(' '), words.size());
      const std::uint32_t mark = mark_of(words.substr(0, end));
      marks[mark / 32] |= 1U << mark % 32;
      words.remove_prefix(std::min(end + 1, words.size()));
    }
  return marks;
}();

bool is_among(std::string_view word, std::string_view words) {
  if (word.empty()) return false;
  const std::uint32_t mark = mark_of(word);
  if ((kMarks[mark / 32] >> mark % 32 & 1) == 0) return false;
  for (std::string_view one; !(one = take_word(words)).empty();)
    if (std::equal(one.begin(), one.end(), word.begin(), word.end(), [](char lower, char c) { return lower == (c | 32); })) return true;
  return false;
}

/// The last word of `user_email`, `userEmail`, `billing[email]`; the name is cut off before it.
std::string_view take_last_word(std::string_view& name) {
  while (!name.empty() && is_one_of(name.back(), "_-]")) name.remove_suffix(1);
  std::size_t start = name.size();
  while (start > 0 && is_alphanumeric(name[start - 1])) {
    --start;
    const bool is_capital = name[start] <= 'Z' && start > 0 && name[start - 1] >= 'a';
    if (is_capital && is_letter(name[start])) break;
  }
  const std::string_view word = name.substr(start);
  name = name.substr(0, start);
  return word;
}

/// By the word that the text ends in, or the one before `number` or `address`.
bool ends_in(std::string_view name, std::string_view words) {
  std::string_view word = take_last_word(name);
  if (is_among(word, kFillers)) word = take_last_word(name);
  return is_among(word, words);
}

bool is_card(const char* digits, std::size_t count) {
  if (digits[0] < '2' || digits[0] > '6' || count < (digits[0] == '3' ? 14U : 16U)) return false;
  int sum = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const int digit = digits[count - 1 - i] - '0';
    sum += i % 2 == 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0);
  }
  return sum % 10 == 0;
}

/// What a character is when it comes.
enum class Kind : std::uint8_t { Other, Word, Start, Sign };
/// `Word` goes on with a word or number, `Start` does too and may be the first of what is looked for, `Sign` may always be.
constexpr std::array<Kind, 256> kKinds = [] {
  std::array<Kind, 256> kinds{};
  for (std::size_t c = 'a'; c <= 'z'; ++c) kinds[c] = kinds[c - 32] = Kind::Word;
  for (std::size_t c = '0'; c <= '9'; ++c) kinds[c] = Kind::Start;
  kinds['.'] = kinds['_'] = kinds['-'] = Kind::Word;
  kinds['e'] = Kind::Start;
  for (const char sign : {'%', '@', '+', '(', '"', '\\', '=', ':', '/'}) kinds[static_cast<std::size_t>(sign)] = Kind::Sign;
  return kinds;
}();

/// Reads ahead and writes behind: what is masked is never longer than it was.
class Scrubber {
 public:
  explicit Scrubber(std::span<char> json) : text_(json.data(), json.size()), out_(json.data()) {}

  std::size_t run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      const Kind kind = kKinds[static_cast<unsigned char>(c)];
      const bool is_first = std::exchange(is_first_, kind == Kind::Other || kind == Kind::Sign);
      if (kind == Kind::Sign || (kind == Kind::Start && is_first)) look_at(c, is_first);
      else out_[written_++] = c, ++at_;
    }
    return written_;
  }

 private:
  void look_at(char c, bool is_first) {
    if (c == 'e') {
      if (mask(token_end())) return;
    } else if (is_digit(c) || c == '+' || c == '(') {
      if (is_first && mask(number_end())) return;
    } else if (c == '%' && escaped() >= 0) {
      if (escaped() == '@' && take_address(3)) return;
      if (escaped() == '+' && mask(number_end())) return;
      put(), put();
      is_first_ = true;
    } else if (c == '@') {
      if (take_address(1)) return;
    } else if (c == '"') {
      is_inside_ = !is_inside_;
    } else if (c == '\\') {
      // The backslash and the u; what follows is no part of a word.
      for (int left = text_[at_ + 1] == 'u' ? 6 : 2; left > 0; --left) put();
      floor_ = written_;
      is_first_ = true;
      return;
    } else if (c == '=' && ends_in(written(), kSecrets)) {
      put();
      mask(end_of("&#;\"\\ "));
      return;
    } else if (c == ':' && !is_inside_) {
      const std::string_view name = written().substr(0, written().size() - 1);
      is_code_ = ends_in(name, kCodes);
      put();
      if (!ends_in(name, kSecrets)) return;
      if (text_[at_] == '"') {
        put();
        is_inside_ = true;
        mask(end_of("\""));
      } else if (is_digit(text_[at_]) || text_[at_] == '-') {
        mask(end_of(",}]"));
      }
      return;
    } else if (c == '/' && ends_in(written(), kLinks)) {
      put();
      const std::size_t end = end_of("/?#&\"\\ ");
      if (end >= at_ + kShortestToken && std::any_of(text_.begin() + at_, text_.begin() + end, is_digit)) mask(end);
      return;
    }
    put();
  }

  [[nodiscard]] std::string_view written() const { return {out_ + floor_, written_ - floor_}; }
  void put() {
    if (at_ < text_.size()) out_[written_++] = text_[at_++];
  }

  /// The character that `%XX` here stands for, or less than 0.
  [[nodiscard]] int escaped() const { return escaped_at(at_); }
  [[nodiscard]] int escaped_at(std::size_t at) const {
    if (at + 2 >= text_.size() || text_[at] != '%') return -1;
    const int low = hex_value(text_[at + 2]);
    return low < 0 ? low : hex_value(text_[at + 1]) * 16 + low;
  }

  /// Puts asterisks for what ends there; false when there is nothing.
  bool mask(std::size_t end) {
    if (end <= at_) return false;
    if (!is_inside_) out_[written_++] = '0';
    else for (std::size_t i = 0; i < std::min<std::size_t>(3, end - at_); ++i) out_[written_++] = '*';
    at_ = end;
    return true;
  }

  /// Up to the first of those characters; none of them is one that is escaped.
  [[nodiscard]] std::size_t end_of(std::string_view ends) const {
    std::size_t end = at_;
    while (end < text_.size() && !is_one_of(text_[end], ends)) end += text_[end] == '\\' ? 2 : 1;
    return std::min(end, text_.size());
  }

  /// `eyJ…`: a JSON object in base64url, and a part or two more.
  [[nodiscard]] std::size_t token_end() const {
    if (text_.substr(at_, 3) != "eyJ") return 0;
    std::size_t end = at_;
    bool has_parts = false;
    for (; end < text_.size() && (is_alphanumeric(text_[end]) || is_one_of(text_[end], "_-.")); ++end) has_parts |= text_[end] == '.';
    return has_parts && end - at_ > 16 ? end : 0;
  }

  /// Where the address ends whose `@`, of so many characters, is here; what stands before it is taken back.
  bool take_address(std::size_t sign) {
    std::size_t start = written_;
    while (start > floor_ && (is_in_address(out_[start - 1]) || is_one_of(out_[start - 1], "_+%"))) --start;
    const std::size_t host = at_ + sign;
    std::size_t end = host;
    while (end < text_.size() && is_in_address(text_[end])) ++end;
    while (end > host && is_one_of(text_[end - 1], ".-")) --end;
    const std::string_view name = text_.substr(host, end - host);
    const std::size_t dot = name.rfind('.');
    // `photo@2x.png` is none.
    const bool is_scale = name.size() > 2 && is_digit(name[0]) && name[1] == 'x' && name[2] == '.';
    if (start == written_ || dot == std::string_view::npos || dot == 0 || is_digit(name[dot + 1]) || is_scale) return false;
    written_ = start;
    // It began further in front, so there is room.
    return mask(end);
  }

  /// Of a phone or card number.
  [[nodiscard]] std::size_t number_end() const {
    char digits[kLongestCard + 1];
    std::size_t count = 0;
    std::size_t gap = 0;
    std::size_t end = 0;
    std::size_t at = at_;
    bool has_area = false;
    const bool has_plus = text_[at] == '+' || text_[at] == '%';
    while (at < text_.size() && count <= kLongestCard && gap <= kLongestGap) {
      const char c = text_[at];
      if (is_digit(c)) {
        digits[count++] = c;
        gap = 0;
        end = ++at;
        const bool goes_on = at < text_.size() && is_alphanumeric(text_[at]);
        if (!goes_on && !is_code_ && is_card(digits, count)) return end;
        if (goes_on && !is_digit(text_[at])) return 0;
        continue;
      }
      const int meant = c == '%' ? escaped_at(at) : c;
      if (!is_one_of(static_cast<char>(meant), " -+()")) break;
      has_area |= meant == '(';
      at += c == '%' ? 3 : 1;
      ++gap;
    }
    const bool is_phone = (has_plus && count >= 8 && count <= 15) || (has_area && count >= 10 && count <= 12);
    return is_phone ? end : 0;
  }

  std::string_view text_;
  char* out_;
  std::size_t at_ = 0;
  std::size_t written_ = 0;
  std::size_t floor_ = 0;   // of what is written, up to there belongs to an escape
  bool is_inside_ = false;  // of a text
  bool is_code_ = false;    // of the present member, by its name
  bool is_first_ = true;    // here a word or a number begins
};

}  // namespace

std::size_t scrub(std::span<char> json) { return Scrubber(json).run(); }

}  // namespace waymark::outbox
