// What varies by itself: the level of it, single beats, rhythm disturbances.
#include <algorithm>
#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include "support.hpp"

namespace {

using namespace tonus::athlete;
using testing_support::kStill;
using testing_support::mean;
using testing_support::plain;
using testing_support::record;
using testing_support::run;
using testing_support::sd;
using testing_support::values;
using tonus::sensors::SampleKind;

/// bpm minus state, each second of 40 minutes of each of 100 people at about `bpm`.
std::vector<std::vector<double>> variability_at(Work work, double bpm) {
  std::vector<std::vector<double>> out;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    Parameters p = draw("healthy", work, seed);
    p.max_bpm = 220.0;
    p.drift_bpm_per_min = p.svt_per_hour = 0.0;
    p.threshold_load = 10.0 * p.threshold_load;
    Athlete athlete(p, {}, seed);
    const double load = (bpm - p.rest_bpm) / p.gain;
    run(athlete, load, 600.0);
    auto& series = out.emplace_back();
    for (int s = 0; s < 2400; ++s) {
      run(athlete, load, 1.0);
      series.push_back(athlete.truth().bpm - athlete.truth().state_bpm);
    }
  }
  return out;
}

double rms(const std::vector<std::vector<double>>& all) {
  double square = 0.0;
  std::size_t n = 0;
  for (const auto& series : all) {
    for (const double x : series) square += x * x;
    n += series.size();
  }
  return std::sqrt(square / static_cast<double>(n));
}

TEST(Variability, HasThePublishedLevelOfEachMachine) {
  const auto cycle = variability_at(Work::Cycle, 130.0);
  EXPECT_NEAR(rms(cycle), 2.69, 0.05 * 2.69);
  EXPECT_NEAR(rms(variability_at(Work::Treadmill, 155.0)), 1.97, 0.05 * 1.97);
  // Half of it forgets within a minute, and the wave is of ten seconds: e^-1 and e^-3 of the two variances at 45 s,
  // where the wave stands at half a period; at 10 s it stands at a whole one.
  const auto correlation = [&cycle](std::size_t lag) {
    double product = 0.0;
    std::size_t n = 0;
    for (const auto& series : cycle) {
      for (std::size_t i = lag; i < series.size(); ++i, ++n) product += series[i] * series[i - lag];
    }
    return product / static_cast<double>(n) / (rms(cycle) * rms(cycle));
  };
  const double vlf = 2.3 * 2.3, wave = 1.4 * 1.4, all = vlf + wave;
  EXPECT_NEAR(correlation(45), (vlf * std::exp(-1.0) - wave * std::exp(-3.0)) / all, 0.05);
  EXPECT_NEAR(correlation(10), (vlf * std::exp(-10.0 / 45.0) + wave * std::exp(-10.0 / 15.0)) / all, 0.05);
  EXPECT_NEAR(correlation(5), (vlf * std::exp(-5.0 / 45.0) - wave * std::exp(-5.0 / 15.0)) / all, 0.05);
}

TEST(Variability, BreathingFallsOffWithTheHeartRateAndIsOfItsFrequency) {
  Parameters p = plain();
  p.vlf_bpm = p.lf_bpm = 0.0;
  p.rest_bpm = 60.0;
  const auto depth = [&p](double load) {
    Athlete athlete(p, {}, 1);
    run(athlete, load, 900.0);
    double most = 0.0;
    int crossings = 0;
    double before = 0.0;
    for (int i = 0; i < 1200; ++i) {
      athlete.step(load);
      const double breath = athlete.truth().bpm - athlete.truth().state_bpm;
      most = std::max(most, breath);
      crossings += before < 0.0 && breath >= 0.0 ? 1 : 0;
      before = breath;
    }
    return std::pair{most, crossings / 120.0};
  };
  const auto [at_rest, rest_hz] = depth(0.0);
  const auto [at_work, work_hz] = depth(70.0 / p.gain);
  EXPECT_NEAR(at_rest, 54.0 * std::exp(-60.0 / 25.0), 0.8);
  EXPECT_NEAR(at_work, 54.0 * std::exp(-130.0 / 25.0), 0.05);
  EXPECT_NEAR(rest_hz, 0.25, 0.02);
  EXPECT_NEAR(work_hz, 0.25 + 0.35 * 70.0 / 125.0, 0.03);
}

TEST(Variability, WithoutItNothingMovesAStillHeart) {
  Athlete athlete(plain(), kStill, 1);
  for (int i = 0; i < 6000; ++i) {
    athlete.step(0.0);
    ASSERT_EQ(athlete.truth().bpm, athlete.truth().state_bpm);
  }
  const auto rr = values(record(athlete, 0.0, 600.0), SampleKind::RrInterval);
  EXPECT_NEAR(sd(rr), 3.0, 0.5);  // a strap is never exact to the millisecond
}

