// The filter on hearts of which everything is known.
#include <sensors/body/heart_filter.hpp>

#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include <engine/core/random.hpp>

namespace tonus::body {
namespace {

/// A heart of the filter's own kind: dead time, a fast and a slow stage.
struct Heart {
  explicit Heart(double gain) : gain_bpm(gain) { waiting.fill(0.3); }
  double bpm(double load) {
    const double felt = waiting[at];
    waiting[at] = load;
    at = (at + 1) % waiting.size();
    fast += (0.35 * felt - fast) / 15.0;
    slow += (0.65 * felt - slow) / 50.0;
    return 65.0 + gain_bpm * (fast + slow);
  }
  double gain_bpm, fast = 0.105, slow = 0.195;
  std::array<double, 5> waiting{};
  std::size_t at = 0;
};

/// Runs for `s` seconds, a reading a second; calls each(t, truth) after it.
void run(HeartFilter& filter, Heart& heart, int s, double noise_bpm, bool tells_load,
         const std::function<void(int, double)>& each, const std::function<double(int)>& load) {
  Random random(5);
  for (int t = 0; t < s; ++t) {
    if (tells_load) filter.observe_load(instant_at(t), load(t), {120.0, 36.0});
    const double truth = heart.bpm(load(t));
    const double read = truth + noise_bpm * random.normal();
    if (!filter.has_begun()) {
      filter.begin(instant_at(t), read);
    } else {
      filter.observe(instant_at(t), read, noise_bpm);
    }
    each(t, truth);
  }
}

double steps(int t) { return t / 200 % 2 == 0 ? 0.3 : 0.7; }

TEST(HeartFilter, FollowsTheLevelThroughTheNoise) {
  HeartFilter filter;
  Heart heart(110.0);
  double squares = 0.0;
  int n = 0;
  run(
      filter, heart, 1200, 3.0, false,
      [&](int t, double truth) {
        if (t < 60) return;
        squares += (filter.bpm() - truth) * (filter.bpm() - truth);
        ++n;
      },
      steps);
  EXPECT_LT(std::sqrt(squares / n), 2.0);
  EXPECT_LT(filter.spread_bpm(), 3.0);
}

TEST(HeartFilter, LearnsHowMuchALoadRaisesThisHeart) {
  for (const double gain : {80.0, 150.0}) {
    HeartFilter filter;
    Heart heart(gain);
    run(
        filter, heart, 2400, 1.5, true, [](int, double) {}, steps);
    EXPECT_LT(std::abs(filter.gain_bpm() - gain), 0.6 * std::abs(120.0 - gain)) << gain;
  }
}

TEST(HeartFilter, KnowingTheLoadItSeesFurther) {
  double error[2] = {0.0, 0.0};
  for (const bool tells : {false, true}) {
    HeartFilter filter;
    Heart heart(110.0);
    std::vector<double> truth, foreseen;
    run(
        filter, heart, 1600, 1.5, tells,
        [&](int, double bpm) {
          truth.push_back(bpm);
          foreseen.push_back(filter.prediction().is_known ? filter.prediction().bpm : bpm);
        },
        steps);
    for (std::size_t i = 400; i + 30 < truth.size(); ++i) error[tells ? 1 : 0] += std::abs(foreseen[i] - truth[i + 30]);
  }
  EXPECT_LT(error[1], 0.8 * error[0]);
}

TEST(HeartFilter, NineOfTenPredictionsHoldWhateverTheNoise) {
  for (const double noise : {1.0, 4.0}) {
    HeartFilter filter;
    Heart heart(110.0);
    std::vector<double> truth;
    std::vector<HeartPrediction> made;
    run(
        filter, heart, 6000, noise, true,
        [&](int, double bpm) {
          truth.push_back(bpm);
          made.push_back(filter.prediction());
        },
        steps);
    double held = 0.0, all = 0.0;
    for (std::size_t i = 600; i + 30 < truth.size(); ++i) {
      all += 1.0;
      held += truth[i + 30] >= made[i].low_bpm && truth[i + 30] <= made[i].high_bpm ? 1.0 : 0.0;
    }
    EXPECT_GE(held / all, 0.85) << noise;
    EXPECT_LE(held / all, 0.97) << noise;
  }
}

TEST(HeartFilter, OneReadingFarOffMovesNothingAndManyAreTaken) {
  HeartFilter filter;
  filter.begin(instant_at(0.0), 120.0);
  for (int t = 1; t < 60; ++t) filter.observe(instant_at(t), 120.0 + 0.5 * (t % 3), 2.0);
  const double before = filter.bpm();
  filter.observe(instant_at(60.0), 190.0, 2.0);
  EXPECT_NEAR(filter.bpm(), before, 0.5);
  for (int t = 61; t < 90; ++t) filter.observe(instant_at(t), 150.0, 2.0);
  EXPECT_NEAR(filter.bpm(), 150.0, 2.0);
}

TEST(HeartFilter, TheLoadComingOrGoingMovesTheModelNotTheLevel) {
  HeartFilter filter;
  filter.begin(instant_at(0.0), 120.0);
  for (int t = 1; t < 60; ++t) filter.observe(instant_at(t), 120.0 + 0.5 * (t % 3), 2.0);
  const double before = filter.bpm();
  filter.observe_load(instant_at(60.0), 200.0, LoadPrior{});
  EXPECT_NEAR(filter.bpm(), before, 1e-9);
  filter.observe_load(instant_at(60.0), 0.5, {120.0, 36.0});
  EXPECT_NEAR(filter.bpm(), before, 1e-9);
  filter.lose_load();
  EXPECT_NEAR(filter.bpm(), before, 1e-9);
}

TEST(HeartFilter, SilenceWidensWhatComesNext) {
  HeartFilter filter;
  filter.begin(instant_at(0.0), 120.0);
  for (int t = 1; t < 60; ++t) filter.observe(instant_at(t), 120.0, 2.0);
  const double near = filter.prediction().high_bpm - filter.prediction().low_bpm;
  filter.observe(instant_at(360.0), 121.0, 60.0);  // says nothing
  EXPECT_GT(filter.prediction().high_bpm - filter.prediction().low_bpm, near);
}

TEST(HeartFilter, WhatIsNotANumberIsNotHeard) {
  HeartFilter filter;
  filter.begin(instant_at(0.0), 120.0);
  filter.observe(instant_at(1.0), std::numeric_limits<double>::quiet_NaN(), 2.0);
  filter.observe_load(instant_at(1.0), std::numeric_limits<double>::infinity(), LoadPrior{});
  EXPECT_EQ(filter.bpm(), 120.0);
}

}  // namespace
}  // namespace tonus::body
