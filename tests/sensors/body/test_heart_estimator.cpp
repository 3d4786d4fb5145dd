// Stories of one strap: GIVEN a steady heart, WHEN something happens to the signal, THEN the estimate says so.
#include <sensors/body/heart_estimator.hpp>

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include <engine/core/random.hpp>

namespace {

using namespace std::chrono_literals;
using namespace tonus;
using body::HeartEstimate;
using body::HeartEstimator;
using sensors::Sample;
using sensors::SampleKind;

/// Feeds an estimator as a strap would, on a clock of its own.
class Strap {
 public:
  explicit Strap(std::uint8_t source = 0) : source_(source) {}

  void beat(double rr_ms) { beat_at(t_s + rr_ms / 1000.0, rr_ms); }
  void beat_at(double at_s, double rr_ms) {
    t_s = at_s;
    give(SampleKind::RrInterval, rr_ms);
  }
  /// Beats at `bpm` with 1 % of healthy irregularity.
  void beats(double bpm, double for_s) {
    for (const double until = t_s + for_s; t_s < until;) beat(60000.0 / bpm * (1.0 + 0.01 * random_.normal()));
  }
  void rate(double bpm) { give(SampleKind::HeartRate, bpm); }
  /// Whole numbers once a second, as in most recordings.
  void rates(double bpm, double for_s) {
    for (const double until = t_s + for_s; t_s < until; t_s += 1.0) rate(std::round(bpm + random_.normal()));
  }
  void contact(bool is_there) { give(SampleKind::Contact, is_there ? 1.0 : 0.0); }
  void give(SampleKind kind, double value, double quality = 1.0) {
    estimator->observe({.at = instant_at(t_s),
                        .value = value,
                        .quality = {quality},
                        .sequence = sequence_++,
                        .kind = kind,
                        .source = source_});
  }
  [[nodiscard]] HeartEstimate now(double later_s = 0.0) const { return estimator->estimate(instant_at(t_s + later_s)); }

  double t_s = 0.0;
  HeartEstimator own;
  HeartEstimator* estimator = &own;