TEST(Rhythm, AnIntervalJittersByThreeMilliseconds) {
  Parameters p = plain();
  p.vlf_bpm = p.lf_bpm = p.breathing_scale = 0.0;
  p.rest_bpm = 60.0;
  Athlete athlete(p, {}, 1);
  const auto rr = values(record(athlete, 0.0, 3600.0), SampleKind::RrInterval);
  EXPECT_NEAR(mean(rr), 1000.0, 0.5);
  EXPECT_NEAR(sd(rr), 3.0, 0.2);
}

TEST(Rhythm, EctopicBeatsComeInTheirShareAndPauseAfterwards) {
  Parameters p = plain();
  p.ectopic_share = 0.02;
  Athlete athlete(p, {}, 1);
  run(athlete, 100.0, 900.0);
  const auto rr = values(record(athlete, 100.0, 4.0 * 3600.0), SampleKind::RrInterval);
  const double usual = mean(rr);
  int early = 0;
  for (std::size_t i = 0; i + 1 < rr.size(); ++i) {
    if (rr[i] > 0.8 * usual) continue;
    ++early;
    EXPECT_GT(rr[i + 1], 1.7 * rr[i]);
  }
  EXPECT_NEAR(early / static_cast<double>(rr.size()), 0.02, 0.003);
}

TEST(Rhythm, FibrillationIsWhiteAtAFifthOfTheInterval) {
  Parameters p = draw("af", Work::Cycle, 2);
  p.ectopic_share = 0.0;
  Athlete athlete(p, {}, 1);
  EXPECT_TRUE(athlete.truth().is_irregular);
  run(athlete, 60.0, 600.0);
  const auto rr = values(record(athlete, 60.0, 3600.0), SampleKind::RrInterval);
  EXPECT_NEAR(sd(rr) / mean(rr), 0.2, 0.02);
  double product = 0.0;
  for (std::size_t i = 1; i < rr.size(); ++i) product += (rr[i] - mean(rr)) * (rr[i - 1] - mean(rr));
  EXPECT_NEAR(product / static_cast<double>(rr.size()) / (sd(rr) * sd(rr)), 0.0, 0.05);
}

TEST(Rhythm, TachycardiaComesAtItsRateAndIsThereWithinFiveSeconds) {
  Parameters p = plain();
  p.svt_per_hour = 2.0;
  Athlete athlete(p, kStill, 1);
  int spells = 0, on_s = 0;
  bool was_on = false;
  double quiet = p.rest_bpm;
  int since_s = 0;
  constexpr int kHours = 100;
  for (int s = 0; s < kHours * 3600; ++s) {
    run(athlete, 0.0, 1.0);
    const bool is_on = athlete.truth().is_in_svt;
    spells += is_on && !was_on ? 1 : 0;
    on_s += is_on ? 1 : 0;
    since_s = is_on == was_on ? since_s + 1 : 0;
    if (is_on && since_s >= 4) {
      ASSERT_NEAR(athlete.truth().state_bpm, quiet + 50.0, 0.5);
    }
    if (!is_on && since_s >= 8) {
      ASSERT_NEAR(athlete.truth().state_bpm, quiet, 0.1);
    }
    was_on = is_on;
  }
  // At its rate while there is none: 2 an hour with 3 minutes each leave 54.5 minutes of the hour.
  EXPECT_NEAR(spells, kHours * 2.0 / 1.1, 40.0);
  EXPECT_NEAR(on_s / static_cast<double>(spells), 180.0, 20.0);
}

TEST(Rhythm, StressLiftsTheHeartByEightBeatsForMinutes) {
  Athlete athlete(plain(), {.has_variability = false, .stress_per_hour = 4.0}, 1);
  int high_s = 0, spells = 0;
  bool was_high = false;
  for (int s = 0; s < 50 * 3600; ++s) {
    run(athlete, 0.0, 1.0);
    ASSERT_LT(athlete.truth().state_bpm, 65.0 + 8.01);
    const bool is_high = athlete.truth().state_bpm > 65.0 + 4.0;
    spells += is_high && !was_high ? 1 : 0;
    high_s += is_high ? 1 : 0;
    was_high = is_high;
  }
  EXPECT_NEAR(spells, 50 * 4.0 / (1.0 + 4.0 * 210.0 / 3600.0), 35.0);
  EXPECT_NEAR(high_s / static_cast<double>(spells), 210.0, 20.0);
}

}  // namespace
