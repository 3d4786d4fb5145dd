#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <scenarios/journal/diary.hpp>

namespace tonus::journal {
namespace {

body::Day whole_day() {
  body::Day day{.day = 20783};
  day.rmssd_ms = 41.5;
  day.rest_bpm = 54.0;
  day.sleep_h = 7.25;
  day.breaths_per_min = 14.2;
  day.temperature_dev_c = -0.13;
  day.body_temperature_c = 36.6;
  day.load = 0.0;
  day.check_in =
      body::CheckIn{.sleep = 5, .energy = 1, .muscles = 7, .calm = 4, .has_fever = true, .has_symptoms = true};
  day.phase = body::CyclePhase::Luteal;
  return day;
}

TEST(Diary, ADayReadsBackWhole) {
  const auto again = diary_from_lines(line_of(whole_day()) + "\n", "diary");
  ASSERT_TRUE(again) << again.error().message;
  ASSERT_EQ(again->days.size(), 1u);
  EXPECT_EQ(line_of(again->days[0]), line_of(whole_day()));
  EXPECT_EQ(again->days[0].load, 0.0) << "a rest day is no unknown day";
}

TEST(Diary, ALaterLineAddsToItsDayAndDaysComeInOrder) {
  const auto diary = diary_from_lines(
      "{\"date\":\"2026-11-26\",\"rest_bpm\":54}\n\n{\"date\":\"2026-11-25\",\"load\":80}\r\n"
      "{\"date\":\"2026-11-26\",\"rest_bpm\":56,\"rmssd_ms\":40,\"unheard_of\":[1]}",
      "d");
  ASSERT_TRUE(diary);
  ASSERT_EQ(diary->days.size(), 2u);
  EXPECT_EQ(diary->days[0].load, 80.0);
  EXPECT_EQ(diary->days[1].rest_bpm, 56.0);
  EXPECT_EQ(diary->days[1].rmssd_ms, 40.0);
}

TEST(Diary, ABadLineIsLeftOutWithItsPlaceAndCostsNothingElse) {
  const auto diary = diary_from_lines(
      "{\"date\":\"2026-11-24\",\"load\":80}\n{\"date\":\"2026-13-01\"}\n{\"date\":\"2026-11-25\",\"load\":\"much\"}\n"
      "{\"date\":\"2026-11-25\",\"check_in\":{\"sleep\":9}}\nnonsense\n{\"date\":\"2026-11-26\",\"load\":1e999}\n",
      "d.jsonl");
  ASSERT_TRUE(diary);
  EXPECT_EQ(diary->days.size(), 1u);
  ASSERT_EQ(diary->warnings.size(), 5u);
  EXPECT_EQ(diary->warnings[0], "d.jsonl:2: expected \"date\":\"YYYY-MM-DD\"; the line was left out");
  EXPECT_NE(diary->warnings[2].find("1 (worst) to 7 (best)"), std::string::npos);
}

TEST(Diary, NothingReadableIsAnErrorAndNothingAtAllIsNone) {
  EXPECT_FALSE(diary_from_lines("nonsense\nmore of it\n", "d"));
  const auto nothing = diary_from_lines("", "d");
  ASSERT_TRUE(nothing);
  EXPECT_TRUE(nothing->days.empty());
}

TEST(Diary, EveryTruncationGivesTheLinesBefore) {
  const std::string line = line_of(whole_day());
  const std::string text = "{\"date\":\"2026-11-20\",\"load\":5}\n" + line;
  for (std::size_t cut = text.size() - line.size(); cut < text.size(); ++cut) {
    const auto diary = diary_from_lines(std::string_view(text).substr(0, cut), "d");
    ASSERT_TRUE(diary);
    ASSERT_EQ(diary->days.size(), 1u) << cut;
  }
}

TEST(Diary, WhatIsAppendedIsKeptForThisPersonAlone) {
  const auto folder = std::filesystem::temp_directory_path() / ("tonus-diary-" + std::to_string(::getpid()));
  const auto path = folder / "deep" / "diary.jsonl";
  ASSERT_TRUE(append_day(path, whole_day()));
  body::Day second{.day = 20784};
  second.rest_bpm = 60.0;
  ASSERT_TRUE(append_day(path, second));
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777u, 0600u);
  const auto diary = load_diary(path);
  ASSERT_TRUE(diary);
  EXPECT_EQ(diary->days.size(), 2u);
  std::filesystem::remove_all(folder);
  EXPECT_TRUE(load_diary(path)->days.empty());
  EXPECT_FALSE(append_day("/proc/nowhere/diary.jsonl", second));
}

}  // namespace
}  // namespace tonus::journal
