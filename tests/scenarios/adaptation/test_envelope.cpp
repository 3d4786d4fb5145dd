// The safety envelope by itself: what it makes of the heart and its signal (docs/safety.md).
#include "supervised.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

#include <gtest/gtest.h>

#include <engine/core/random.hpp>
#include <sensors/body/heart_estimator.hpp>

namespace tonus::adaptation {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// What was so from the beginning.

TEST(Envelope, AHealthySignalPassesTheProposal) {
  EXPECT_EQ(once(healthy(0.6, 0.5)).allowed, 0.6);
  EXPECT_EQ(once(healthy(0.6, 0.5)).limits, 0U);
  EXPECT_EQ(once(healthy(0.6, 0.5)).ask, Ask::None);
}

TEST(Envelope, StrapThatFallsSilentNeverRaisesAndEasesAfterFifteenSeconds) {
  Supervised run;
  run.settled();
  run.proposed = 0.9;
  run.in.quality = 0.0;
  for (int blind = 1; blind <= 180; ++blind) {
    run.in.is_known = blind < 8;
    run.in.blind_s = blind;
    const double before = run.intensity;
    const auto& out = run.second();
    EXPECT_LE(out.allowed, before);
    if (blind < 15) {
      EXPECT_EQ(out.allowed, 0.6);
    } else if (blind < 50) {
      EXPECT_LT(out.allowed, before);
    }
    EXPECT_EQ(out.wants_cooldown, blind >= 60);
    EXPECT_EQ(out.wants_end, blind >= 180);
    EXPECT_FALSE(out.is_shedding);
  }
  EXPECT_NEAR(run.intensity, 0.25, 1e-9);
}

TEST(Envelope, BlindItEasesToSixtyPercentOfWhatWasWhenThatIsLessThanALightLoad) {
  Supervised run;
  run.intensity = run.proposed = 0.3;
  run.settled();
  run.in.quality = 0.0;
  for (int blind = 1; blind <= 180; ++blind) {
    run.in.blind_s = blind;
    run.second();
  }
  EXPECT_NEAR(run.intensity, 0.18, 1e-9);
}

TEST(Envelope, BlindInARiseItEasesAtOnceUntilNothingMuchIsToCome) {
  Supervised run;
  run.settled();
  run.in.quality = 0.0;
  run.in.pending_rise_bpm = 20.0;
  for (int blind = 1; blind <= 14; ++blind) {
    run.in.blind_s = blind;
    if (blind == 11) run.in.pending_rise_bpm = 4.0;
    const double before = run.intensity;
    run.second();
    const bool eases = blind >= 6 && blind < 11;
    EXPECT_NEAR(run.intensity, eases ? 0.96 * before : before, 1e-12) << blind;
  }
}

TEST(Envelope, WhatWasAddedOnARateThatStoodStillIsTakenBackAtOnce) {
  Supervised run;
  run.settled();
  run.in.quality = 0.5;
  run.in.still_level = 0.45;
  const EnvelopeVerdict& out = run.second();
  EXPECT_EQ(out.allowed, 0.45);
  EXPECT_NE(out.limits & kLimitNoResponse, 0U);
  EXPECT_EQ(out.ask, Ask::CheckStrap);
  run.in.quality = run.in.still_level = 1.0;
  run.proposed = 0.6;
  EXPECT_GT(run.second().allowed, 0.45);
}

TEST(Envelope, HeadingForTheCeilingHoldsThenEases) {
  auto in = healthy(0.8, 0.7);
  in.bpm = 160;
  in.slope_bpm_per_s = 0.5;
  EXPECT_EQ(once(in).allowed, 0.7);
  in.slope_bpm_per_s = 1.0;
  EXPECT_NEAR(once(in).allowed, 0.68, 1e-12);
}

TEST(Envelope, WhatTheLoadWillStillBringCountsBeforeTheSlopeShowsIt) {
  auto in = healthy(0.8, 0.7);
  in.bpm = 155;
  EXPECT_EQ(once(in).allowed, 0.8);
  in.pending_rise_bpm = 14;
  EXPECT_EQ(once(in).allowed, 0.7);
  EXPECT_EQ(once(in).limits, kLimitCeilingPredicted);
}

TEST(Envelope, NotANumberHalvesWhatWasAsked) {
  for (auto member : {&EnvelopeInputs::proposed,
                      &EnvelopeInputs::bpm,
                      &EnvelopeInputs::quality,
                      &EnvelopeInputs::slope_bpm_per_s,
                      &EnvelopeInputs::ceiling_bpm,
                      &EnvelopeInputs::dt_s,
                      &EnvelopeInputs::cadence_rpm,
                      &EnvelopeInputs::oxygen_percent,
                      &EnvelopeInputs::rpe,
                      &EnvelopeInputs::expected_rise_bpm,
                      &EnvelopeInputs::expected_spread_bpm,
                      &EnvelopeInputs::seen_rise_bpm,
                      &EnvelopeInputs::pending_rise_bpm,
                      &EnvelopeInputs::still_level,
                      &EnvelopeInputs::dose_trimp,
                      &EnvelopeInputs::dose_cap_trimp,
                      &EnvelopeInputs::readiness_scale,
                      &EnvelopeInputs::readiness_age_h,
                      &EnvelopeInputs::spread_bpm,
                      &EnvelopeInputs::blind_s,
                      &EnvelopeInputs::irregular_s,
                      &EnvelopeInputs::fallback}) {
    auto in = healthy(0.8, 0.6);
    in.*member = kNan;
    EXPECT_EQ(once(in).allowed, 0.3);
  }
  EXPECT_EQ(once(healthy(0.8, kNan)).allowed, 0.0);
  auto in = healthy(0.8, 0.6);
  in.most = kNan;
  EXPECT_EQ(once(in).allowed, 0.0) << "a limit that cannot be read is the strictest";
}

TEST(Envelope, NotANumberKeepsNobodyFromStopping) {
  auto in = healthy(0.8, 0.6);
  in.bpm = kNan;
  in.has_fallen = true;
  EXPECT_EQ(once(in).allowed, 0.0);
  in.has_fallen = false;
  in.has_symptom = true;
  EXPECT_EQ(once(in).stop, StopCause::Symptom);
}

// The stop and shed rules.

TEST(Envelope, AboveTheCeilingItShedsWithinThreeSecondsAndComesBack) {
  Supervised run;
  run.settled();
  run.in.bpm = 171;
  EXPECT_EQ(run.until(sheds, 3), 1);
  EXPECT_NEAR(run.intensity, 0.55, 1e-12);
  run.seconds_pass(120);
  EXPECT_EQ(run.intensity, 0.0);
  EXPECT_FALSE(stops(run.verdict)) << "a little above the ceiling is shed, not stopped";
  run.in.bpm = 140;
  run.seconds_pass(60);
  EXPECT_EQ(run.intensity, 0.6);
}

TEST(Envelope, APoorSignalAboveTheCeilingShedsButNeverStops) {
  Supervised run;
  run.settled();
  run.in.bpm = 200;
  run.in.quality = 0.3;
  EXPECT_EQ(run.until(sheds, 3), 1);
  EXPECT_EQ(run.until(stops, 600), -1);
}

TEST(Envelope, FarAboveTheCeilingForTenSureSecondsInSpiteOfSheddingIsAStop) {
  Supervised run;
  run.settled(165.0);
  run.in.bpm = 181;
  EXPECT_EQ(run.until(stops, 60), 10);
  EXPECT_EQ(run.verdict.stop, StopCause::OverCeiling);
  Supervised broken;
  broken.settled(165.0);
  for (int i = 0; i < 60; ++i) {  // evidence with a gap is none
    broken.in.bpm = 181;
    broken.in.quality = i % 9 == 8 ? 0.8 : 1.0;
    ASSERT_FALSE(stops(broken.second()));
  }
}

TEST(Envelope, AJumpThatNoLoadExplainsIsHeldThenShedAndStopsWhenItStays) {
  // A spike of a device is over within three seconds; until then nothing rises, after that it is shed.
  Supervised run;
  run.settled();
  run.proposed = 0.9;
  run.in.bpm = 160;
  run.in.slope_bpm_per_s = 3.0;
  EXPECT_LE(run.second().allowed, 0.6);
  EXPECT_EQ(run.until(sheds, 10), 4);
  EXPECT_EQ(run.verdict.ask, Ask::CheckStrap);
  run.in.slope_bpm_per_s = 0.0;
  EXPECT_EQ(run.until(stops, 60), 5);
  EXPECT_EQ(run.verdict.stop, StopCause::RateJump);
  EXPECT_EQ(run.verdict.ask, Ask::SeeDoctor);
}

TEST(Envelope, AJumpOfARateThatWasNeverCalmIsShedButNoStop) {
  Supervised run;
  for (int s = 0; s < 300; ++s) {  // one reading in eight is doubted
    run.in.quality = s % 8 == 0 ? 0.5 : 1.0;
    run.second();
  }
  run.in.quality = 1.0;
  run.in.bpm = 160;
  run.in.slope_bpm_per_s = 3.0;
  EXPECT_EQ(run.until(sheds, 10), 5);
  EXPECT_EQ(run.until(stops, 300), -1);
  EXPECT_TRUE(run.verdict.wants_cooldown);
}

/// Beats through the estimator: a steady heart that within four seconds beats 50 a minute faster, and stays there.
TEST(Rhythm, ASupraventricularTachycardiaIsShedWithinTwentySecondsAndStops) {
  for (int seed = 1; seed <= 50; ++seed) {
    Random random(static_cast<std::uint64_t>(seed));
    body::HeartEstimator heart;
    Supervised run;
    run.in.ceiling_bpm = 190;
    const double calm_bpm = random.uniform(100, 140);
    constexpr double kOnset_s = 200.0;
    double beat_s = 0.0, shed_s = -1.0, stop_s = -1.0;
    std::array<double, 10> past{};
    std::uint32_t sequence = 0;
    for (int s = 0; s < 260; ++s) {
      while (beat_s < s + 1.0) {
        const double part = std::clamp((beat_s - kOnset_s) / 4.0, 0.0, 1.0);
        const double rr_ms = 60000.0 / (calm_bpm + 50.0 * part) + 3.0 * random.normal();
        beat_s += rr_ms / 1000.0;
        heart.observe({.at = instant_at(beat_s),
                       .value = rr_ms,
                       .sequence = ++sequence,
                       .kind = sensors::SampleKind::RrInterval});
      }
      const auto estimate = heart.estimate(instant_at(s + 1.0));
      const auto slot = static_cast<std::size_t>(s % 10);
      run.in.is_known = estimate.is_known;
      run.in.bpm = estimate.value.value;
      run.in.quality = estimate.quality.value;
      run.in.is_slew_failing = estimate.is_known && estimate.factors.slew < 1.0;
      run.in.slope_bpm_per_s = past[slot] > 0.0 ? (run.in.bpm - past[slot]) / 10.0 : 0.0;
      past[slot] = run.in.bpm;
      run.in.has_load_changed = s < 60;
      run.in.blind_s = run.in.quality >= kTrustedQuality ? 0.0 : run.in.blind_s + 1.0;
      run.second();
      if (s < 200) {
        ASSERT_FALSE(stops(run.verdict)) << seed << " at " << s;
      }
      if (shed_s < 0.0 && run.intensity < 0.5) shed_s = s + 1.0 - kOnset_s;
      if (stop_s < 0.0 && stops(run.verdict)) stop_s = s + 1.0 - kOnset_s;
    }
    EXPECT_GT(shed_s, 0.0) << seed;
    EXPECT_LE(shed_s, 20.0) << seed;
    EXPECT_GT(stop_s, 0.0) << seed;
    EXPECT_LE(stop_s, 30.0) << seed;
  }
}

TEST(Envelope, AJumpAfterAStepOfTheLoadIsNone) {
  Supervised run;
  run.settled();
  run.in.bpm = 160;
  run.in.slope_bpm_per_s = 3.0;
  run.in.has_load_changed = true;
  EXPECT_EQ(run.until(sheds, 30), -1);
}

TEST(Envelope, AJumpThatGoesBackIsShedAndComesBack) {
  Supervised run;
  run.settled();
  run.in.bpm = 160;
  run.in.slope_bpm_per_s = 3.0;
  run.seconds_pass(8);
  EXPECT_LT(run.intensity, 0.45);
  run.in.bpm = 132;
  run.in.slope_bpm_per_s = 0.0;
  EXPECT_EQ(run.until([](const auto& v) { return !v.is_shedding; }, 3), 1);
  run.seconds_pass(60);
  EXPECT_EQ(run.intensity, 0.6);
  EXPECT_FALSE(stops(run.verdict));
}

TEST(Envelope, ARampThatADipInterruptsIsNoJump) {
  // 0.8 bpm/s is what a first rise does; the device loses 30 bpm for three seconds and finds them again.
  Supervised run;
  run.settled(100);
  double bpm = 100.0;
  for (int s = 0; s < 120; ++s) {
    bpm += 0.8;
    const bool dips = s >= 60 && s < 63;
    const bool was_dip = s - 10 >= 60 && s - 10 < 63;
    run.in.bpm = dips ? bpm - 30.0 : bpm;
    run.in.slope_bpm_per_s = dips ? -2.2 : (was_dip ? 3.8 : 0.8);
    run.in.ceiling_bpm = 220;
    EXPECT_FALSE(stops(run.second())) << s;
  }
}

TEST(Envelope, RefusedReadingsThatGoOnAreShedToo) {
  // The estimator takes a real jump after some beats; one it refuses for longer is a rhythm it cannot follow.
  Supervised run;
  run.settled();
  run.in.is_slew_failing = true;
  run.in.quality = 0.0;
  EXPECT_EQ(run.until(sheds, 20), 5);
  EXPECT_EQ(run.until(stops, 600), -1);
}

TEST(Envelope, ARateThatFallsThoughTheEffortIsKeptShedsAfterTenSecondsAndStopsAfterThirty) {
  Supervised run;
  run.settled();
  run.in.bpm = 110;
  run.in.effort = Effort::Kept;
  run.in.has_response = true;
  run.in.seen_rise_bpm = -20;
  run.proposed = 0.9;
  EXPECT_LE(run.second().allowed, 0.6) << "never more on a rate that fell (H2)";
  EXPECT_EQ(run.until(sheds, 60), 9);
  EXPECT_EQ(run.verdict.ask, Ask::HowDoYouFeel);
  EXPECT_EQ(run.until(stops, 60), 20);
  EXPECT_EQ(run.verdict.stop, StopCause::RateFall);
}

TEST(Envelope, ARateThatFallsBecauseTheLoadFellIsNone) {
  Supervised run;
  run.settled();
  run.in.bpm = 110;
  run.in.effort = Effort::Kept;
  run.in.has_response = true;
  run.in.seen_rise_bpm = -20;
  run.in.expected_rise_bpm = -18;
  EXPECT_EQ(run.until(sheds, 120), -1);
}

TEST(Envelope, AHeartThatDoesNotAnswerGetsNoMoreUntilItDoes) {
  Supervised run;
  run.settled();
  run.in.effort = Effort::Kept;
  run.in.has_response = true;
  run.in.expected_rise_bpm = 24;
  run.in.expected_spread_bpm = 6;
  run.in.seen_rise_bpm = 4;
  run.seconds_pass(45);
  EXPECT_EQ(run.verdict.ask, Ask::CheckStrap);
  run.proposed = 0.9;
  run.in.expected_rise_bpm = 8;  // no longer evidence, still a question
  EXPECT_EQ(run.second().allowed, 0.6);
  EXPECT_NE(run.verdict.limits & kLimitNoResponse, 0U);
  run.in.bpm = 140;
  EXPECT_GT(run.second().allowed, 0.6);
  EXPECT_FALSE(stops(run.verdict));
}

TEST(Envelope, AnIrregularRhythmHoldsThenEasesThenEndsInACoolDown) {
  Supervised run;
  run.settled();
  run.proposed = 0.9;
  for (int s = 1; s <= 200; ++s) {
    run.in.irregular_s = s;
    const double before = run.intensity;
    const auto& out = run.second();
    EXPECT_NE(out.limits & kLimitIrregular, 0U);
    EXPECT_EQ(out.wants_cooldown, s >= 180);
    EXPECT_EQ(out.ask, Ask::SeeDoctor);
    EXPECT_LE(out.allowed, before);
    if (s < 15) {
      EXPECT_EQ(out.allowed, 0.6);
    }
    if (s == 20) {
      EXPECT_LT(out.allowed, 0.58) << "a rhythm is shed within twenty seconds";
    }
  }
  EXPECT_NEAR(run.intensity, 0.25, 1e-9);
  EXPECT_FALSE(stops(run.verdict));
}

}  // namespace
}  // namespace tonus::adaptation
