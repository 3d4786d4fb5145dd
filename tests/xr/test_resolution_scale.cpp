// When pictures get smaller and larger again. Time is made: nothing here depends on the machine.

#include <vector>

#include <gtest/gtest.h>

#include <xr/openxr/resolution_scale.hpp>

namespace tonus::xr::openxr {
namespace {

constexpr Duration kPeriod = std::chrono::milliseconds(10);

/// A display at 100 Hz. Each period is shown in time, or missed: the frame after it is late.
class Display {
 public:
  explicit Display(float most = 1.0F) : resolution(most) {}

  /// `late_every` 0: all in time; n: each n-th frame takes two periods.
  void run(double length_s, int late_every = 0) {
    const Instant end = now + from_seconds(length_s);
    for (int i = 1; now < end; ++i) show(late_every > 0 && i % late_every == 0 ? 2 : 1);
  }
  /// Late frames until that has made so many changes.
  void be_late(std::size_t more) {
    const std::size_t enough = changes.size() + more;
    for (int i = 0; i < 100000 && changes.size() < enough; ++i) show(1 + i % 2);
  }
  void show(int periods = 1) {
    now += periods * kPeriod;
    const float before = resolution.scale();
    resolution.frame(now, kPeriod);
    if (resolution.scale() != before) changes.push_back({seconds(now), resolution.scale()});
  }

  struct Change {
    double at_s;
    float scale;
  };
  ResolutionScale resolution;
  Instant now{};
  std::vector<Change> changes;
};

TEST(ResolutionScale, StaysWhereItIsWhileFramesComeInTime) {
  Display display;
  display.run(300.0);
  EXPECT_TRUE(display.changes.empty());
  EXPECT_EQ(display.resolution.scale(), 1.0F);
}

TEST(ResolutionScale, OneFrameInTwentyFiveMayBeLateButNotOneInSixteen) {
  Display display;
  display.run(60.0, 25);
  EXPECT_TRUE(display.changes.empty());
  display.run(3.0, 16);
  ASSERT_EQ(display.changes.size(), 1U);
  EXPECT_FLOAT_EQ(display.changes[0].scale, 0.85F);
}

TEST(ResolutionScale, TheFirstSecondIsNotJudgedAndThenItTakesTwo) {
  Display display;
  display.run(30.0, 2);
  ASSERT_FALSE(display.changes.empty());
  EXPECT_NEAR(display.changes[0].at_s, 3.0, 0.05);
}

TEST(ResolutionScale, FallsByStepsTwoSecondsApartAndNotBelowHalf) {
  Display display;
  display.run(60.0, 2);
  ASSERT_EQ(display.changes.size(), 5U);
  for (std::size_t i = 1; i < display.changes.size(); ++i)
    EXPECT_NEAR(display.changes[i].at_s - display.changes[i - 1].at_s, 2.0, 0.05);
  EXPECT_FLOAT_EQ(display.changes[1].scale, 0.85F * 0.85F);
  EXPECT_FLOAT_EQ(display.changes[4].scale, 0.5F);
}

TEST(ResolutionScale, NeverChangesTwiceWithinTwoSecondsWhateverHappens) {
  Display display;
  // Quiet and noisy spells of all lengths.
  for (int spell = 1; spell < 400; ++spell) display.run(0.37 * (spell % 71), spell % 3 == 0 ? 2 : 0);
  ASSERT_GT(display.changes.size(), 5U);
  for (std::size_t i = 1; i < display.changes.size(); ++i)
    EXPECT_GE(display.changes[i].at_s - display.changes[i - 1].at_s, 2.0);
}

TEST(ResolutionScale, RisesAStepAfterTwentySecondsWithoutALateFrame) {
  Display display;
  display.be_late(2);
  ASSERT_EQ(display.changes.size(), 2U);
  const double calm_s = seconds(display.now);
  display.run(60.0);
  ASSERT_EQ(display.changes.size(), 4U);
  EXPECT_NEAR(display.changes[2].at_s - calm_s, 20.0, 0.1);
  EXPECT_NEAR(display.changes[3].at_s - display.changes[2].at_s, 20.0, 0.1);
  EXPECT_EQ(display.resolution.scale(), 1.0F) << "exactly where it began";
}

TEST(ResolutionScale, ALateFrameNowAndThenKeepsItDown) {
  Display display;
  display.be_late(1);
  display.run(120.0, 1500);
  EXPECT_EQ(display.changes.size(), 1U);
}

TEST(ResolutionScale, ARiseThatDoesNotLastMakesTheNextOneWaitLonger) {
  Display display;
  // A machine that can do 0.85 and not 1.
  std::vector<double> rises_s;
  for (int i = 0; i < 60000; ++i) display.show(display.resolution.scale() > 0.9F && i % 4 == 0 ? 2 : 1);
  for (std::size_t i = 0; i < display.changes.size(); ++i) {
    EXPECT_FLOAT_EQ(display.changes[i].scale, i % 2 == 0 ? 0.85F : 1.0F);
    if (i % 2 == 1) rises_s.push_back(display.changes[i].at_s - display.changes[i - 1].at_s);
  }
  ASSERT_GE(rises_s.size(), 5U);
  const double expected_s[] = {20.0, 40.0, 80.0, 160.0, 160.0};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(rises_s[i], expected_s[i], 0.1) << i;
}

TEST(ResolutionScale, ARiseThatLastsIsForgotten) {
  Display display;
  display.be_late(1);
  display.run(20.5);
  display.be_late(1);  // the rise did not last
  display.run(39.0);
  ASSERT_EQ(display.changes.size(), 3U);
  display.run(1.5);
  ASSERT_EQ(display.changes.size(), 4U);
  display.run(41.0);  // this one does
  display.be_late(1);
  display.run(20.5);
  ASSERT_EQ(display.changes.size(), 6U);
}

TEST(ResolutionScale, OneLongHangIsOneLateFrame) {
  Display display;
  display.run(10.0);
  display.show(150);
  display.run(5.0);
  EXPECT_TRUE(display.changes.empty());
}

TEST(ResolutionScale, AVerySlowMachineIsTrouble) {
  Display display;
  for (int i = 0; i < 20; ++i) display.show(25);
  EXPECT_FALSE(display.changes.empty());
}

TEST(ResolutionScale, WhatWasNotShownIsNotLate) {
  Display display;
  display.run(1.5);
  for (int i = 0; i < 100; ++i) {
    display.run(0.05);
    display.resolution.interrupt();
    display.now += std::chrono::seconds(3);
  }
  EXPECT_TRUE(display.changes.empty());
}

TEST(ResolutionScale, WhatWasAskedForIsTheMost) {
  Display large(2.0F);
  large.run(3.5, 2);
  EXPECT_FLOAT_EQ(large.resolution.scale(), 1.7F);
  large.run(60.0, 2);
  EXPECT_FLOAT_EQ(large.resolution.scale(), 0.5F);
  Display small(0.4F);
  small.run(30.0, 2);
  EXPECT_TRUE(small.changes.empty());
  EXPECT_EQ(small.resolution.scale(), 0.4F);
}

}  // namespace
}  // namespace tonus::xr::openxr
