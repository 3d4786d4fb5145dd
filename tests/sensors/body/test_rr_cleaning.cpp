// Cleaning against truth that was made, ours and others'.
#include <sensors/body/rr_cleaning.hpp>

#include <cmath>
#include <limits>
#include <numeric>
#include <string>

#include <gtest/gtest.h>

#include <sensors/body/hrv.hpp>

#include "made_rr.hpp"
#include "shared_data.hpp"

namespace tonus::body {
namespace {

std::vector<std::uint8_t> marks(const CleanedRr& cleaned) {
  std::vector<std::uint8_t> out(cleaned.input_beats, 0);
  for (const Artifact& artifact : cleaned.artifacts) out[artifact.index] = 1;
  return out;
}

double rmssd_ms(const std::vector<double>& rr) { return measure_hrv(uncleaned_rr(rr)).rmssd_ms.value; }

/// 300 beats at 75 a minute with breathing in them.
std::vector<double> steady() {
  std::vector<double> rr;
  for (int i = 0; i < 300; ++i) rr.push_back(800.0 + 20.0 * std::sin(0.9 * i) + 8.0 * std::sin(2.7 * i * i));
  return rr;
}

TEST(RrCleaning, FindsTheFaultsOfTheSharedOracleAndLeavesTheRestAlone) {
  if (!std::filesystem::exists(shared_data() / "oracles")) GTEST_SKIP() << "no oracles at " << shared_data();
  made::Score score;
  double error_sum = 0.0, worst = 0.0, count = 0.0;
  const auto oracle = read_shared("oracles/rr_artifacts_oracle.json");
  for (const auto& s : oracle["series"]) {
    const auto rr = s["rr_ms"].get<std::vector<double>>();
    const auto labels = s["labels"].get<std::string>();
    std::vector<std::uint8_t> truth;
    for (const char label : labels) truth.push_back(label == 'N' ? 0 : 1);
    const CleanedRr cleaned = clean_rr(rr);
    score.add(truth, marks(cleaned));
    const double share = s["artefact_fraction"];
    if (share < 0.04 || share > 0.06) continue;
    const double error = std::abs(measure_hrv(cleaned).rmssd_ms.value / s["clean"]["rmssd_ms"].get<double>() - 1.0);
    error_sum += 100.0 * error;
    worst = std::max(worst, 100.0 * error);
    count += 1.0;
  }
  std::printf(
      "shared oracle: sensitivity %.2f %%, specificity %.3f %%; rMSSD at 4 to 6 %% artifacts (%.0f series): off by "
      "%.2f %%, at worst %.2f %%\n",
      score.sensitivity_percent(), score.specificity_percent(), count, error_sum / count, worst);
  EXPECT_GE(score.sensitivity_percent(), 98.0);
  EXPECT_GE(score.specificity_percent(), 99.85);
  EXPECT_LE(error_sum / count, 1.2);
  EXPECT_LE(worst, 5.0);
}

TEST(RrCleaning, HoldsOnFaultsMadeInAnotherWay) {
  made::Score score;
  double error_sum = 0.0, worst = 0.0, count = 0.0;
  for (const made::Series& s : made::population(160, 20260)) {
    const CleanedRr cleaned = clean_rr(s.rr_ms);
    score.add(s.is_fault, marks(cleaned));
    const double share =
        std::accumulate(s.is_fault.begin(), s.is_fault.end(), 0.0) / static_cast<double>(s.is_fault.size());
    if (share < 0.035 || share > 0.065) continue;
    const double error = 100.0 * std::abs(measure_hrv(cleaned).rmssd_ms.value / rmssd_ms(s.clean_ms) - 1.0);
    error_sum += error;
    worst = std::max(worst, error);
    count += 1.0;
  }
  std::printf(
      "made here: sensitivity %.2f %%, specificity %.3f %%; rMSSD at about 5 %% artifacts (%.0f series): off by %.2f "
      "%%, at worst %.2f %%\n",
      score.sensitivity_percent(), score.specificity_percent(), count, error_sum / count, worst);
  EXPECT_GE(score.sensitivity_percent(), 98.0);
  EXPECT_GE(score.specificity_percent(), 99.85);
  EXPECT_LE(error_sum / count, 2.0);
  EXPECT_LE(worst, 8.0);
}

TEST(RrCleaning, NamesWhatItFinds) {
  auto rr = steady();
  rr[50] *= 0.7;
  rr[51] *= 1.3;
  rr[100] += rr[101];
  rr.erase(rr.begin() + 101);
  rr.insert(rr.begin() + 150, 0.4 * rr[150]);
  rr[151] -= rr[150];
  rr[200] *= 1.4;
  rr[250] *= 0.6;
  const CleanedRr cleaned = clean_rr(rr);
  std::vector<std::pair<std::size_t, std::string>> found;
  for (const Artifact& a : cleaned.artifacts) found.emplace_back(a.index, name(a.kind));
  const std::vector<std::pair<std::size_t, std::string>> expected{
      {50, "ectopic"}, {51, "ectopic"}, {100, "missed"}, {150, "extra"}, {151, "extra"}, {200, "long"}, {250, "short"}};
  EXPECT_EQ(found, expected);
  // A missed beat is put in, an extra one taken out, and what was taken apart is measured again as a whole.
  EXPECT_EQ(cleaned.rr_ms.size(), rr.size());
  EXPECT_EQ(cleaned.rr_ms[100], cleaned.rr_ms[101]);
  EXPECT_EQ(cleaned.is_clean[100], 0);
  EXPECT_EQ(cleaned.is_clean[151], 1);
  EXPECT_EQ(std::accumulate(cleaned.follows.begin(), cleaned.follows.end(), 0U), rr.size() - 1);
}

TEST(RrCleaning, ASeriesWithoutFaultsComesBackAsItWas) {
  for (const auto& rr :
       {steady(), std::vector<double>(200, 800.0), std::vector<double>{}, std::vector<double>{800.0}}) {
    const CleanedRr cleaned = clean_rr(rr);
    EXPECT_TRUE(cleaned.artifacts.empty());
    EXPECT_EQ(cleaned.rr_ms, rr);
  }
}

TEST(RrCleaning, APerfectlyRegularSeriesHasNoSpreadAndItsFaultIsStillFound) {
  std::vector<double> rr(100, 800.0);
  rr[60] = 1600.0;
  const CleanedRr cleaned = clean_rr(rr);
  ASSERT_EQ(cleaned.artifacts.size(), 1U);
  EXPECT_EQ(cleaned.artifacts[0].index, 60U);
  EXPECT_EQ(cleaned.artifacts[0].kind, ArtifactKind::Missed);
}

TEST(RrCleaning, TheFirstAndTheLastBeatsAreJudgedToo) {
  for (const std::size_t place : {std::size_t{0}, std::size_t{1}, std::size_t{298}, std::size_t{299}}) {
    auto rr = steady();
    rr[place] *= 2.0;
    const CleanedRr cleaned = clean_rr(rr);
    ASSERT_EQ(cleaned.artifacts.size(), 1U) << place;
    EXPECT_EQ(cleaned.artifacts[0].index, place);
  }
}

TEST(RrCleaning, WhatIsNoIntervalLeavesAGapThatNoDifferenceCrosses) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double wrong : {nan, 0.0, -5.0, 1e9, std::numeric_limits<double>::infinity(), 20.0}) {
    auto rr = steady();
    rr[120] = wrong;
    const CleanedRr cleaned = clean_rr(rr);
    ASSERT_EQ(cleaned.artifacts.size(), 1U) << wrong;
    EXPECT_EQ(cleaned.artifacts[0].index, 120U);
    EXPECT_EQ(cleaned.rr_ms.size(), rr.size() - 1);
    EXPECT_EQ(cleaned.follows[120], 0);
    EXPECT_EQ(measure_hrv(cleaned).pairs, rr.size() - 3);
  }
}

TEST(RrCleaning, MissingTimeIsKept) {
  const auto rr = steady();
  std::vector<std::uint8_t> follows(rr.size(), 1);
  follows[100] = 0;
  const CleanedRr cleaned = clean_rr(rr, follows);
  EXPECT_TRUE(cleaned.artifacts.empty());
  EXPECT_EQ(cleaned.follows[100], 0);
  EXPECT_EQ(cleaned.follows[101], 1);
  EXPECT_EQ(measure_hrv(cleaned).pairs, rr.size() - 2);
}

}  // namespace
}  // namespace tonus::body
