#include "base/time.h"

namespace waymark {
namespace {

Duration floor_div(Duration a, Duration b) { return a / b - (a % b < 0 ? 1 : 0); }

// Days from 1970-01-01, Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
Duration days_from_civil(Duration year, int month, int day) {
  year -= month <= 2;
  const Duration era = floor_div(year, 400);
  const Duration year_of_era = year - era * 400;
  const Duration day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const Duration day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

/// Writes the digits and what follows them.
char* put(char* to, Duration value, int digits, char after) {
  to[digits] = after;
  for (int i = digits - 1; i >= 0; --i, value /= 10) to[i] = static_cast<char>('0' + value % 10);
  return to + digits + 1;
}

/// Reads fixed-width digits and separators off the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}
  std::optional<int> digits(std::size_t count) {
    if (rest_.size() < count) return {};
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (!is_digit(rest_[i])) return {};
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  /// A fraction of a second in milliseconds, further digits cut off.
  int milliseconds() {
    int value = 0;
    int scale = 100;
    while (!rest_.empty() && is_digit(rest_.front())) {
      value += scale * (rest_.front() - '0');
      scale /= 10;
      rest_.remove_prefix(1);
    }
    return value;
  }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  std::string_view rest_;
};

int days_in_month(int year, int month) {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

std::optional<Duration> parse_offset(Scanner& scan) {
  if (scan.at_end() || scan.take('Z')) return 0;
  const bool east = scan.take('+');
  if (!east && !scan.take('-')) return {};
  const auto hours = scan.digits(2);
  scan.take(':');
  const auto minutes = scan.digits(2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return {};
  return (east ? -1 : 1) * (*hours * kHour + *minutes * kMinute);
}

std::optional<Duration> parse_clock(Scanner& scan) {
  const auto hour = scan.digits(2);
  if (!hour || !scan.take(':')) return {};
  const auto minute = scan.digits(2);
  if (!minute || *hour > 23 || *minute > 59) return {};
  Duration time = *hour * kHour + *minute * kMinute;
  if (scan.take(':')) {
    const auto second = scan.digits(2);
    if (!second || *second > 59) return {};
    time += *second * kSecond;
    if (scan.take('.')) time += scan.milliseconds();
  }
  const auto offset = parse_offset(scan);
  if (!offset) return {};
  return time + *offset;
}

}  // namespace

CivilTime civil_time(Timestamp time, int utc_offset_min) {
  const Timestamp local = time + utc_offset_min * kMinute;
  const Duration days = floor_div(local, kDay);
  const Duration of_day = local - days * kDay;
  const Duration shifted = days + 719468;
  const Duration era = floor_div(shifted, 146097);
  const Duration day_of_era = shifted - era * 146097;
  const Duration year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const Duration day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int shifted_month = static_cast<int>((5 * day_of_year + 2) / 153);
  CivilTime civil{};
  civil.day = static_cast<int>(day_of_year) - (153 * shifted_month + 2) / 5 + 1;
  civil.month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  civil.year = static_cast<int>(year_of_era + era * 400) + (civil.month <= 2);
  civil.hour = static_cast<int>(of_day / kHour);
  civil.minute = static_cast<int>(of_day % kHour / kMinute);
  civil.weekday = static_cast<int>(((days + 4) % 7 + 7) % 7);
  return civil;
}

std::string format_iso(Timestamp time) {
  const CivilTime civil = civil_time(time, 0);
  const Duration of_minute = time - floor_div(time, kMinute) * kMinute;
  std::string out(24, '\0');
  char* to = put(out.data(), civil.year, 4, '-');
  to = put(to, civil.month, 2, '-'), to = put(to, civil.day, 2, 'T');
  to = put(to, civil.hour, 2, ':'), to = put(to, civil.minute, 2, ':');
  to = put(to, of_minute / kSecond, 2, '.'), put(to, of_minute % kSecond, 3, 'Z');
  return out;
}

std::optional<Timestamp> parse_iso(std::string_view text) {
  Scanner scan(text);
  const auto year = scan.digits(4);
  if (!year || !scan.take('-')) return {};
  const auto month = scan.digits(2);
  if (!month || !scan.take('-')) return {};
  const auto day = scan.digits(2);
  if (!day || *month < 1 || *month > 12 || *day < 1 || *day > days_in_month(*year, *month)) return {};
  const Timestamp date = days_from_civil(*year, *month, *day) * kDay;
  if (scan.at_end()) return date;
  if (!scan.take('T') && !scan.take(' ')) return {};
  const auto clock = parse_clock(scan);
  if (!clock || !scan.at_end()) return {};
  return date + *clock;
}

std::optional<Duration> parse_duration(std::string_view text) {
  if (text.size() < 2 || text.size() > 10) return {};
  Duration value = 0;
  for (const char c : text.substr(0, text.size() - 1)) {
    if (c < '0' || c > '9') return {};
    value = value * 10 + (c - '0');
  }
  switch (text.back()) {
    case 's': return value * kSecond;
    case 'm': return value * kMinute;
    case 'h': return value * kHour;
    case 'd': return value * kDay;
    case 'w': return value * 7 * kDay;
    default: return {};
  }
}

}  // namespace waymark
