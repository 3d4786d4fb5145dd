// The safety envelope by itself: what people do, say and set, and its own pace (docs/safety.md).
#include "supervised.hpp"

#include <gtest/gtest.h>

#include <engine/core/random.hpp>

namespace tonus::adaptation {
namespace {

TEST(Envelope, AFallCutsAtOnceAndForGood) {
  Supervised run;
  run.settled();
  run.in.has_fallen = true;
  EXPECT_EQ(run.second().allowed, 0.0);
  EXPECT_EQ(run.verdict.stop, StopCause::Fall);
  EXPECT_TRUE(run.verdict.wants_end);
  run.in.has_fallen = false;
  run.seconds_pass(600);
  EXPECT_EQ(run.intensity, 0.0);
}

TEST(Envelope, AFallDuringTheRampOfAnotherStopCutsIt) {
  Supervised run;
  run.settled();
  run.in.has_symptom = true;
  EXPECT_GT(run.second().allowed, 0.5);
  run.in.has_fallen = true;
  EXPECT_EQ(run.second().allowed, 0.0);
  EXPECT_EQ(run.verdict.stop, StopCause::Fall);
}

TEST(Envelope, ASymptomStopsByACoolDown) {
  Supervised run;
  run.settled();
  run.in.has_symptom = true;
  EXPECT_EQ(run.until(stops, 1), 1);
  EXPECT_TRUE(run.verdict.wants_cooldown);
  EXPECT_FALSE(run.verdict.wants_end);
  EXPECT_EQ(run.verdict.ask, Ask::HowDoYouFeel);
}

TEST(Envelope, VeryHardStopsByACoolDownAndHardDoesNot) {
  Supervised run;
  run.settled();
  run.in.rpe = 16;
  EXPECT_EQ(run.until(stops, 60), -1);
  run.in.rpe = 17;
  EXPECT_EQ(run.until(stops, 1), 1);
  EXPECT_EQ(run.verdict.stop, StopCause::Exertion);
}

TEST(Envelope, LowOxygenForTenSecondsStopsByACoolDownAndOneReadingDoesNot) {
  Supervised run;
  run.settled();
  run.in.is_oxygen_known = true;
  run.in.oxygen_percent = 87;
  run.seconds_pass(5);
  run.in.oxygen_percent = 95;
  EXPECT_FALSE(stops(run.second()));
  run.in.oxygen_percent = 87;
  EXPECT_EQ(run.until(stops, 60), 10);
  EXPECT_EQ(run.verdict.stop, StopCause::Oxygen);
}

TEST(Envelope, EffortThatCollapsesIsShedToALightLoadAndComesBack) {
  Supervised run;
  run.settled();
  run.in.effort = Effort::Lost;
  EXPECT_EQ(run.until(sheds, 10), 3);
  EXPECT_EQ(run.until([](const auto& v) { return v.ask == Ask::HowDoYouFeel; }, 20), 7);
  EXPECT_NEAR(run.intensity, 0.25, 1e-12);
  run.in.effort = Effort::Kept;
  run.seconds_pass(60);
  EXPECT_EQ(run.intensity, 0.6);
  EXPECT_FALSE(stops(run.verdict));
}

TEST(Envelope, SheddingAndStoppingAreDifferentThings) {
  Supervised shed, stop;
  shed.settled().in.bpm = 175;
  stop.settled().in.has_symptom = true;
  shed.seconds_pass(10);
  stop.seconds_pass(10);
  EXPECT_TRUE(shed.verdict.is_shedding);
  EXPECT_EQ(shed.verdict.stop, StopCause::None);
  shed.in.bpm = 130;
  stop.in.has_symptom = false;
  const double stopped_at = stop.intensity;
  shed.seconds_pass(60);
  stop.seconds_pass(60);
  EXPECT_EQ(shed.intensity, 0.6) << "what was shed comes back";
  EXPECT_LT(stop.intensity, stopped_at) << "what was stopped does not";
}

// The limits.

TEST(Envelope, ACliniciansLimitStandsAboveEverybodyButSafety) {
  auto in = healthy(0.9, 0.85);
  in.most = 0.5;
  EXPECT_EQ(once(in).allowed, 0.5);
  in.bpm = 171;
  in.previous = 0.5;
  EXPECT_NEAR(once(in).allowed, 0.45, 1e-12) << "safety > clinician";
  in = healthy(0.9, 0.3);
  in.most = 0.5;
  in.is_held = true;
  EXPECT_EQ(once(in).allowed, 0.3) << "a coach or person may ask for less than the clinician allows";
  in.is_held = false;
  in.rpe = 19;
  EXPECT_LT(once(in).allowed, 0.3) << "safety > coach > user > adaptation";
}

TEST(Envelope, NothingRisesFasterThanTwoPercentASecondAfterTwelveAtOnce) {
  Supervised run;
  run.intensity = 0.1;
  run.proposed = 1.0;
  EXPECT_NEAR(run.second().allowed, 0.22, 1e-12);
  EXPECT_NE(run.verdict.limits & kLimitRise, 0U);
  for (int s = 0; s < 20; ++s) {
    const double before = run.intensity;
    EXPECT_LE(run.second().allowed, before + 0.02 + 1e-12);
  }
}

TEST(Envelope, ACallerThatAsksOftenRisesNoFasterThanOneThatAsksOnceASecond) {
  Supervised often;
  often.intensity = 0.1;
  often.proposed = 1.0;
  often.in.dt_s = 1.0 / 120.0;
  often.seconds_pass(1200);
  EXPECT_LE(often.intensity, 0.1 + 0.12 + 0.2 + 1e-9);
}

TEST(Envelope, EnoughIsACoolDownAndNoStop) {
  auto in = healthy(0.6, 0.6);
  in.dose_cap_trimp = 100;
  in.dose_trimp = 99;
  EXPECT_FALSE(once(in).wants_cooldown);
  in.dose_trimp = 100;
  EXPECT_TRUE(once(in).wants_cooldown);
  EXPECT_EQ(once(in).stop, StopCause::None);
}

TEST(Envelope, StopOfThePersonIsReachedWithinASecondFromAnyState) {
  Random random(6);
  for (int i = 0; i < 10000; ++i) {
    auto in = healthy(random.uniform(), random.uniform(0.01, 1.0));
    in.quality = random.uniform();
    in.is_paused = random.uniform() < 0.1;
    EnvelopeState state;
    state.stopped = static_cast<StopCause>(static_cast<int>(random.uniform(0.0, 8.0)));
    state.level = random.uniform();
    in.must_stop = true;
    EXPECT_LT(safety_envelope(state, in).verdict.allowed, in.previous);
  }
}

}  // namespace
}  // namespace tonus::adaptation
