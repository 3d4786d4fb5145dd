// Figures of variability against libraries that are not ours.
#include <sensors/body/hrv.hpp>

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include <engine/core/random.hpp>

#include "shared_data.hpp"

namespace tonus::body {
namespace {

constexpr double kPi = 3.14159265358979323846;

/// The signals of the spectral reference: two waves, a little that is deterministic noise, and a trend.
std::vector<double> waves(int beats, double mean_ms, double low_ms, double high_ms, double breath_hz) {
  std::vector<double> rr;
  double t_s = 0.0;
  for (int i = 0; i < beats; ++i) {
    rr.push_back(mean_ms + low_ms * std::sin(2.0 * kPi * 0.095 * t_s) +
                 high_ms * std::sin(2.0 * kPi * breath_hz * t_s) + 0.1 * high_ms * std::sin(0.7 * i * i) + 0.01 * t_s);
    t_s += rr.back() / 1000.0;
  }
  return rr;
}

void expect_relative(double value, double expected, double tolerance, const char* what, const std::string& id) {
  EXPECT_NEAR(value, expected, tolerance * std::abs(expected) + 1e-12) << what << " of " << id;
}

TEST(Hrv, AgreesWithTheLibrariesOfTheSharedOracle) {
  if (!std::filesystem::exists(shared_data() / "oracles")) GTEST_SKIP() << "no oracles at " << shared_data();
  std::size_t count = 0;
  const auto oracle = read_shared("oracles/hrv_oracle.json");
  for (const auto& s : oracle["series"]) {
    const auto rr = s["rr_ms"].get<std::vector<double>>();
    const auto id = s["id"].get<std::string>();
    const auto& e = s["expected"];
    const Hrv h = measure_hrv(uncleaned_rr(rr));
    expect_relative(h.mean_nn_ms.value, e["mean_nn_ms"], 1e-9, "mean", id);
    expect_relative(h.sdnn_ms.value, e["sdnn_ms"], 1e-9, "SDNN", id);
    expect_relative(h.rmssd_ms.value, e["rmssd_ms"], 1e-9, "rMSSD", id);
    expect_relative(h.sdsd_ms.value, e["sdsd_ms"], 1e-9, "SDSD", id);
    expect_relative(h.pnn50_percent.value, e["pnn50_percent"], 1e-9, "pNN50", id);
    expect_relative(h.sd1_ms.value, e["sd1_ms"], 1e-9, "SD1", id);
    if (h.sd2_ms.is_known() || !e["sd2_ms"].is_null()) expect_relative(h.sd2_ms.value, e["sd2_ms"], 1e-9, "SD2", id);
    if (h.dfa_alpha1.is_known() || !e["dfa_alpha1"].is_null()) {
      EXPECT_NEAR(h.dfa_alpha1.value, e["dfa_alpha1"].get<double>(), 1e-6) << id;
    }
    ++count;
  }
  EXPECT_EQ(count, 48U);
}

// Expected values by scipy 1.10.1: CubicSpline(cumsum(rr), rr, bc_type='natural') at 4 Hz from the first beat on, then
// welch(x, 4, 'hann', 512, 256, detrend='linear'), and the sum of the bins of [0.04, 0.15) and [0.15, 0.4) Hz times
// their width.
TEST(Hrv, SpectrumAgreesWithScipy) {
  struct Case {
    std::vector<double> rr;
    double lf_ms2, hf_ms2, breaths;
  };
  const Case cases[] = {{waves(400, 900, 40, 30, 0.25), 808.450733, 442.007785, 15.0},
                        {waves(1500, 430, 6, 3, 0.38), 17.9758204, 4.5048956, 22.8},
                        {waves(900, 1100, 25, 60, 0.2), 323.601907, 1786.74862, 12.0}};
  for (const Case& c : cases) {
    const Hrv h = measure_hrv(uncleaned_rr(c.rr));
    EXPECT_NEAR(h.lf_ms2.value / c.lf_ms2, 1.0, 5e-5);
    EXPECT_NEAR(h.hf_ms2.value / c.hf_ms2, 1.0, 5e-5);
    EXPECT_NEAR(h.lf_hf.value, h.lf_ms2.value / h.hf_ms2.value, 1e-12);
    EXPECT_NEAR(h.respiration_per_min.value, c.breaths, 0.3);
    EXPECT_EQ(h.lf_hf.remark, "");
  }
}

TEST(Hrv, ABreathThatDoesNotStandOutIsNotKnown) {
  Random random(3);
  std::vector<double> rr;
  for (int i = 0; i < 800; ++i) rr.push_back(800.0 + 10.0 * random.normal());
  const Hrv h = measure_hrv(uncleaned_rr(rr));
  EXPECT_FALSE(h.respiration_per_min.is_known());
  EXPECT_EQ(h.respiration_per_min.remark, "no breathing rhythm stands out");
}

TEST(Hrv, WhiteNoiseGivesTheKnownExponentOfShortBoxes) {
  Random random(11);
  std::vector<double> rr;
  for (int i = 0; i < 40000; ++i) rr.push_back(800.0 + 20.0 * random.normal());
  // Closed form for large samples: F² ~ (n² - 4) / n over n = 4…16.
  EXPECT_NEAR(measure_hrv(uncleaned_rr(rr)).dfa_alpha1.value, 0.583, 0.015);
}

TEST(Hrv, NoDifferenceCrossesAGap) {
  CleanedRr series =
      uncleaned_rr(std::vector<double>{800, 810, 805, 1200, 1210, 1205}, std::vector<std::uint8_t>{0, 1, 1, 0, 1, 1});
  const Hrv h = measure_hrv(series);
  EXPECT_EQ(h.pairs, 4U);
  EXPECT_NEAR(h.rmssd_ms.value, std::sqrt((100.0 + 25.0 + 100.0 + 25.0) / 4.0), 1e-12);
  series.is_clean[1] = 0;
  const Hrv without = measure_hrv(series);
  EXPECT_EQ(without.pairs, 2U);
  EXPECT_EQ(without.intervals, 5U);
}

TEST(Hrv, AGapLeavesSpectrumAndExponentAsTheyAreOnBothSides) {
  const auto one = waves(400, 900, 40, 30, 0.25);
  const auto other = waves(500, 900, 40, 30, 0.25);
  std::vector<double> both = one;
  both.insert(both.end(), other.begin(), other.end());
  std::vector<std::uint8_t> follows(both.size(), 1);
  follows[one.size()] = 0;
  const Hrv h = measure_hrv(uncleaned_rr(both, follows));
  const Hrv a = measure_hrv(uncleaned_rr(one)), b = measure_hrv(uncleaned_rr(other));
  EXPECT_GE(h.hf_ms2.value, std::min(a.hf_ms2.value, b.hf_ms2.value) - 1e-9);
  EXPECT_LE(h.hf_ms2.value, std::max(a.hf_ms2.value, b.hf_ms2.value) + 1e-9);
  EXPECT_NEAR(h.dfa_alpha1.value, 0.5 * (a.dfa_alpha1.value + b.dfa_alpha1.value), 0.02);
}

TEST(Hrv, ShortSeriesSayWhatTheyAreTooShortFor) {
  const Hrv minute = measure_hrv(uncleaned_rr(waves(80, 900, 20, 20, 0.25)));
  EXPECT_EQ(minute.rmssd_ms.remark, "");
  EXPECT_EQ(minute.sdnn_ms.remark, "too short: 5 min are wanted");
  EXPECT_EQ(minute.dfa_alpha1.remark, "too short: 120 s are wanted");
  EXPECT_FALSE(minute.lf_ms2.is_known());
  EXPECT_EQ(minute.lf_ms2.remark, "too short: no 128 s without a gap");
  const Hrv three_minutes = measure_hrv(uncleaned_rr(waves(200, 900, 20, 20, 0.25)));
  EXPECT_EQ(three_minutes.dfa_alpha1.remark, "");
  EXPECT_TRUE(three_minutes.lf_ms2.is_known());
  EXPECT_EQ(three_minutes.lf_ms2.remark, "too short: 5 min are wanted");
  const Hrv nothing = measure_hrv(uncleaned_rr({}));
  EXPECT_FALSE(nothing.mean_nn_ms.is_known());
  EXPECT_NE(nothing.mean_nn_ms.remark, "");
  EXPECT_FALSE(measure_hrv(uncleaned_rr(std::vector<double>{800.0})).rmssd_ms.is_known());
}

TEST(Hrv, TooManyCorrectedBeatsAreSaidAndTakeTheExponentAway) {
  auto rr = waves(600, 800, 10, 10, 0.25);
  for (std::size_t i = 20; i + 20 < rr.size(); i += 12) rr[i] *= 1.5;
  const Hrv h = measure_hrv(clean_rr(rr));
  EXPECT_FALSE(h.dfa_alpha1.is_known());
  EXPECT_EQ(h.rmssd_ms.remark, "more than 5 % of the beats were corrected");
}

}  // namespace
}  // namespace tonus::body
