#include "rules/wording.h"

#include <cmath>

#include "base/utf8.h"
#include "codec/json_writer.h"
#include "codec/number_text.h"
#include "rules/condition.h"
#include "waymark/types.h"

namespace waymark::rules {
namespace {

constexpr Words kEnglish = {
    "in", "not in", "everyone", " and ", " or ", "not ", ", needs ", " more", " less", " (in ", " within ", " of ", " unless ", "none",
    {"s", "min", "h", "d"},
    {"one of", "none of", "one of", "none of", "present", "absent", "matching", "matching", "all of", "all of", "in group"},
    {"count", "sum of", "average", "minimum", "maximum", "distinct", "first", "last", "since the first", "since the last"}};
constexpr Words kRussian = {
    "в сегменте", "не в сегменте", "все", " и ", " или ", "не ", ", нужно ", " ещё", " меньше", " (через ", " за ", " из ", ", если не ", "нет",
    {"с", "мин", "ч", "д"},
    {"одно из", "ни одно из", "одно из", "ни одно из", "есть", "нет", "по образцу", "по образцу", "все из", "все из", "в группе"},
    {"число", "сумма", "среднее", "минимум", "максимум", "разных", "первое", "последнее", "с первого", "с последнего"}};

struct Sign {
  const char* name;
  const char* sign;
};
constexpr Sign kSigns[] = {{"$eq", "="}, {"$is", "="}, {"$ne", "≠"}, {"$lt", "<"}, {"$lte", "≤"}, {"$gt", ">"}, {"$gte", "≥"},
                           {"$veq", "="}, {"$vne", "≠"}, {"$vlt", "<"}, {"$vlte", "≤"}, {"$vgt", ">"}, {"$vgte", "≥"}};
constexpr const char* kWorded[] = {"$in", "$nin", "$ini", "$nini", "$exists", "", "$regex", "$regexi", "$all", "$alli", "$inGroup"};
constexpr const char* kMeasures[] = {"count", "sum", "avg", "min", "max", "distinct", "first", "last", "sinceFirst", "sinceLast"};

constexpr std::size_t kLongValue = 60;

}  // namespace

const Words& words_of(std::string_view locale) { return locale.substr(0, 2) == "ru" ? kRussian : kEnglish; }

std::string duration_text(double milliseconds, const Words& words) {
  constexpr double kUnits[] = {kSecond, kMinute, kHour, kDay};
  std::size_t unit = 3;
  while (unit > 0 && milliseconds < 2 * kUnits[unit]) --unit;
  return (codec::text_of(std::ceil(milliseconds / kUnits[unit])) += ' ') += words.units[unit];
}

std::string value_text(ValueView value, const Words& words) {
  if (value.is_null()) return words.none;
  const std::string text = codec::to_json(value);
  return text.size() <= kLongValue ? text : std::string(utf8_prefix(text, kLongValue)) += "…";
}

std::string operator_text(std::string_view name, ValueView operand, const Words& words) {
  for (const Sign& sign : kSigns)
    if (name == sign.name) return (std::string(sign.sign) += ' ') += value_text(operand, words);
  if (name == "$exists") return words.operators[operand.is_null() || (operand.is_boolean() && !operand.boolean()) ? 5 : 4];
  if (name == "$not") return std::string(words.not_) += condition_text(operand, words);
  for (std::size_t i = 0; i < 11; ++i)
    if (name == kWorded[i]) return (std::string(words.operators[i]) += ' ') += value_text(operand, words);
  return (std::string(name) += ' ') += value_text(operand, words);
}

std::string condition_text(ValueView condition, const Words& words) {
  if (!is_operator_object(condition)) return operator_text("$eq", condition, words);
  std::string text;
  for (const auto [name, operand] : condition.members()) {
    if (!text.empty()) text += words.and_;
    text += operator_text(name, operand, words);
  }
  return text;
}

std::string_view measure_name(Measure measure) { return kMeasures[static_cast<std::size_t>(measure)]; }
const char* measure_text(Measure measure, const Words& words) { return words.measures[static_cast<std::size_t>(measure)]; }

}  // namespace waymark::rules
