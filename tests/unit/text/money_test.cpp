#include "text/money.h"

#include "catch.h"

namespace waymark::text {

TEST_CASE("money is written as in the visitor's language") {
  CHECK(money(1234.5, "EUR", "en") == "€1,234.50");
  CHECK(money(1234.5, "EUR", "en-GB") == "€1,234.50");
  CHECK(money(1234.5, "EUR", "ru") == "1\u00a0234,50\u00a0€");
  CHECK(money(1234567.891, "RUB", "ru-RU") == "1\u00a0234\u00a0567,89\u00a0₽");
  CHECK(money(1234.5, "EUR", "de") == "1.234,50\u00a0€");
  CHECK(money(1234.5, "EUR", "fr") == "1\u00a0234,50\u00a0€");
  CHECK(money(1234.5, "UAH", "uk") == "1\u00a0234,50\u00a0₴");
  CHECK(money(1234.5, "EUR", "") == "1\u00a0234,50\u00a0€");
}

TEST_CASE("money has as many decimals as its currency") {
  CHECK(money(1234.5, "JPY", "en") == "¥1,235");
  CHECK(money(1234, "KRW", "ko") == "₩1,234");
  CHECK(money(1234.5, "VND", "vi") == "1.235\u00a0VND");
  CHECK(money(1.2345, "KWD", "en") == "KWD\u00a01.235");
  CHECK(money(0, "EUR", "en") == "€0.00");
  CHECK(money(0, "JPY", "en") == "¥0");
}

TEST_CASE("a currency without a sign stands as its code, one that is none as given") {
  CHECK(money(12, "CHF", "en") == "CHF\u00a012.00");
  CHECK(money(12, "CHF", "de") == "12,00\u00a0CHF");
  CHECK(money(12, "points", "en") == "points\u00a012.00");
  CHECK(money(12, "eur", "en") == "eur\u00a012.00");
  CHECK(money(12, "R U", "en") == "R U\u00a012.00");
  CHECK(money(12, "BRU", "en") == "BRU\u00a012.00");
  CHECK(money(12, "", "en") == "12.00");
}

TEST_CASE("money is rounded half up to its last decimal") {
  CHECK(money(0.1 + 0.2, "USD", "en") == "$0.30");
  CHECK(money(0.125, "USD", "en") == "$0.13");
  CHECK(money(0.004, "USD", "en") == "$0.00");
  CHECK(money(999.995, "USD", "en") == "$1,000.00");
  CHECK(money(12.34, "USD", "en") == "$12.34");
}

TEST_CASE("an amount below zero has its minus in front") {
  CHECK(money(-5, "USD", "en") == "-$5.00");
  CHECK(money(-1234.5, "USD", "ru") == "-1\u00a0234,50\u00a0$");
  CHECK(money(-0.001, "USD", "en") == "$0.00");
}

TEST_CASE("digits are grouped in threes") {
  CHECK(decimal(999, 0, "en") == "999");
  CHECK(decimal(1000, 0, "en") == "1,000");
  CHECK(decimal(100000, 0, "en") == "100,000");
  CHECK(decimal(1000000, 2, "en") == "1,000,000.00");
  CHECK(decimal(4.75, 1, "en") == "4.8");
  CHECK(decimal(4, 1, "ru") == "4,0");
  CHECK(decimal(0.05, 3, "de") == "0,050");
}

TEST_CASE("a number beyond all prices is nothing") {
  CHECK(money(9999999999999, "JPY", "en") == "¥9,999,999,999,999");
  CHECK(money(1e13, "JPY", "en") == "");
  CHECK(money(-1e300, "EUR", "ru") == "");
}

}  // namespace waymark::text
