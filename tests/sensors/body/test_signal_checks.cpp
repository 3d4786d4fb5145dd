#include <sensors/body/signal_checks.hpp>

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include <engine/core/random.hpp>

namespace tonus::body {
namespace {

/// Seconds until the lock is seen, or -1. `bpm(t)` is read, `rpm(t)` the cadence, `expected(t)` what the model says.
template <class Bpm, class Rpm, class Expected>
int locked_after(int most_s, Bpm bpm, Rpm rpm, Expected expected) {
  CadenceLock lock;
  for (int t = 0; t < most_s; ++t) {
    lock.observe_cadence(instant_at(t), rpm(t));
    lock.observe_rate(instant_at(t + 0.1), bpm(t), expected(t));
    if (lock.is_locked()) return t;
  }
  return -1;
}

TEST(CadenceLock, ARateThatFollowsTheCadenceIsSeenWithinTwentySeconds) {
  int seen = 0;
  for (int seed = 1; seed <= 100; ++seed) {
    Random random(static_cast<std::uint64_t>(seed));
    const double times = seed % 2 == 0 ? 1.0 : 2.0;
    const double wobble = random.uniform(0.0, 4.0);
    const auto rpm = [&](int t) { return 82.0 + wobble * std::sin(0.3 * t); };
    const int after = locked_after(
        60, [&](int t) { return std::round(times * rpm(t) + 0.4 * random.normal()); }, rpm,
        [&](int) { return times * 82.0 + (seed % 3 == 0 ? 20.0 : -25.0); });
    if (after >= 0 && after <= 20) ++seen;
    EXPECT_TRUE(after < 0 || after > 13);
  }
  EXPECT_GE(seen, 95);
}

TEST(CadenceLock, AHeartThatReallyBeatsThereIsBelieved) {
  const auto rpm = [](int) { return 80.0; };
  EXPECT_EQ(locked_after(
                300, [](int t) { return 160.0 + t % 2; }, rpm, [](int) { return 158.0; }),
            -1);
  // Nor is one judged without a model to say otherwise.
  EXPECT_EQ(locked_after(
                300, [](int t) { return 160.0 + t % 2; }, rpm, [](int) { return std::nan(""); }),
            -1);
}

TEST(CadenceLock, ARateThatCrossesTheCadenceIsNotLocked) {
  EXPECT_EQ(locked_after(
                120, [](int t) { return 100.0 + t; }, [](int) { return 80.0; }, [](int) { return 90.0; }),
            -1);
}

TEST(CadenceLock, TwoReadingsThatStrayDoNotBeginItAnew) {
  const auto rpm = [](int) { return 80.0; };
  const auto bpm = [](int strays) { return [strays](int t) { return 80.0 + (t >= 7 && t < 7 + strays ? 6.0 : 0.0); }; };
  const auto expected = [](int) { return 130.0; };
  EXPECT_EQ(locked_after(40, bpm(2), rpm, expected), 15);
  EXPECT_GT(locked_after(40, bpm(3), rpm, expected), 20);
}

TEST(CadenceLock, AfterSilenceWhatTheLoadBringsIsExpected) {
  // 100 before the silence; meanwhile the load has brought the heart to 150, and the rate comes back on the cadence.
  for (const bool knows_load : {true, false}) {
    CadenceLock lock;
    for (int t = 0; t < 30; ++t) {
      lock.observe_cadence(instant_at(t), 95.0);
      lock.observe_rate(instant_at(t + 0.1), 101.0, 101.0);
    }
    if (knows_load) lock.expect(instant_at(90), 150.0);
    for (int t = 90; t < 120; ++t) {
      lock.observe_cadence(instant_at(t), 95.0);
      lock.observe_rate(instant_at(t + 0.1), 95.0, std::nan(""));
    }
    EXPECT_EQ(lock.is_locked(), knows_load);
  }
}

TEST(CadenceLock, EndsWhenTheRateLeavesTheCadenceOrTheCadenceEnds) {
  for (const bool leaves : {true, false}) {
    CadenceLock lock;
    for (int t = 0; t < 40; ++t) {
      lock.observe_cadence(instant_at(t), 80.0);
      lock.observe_rate(instant_at(t), 160.0, 130.0);
    }
    ASSERT_TRUE(lock.is_locked());
    for (int t = 40; t < 47; ++t) {
      if (leaves) lock.observe_cadence(instant_at(t), 80.0);
      lock.observe_rate(instant_at(t), leaves ? 131.0 : 160.0, 130.0);
    }
    EXPECT_FALSE(lock.is_locked()) << leaves;
  }
}

LegsReading on_cadence(double bpm = 89.0) { return {true, false, false, bpm, 0.0, 88.0}; }

/// Seconds of the same until it is suspected; -1 when it never is.
int suspected_after(LegsWatch& watch, const LegsReading& reading, int most_s = 120) {
  for (int s = 1; s <= most_s; ++s) {
    watch.observe(reading);
    if (watch.may_be_legs()) return s;
  }
  return -1;
}

TEST(LegsWatch, ADevicesRateOnTheCadenceOrTwiceItIsSuspectedAfterTwentySeconds) {
  for (const double bpm : {85.0, 91.0, 173.0, 179.0}) {
    LegsWatch watch;
    EXPECT_EQ(suspected_after(watch, on_cadence(bpm)), 21) << bpm;
  }
}

TEST(LegsWatch, BeatsSilenceAndRatesElsewhereAreNot) {
  LegsWatch watch;
  auto reading = on_cadence();
  reading.is_from_beats = true;
  EXPECT_EQ(suspected_after(watch, reading), -1);
  reading = on_cadence();
  reading.is_known = false;
  EXPECT_EQ(suspected_after(watch, reading), -1);
  reading = on_cadence();
  reading.cadence_per_min = std::nan("");
  EXPECT_EQ(suspected_after(watch, reading), -1);
  EXPECT_EQ(suspected_after(watch, on_cadence(130.0)), -1);
}

TEST(LegsWatch, ARateThatLeavesIsSuspectedNoLongerAndRunsBackAsLong) {
  LegsWatch watch;
  for (int s = 0; s < 30; ++s) watch.observe(on_cadence());
  auto away = on_cadence(130.0);
  away.slope_bpm_per_s = 4.0;  // a lock that ends
  for (int s = 0; s < 10; ++s) watch.observe(away);
  EXPECT_FALSE(watch.may_be_legs());
  EXPECT_EQ(suspected_after(watch, on_cadence()), 1);
}

TEST(LegsWatch, WhatSinksOffTheCadenceWhenItIsEasedIsAHeartForTenMinutes) {
  LegsWatch watch;
  ASSERT_EQ(suspected_after(watch, on_cadence()), 21);
  auto sinking = on_cadence(79.0);
  sinking.slope_bpm_per_s = -0.4;
  watch.observe(sinking);
  EXPECT_FALSE(watch.may_be_legs());
  EXPECT_EQ(suspected_after(watch, on_cadence(), 2000), 599 + 21);
}

TEST(LegsWatch, AHeartThatIsBelievedIsNoneOnceItStaysOnTheCadenceWhileTheLoadShouldLiftIt) {
  for (const double gain_bpm : {60.0, 0.0}) {
    LegsWatch watch;
    ASSERT_EQ(suspected_after(watch, on_cadence()), 21);
    auto reading = on_cadence(79.0);
    reading.slope_bpm_per_s = -0.4;
    watch.observe(reading);
    ASSERT_FALSE(watch.may_be_legs());
    reading = on_cadence();
    reading.gain_bpm = gain_bpm;
    int revoked_s = -1;
    for (int s = 1; s <= 200 && revoked_s < 0; ++s) {
      reading.answered = 0.3 + 0.005 * s;
      watch.observe(reading);
      if (watch.may_be_legs()) revoked_s = s;
    }
    // 14 bpm are 0.233 of 60 bpm: 47 s at this pace.
    EXPECT_EQ(revoked_s, gain_bpm > 0.0 ? 48 : -1);
  }
}

TEST(LegsWatch, WhatJumpsOffItOrIsLeftByLegsThatStopIsNone) {
  for (const bool jumps : {true, false}) {
    LegsWatch watch;
    ASSERT_EQ(suspected_after(watch, on_cadence()), 21);
    auto gone = on_cadence(70.0);
    gone.slope_bpm_per_s = jumps ? -1.9 : -0.4;
    if (!jumps) gone.cadence_per_min = 0.0;
    watch.observe(gone);
    EXPECT_EQ(suspected_after(watch, on_cadence()), 1);
  }
}

TEST(Agreement, OtherSensorsTakeTrustAwayOnlyWhileTheyAreHeardAndDiffer) {
  Agreement agreement;
  EXPECT_EQ(agreement.factor(instant_at(0.0), 120.0), 1.0);
  for (int t = 0; t < 20; ++t) agreement.observe_other(instant_at(t), 126.0);
  EXPECT_EQ(agreement.factor(instant_at(20.0), 120.0), 1.0);
  EXPECT_EQ(agreement.factor(instant_at(20.0), 137.0), 0.0);
  EXPECT_EQ(agreement.factor(instant_at(30.0), 137.0), 1.0);
}

}  // namespace
}  // namespace tonus::body
