#include "base/ids.h"

#include <set>

#include "catch.h"

namespace waymark {
namespace {

Random seeded(std::string_view entropy) {
  Random random;
  random.seed(entropy);
  return random;
}

constexpr Timestamp kMoment = 1645557742000;  // RFC 9562, appendix A.6

}  // namespace

TEST_CASE("the same entropy gives the same ids") {
  Random a = seeded("00112233445566778899aabbccddeeff");
  Random b = seeded("00112233445566778899aabbccddeeff");
  CHECK(make_uuid7(kMoment, a) == make_uuid7(kMoment, b));
}

TEST_CASE("every digit of the entropy matters") {
  std::set<std::string> ids;
  const std::string zeros(32, '0');
  for (std::size_t digit = 0; digit < zeros.size(); ++digit) {
    std::string entropy = zeros;
    entropy[digit] = 'f';
    Random random = seeded(entropy);
    ids.insert(make_uuid7(kMoment, random));
  }
  CHECK(ids.size() == 32);
}

TEST_CASE("what is not a hex digit in the entropy is skipped, and so is the 33rd digit") {
  CHECK(seeded("00-11").next() == seeded("0011").next());
  CHECK(seeded("AB").next() == seeded("ab").next());
  const std::string full(32, '7');
  CHECK(seeded(full + "9").next() == seeded(full).next());
}

TEST_CASE("a counter that is set back repeats the numbers after it") {
  Random random = seeded("01");
  random.counter = 41;
  const std::uint64_t number = random.next();
  CHECK(random.counter == 42);
  random.counter = 41;
  CHECK(random.next() == number);
}

TEST_CASE("units are in [0, 1) and spread out") {
  Random random = seeded("02");
  double sum = 0;
  for (int i = 0; i < 10000; ++i) {
    const double unit = random.unit();
    REQUIRE(unit >= 0);
    REQUIRE(unit < 1);
    sum += unit;
  }
  CHECK(sum / 10000 == Approx(0.5).margin(0.02));
}

TEST_CASE("an id has the form of a UUID version 7") {
  Random random = seeded("03");
  const std::string id = make_uuid7(kMoment, random);
  REQUIRE(id.size() == 36);
  CHECK(id.substr(0, 15) == "017f22e2-79b0-7");
  CHECK(std::string_view("89ab").find(id[19]) != std::string_view::npos);
  CHECK(id[8] == '-');
  CHECK(id[13] == '-');
  CHECK(id[18] == '-');
  CHECK(id[23] == '-');
}

TEST_CASE("an id gives its moment back") {
  Random random = seeded("04");
  for (const Timestamp moment : {Timestamp{0}, kMoment, (Timestamp{1} << 48) - 1})
    CHECK(time_of_uuid7(make_uuid7(moment, random)) == moment);
}

TEST_CASE("a text that is no UUID version 7 has no moment") {
  CHECK(time_of_uuid7("") == -1);
  CHECK(time_of_uuid7("order-17") == -1);
  CHECK(time_of_uuid7("017f22e2-79b0-4cc3-98c4-dc0c0c07398f") == -1);
  CHECK(time_of_uuid7("017f22e2-79bz-7cc3-98c4-dc0c0c07398f") == -1);
  CHECK(time_of_uuid7("017f22e2-79b0-7cc3-98c4-dc0c0c07398") == -1);
}

}  // namespace waymark
