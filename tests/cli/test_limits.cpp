// What a clinician, a coach and the person's own day set, from the command line to the rows of the ledger: safety above
// the clinician, the clinician above the coach, the coach above the person, all of them above what adaptation wants.
#include <algorithm>
#include <ctime>
#include <sstream>
#include <vector>

#include <nlohmann/json.hpp>

#include "command.hpp"

namespace tonus {
namespace {

using nlohmann::json;

class Limits : public CommandTest {
 protected:
  /// The rows of five minutes towards a target that half of full intensity does not reach.
  std::vector<json> rows_of(const std::string& options) const {
    const Said said = tonus("play strike --display headless --speed max --seconds 300 --out D " + options);
    EXPECT_EQ(said.status, 0) << said.err;
    std::vector<json> rows;
    std::istringstream lines(text_of(folder_ / "D/ledger.jsonl"));
    for (std::string line; std::getline(lines, line);) rows.push_back(json::parse(line));
    EXPECT_EQ(tonus("explain D/ledger.jsonl").status, 0);  // every row recomputes
    EXPECT_EQ(tonus("replay D/session.tonus --verify").status, 0);
    return rows;
  }
  static double most(const std::vector<json>& rows) {
    double x = 0.0;
    for (const auto& row : rows) x = std::max(x, row["to"].get<double>());
    return x;
  }
  static auto count(const std::vector<json>& rows, const char* reason) {
    return std::count_if(rows.begin(), rows.end(), [&](const json& row) { return row["reason"] == reason; });
  }
};

TEST_F(Limits, ACoachsIsKeptAndNamed) {
  ASSERT_GT(most(rows_of("--target-bpm 150")), 0.45);
  const auto rows = rows_of("--target-bpm 150 --coach-most-intensity 0.35");
  EXPECT_LE(most(rows), 0.35);
  EXPECT_GT(most(rows), 0.34);
  EXPECT_GT(count(rows, "coach-limit"), 0);
  EXPECT_EQ(count(rows, "target-unreachable"), 0);  // it is not: a coach would rather not
  EXPECT_EQ(count(rows, "clinician-limit"), 0);
}

TEST_F(Limits, AClinicianStandsAboveACoachAndTheLowerOfTwoHolds) {
  write("me.json", R"({"limits":{"clinician":{"most_intensity":0.25},"coach":{"most_intensity":0.4}}})");
  const auto rows =
      rows_of("--target-bpm 150 --profile me.json --clinician-most-intensity 0.9 --coach-most-intensity 1");
  EXPECT_LE(most(rows), 0.25);
  EXPECT_GT(count(rows, "clinician-limit"), 0);
  EXPECT_EQ(count(rows, "coach-limit"), 0);
  for (const auto& row : rows) {
    if (row["reason"] != "clinician-limit") continue;
    EXPECT_EQ(row["sentence"].get<std::string>().find("This is the most your clinician set for you, 25 %"), 0U);
    EXPECT_EQ(row["inputs"]["envelope"]["most"], 0.25);
    EXPECT_EQ(row["inputs"]["settings"]["most"], 0.4);
  }
}

TEST_F(Limits, SafetyStandsAboveAClinician) {
  // A generous clinician, and a ceiling that the warm-up already meets.
  const auto rows = rows_of("--target-bpm 150 --clinician-most-intensity 0.9 --clinician-ceiling-bpm 88");
  EXPECT_LT(most(rows), 0.5);
  EXPECT_GT(count(rows, "ceiling-predicted") + count(rows, "ceiling-hit"), 0);
  for (const auto& row : rows) EXPECT_EQ(row["inputs"]["envelope"]["ceiling_bpm"], 88.0);
}

TEST_F(Limits, TheLowerDoseEndsInACoolDownThatNamesIt) {
  const auto rows = rows_of("--target-bpm 130 --clinician-dose-trimp 900 --coach-dose-trimp 1.5");
  ASSERT_EQ(count(rows, "dose-reached"), 1);
  EXPECT_EQ(rows.back()["inputs"]["envelope"]["dose_cap_trimp"], 1.5);
  EXPECT_LT(rows.back()["t"], 299.0);
  const std::string report = text_of(folder_ / "D/report.html");
  EXPECT_NE(report.find("Set by a coach: cool-down after 2 TRIMP."), std::string::npos);
}

TEST_F(Limits, WhatIsNoLimitIsOneLineAndStatusTwo) {
  write("me.json", R"({"limits":{"clinician":{"most_intensity":60}}})");
  write("you.json", R"({"limits":{"coach":{"most":0.6}}})");
  const std::string play = "play strike --display headless --speed max --seconds 10 ";
  for (const auto& [options, words] :
       {std::pair{"--clinician-most-intensity 60", "--clinician-most-intensity"},
        {"--coach-dose-trimp none", "--coach-dose-trimp"},
        {"--coach-ceiling-bpm 300", "--coach-ceiling-bpm"},
        {"--profile me.json", "me.json:1:25: \"most_intensity\" should be 0.05…1 of full intensity or null, is 60"},
        {"--profile you.json", "you.json:1:21: \"most\" is not known here"}}) {
    const Said said = tonus(play + options);
    EXPECT_EQ(said.status, 2) << options;
    expect_one_line(said.err, words);
  }
}

TEST_F(Limits, AReadinessThatExpiresOnTheWayTakesBackWhatItAddedAndNoMore) {
  std::filesystem::create_directories(folder_ / "home/config/tonus");
  const auto kept = [&](double age_h) {
    write(
        "home/config/tonus/preferences.json",
        R"({"version":1,"keep_sessions":true,"readiness":{"is_known":true,"score":80,"low":60,"high":95,"scale":1.05,)"
        R"("as_of_unix_s":)" +
            std::to_string(std::time(nullptr) - static_cast<std::time_t>(3600.0 * age_h)) + "}}");
  };
  kept(5.0);
  const auto fresh = rows_of("");
  EXPECT_NEAR(fresh.front()["inputs"]["envelope"]["readiness_age_h"].get<double>(), 5.0, 0.1);
  EXPECT_EQ(count(fresh, "old-readiness"), 0);
  EXPECT_EQ(json::parse(text_of(folder_ / "D/summary.json"))["readiness"]["scale"], 1.05);
  kept(36.0 - 150.0 / 3600.0);
  const auto expires = rows_of("");
  EXPECT_GT(count(expires, "old-readiness"), 0);
  // Beside somebody whose readiness stays fresh, on the same day.
  const auto lowest_after = [](const std::vector<json>& rows) {
    double lowest = 1.0;
    for (const auto& row : rows) {
      const double t = row["t"];
      if (t > 155.0 && t < 260.0) lowest = std::min(lowest, row["to"].get<double>());
    }
    return lowest;
  };
  EXPECT_LT(lowest_after(expires), lowest_after(fresh));
  EXPECT_GT(lowest_after(expires), 0.9 * lowest_after(fresh));
  kept(40.0);
  EXPECT_EQ(rows_of("").front()["inputs"]["envelope"]["readiness_age_h"].get<double>(), 0.0);
  kept(-2.0);
  const Said said = tonus("play strike --display headless --speed max --seconds 10");
  EXPECT_NE(said.err.find("from the future"), std::string::npos);
}

}  // namespace
}  // namespace tonus
