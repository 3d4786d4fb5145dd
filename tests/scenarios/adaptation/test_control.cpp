// The control law by itself: a pure function of what is known of the heart.
#include <cmath>

#include <gtest/gtest.h>

#include <engine/core/random.hpp>
#include <scenarios/adaptation/law.hpp>

namespace tonus::adaptation {
namespace {

/// A heart that holds `bpm` at the load it has had for long.
ControlInputs holding(double bpm, double target_bpm, double load) {
  ControlInputs in{
      .previous = load, .planned_bpm = target_bpm, .target_bpm = target_bpm, .next_target_bpm = target_bpm};
  in.model.fast = kFastShare * load;
  in.model.slow = (1.0 - kFastShare) * load;
  in.model.base_bpm = bpm - in.model.gain_bpm * load;
  in.model.level_spread_bpm = 1.0;
  in.model.gain_spread_bpm = 6.0;
  in.bpm = bpm;
  in.quality = 1.0;
  in.is_known = true;
  return in;
}
constexpr ControlState kSettled{true, 137.0};

TEST(Law, TermsAddUpToWhatWasAsked) {
  Random random(3);
  for (int i = 0; i < 10000; ++i) {
    const double bpm = random.uniform(40, 200);
    const double target_bpm = random.uniform(80, 180);
    const double load = random.uniform();
    const auto step = control({}, {}, holding(bpm, target_bpm, load));
    EXPECT_EQ(step.terms.sum(), step.asked);
  }
}

TEST(Law, NeverMovesFasterThanItsSlewLimits) {
  Random random(4);
  const ControlSettings s;
  for (int i = 0; i < 10000; ++i) {
    const double bpm = random.uniform(40, 200);
    const double load = random.uniform(s.least, s.most);
    auto in = holding(bpm, 137, load);
    in.dt_s = random.uniform(0.5, 8.0);
    const bool is_settled = random.uniform() < 0.5;
    const auto step = control(s, is_settled ? kSettled : ControlState{}, in);
    const double up_bpm_per_s = step.next.is_settled ? s.slew_up_bpm_per_s : s.slew_first_bpm_per_s;
    EXPECT_LE(step.proposed, load + up_bpm_per_s / in.model.gain_bpm * in.dt_s + 1e-12);
    EXPECT_GE(step.proposed, load - s.slew_down_bpm_per_s / in.model.gain_bpm * in.dt_s - 1e-12);
    EXPECT_GE(step.proposed, s.least);
    EXPECT_LE(step.proposed, s.most);
  }
}

TEST(Law, DoesNotRaiseWhileTheHeartIsFarAboveWhereTheModelHasIt) {
  // The model has not believed the readings yet (PersonModel refuses them for a minute).
  auto in = holding(110, 137, 0.4);
  EXPECT_GT(control({}, {}, in).proposed, 0.4);
  in.bpm = 126;
  const auto step = control({}, {}, in);
  EXPECT_EQ(step.proposed, 0.4);
  EXPECT_NE(step.limits & kLimitModelDoubted, 0U);
  in.bpm = 90;  // below: the model's word is the careful one
  EXPECT_GT(control({}, {}, in).proposed, 0.4);
}

TEST(Law, AFirstRiseListensToAHeartThatClimbsMoreThanTheModelForetells) {
  auto in = holding(100, 137, 0.4);
  in.previous = 0.5;  // there is load that is not answered yet
  const double alone = control({}, {}, in).proposed;
  in.slope_bpm_per_s = 0.25;  // less than the model foretells
  EXPECT_EQ(control({}, {}, in).proposed, alone);
  in.slope_bpm_per_s = 1.6;
  const auto step = control({}, {}, in);
  EXPECT_LT(step.proposed, 0.5);
  EXPECT_NE(step.limits & kLimitClimb, 0U);
  EXPECT_EQ(step.terms.sum(), step.asked);

  auto steady = in;  // all of the load is answered: what climbs now is a wave
  steady.previous = 0.4;
  EXPECT_EQ(control({}, {}, steady).limits & kLimitClimb, 0U);
  in.is_known = false;
  EXPECT_EQ(control({}, {}, in).proposed, alone);
  in.is_known = true;
  in.target_bpm = in.next_target_bpm = 139.0;
  EXPECT_EQ(control({}, {true, 139.0}, in).limits & kLimitClimb, 0U) << "no first rise";
}

TEST(Law, TheLeastOfAMachineBringsNobodyBackOverTheCeiling) {
  // Somebody whom the least load lifts by 60 bpm, most of them later than the law looks ahead; after a shed to nothing.
  auto in = holding(100, 100, 0.0);
  in.model.gain_bpm = 1200.0;
  in.model.tau_s = 900.0;
  in.ceiling_bpm = 150.0;
  const auto shed = control({}, {}, in);
  EXPECT_EQ(shed.proposed, 0.0);
  EXPECT_NE(shed.limits & kLimitActuatorMin, 0U);
  in.ceiling_bpm = 180.0;
  EXPECT_GE(control({}, {}, in).proposed, ControlSettings{}.least);
  in.ceiling_bpm = 112.0;
  in.previous = 0.1;  // who is not shed is led down to the least; below it the envelope alone may go
  in.dt_s = 60.0;
  EXPECT_EQ(control({}, {}, in).proposed, ControlSettings{}.least);
}

TEST(Law, MovesTooSmallToBeMadeAddUpUntilTheyAreWorthIt) {
  auto in = holding(125, 137, 0.6);
  in.model.gain_bpm = 300.0;  // so that a second's slew is smaller than the hysteresis
  in.model.base_bpm = 125 - 300.0 * 0.6;
  ControlState state = kSettled;
  double load = 0.6;
  for (int second = 0; second < 20; ++second) {
    in.previous = load;
    const auto step = control({}, state, in);
    state = step.next;
    EXPECT_LE(std::fabs(state.withheld), ControlSettings{}.hysteresis);
    EXPECT_TRUE(step.proposed == load || step.proposed - load >= ControlSettings{}.hysteresis);
    load = step.proposed;
  }
  EXPECT_NEAR(load, 0.6 + 20 * 0.78 / 300.0, 0.005);
}

TEST(Law, BelowTargetAsksForMoreAboveForLessAndOnItForTheSame) {
  EXPECT_GT(control({}, kSettled, holding(125, 137, 0.6)).asked, 0.61);
  EXPECT_LT(control({}, kSettled, holding(149, 137, 0.6)).asked, 0.59);
  EXPECT_NEAR(control({}, kSettled, holding(137, 137, 0.6)).asked, 0.6, 1e-12);
}

TEST(Law, WhatIsOnItsWayIsWaitedFor) {
  // The same rate now; in one case the load has just been raised and the heart is still to follow.
  auto risen = holding(110, 137, 0.4);
  risen.previous = 0.62;
  EXPECT_LT(control({}, {}, risen).asked - 0.62, control({}, {}, holding(110, 137, 0.4)).asked - 0.4);
}

TEST(Law, ADoubtfulGainMovesLess) {
  auto sure = holding(120, 137, 0.5), doubtful = sure;
  doubtful.model.gain_spread_bpm = 60.0;
  EXPECT_GT(control({}, kSettled, sure).asked, control({}, kSettled, doubtful).asked);
}

TEST(Law, TheCeilingBoundsWhatIsForetoldWithItsDoubt) {
  auto in = holding(140, 150, 0.6);
  in.ceiling_bpm = 142.0;
  in.model.level_spread_bpm = 2.0;  // twice that is already above
  const auto step = control({}, {}, in);
  EXPECT_LE(step.proposed, 0.6);
  EXPECT_NE(step.limits & kLimitCeilingAhead, 0U);
  EXPECT_GT(step.asked, 0.6);
}

TEST(Law, LeadsDownBeforeTheWorkEnds) {
  auto in = holding(150, 150, 0.6);
  in.next_target_bpm = 120.0;
  in.next_in_s = 20.0;
  EXPECT_LT(control({}, {true, 150.0}, in).proposed, 0.6);
  in.next_in_s = 200.0;
  EXPECT_EQ(control({}, {true, 150.0}, in).proposed, 0.6);
}

TEST(Law, IsSettledOnceTheTargetIsMetAndNoLongerWhenItMovesFar) {
  EXPECT_FALSE(control({}, {}, holding(100, 137, 0.4)).next.is_settled);
  EXPECT_TRUE(control({}, {}, holding(134, 137, 0.6)).next.is_settled);
  EXPECT_TRUE(control({}, kSettled, holding(125, 137, 0.6)).next.is_settled);
  EXPECT_FALSE(control({}, kSettled, holding(137, 150, 0.6)).next.is_settled);
}

}  // namespace
}  // namespace tonus::adaptation