 private:
  Random random_{7};
  std::uint32_t sequence_ = 0;
  std::uint8_t source_;
};

std::uint64_t hash_of(const HeartEstimator& estimator) {
  StateHash hash;
  estimator.mix_into(hash);
  return hash.value();
}

TEST(HeartEstimator, NothingHeardIsAbsentNotZero) {
  const HeartEstimator estimator;
  const auto heart = estimator.estimate(instant_at(100.0));
  EXPECT_FALSE(heart.is_known);
  EXPECT_TRUE(heart.is_stale);
  EXPECT_EQ(heart.quality.value, 0.0);
}

TEST(HeartEstimator, SteadyBeatsGiveTheRateAtFullQuality) {
  Strap strap;
  strap.beats(142.0, 30.0);
  const auto heart = strap.now();
  EXPECT_TRUE(heart.is_known);
  EXPECT_FALSE(heart.is_stale);
  EXPECT_NEAR(heart.value.value, 142.0, 1.0);
  EXPECT_EQ(heart.quality.value, 1.0);
  EXPECT_GE(heart.spread.value, 1.0);
  EXPECT_LT(heart.spread.value, 2.0);
}

TEST(HeartEstimator, TwoBeatsAreNotYetARate) {
  Strap strap;
  strap.beat(500.0);
  strap.beat(505.0);
  EXPECT_FALSE(strap.now().is_known);
  strap.beat(495.0);
  EXPECT_TRUE(strap.now().is_known);
}

TEST(HeartEstimator, ARampIsFollowedWithinAFewSecondsWithoutLossOfQuality) {
  Strap strap;
  strap.beats(100.0, 20.0);
  double bpm = 100.0;
  while (bpm < 150.0) {
    const double rr_ms = 60000.0 / bpm;
    strap.beat(rr_ms);
    bpm += 1.5 * rr_ms / 1000.0;
    EXPECT_EQ(strap.now().quality.value, 1.0) << bpm;
    EXPECT_NEAR(strap.now().value.value, bpm, 8.0);
  }
}

TEST(HeartEstimator, StrapThatFallsSilentGrowsStaleThenAbsentAndNeverLooksNew) {
  Strap strap;
  strap.beats(130.0, 20.0);
  const double fresh_spread = strap.now().spread.value;
  EXPECT_EQ(strap.now(2.0).factors.freshness, 1.0);
  EXPECT_NEAR(strap.now(3.5).factors.freshness, 0.5, 1e-6);
  EXPECT_FALSE(strap.now(2.99).is_stale);
  EXPECT_LT(strap.now(2.95).quality.value, 0.7);
  EXPECT_TRUE(strap.now(3.01).is_stale);
  EXPECT_TRUE(strap.now(7.9).is_known);
  EXPECT_EQ(strap.now(5.0).quality.value, 0.0);
  EXPECT_GT(strap.now(4.0).spread.value, fresh_spread + 2.0);
  EXPECT_GT(strap.now(7.0).spread.value, strap.now(4.0).spread.value);
  EXPECT_FALSE(strap.now(8.1).is_known);
  EXPECT_EQ(strap.now(8.1).quality.value, 0.0);
}

TEST(HeartEstimator, AStrapThatComesBackIsBelievedAgainAfterThreeBeats) {
  Strap strap;
  strap.beats(130.0, 20.0);
  strap.t_s += 40.0;
  strap.beat(500.0);
  strap.beat(502.0);
  EXPECT_FALSE(strap.now().is_known);
  strap.beat(498.0);
  EXPECT_TRUE(strap.now().is_known);
  EXPECT_NEAR(strap.now().value.value, 120.0, 0.5);
  strap.beats(120.0, 5.0);
  EXPECT_EQ(strap.now().quality.value, 1.0);
}

TEST(HeartEstimator, OneEctopicBeatMovesNothingAndCostsNothing) {
  Strap strap;
  strap.beats(120.0, 30.0);
  const double before = strap.now().value.value;
  strap.beat(320.0);
  strap.beat(680.0);
  strap.beats(120.0, 2.0);
  EXPECT_NEAR(strap.now().value.value, before, 1.0);
  EXPECT_EQ(strap.now().quality.value, 1.0);
}

TEST(HeartEstimator, ManyArtifactsTakeTheQualityDown) {
  Strap strap;
  strap.beats(120.0, 20.0);
  for (int i = 0; i < 20; ++i) {
    strap.beat(500.0);
    strap.beat(i % 2 == 0 ? 250.0 : 900.0);
  }
  EXPECT_LT(strap.now().factors.artifacts, 0.2);
  EXPECT_LT(strap.now().quality.value, 0.7);
  EXPECT_NEAR(strap.now().value.value, 120.0, 1.0);
}

TEST(HeartEstimator, ARealJumpUpBlocksAtOnceIsTakenAfterFourBeatsAndTrustedThreeSecondsLater) {
  Strap strap;
  strap.beats(120.0, 20.0);
  for (int i = 0; i < 3; ++i) strap.beat(353.0);
  EXPECT_EQ(strap.now().factors.slew, 0.0);
  EXPECT_NEAR(strap.now().value.value, 120.0, 1.0);
  strap.beat(353.0);
  EXPECT_NEAR(strap.now().value.value, 170.0, 1.0);
  EXPECT_LT(strap.now().quality.value, 0.7);
  strap.beats(170.0, 4.0);
  EXPECT_EQ(strap.now().factors.slew, 1.0);
  EXPECT_NEAR(strap.now().value.value, 170.0, 2.0);
}

TEST(HeartEstimator, BeatsThatAreSuddenlyHalvedMustProveThemselvesLongerAndNeverLookGoodBefore) {
  Strap strap;
  strap.beats(150.0, 20.0);
  for (int i = 0; i < 7; ++i) {
    strap.beat(800.0);
    EXPECT_TRUE(!strap.now().is_known || strap.now().value.value > 140.0) << i;
    EXPECT_TRUE(i < 2 || strap.now().quality.value < 0.7) << i;
  }
  strap.beat(800.0);
  EXPECT_NEAR(strap.now().value.value, 75.0, 1.0);
  EXPECT_LT(strap.now().quality.value, 0.7);
}

TEST(HeartEstimator, ADeviceValueEverySecondGivesFullQuality) {
  Strap strap;
  for (int i = 0; i < 300; ++i) {
    strap.rate(std::round(130.0 + 10.0 * std::sin(i / 20.0)));
    strap.t_s += 1.0;
    EXPECT_EQ(strap.now().quality.value, 1.0) << i;
  }
}

TEST(HeartEstimator, AJumpOfTheDeviceValueBlocksAndIsTakenAfterThreeReadingsThatAgree) {
  Strap strap;
  strap.rates(120.0, 20.0);
  strap.rate(170.0);
  EXPECT_LT(strap.now().value.value, 130.0);
  EXPECT_LT(strap.now().quality.value, 0.7);
  strap.t_s += 1.0;
  strap.rate(171.0);
  strap.t_s += 1.0;
  strap.rate(171.0);
  EXPECT_EQ(strap.now().value.value, 171.0);
  EXPECT_LT(strap.now().quality.value, 0.7);
}

TEST(HeartEstimator, AOneSecondSpikeOfTheDeviceValueNeverShows) {
  Strap strap;
  strap.rates(120.0, 20.0);
  strap.rate(151.0);
  strap.t_s += 1.0;
  for (int i = 0; i < 6; ++i) {
    strap.rate(120.0);
    strap.t_s += 1.0;
    EXPECT_LT(strap.now().value.value, 125.0);
  }
  EXPECT_EQ(strap.now().quality.value, 1.0);
}

TEST(HeartEstimator, AfterSilenceASpikeIsNotARateButALevelThatStaysIs) {
  Strap strap;
  strap.rates(120, 60);
  strap.t_s += 10.0;
  strap.rate(171);
  EXPECT_FALSE(strap.now().is_known);
  strap.t_s += 1.0;
  strap.rate(119);
  ASSERT_TRUE(strap.now().is_known);
  EXPECT_EQ(strap.now().value.value, 119.0);

  strap.rates(120, 60);
  strap.t_s += 10.0;
  for (const double bpm : {165.0, 174.0, 168.0}) {
    EXPECT_FALSE(strap.now().is_known);
    strap.rate(bpm);
    strap.t_s += 1.0;
  }
  EXPECT_TRUE(strap.now().is_known);
  EXPECT_GT(strap.now().value.value, 160.0);
}

TEST(HeartEstimator, AZeroFromTheDeviceIsNotARate) {
  Strap strap;
  strap.rates(120.0, 20.0);
  for (int i = 0; i < 3; ++i) {
    strap.rate(0.0);
    EXPECT_EQ(strap.now().factors.range, 0.0);
    EXPECT_GT(strap.now().value.value, 100.0);
    strap.t_s += 1.0;
  }
  EXPECT_TRUE(strap.now(0.5).is_stale);
}

TEST(HeartEstimator, TheDeviceValueTakesOverWhenTheBeatsStop) {
  Strap strap;
  strap.beats(140.0, 20.0);
  strap.rates(138.0, 6.0);
  const auto heart = strap.now();
  EXPECT_FALSE(heart.is_stale);
  EXPECT_NEAR(heart.value.value, 138.0, 4.0);
  EXPECT_GE(heart.spread.value, 2.0);
}

TEST(HeartEstimator, BeatsArePreferredToTheDeviceValueWhileTheyCome) {
  Strap strap;
  for (int i = 0; i < 40; ++i) {
    strap.beat(500.0 + i % 3);
    strap.rate(111.0);
  }
  EXPECT_NEAR(strap.now().value.value, 120.0, 0.5);
}

TEST(HeartEstimator, FrozenBeatsAreWorthNothing) {
  Strap strap;
  for (int i = 0; i < 50; ++i) strap.beat(500.0);
  EXPECT_EQ(strap.now().factors.alive, 0.0);
  EXPECT_EQ(strap.now().quality.value, 0.0);
  EXPECT_EQ(seconds(strap.now().still_for), 15.0);
  strap.beats(120.0, 16.0);
  EXPECT_EQ(strap.now().factors.alive, 1.0);
}

TEST(HeartEstimator, TwelveEqualBeatsAreFrozenElevenAreNot) {
  Strap strap;
  strap.beats(120.0, 20.0);
  for (int i = 0; i < 11; ++i) strap.beat(352.0);
  EXPECT_EQ(strap.now().factors.alive, 1.0);
  strap.beat(352.0);
  EXPECT_EQ(strap.now().factors.alive, 0.0);
}

TEST(HeartEstimator, ADeviceValueThatNeverChangesForAMinuteIsFrozenButHalfAMinuteIsNormal) {
  Strap strap;
  for (int i = 0; i < 45; ++i, strap.t_s += 1.0) strap.rate(133.0);
  EXPECT_EQ(strap.now().quality.value, 1.0);
  for (int i = 0; i < 30; ++i, strap.t_s += 1.0) strap.rate(133.0);
  EXPECT_EQ(strap.now().factors.alive, 0.0);
  strap.rate(134.0);
  EXPECT_EQ(strap.now().factors.alive, 1.0);
}

TEST(HeartEstimator, ADeviceValueThatStandsStillWhileTheLoadShouldMoveItIsDoubtedAfterTwentySeconds) {
  for (const bool load_rises : {false, true}) {
    Strap strap;
    double lowest = 1.0;
    for (int i = 0; i < 100; ++i, strap.t_s += 1.0) {
      const double demand = load_rises && i >= 20 ? 0.2 + 0.01 * (i - 20) : 0.2;
      strap.own.observe_demand(instant_at(strap.t_s), Intensity{demand}, BeatsPerMinute{150.0});
      strap.rate(i < 50 ? 100.0 + i % 2 : 101.0);
      const HeartEstimate now = strap.now();
      lowest = std::min(lowest, now.factors.alive);
      EXPECT_EQ(seconds(now.still_for), now.factors.alive < 1.0 ? i - 49 : 0) << i;
    }
    EXPECT_EQ(lowest, load_rises ? 0.5 : 1.0);
  }
}

TEST(HeartEstimator, LostContactIsWorthNothingAndItsGuessesStayUnheard) {
  Strap strap;
  strap.contact(true);
  strap.beats(130.0, 20.0);
  EXPECT_EQ(strap.now().quality.value, 1.0);
  strap.contact(false);
  EXPECT_EQ(strap.now().factors.alive, 0.0);
  strap.beats(60.0, 4.0);
  EXPECT_TRUE(strap.now().is_stale);
  EXPECT_NEAR(strap.now().value.value, 130.0, 2.0);
  strap.contact(true);
  strap.beats(128.0, 4.0);
  EXPECT_EQ(strap.now().quality.value, 1.0);
}

TEST(HeartEstimator, AClockThatStandsStillOrRunsBackDoesNotLookFresh) {
  Strap strap;
  strap.beats(130.0, 20.0);
  const double stuck_s = strap.t_s;
  for (int i = 0; i < 20; ++i) strap.beat_at(stuck_s, 460.0);
  for (int i = 0; i < 20; ++i) strap.beat_at(stuck_s - 5.0 + 0.1 * i, 460.0);
  strap.t_s = stuck_s;
  EXPECT_EQ(strap.now(4.0).age, 4s);
  EXPECT_TRUE(strap.now(4.0).is_stale);
}

TEST(HeartEstimator, TwoStrapsAreNeverMixedAndTheSecondIsHeardWhenTheFirstFallsSilent) {
  HeartEstimator estimator;
  Strap first(0), second(1);
  first.estimator = second.estimator = &estimator;
  for (int i = 0; i < 60; ++i) {
    first.beat(500.0 + i % 4);
    second.beat_at(first.t_s + 0.1, 700.0 + i % 4);
  }
  EXPECT_NEAR(first.now(0.1).value.value, 120.0, 1.0);
  second.beats(86.0, 12.0);
  EXPECT_NEAR(second.now().value.value, 86.0, 2.0);
}

TEST(HeartEstimator, AStrapThatDiffersFromTheOneFollowedTakesTheQualityAway) {
  HeartEstimator estimator;
  Strap first(0), second(1);
  first.estimator = second.estimator = &estimator;
  for (int i = 0; i < 60; ++i) {
    first.beat(500.0 + i % 4);
    second.beat_at(first.t_s + 0.1, 505.0 + i % 4);
  }
  EXPECT_EQ(first.now(0.1).factors.agreement, 1.0);
  for (int i = 0; i < 30; ++i) {
    first.beat(500.0 + i % 4);
    second.beat_at(first.t_s + 0.1, 700.0 + i % 4);
  }
  EXPECT_EQ(first.now(0.1).factors.agreement, 0.0);
  EXPECT_LT(first.now(0.1).quality.value, 0.7);
  first.beats(120.0, 8.0);
  EXPECT_EQ(first.now().factors.agreement, 1.0);
}

TEST(HeartEstimator, ADeviceValueThatSitsOnTheCadenceIsWorthNothing) {
  Strap strap;
  const auto second = [&](double bpm, double rpm) {
    strap.give(SampleKind::Cadence, rpm);
    strap.rate(bpm);
    strap.t_s += 1.0;
  };
  for (int i = 0; i < 90; ++i) second(128.0 + i % 2, 85.0 + i % 2);
  EXPECT_EQ(strap.now().factors.cadence, 1.0);
  for (int i = 0; i < 27; ++i) second(170.0 + i % 3, 85.0 + 0.5 * (i % 3));
  EXPECT_EQ(strap.now().factors.cadence, 0.0);
  EXPECT_EQ(strap.now().quality.value, 0.0);
  for (int i = 0; i < 20; ++i) second(130.0 + i % 2, 85.0);
  EXPECT_EQ(strap.now().factors.cadence, 1.0);
}

TEST(HeartEstimator, AnIrregularRhythmIsSaid) {
  Strap strap;
  Random random(3);
  strap.beats(100.0, 60.0);
  EXPECT_FALSE(strap.now().is_irregular);
  for (int i = 0; i < 400; ++i) strap.beat(600.0 * std::max(0.4, 1.0 + 0.2 * random.normal()));
  EXPECT_TRUE(strap.now().is_irregular);
}

TEST(HeartEstimator, SaysWhereTheRateIsHeadingWhileItIsNotStale) {
  Strap strap;
  double bpm = 100.0;
  for (int i = 0; i < 60; ++i) strap.beats(100.0, 1.0);
  for (int i = 0; i < 30; ++i, bpm += 0.7) strap.beats(bpm, 1.0);
  const HeartEstimate heart = strap.now();
  ASSERT_TRUE(heart.in_30s.is_known);
  EXPECT_GT(heart.in_30s.bpm, heart.value.value + 2.0);
  EXPECT_LT(heart.in_30s.low_bpm, heart.in_30s.bpm);
  EXPECT_GT(heart.in_30s.high_bpm, heart.in_30s.bpm);
  EXPECT_FALSE(strap.now(4.0).in_30s.is_known);
}

TEST(HeartEstimator, WhatTheDeviceSaysOfItselfCounts) {
  Strap strap;
  for (int i = 0; i < 20; ++i, strap.t_s += 1.0) strap.give(SampleKind::HeartRate, 120.0 + i % 2, 0.5);
  EXPECT_NEAR(strap.now(-1.0).quality.value, 0.5, 1e-12);
}

TEST(HeartEstimator, ValuesThatAreNotNumbersAndForeignSamplesChangeNothing) {
  Strap strap;
  strap.beats(130.0, 20.0);
  const auto before = hash_of(strap.own);
  strap.t_s += 0.4;
  for (const double value : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    for (const auto kind : {SampleKind::RrInterval, SampleKind::HeartRate, SampleKind::Contact})
      strap.give(kind, value);
  }
  for (const auto kind : {SampleKind::Speed, SampleKind::OxygenSaturation}) strap.give(kind, 90.0);
  EXPECT_EQ(hash_of(strap.own), before);
}

TEST(HeartEstimator, EqualSamplesHashEqualAndEveryBeatChangesTheHash) {
  Strap a, b;
  a.beats(130.0, 60.0);
  b.beats(130.0, 60.0);
  EXPECT_EQ(hash_of(a.own), hash_of(b.own));
  const auto before = hash_of(a.own);
  a.beat(460.0);
  EXPECT_NE(hash_of(a.own), before);
  b.beat(460.001);
  EXPECT_NE(hash_of(a.own), hash_of(b.own));
}

}  // namespace
