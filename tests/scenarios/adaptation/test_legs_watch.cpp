#include <scenarios/adaptation/legs_watch.hpp>

#include <cmath>

#include <gtest/gtest.h>

namespace tonus::adaptation {
namespace {

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

}  // namespace
}  // namespace tonus::adaptation
