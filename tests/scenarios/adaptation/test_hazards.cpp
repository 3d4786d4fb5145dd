// The hazards of docs/safety.md by their numbers. Those that another room answers to (H6 on the wire:
// test_trainer_control.cpp) have their test there.
#include "supervised.hpp"

#include <limits>

#include <gtest/gtest.h>

#include <engine/core/random.hpp>

namespace tonus::adaptation {
namespace {

// The hazards, by their numbers in docs/safety.md.

TEST(Hazard, H1OverExertionMeetsTheCeilingTheSlewAndTheDose) {
  auto in = healthy(0.8, 0.7);
  in.bpm = 168;
  in.spread_bpm = 2;
  EXPECT_LE(once(in).allowed, 0.7) << "the ceiling counts two spreads";
  Supervised run;
  run.settled();
  run.proposed = 1.0;
  run.in.dose_trimp = 120;
  run.in.dose_cap_trimp = 100;
  EXPECT_LE(run.second().allowed, 0.6);
}

TEST(Hazard, H2ADropoutOrAHalvedRateNeverRaises) {
  Supervised run;
  run.settled(140);
  run.proposed = 1.0;
  run.in.quality = 0.69;
  run.seconds_pass(10);
  EXPECT_EQ(run.intensity, 0.6);
  // Half of what was, believed by the estimator, although the pedals turn as before.
  run.in.quality = 1.0;
  run.in.bpm = 70;
  run.in.effort = Effort::Kept;
  run.in.has_response = true;
  run.in.seen_rise_bpm = -70;
  const double before = run.intensity;
  EXPECT_EQ(run.until(stops, 50), -1) << "a miscount is no reason to stop";
  EXPECT_LT(run.intensity, before);
}

TEST(Hazard, H3ARateOnTheCadenceIsAskedAboutAndStopsNobody) {
  Supervised run;
  run.settled(140);
  run.in.is_cadence_known = true;
  run.in.cadence_rpm = 88;
  run.in.bpm = 176;
  run.in.slope_bpm_per_s = 3.6;
  run.in.ceiling_bpm = 160;
  run.second();
  EXPECT_TRUE(run.verdict.is_shedding);
  EXPECT_EQ(run.verdict.ask, Ask::CheckStrap);
  EXPECT_EQ(run.until(stops, 300), -1);
  EXPECT_TRUE(run.verdict.wants_cooldown) << "a minute of it is a cool-down, announced";
}

TEST(Hazard, H3ARateWithoutBeatsBehindItShedsAndNeverStopsByItself) {
  Supervised run;
  run.settled(140);
  run.in.is_from_beats = false;
  run.in.bpm = 185;
  EXPECT_EQ(run.until(sheds, 10), 1);
  EXPECT_EQ(run.until(stops, 300), -1);
  EXPECT_EQ(run.intensity, 0.0);
}

TEST(Hazard, H3ARateThatMayBeTheLegsIsEasedAsIfBlindAndTheLevelToComeBackToIsNot) {
  Supervised run;
  run.settled(140);
  run.in.is_from_beats = false;
  run.in.may_be_legs = true;
  run.proposed = 0.9;
  EXPECT_LT(run.second().allowed, 0.6);
  EXPECT_NE(run.verdict.limits & kLimitNoResponse, 0U);
  EXPECT_EQ(run.verdict.ask, Ask::CheckStrap);
  run.seconds_pass(600);
  EXPECT_EQ(run.intensity, run.in.fallback);
  run.in.may_be_legs = false;
  run.seconds_pass(120);
  EXPECT_EQ(run.intensity, 0.9);
}

TEST(Hazard, H3ADevicesRateThatDoesNotAnswerIsEasedAndBeatsThatDoNotAreHeld) {
  for (const bool is_from_beats : {false, true}) {
    Supervised run;
    run.settled();
    run.in.is_from_beats = is_from_beats;
    run.in.effort = Effort::Kept;
    run.in.has_response = true;
    run.in.expected_rise_bpm = 24;
    run.in.expected_spread_bpm = 6;
    run.in.seen_rise_bpm = 4;
    run.seconds_pass(60);
    EXPECT_EQ(run.intensity < 0.6, !is_from_beats);
  }
}

TEST(Hazard, H1NothingRisesWhileNobodyMoves) {
  Supervised run;
  run.settled();
  run.in.is_still = true;
  run.proposed = 0.9;
  run.seconds_pass(30);
  EXPECT_EQ(run.intensity, 0.6);
  EXPECT_NE(run.verdict.limits & kLimitCadence, 0U);
  run.in.is_still = false;
  EXPECT_GT(run.second().allowed, 0.6);
}

TEST(Hazard, H4WhatIsHeldDoesNotComeBackAsALeap) {
  // The bound on the integral itself: Law.IntegralDoesNotWindUpIntoALimitNorOnAPoorSignal.
  Supervised run;
  run.intensity = 0.2;
  run.proposed = 1.0;
  run.in.quality = 0.0;
  run.in.blind_s = 10;
  run.seconds_pass(300);
  run.in.quality = 1.0;
  run.in.blind_s = 0;
  EXPECT_LE(run.second().allowed, 0.2 + 0.12 + 1e-12);
  EXPECT_LE(run.second().allowed, 0.2 + 0.12 + 0.02 + 1e-12);
}

TEST(Hazard, H5AStopIsARampAndNoCut) {
  Supervised run;
  run.intensity = run.proposed = 0.8;
  run.settled();
  run.in.has_symptom = true;
  double before = run.intensity;
  const int lasting = run.until(
      [&](const auto& v) {
        EXPECT_GE(v.allowed, before - 0.05 - 1e-12);
        before = v.allowed;
        return v.wants_end;
      },
      300);
  EXPECT_GE(lasting, 45) << "blood must not pool: the last quarter goes slowly";
  EXPECT_LE(lasting, 90) << "the session's cool-down for safety lasts as long";
}

TEST(Hazard, H6SlowPedalsAskForAReleaseAndGetNoMore) {
  auto in = healthy(0.7, 0.6);
  in.is_cadence_known = true;
  in.cadence_rpm = 49;
  EXPECT_FALSE(once(in).wants_release) << "nobody is asked for watts";
  in.asks_power = true;
  EXPECT_TRUE(once(in).wants_release);
  EXPECT_EQ(once(in).ask, Ask::PedalOn);
  EXPECT_EQ(once(in).allowed, 0.6);
  in.cadence_rpm = 50;
  EXPECT_FALSE(once(in).wants_release);
}

TEST(Hazard, H7AnIrregularRhythmIsHeldEasedAndPutToADoctor) {
  auto in = healthy(0.8, 0.6);
  in.irregular_s = 1;
  EXPECT_EQ(once(in).allowed, 0.6);
  EXPECT_EQ(once(in).ask, Ask::SeeDoctor);
  in.irregular_s = 16;
  EXPECT_LT(once(in).allowed, 0.6);
}

TEST(Hazard, H8NothingButTenSureSecondsAPersonOrAFallStops) {
  // Ten thousand minutes of what sensors do when they fail; none of it is sure for ten seconds.
  Random random(8);
  for (int i = 0; i < 10000; ++i) {
    Supervised run;
    run.settled(random.uniform(100, 165));
    for (int s = 0; s < 60; ++s) {
      run.in.bpm = random.uniform(30, 220);
      run.in.slope_bpm_per_s = random.uniform(-10, 10);
      run.in.quality = s % 9 == 0 ? random.uniform(0.0, 0.89) : 1.0;
      run.in.is_slew_failing = random.uniform() < 0.3;
      ASSERT_FALSE(stops(run.second())) << i << " at " << s;
    }
  }
}

TEST(Hazard, H9PerceivedExertionLeadsWhereTheHeartIsBlocked) {
  // A blocked heart stays low, far from any ceiling: what the person says counts all the same.
  Supervised run;
  run.settled(95);
  run.in.rpe = 17;
  EXPECT_EQ(run.until(stops, 1), 1);
}

TEST(Hazard, H12ADoubtfulProfileHoldsAndAsksWhoItIs) {
  auto in = healthy(0.8, 0.6);
  in.is_profile_doubted = true;
  EXPECT_EQ(once(in).allowed, 0.6);
  EXPECT_EQ(once(in).ask, Ask::WhoIsThis);
}

TEST(Hazard, H13ReadinessThatExpiredOrComesFromTheFutureAddsNothing) {
  auto in = healthy(0.63, 0.6);
  in.readiness_scale = 1.05;
  EXPECT_EQ(once(in).allowed, 0.63);
  for (const double age_h : {36.1, -0.1}) {
    in.readiness_age_h = age_h;
    EXPECT_NEAR(once(in).allowed, 0.6, 1e-12);
    EXPECT_EQ(once(in).ask, Ask::OldReadiness);
  }
  in.readiness_scale = 0.8;  // what made it easier stays
  EXPECT_EQ(once(in).allowed, 0.63);
}

}  // namespace
}  // namespace tonus::adaptation
