#include <gtest/gtest.h>

#include <engine/core/civil_day.hpp>

namespace tonus {
namespace {

TEST(CivilDay, CountsFromTheBeginningOf1970) {
  EXPECT_EQ(parse_date("1970-01-01"), 0);
  EXPECT_EQ(parse_date("2000-03-01"), 11017);
  EXPECT_EQ(parse_date("1969-12-31"), -1);
}

TEST(CivilDay, EveryDayReadsBack) {
  for (CivilDay day = -1000; day < 30000; ++day) ASSERT_EQ(parse_date(date_text(day)), day);
}

TEST(CivilDay, RefusesDaysThatDoNotExistAndOtherSpellings) {
  for (const char* text : {"", "2023-02-29", "2024-13-01", "2024-00-10", "2024-1-1", "24-01-01", "2024/01/01",
                           "2024-01-01T", "2024-01-0x", "-024-01-01"}) {
    EXPECT_FALSE(parse_date(text)) << text;
  }
}

}  // namespace
}  // namespace tonus
