#include "codec/decimal.h"

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <string>

#include "catch.h"

namespace waymark::codec {
namespace {

std::uint64_t bits(double value) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

/// The C library's strtod is the reference, also for where a number ends.
void check_like_strtod(const std::string& text) {
  char* end = nullptr;
  char* wanted_end = nullptr;
  const double value = parse_decimal(text.c_str(), &end);
  const double wanted = std::strtod(text.c_str(), &wanted_end);
  CAPTURE(text, value, wanted);
  CHECK(end - text.c_str() == wanted_end - text.c_str());
  if (end != text.c_str()) CHECK(bits(value) == bits(wanted));
}

}  // namespace

TEST_CASE("plain decimals are read as strtod reads them") {
  for (const char* text : {"0", "-0", "1", "-1", "+1", "12.5", "-12.5e3", "0.1", "0.3", "1e22", "1e23", "123456789012345678", "9007199254740993",
                           "1.7976931348623157e308", "2.2250738585072014e-308", "5e-324", "3.14159265358979323846", "00012.500", ".5", "5.", "1E5", "1e+5", "1e-5"})
    check_like_strtod(text);
}

TEST_CASE("halfway cases round to the even neighbour") {
  // 2^53 + 1 and its likes lie exactly between two doubles.
  for (const char* text : {"9007199254740993", "9007199254740993.0000000000000000000000000001", "9007199254740992.9999999999999999999999", "9007199254740995",
                           "1.00000000000000011102230246251565404236316680908203125", "1.00000000000000011102230246251565404236316680908203124",
                           "1.00000000000000011102230246251565404236316680908203126", "8.5e-323", "2.4703282292062327208e-324",
                           "2.4703282292062327208299e-324", "7.4109846876186981626485318930233205854758970392148714663837852375101326e-324"})
    check_like_strtod(text);
}

TEST_CASE("the ends of the range are read as strtod reads them") {
  for (const char* text : {"1.7976931348623158e308", "1.7976931348623159e308", "1.797693134862315807e308", "1.797693134862315808e308", "1e308", "1e309", "-1e309",
                           "1e400", "1e99999", "1e999999999999", "2.2250738585072011e-308", "2.2250738585072012e-308", "4.9406564584124654e-324",
                           "2.4703282292062327e-324", "2.4703282292062328e-324", "1e-324", "1e-400", "1e-999999999999", "0e999999999999", "0.0e-999"})
    check_like_strtod(text);
}

TEST_CASE("the literals that broke other readers are read right") {
  // PHP bug 53632, Java bug 4421494, David Gay's and Rick Regan's collections.
  for (const char* text : {"2.2250738585072011e-308", "2.2250738585072012e-308", "6929495644600919.5", "3.7455744005952583e15", "1.0020284025808569e-134",
                           "1.8254370818746402660437411213933955878019332885742187e0", "0.500000000000000166533453693773481063544750213623046875",
                           "104308485241983990666713401708072175773165034278682682111762403747e-52", "6.9294956446009195e15", "358416272e-33", "9.5367431640625e-7"})
    check_like_strtod(text);
}

TEST_CASE("numbers of 800 digits are exact") {
  const std::string digits(800, '1');
  check_like_strtod(digits);
  check_like_strtod("0." + digits);
  check_like_strtod("0." + std::string(400, '0') + digits);
  check_like_strtod(digits + "e-800");
  // The digit that breaks the tie stands at the very end.
  const std::string tie = "1.00000000000000011102230246251565404236316680908203125";
  check_like_strtod(tie + std::string(745, '0'));
  check_like_strtod(tie + std::string(745, '0') + "1");
  check_like_strtod(tie + std::string(3000, '0') + "1");
}

TEST_CASE("a number ends where it is no longer one") {
  for (const char* text : {"1e", "1e+", "1ex", "1.2.3", "1 2", "12abc", "-", "+", ".", "-.", "e5", "", "--1", "1e5.5", "5.e1", "-.e1", "1..2"}) check_like_strtod(text);
}

TEST_CASE("hex, inf and nan are not numbers") {
  char* end = nullptr;
  CHECK(parse_decimal("0x10", &end) == 0);
  CHECK(std::string(end) == "x10");
  const char* inf = "inf";
  CHECK(parse_decimal(inf, &end) == 0);
  CHECK(end == inf);
  const char* nan = "nan";
  CHECK(parse_decimal(nan, &end) == 0);
  CHECK(end == nan);
}

TEST_CASE("the end may be left out") { CHECK(parse_decimal("2.5", nullptr) == 2.5); }

}  // namespace waymark::codec
