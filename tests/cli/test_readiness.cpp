// `tonus readiness` as scripts and people use it.

#include <cmath>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <engine/core/civil_day.hpp>

#include "command.hpp"

namespace tonus {
namespace {

class Readiness : public CommandTest {
 protected:
  /// A diary of `days` ordinary days up to 2026-11-26.
  static std::string ordinary(int days) {
    const CivilDay last = *parse_date("2026-11-26");
    std::string text;
    for (int i = days - 1; i >= 0; --i) {
      text += fmt::format(
          R"({{"date":"{}","rest_bpm":{},"rmssd_ms":{},"sleep_h":7.{},"load":{},"check_in":{{"sleep":{},"energy":5}}}})"
          "\n",
          date_text(last - i), 52 + i % 5, 40 + i % 11, i % 9, i % 3 == 0 ? 0 : 60 + i % 7, 4 + i % 3);
    }
    return text;
  }
  [[nodiscard]] nlohmann::json json_of(const std::string& arguments) const {
    const Said said = tonus("readiness --json " + arguments);
    EXPECT_EQ(said.status, 0) << said.err;
    return nlohmann::json::parse(said.out);
  }
};

TEST_F(Readiness, ContributionsAddUpToTheScoreAndMissingInputsAreNamed) {
  write("diary.jsonl", ordinary(70));
  const auto said = json_of("--history diary.jsonl");
  EXPECT_EQ(said["date"], "2026-11-26");
  double sum = 0.0;
  for (const auto& part : said["contributions"]) sum += part["points"].get<double>();
  EXPECT_NEAR(sum, said["score"].get<double>(), 1e-9);
  EXPECT_LT(said["low"].get<double>(), said["score"].get<double>());
  EXPECT_EQ(said["level"], 0.8);
  EXPECT_EQ(said["missing"], (nlohmann::json{"respiration", "temperature"}));
  EXPECT_TRUE(said["flags"].empty());
}

TEST_F(Readiness, IsNullWithAReasonWhereTheBaselineIsTooThin) {
  write("diary.jsonl", ordinary(3));
  const auto said = json_of("--history diary.jsonl");
  EXPECT_TRUE(said["score"].is_null() && said["low"].is_null());
  EXPECT_NE(said["reason"].get<std::string>().find("1 more day"), std::string::npos);
  EXPECT_EQ(said["suggestion"]["scale"], 1.0);
  EXPECT_EQ(json_of("")["days_known"], 0) << "without any diary";
}

TEST_F(Readiness, FlagsOverrideTheScore) {
  write("diary.jsonl", ordinary(70));
  const auto said = json_of("--history diary.jsonl --check-in sleep=7,energy=7,muscles=7,calm=7,fever");
  EXPECT_GT(said["score"].get<double>(), 50.0);
  EXPECT_EQ(said["flags"], nlohmann::json{"fever"});
  EXPECT_EQ(said["suggestion"]["advice"], "not_today");
  EXPECT_EQ(json_of("--history diary.jsonl --wbgt 33 --acclimatised")["flags"], nlohmann::json{"heat_stop"});
  EXPECT_EQ(json_of("--history diary.jsonl --aqi 160")["suggestion"]["advice"], "easy_only");
}

TEST_F(Readiness, ADateLooksBackFromThere) {
  write("diary.jsonl", ordinary(70));
  EXPECT_EQ(json_of("--history diary.jsonl --date 2026-10-30")["date"], "2026-10-30");
  EXPECT_TRUE(json_of("--history diary.jsonl --date 2025-01-01")["score"].is_null());
}

TEST_F(Readiness, ABadLineIsToldAndCostsNothingElse) {
  write("diary.jsonl", ordinary(30) + "{\"date\":\"yesterday\"}\n");
  const Said said = tonus("readiness --history diary.jsonl");
  EXPECT_EQ(said.status, 0);
  EXPECT_NE(said.out.find("four times in five"), std::string::npos);
  EXPECT_NE(said.err.find("diary.jsonl:31:"), std::string::npos);
}

TEST_F(Readiness, BadInputIsOneLine) {
  write("picture.jpg", "\xff\xd8\xff\xe0 no history");
  for (const auto& [arguments, words] :
       {std::pair{"--history nowhere.csv", "nowhere.csv"}, std::pair{"--history picture.jpg", "picture.jpg"},
        std::pair{"--date 2026-02-30", "YYYY-MM-DD"}, std::pair{"--check-in sleep=9", "1 (worst) to 7 (best)"},
        std::pair{"--aqi=-5", "--aqi"}}) {
    const Said said = tonus(std::string("readiness ") + arguments);
    EXPECT_EQ(said.status, 2) << arguments;
    expect_one_line(said.err, words);
  }
}

TEST_F(Readiness, ATrainingToldByTwoFilesCountsOnce) {
  const auto ride = [](int from_s) {
    std::string text = R"(<TrainingCenterDatabase><Activities><Activity Sport="Biking"><Lap><Track>)";
    for (int t = from_s; t < 3600; ++t) {
      text += fmt::format(
          "<Trackpoint><Time>2026-11-20T10:{:02}:{:02}Z</Time><HeartRateBpm><Value>130</Value></HeartRateBpm></"
          "Trackpoint>\n",
          t / 60, t % 60);
    }
    return text + "</Track></Lap></Activity></Activities></TrainingCenterDatabase>";
  };
  write("ride.tcx", ride(0));
  write("watch.tcx", ride(60));
  const auto once = json_of("--history ride.tcx --date 2026-11-21")["load"];
  const auto twice = json_of("--history ride.tcx watch.tcx --date 2026-11-21")["load"];
  EXPECT_GT(once["week_moderate_min"].get<double>() + once["week_vigorous_min"].get<double>(), 50.0);
  EXPECT_EQ(twice, once);
}

}  // namespace
}  // namespace tonus
