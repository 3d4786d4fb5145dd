// `tonus import`: reports in words and JSON, and one line for what cannot be read.
#include <cmath>
#include <string>

#include <nlohmann/json.hpp>

#include "command.hpp"

namespace tonus {
namespace {

using nlohmann::json;
using ImportCommand = CommandTest;

constexpr const char* kRide = "t,hr,power\n0,120,200\n1,121,210\n2,122,220\n";
constexpr const char* kOura = "date,Average HRV,Readiness Score\n2024-03-04,47,81\n2024-03-06,50,83\n";
constexpr const char* kElite = "Datetime,lnRmssd,Rmssd,Type,HR\n2024-03-04 07:00:00,3.7,41,readiness,50\n";

TEST_F(ImportCommand, AnActivityIsReportedWithItsMeans) {
  write("ride.csv", kRide);
  const Said said = tonus("import ride.csv --json");
  ASSERT_EQ(said.status, 0) << said.err;
  const json report = json::parse(said.out);
  EXPECT_EQ(report["format"], "csv");
  EXPECT_EQ(report["kind"], "activity");
  EXPECT_EQ(report["records"], 3);
  EXPECT_EQ(report["duration_s"], 2.0);
  EXPECT_EQ(report["mean_bpm"], 121.0);
  EXPECT_EQ(report["mean_w"], 210.0);
  EXPECT_EQ(report["rr_beats"], 0);
  EXPECT_TRUE(report["warnings"].is_array());
}

TEST_F(ImportCommand, DaysAreReportedWithGapsAndSeveralFilesAreAnArray) {
  write("oura.csv", kOura);
  write("ride.csv", kRide);
  const Said said = tonus("import oura.csv ride.csv --json --dry-run");
  ASSERT_EQ(said.status, 0) << said.err;
  const json reports = json::parse(said.out);
  ASSERT_EQ(reports.size(), 2u);
  EXPECT_EQ(reports[0]["kind"], "wellness");
  EXPECT_TRUE(reports[0]["mean_bpm"].is_null());
  EXPECT_EQ(reports[0]["days"]["count"], 2);
  EXPECT_EQ(reports[0]["days"]["missing"], 1);
  EXPECT_EQ(reports[0]["days"]["first"], "2024-03-04");
  EXPECT_EQ(reports[1]["kind"], "activity");
}

TEST_F(ImportCommand, InWordsItSaysWhatSeveralFilesComeToAndThatNothingWasKept) {
  write("oura.csv", kOura);
  write("elite.csv", kElite);
  const Said said = tonus("import oura.csv elite.csv");
  ASSERT_EQ(said.status, 0) << said.err;
  EXPECT_TRUE(said.err.empty()) << "no progress where nobody looks: " << said.err;
  for (const char* words : {"oura.csv: oura_csv", "2 days from 2024-03-04 to 2024-03-06, 1 between", "rmssd, night",
                            "rmssd, morning", "together", "Nothing was kept"})
    EXPECT_NE(said.out.find(words), std::string::npos) << words << "\n" << said.out;
}

TEST_F(ImportCommand, WhatCannotBeReadIsOneLineAndTheOthersAreReportedAllTheSame) {
  write("oura.csv", kOura);
  write("bomb.xml", "<!DOCTYPE x [<!ENTITY a \"aa\">]><HealthData>&a;</HealthData>");
  const Said alone = tonus("import bomb.xml --json");
  EXPECT_EQ(alone.status, 2);
  EXPECT_TRUE(alone.out.empty());
  expect_one_line(alone.err, "declares entities");
  const Said both = tonus("import bomb.xml oura.csv --json");
  EXPECT_EQ(both.status, 2);
  const json reports = json::parse(both.out);
  EXPECT_TRUE(reports[0].contains("error"));
  EXPECT_EQ(reports[1]["format"], "oura_csv");
  EXPECT_EQ(tonus("import").status, 2);
}

TEST_F(ImportCommand, ADamagedFileGivesWhatCanBeReadAndAWarning) {
  write("cut.json", R"({"daily_readiness":[{"day":"2024-03-04","score":81,"contributors":{}},{"day":"2024-)");
  const Said said = tonus("import cut.json --json");
  EXPECT_EQ(said.status, 0) << said.err;
  const json report = json::parse(said.out);
  EXPECT_EQ(report["days"]["count"], 1);
  EXPECT_EQ(report["warnings"].size(), 1u);
}

TEST_F(ImportCommand, SaysWhatAnActivityCostWithTheProfileItIsGiven) {
  std::string csv = "time,heart_rate,power\n";
  for (int t = 0; t <= 3600; ++t) csv += std::to_string(t) + ",120,200\n";
  write("ride.csv", csv);
  write("me.json", R"({"rest_bpm":60,"max_bpm":180,"ftp_w":250})");
  const Said said = tonus("import ride.csv --profile me.json --json");
  ASSERT_EQ(said.status, 0) << said.err;
  const auto load = nlohmann::json::parse(said.out)["load"];
  EXPECT_NEAR(load["trimp"]["banister-women"].get<double>(), 60.0 * 0.5 * 0.86 * std::exp(0.835), 1e-6);
  EXPECT_NEAR(load["trimp"]["banister-men"].get<double>(), 60.0 * 0.5 * 0.64 * std::exp(0.96), 1e-6);
  EXPECT_NEAR(load["edwards"].get<double>(), 120.0, 1e-6) << "two thirds of the maximum is the second band";
  EXPECT_NEAR(load["zone_minutes"][1].get<double>(), 60.0, 1e-6);
  EXPECT_NEAR(load["normalised_w"].get<double>(), 200.0, 1e-6);
  EXPECT_NEAR(load["tss"].get<double>(), 64.0, 0.1);
  EXPECT_EQ(load["least_w_prime_j"], 20000.0);
}

}  // namespace
}  // namespace tonus
