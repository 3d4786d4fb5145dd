// What the heart should have done, and whether the person does what is asked.
#include <scenarios/adaptation/response.hpp>

#include <cmath>

#include <gtest/gtest.h>

namespace tonus::adaptation {
namespace {

/// A ride second by second with a heart of the given gain behind it.
struct Ride {
  ResponseMonitor monitor{65.0, 65.0};
  Work work{.intensity = 0.3, .power_w = 90.0, .cadence_rpm = 85.0, .bpm = 101.0};
  double gain_bpm = 120.0, rise_bpm = 36.0;
  EnvelopeInputs in;

  void ride(int seconds) {
    for (int s = 0; s < seconds; ++s) {
      rise_bpm += (gain_bpm * work.intensity - rise_bpm) / 65.0;
      if (work.bpm == work.bpm) work.bpm = 65.0 + rise_bpm;
      monitor.observe(work);
    }
    monitor.describe(in);
  }
};

TEST(Response, IsUnknownForTheFirstMinute) {
  Ride ride;
  ride.ride(60);
  EXPECT_FALSE(ride.in.has_response);
  ride.ride(20);
  EXPECT_TRUE(ride.in.has_response);
}

TEST(Response, AHeartThatAnswersIsSeenToAnswer) {
  Ride ride;
  ride.ride(400);
  EXPECT_NEAR(ride.in.expected_rise_bpm, 0.0, 1.0);
  ride.work.intensity = 0.6;
  ride.work.power_w = 180.0;
  ride.ride(100);
  EXPECT_GT(ride.in.expected_rise_bpm, 20.0);
  EXPECT_GT(ride.in.seen_rise_bpm, 0.8 * ride.in.expected_rise_bpm);
}

TEST(Response, AHeartQuickerThanTheModelIsNotExpectedToRiseTwice) {
  Ride ride;
  ride.ride(200);
  ride.work.intensity = 0.7;
  ride.work.power_w = 210.0;
  ride.rise_bpm = 84.0;  // there already
  ride.ride(140);
  EXPECT_LT(ride.in.expected_rise_bpm, 3.0);
}

TEST(Response, AHeartThatDoesNotAnswerIsKnownWithinTwoMinutes) {
  Ride ride;
  ride.ride(400);
  ride.work.intensity = 0.6;
  ride.work.power_w = 180.0;
  ride.gain_bpm = 60.0;
  EnvelopeState state;
  int known_s = -1;
  for (int s = 1; s <= 150 && known_s < 0; ++s) {
    ride.ride(1);
    ride.in.proposed = ride.in.previous = 0.6;
    ride.in.bpm = ride.work.bpm;
    ride.in.quality = 1.0;
    ride.in.is_known = true;
    state = safety_envelope(state, ride.in).next;
    if (state.no_response_bpm > 0.0) known_s = s;
  }
  EXPECT_GT(known_s, 0);
  EXPECT_LE(known_s, 120);
}

TEST(Response, WhatALoadWillStillBringIsPendingAndThenHasCome) {
  Ride ride;
  ride.ride(600);
  EXPECT_LT(ride.in.pending_rise_bpm, 0.5);
  ride.work.intensity = 0.6;
  ride.ride(1);
  EXPECT_NEAR(ride.in.pending_rise_bpm, 0.7 * 36.0, 1.0);
  ride.ride(400);
  EXPECT_LT(ride.in.pending_rise_bpm, 0.5);
}

TEST(Response, KnowsTheLevelAtWhichARateThatStandsStillLastMoved) {
  Ride ride;
  ride.ride(60);
  EXPECT_EQ(ride.in.still_level, 1.0);
  for (int s = 1; s <= 25; ++s) {
    ride.work.intensity = 0.3 + 0.01 * s;
    ride.work.still_s = s > 20 ? s : 0;  // it takes some seconds to be seen
    ride.ride(1);
    EXPECT_EQ(ride.in.still_level, s > 20 ? 0.3 : 1.0) << s;
  }
  ride.work.still_s = 1e6;  // longer than anything is remembered
  ride.ride(1);
  EXPECT_EQ(ride.in.still_level, 1.0);
  ride.work.still_s = 0;
  ride.ride(1);
  EXPECT_EQ(ride.in.still_level, 1.0);
}

TEST(Response, AMiscountOfHalfAMinuteTwoMinutesAgoIsNoFall) {
  Ride ride;
  ride.ride(300);
  for (int s = 0; s < 14; ++s) {
    ride.work.bpm = 190.0;
    ride.monitor.observe(ride.work);
  }
  for (int s = 0; s < 200; ++s) {
    ride.ride(1);
    EXPECT_GT(ride.in.seen_rise_bpm, -5.0) << s;
  }
}

TEST(Response, AHeartThatFallsQuickerThanTheModelAfterTheLoadFellIsExpectedTo) {
  Ride ride;
  ride.work.intensity = 0.9;
  ride.ride(400);
  ride.work.intensity = 0.2;
  for (int s = 0; s < 60; ++s) {
    ride.rise_bpm += (ride.gain_bpm * ride.work.intensity - ride.rise_bpm) / 12.0;  // the model thinks in 65 s
    ride.work.bpm = 65.0 + ride.rise_bpm;
    ride.monitor.observe(ride.work);
    ride.monitor.describe(ride.in);
    if (ride.in.has_response) {
      EXPECT_GT(ride.in.seen_rise_bpm, ride.in.expected_rise_bpm - 15.0) << s;
    }
  }
  EXPECT_LT(ride.in.seen_rise_bpm, -60.0);
}

TEST(Effort, PedalsThatTurnAreKeptAndPedalsThatStandAreLost) {
  Ride ride;
  ride.ride(120);
  EXPECT_EQ(ride.in.effort, Effort::Kept);
  ride.work.cadence_rpm = 0.0;
  ride.work.power_w = 0.0;
  ride.ride(4);
  EXPECT_EQ(ride.in.effort, Effort::Lost);
}

TEST(Effort, PowerThatFallsWithTheLoadAskedIsKept) {
  Ride ride;
  ride.work.intensity = 0.6;
  ride.work.power_w = 180.0;
  ride.ride(120);
  ride.work.intensity = 0.2;
  ride.work.power_w = 60.0;
  ride.ride(5);
  EXPECT_EQ(ride.in.effort, Effort::Kept);
}

TEST(Effort, LegsThatATreadmillStopsAreNotLostAndPowerThatVanishesIs) {
  for (const bool has_power : {false, true}) {
    Ride ride;
    ride.work.intensity = 0.6;
    ride.work.power_w = has_power ? 200.0 : std::nan("");
    ride.ride(120);
    ride.work.intensity = 0.1;
    ride.work.cadence_rpm = 0.0;
    ride.work.power_w = has_power ? 0.0 : std::nan("");
    ride.ride(12);
    EXPECT_EQ(ride.in.effort, has_power ? Effort::Lost : Effort::Unknown);
  }
}

TEST(Effort, IsUnknownWithoutAnySensorAndWhilePaused) {
  Ride ride;
  ride.work.power_w = ride.work.cadence_rpm = std::numeric_limits<double>::quiet_NaN();
  ride.ride(200);
  EXPECT_EQ(ride.in.effort, Effort::Unknown);
  Ride paused;
  paused.ride(200);
  paused.work.is_paused = true;
  paused.work.power_w = paused.work.cadence_rpm = 0.0;
  paused.ride(5);
  EXPECT_EQ(paused.in.effort, Effort::Unknown);
}

TEST(Effort, HandsThatHangDownAreLostWhereNothingElseSays) {
  Ride ride;
  ride.work.power_w = ride.work.cadence_rpm = std::numeric_limits<double>::quiet_NaN();
  ride.work.hands_m_per_s = 1.2;
  ride.ride(200);
  EXPECT_EQ(ride.in.effort, Effort::Kept);
  ride.work.hands_m_per_s = 0.02;
  ride.ride(12);
  EXPECT_NE(ride.in.effort, Effort::Lost) << "between two phrases they rest";
  ride.ride(6);
  EXPECT_EQ(ride.in.effort, Effort::Lost);
}

TEST(LoadChange, AStepIsOneForFortySecondsAndAPauseForAMinute) {
  Ride ride;
  ride.ride(200);
  EXPECT_FALSE(ride.in.has_load_changed);
  ride.work.intensity = 0.45;
  ride.ride(20);
  EXPECT_TRUE(ride.in.has_load_changed);
  ride.ride(40);
  EXPECT_FALSE(ride.in.has_load_changed);
  ride.work.is_paused = true;
  ride.ride(10);
  ride.work.is_paused = false;
  ride.ride(30);
  EXPECT_TRUE(ride.in.has_load_changed);
}

TEST(LoadChange, SilenceDoesNotCountAmongTheFortySeconds) {
  Ride ride;
  ride.ride(200);
  ride.work.intensity = 0.45;
  ride.ride(20);
  ride.work.bpm = std::nan("");
  ride.ride(60);
  EXPECT_TRUE(ride.in.has_load_changed);
  ride.work.bpm = 119.0;
  ride.ride(19);
  EXPECT_TRUE(ride.in.has_load_changed);
  ride.ride(2);
  EXPECT_FALSE(ride.in.has_load_changed);
}

TEST(LoadChange, ASprintThatNobodyAskedForIsOne) {
  Ride ride;
  ride.ride(200);
  ride.work.power_w = 260.0;
  ride.ride(5);
  EXPECT_TRUE(ride.in.has_load_changed);
}

}  // namespace
}  // namespace tonus::adaptation
