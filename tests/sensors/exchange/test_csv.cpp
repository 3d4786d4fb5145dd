#include <gtest/gtest.h>

#include <sensors/exchange/readers.hpp>

#include "support.hpp"

namespace {

using namespace tonus;
using exchange::parse_csv;

TEST(Csv, ColumnsAreFoundByNameInAnyOrderAndOthersIgnored) {
  const auto activity = parse_csv("lap,power,t,hr,cadence\n1,200,0,120,85\n1,210,1,121,86\n");
  ASSERT_TRUE(activity.has_value());
  ASSERT_EQ(activity->records.size(), 2u);
  EXPECT_EQ(activity->records[1].t_s, 1.0);
  EXPECT_EQ(activity->records[1].hr_bpm, 121.0);
  EXPECT_EQ(activity->records[1].power_w, 210.0);
  EXPECT_EQ(activity->records[1].cadence_rpm, 86.0);
  EXPECT_FALSE(activity->records[1].speed_m_s.has_value());
  EXPECT_TRUE(activity->warnings.empty());
}

TEST(Csv, SemicolonsWithDecimalCommasAndTabsWork) {
  const auto semicolon = parse_csv("\xEF\xBB\xBFTime;Heart Rate [bpm];Speed [km/h]\r\n0,5;120;36\r\n1,5;121;\r\n");
  ASSERT_TRUE(semicolon.has_value()) << semicolon.error().message;
  EXPECT_EQ(semicolon->records.at(0).t_s, 0.5);
  EXPECT_DOUBLE_EQ(semicolon->records.at(0).speed_m_s.value(), 10.0);
  EXPECT_FALSE(semicolon->records.at(1).speed_m_s.has_value());
  const auto tab = parse_csv("seconds\twatts\n0\t200\n");
  ASSERT_TRUE(tab.has_value());
  EXPECT_EQ(tab->records.at(0).power_w, 200.0);
}

TEST(Csv, TimeMayBeSecondsAClockOrADate) {
  const auto clock = parse_csv("time,hr\n0:00:58,120\n0:01:01.5,121\n");
  ASSERT_TRUE(clock.has_value());
  EXPECT_EQ(clock->records.at(1).t_s, 61.5);
  const auto date =
      parse_csv("timestamp,hr\n2024-02-28T23:59:59Z,120\n2024-02-29T00:00:01Z,121\n2024-02-29 02:00:02+02:00,122\n");
  ASSERT_TRUE(date.has_value()) << date.error().message;
  EXPECT_EQ(date->records.at(0).t_s, 0.0);
  EXPECT_EQ(date->records.at(1).t_s, 2.0);
  EXPECT_EQ(date->records.at(2).t_s, 3.0);
  const auto epoch = parse_csv("t,hr\n17217869,93\n17217874,104\n");
  EXPECT_EQ(epoch->records.at(1).t_s, 5.0);
}

TEST(Csv, EmptyCellsAndWordsForNothingAreAbsentAndZeroHeartRateToo) {
  const auto activity = parse_csv("t,hr,power\n0,,100\n1,null,\n2,NaN,-\n3,0,0\n");
  ASSERT_TRUE(activity.has_value());
  for (const auto& record : activity->records) EXPECT_FALSE(record.hr_bpm.has_value());
  EXPECT_EQ(activity->records.at(3).power_w, 0.0);
  EXPECT_EQ(activity->zero_heart_rates, 1u);
}

TEST(Csv, RrCellsMakeBeatsThatEndAtTheTimeOfTheirRow) {
  const auto activity = parse_csv("t,hr,rr_ms\n1,120,500 510\n2,121,\n3,122,\"490\"\n");
  ASSERT_TRUE(activity.has_value());
  ASSERT_EQ(activity->beats.size(), 3u);
  EXPECT_DOUBLE_EQ(activity->beats[0].t_s, 0.49);
  EXPECT_EQ(activity->beats[1].t_s, 1.0);
  EXPECT_EQ(activity->beats[2].rr_ms, 490.0);
  EXPECT_EQ(activity->records.size(), 3u);
}

TEST(Csv, AnRrColumnAloneMakesItsOwnTime) {
  const auto activity = parse_csv("rri\n800\n810\n");
  ASSERT_TRUE(activity.has_value());
  EXPECT_TRUE(activity->records.empty());
  EXPECT_DOUBLE_EQ(activity->beats.at(1).t_s, 1.61);
}

TEST(Csv, BadRowsAreNamedByLineAndLeftOut) {
  const auto activity = parse_csv("t,hr\n0,120\n1,abc\n2\nx,120\n3,500\n4,120\n5,121\n6,122\n7,123\n8,1 2\n");
  ASSERT_TRUE(activity.has_value()) << activity.error().message;
  EXPECT_TRUE(made::warns_of(*activity, "line 3: 'abc' is not a value, expected 0 to 300 bpm"));
  EXPECT_TRUE(made::warns_of(*activity, "line 4: 1 cells, expected 2"));
  EXPECT_TRUE(made::warns_of(*activity, "line 5: 'x' is not a time"));
  EXPECT_TRUE(made::warns_of(*activity, "line 6: '500'"));
  EXPECT_TRUE(made::warns_of(*activity, "line 11: '1 2'"));
}

TEST(Csv, UnquotedDecimalCommasShiftNothingIntoAnotherColumn) {
  const auto activity = parse_csv("t,hr,power\n0,120,200\n1,5,121,201\n2,122,202\n");
  ASSERT_TRUE(activity.has_value());
  EXPECT_EQ(activity->records.size(), 2u);
  EXPECT_TRUE(made::warns_of(*activity, "line 3: 4 cells, expected 3"));
}

TEST(Csv, AHeaderThatNamesNothingOrNoTimeIsAnError) {
  EXPECT_EQ(parse_csv("alpha,beta\n1,2\n").error().message,
            "line 1: 'alpha,beta' names no column that is known, expected for example t,hr,power,cadence");
  EXPECT_EQ(parse_csv("hr,power\n1,2\n").error().message,
            "line 1: no time column, expected one called t, time, seconds or elapsed");
  EXPECT_FALSE(parse_csv("").has_value());
  EXPECT_FALSE(parse_csv("t,hr\n").has_value());
}

TEST(Csv, AClockThatStepsBackIsNamed) {
  const auto activity = parse_csv("t,hr\n0,120\n5,121\n3,122\n");
  ASSERT_TRUE(activity.has_value());
  EXPECT_TRUE(made::warns_of(*activity, "steps back 1 time"));
}

TEST(Csv, AMillionBadLinesAreNotAMillionWarnings) {
  std::string text = "t,hr\n";
  for (int i = 0; i < 3000; ++i) text += std::to_string(i) + ",120\n" + (i % 2 == 0 ? "bad\n" : "");
  const auto activity = parse_csv(text);
  ASSERT_TRUE(activity.has_value());
  EXPECT_LE(activity->warnings.size(), 20u);
  EXPECT_TRUE(made::warns_of(*activity, "more warnings"));
}

TEST(Csv, EveryTruncationIsAnErrorOrAWarnedPartOrAShorterWholeFile) {
  const std::string whole = "t,hr,power\n0,120,200\n1,121,210\n2,122,220\n";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto part = parse_csv(std::string_view(whole).substr(0, size));
    if (!part) continue;
    EXPECT_GT(size, 12u);
    EXPECT_EQ(part->warnings.empty(), whole[size - 1] == '\n') << size;
  }
}

}  // namespace
