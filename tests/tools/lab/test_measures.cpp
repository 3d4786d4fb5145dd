#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include <measures.hpp>

namespace tonus::lab {
namespace {

std::vector<Second> session(std::size_t length, double bpm, double target_bpm) {
  std::vector<Second> out(length);
  for (Second& s : out) {
    s.bpm = s.state_bpm = bpm;
    s.target_bpm = target_bpm;
    s.command = 100.0;
    s.quality = 1.0;
  }
  return out;
}

TEST(Measures, RmseCountsFiveSecondSamplesAfterMinuteTen) {
  auto s = session(1200, 133.0, 130.0);
  for (std::size_t i = 0; i <= 600; ++i) s[i].bpm = 60.0;  // not yet
  s[701].bpm = 200.0;                                      // between two samples
  EXPECT_DOUBLE_EQ(rmse_bpm(s), 3.0);
}

TEST(Measures, MovePowerIsOfTheMovesBetweenSamplesInBpm) {
  auto s = session(1201, 130.0, 130.0);
  for (std::size_t i = 600; i < s.size(); ++i) s[i].command = 100.0 + static_cast<double>((i / 5) % 2) * 4.0;
  EXPECT_DOUBLE_EQ(move_power_bpm2(s, 0.5), 4.0);
}

TEST(Measures, TimeToBandIsThatOfTheMean) {
  auto s = session(400, 60.0, 130.0);
  for (std::size_t i = 200; i < s.size(); ++i) s[i].bpm = 130.0;
  // The mean of 15 s is within 5 bpm once at most one of them is old.
  EXPECT_DOUBLE_EQ(time_to_band_s(s), 213.0);
  EXPECT_DOUBLE_EQ(time_to_band_s(s, 300), 0.0);
  EXPECT_TRUE(std::isinf(time_to_band_s(session(400, 60.0, 130.0))));
}

TEST(Measures, NeverInBandIsNothing) {
  EXPECT_EQ(in_band_percent(session(400, 60.0, 130.0), false), 0.0);
  EXPECT_EQ(in_band_percent(session(400, 134.0, 130.0), false), 100.0);
}

TEST(Measures, OvershootIsOfTheStateInFifteenMinutes) {
  auto s = session(1200, 120.0, 130.0);
  s[500].state_bpm = 134.0;
  s[600].bpm = 150.0;
  s[1000].state_bpm = 160.0;
  EXPECT_DOUBLE_EQ(overshoot_bpm(s), 4.0);
}

TEST(Measures, RisesCountOnPoorQualityAlone) {
  auto s = session(100, 130.0, 130.0);
  s[50].command = 101.0;
  for (std::size_t i = 51; i < s.size(); ++i) s[i].command = 101.0;
  EXPECT_EQ(untrusted_rises(s, 0, s.size()), 0.0);
  s[50].quality = 0.69;
  EXPECT_EQ(untrusted_rises(s, 0, s.size()), 1.0);
}

TEST(Measures, TenSecondsAboveAreNotYetTooLong) {
  auto s = session(100, 130.0, 130.0);
  for (std::size_t i = 20; i < 30; ++i) s[i].bpm = 180.0;
  EXPECT_FALSE(stays_above(s, 175.0));
  s[30].bpm = 180.0;
  EXPECT_TRUE(stays_above(s, 175.0));
}

TEST(Measures, ASlowApproachIsNoLimitCycle) {
  auto approach = session(600, 130.0, 130.0), cycle = approach;
  for (std::size_t i = 0; i < 600; ++i) {
    approach[i].state_bpm = 120.0 + 10.0 * (1.0 - std::exp(-static_cast<double>(i) / 300.0));
    cycle[i].state_bpm = 130.0 + 1.5 * std::sin(static_cast<double>(i) / 20.0);
  }
  EXPECT_FALSE(is_limit_cycle(swing_of(approach)));
  EXPECT_TRUE(is_limit_cycle(swing_of(cycle)));
}

}  // namespace
}  // namespace tonus::lab
