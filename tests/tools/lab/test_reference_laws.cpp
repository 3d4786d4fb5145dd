#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include <reference_laws.hpp>

namespace tonus::lab {
namespace {

constexpr double kTau_s = 68.7, kGain = 0.392, kRest_bpm = 60.0;

LawInputs second(int t, double bpm, double target_bpm) {
  LawInputs in;
  in.t_s = t;
  in.target_bpm = target_bpm;
  in.device_bpm = bpm;
  return in;
}

/// First-order plant without delay, as C1 was designed for.
struct NominalPlant {
  double bpm = kRest_bpm;
  void second(double load) { bpm += (kRest_bpm + kGain * load - bpm) * (1.0 - std::exp(-1.0 / kTau_s)); }
};

TEST(HuntReplica, StepFollowsTheAnalyticClosedLoop) {
  // Pole and zero cancel: the error falls as exp(-t/t_c). A step of 10 bpm from a settled loop stays within the
  // actuator.
  HuntReplica law(machine(athlete::Work::Cycle));
  NominalPlant plant;
  constexpr double kFrom_bpm = 100.0, kTo_bpm = 110.0;
  int t = 0;
  for (; t < 3000; ++t) plant.second(law.command(second(t, plant.bpm, kFrom_bpm)));
  ASSERT_NEAR(plant.bpm, kFrom_bpm, 0.05);
  for (int since = 0; since <= 300; ++since, ++t) {
    // Half of the 5-s hold and half of the 5-s mean come on top of the ideal: at most 6 s of lag.
    const double ideal = kTo_bpm - 10.0 * std::exp(-since / HuntReplica::kClosedLoop_s);
    const double late = kTo_bpm - 10.0 * std::exp(-std::max(0, since - 8) / HuntReplica::kClosedLoop_s);
    EXPECT_LE(plant.bpm, ideal + 0.25) << since;
    EXPECT_GE(plant.bpm, late - 0.25) << since;
    plant.second(law.command(second(t, plant.bpm, kTo_bpm)));
  }
}

TEST(HuntReplica, BeginsWithoutFeedforward) {
  HuntReplica law(machine(athlete::Work::Cycle));
  // Proportional share of an error of 60 bpm, and 5 s of its integral.
  const double kp = kTau_s / (kGain * 100.0);
  EXPECT_NEAR(law.command(second(0, 70.0, 130.0)), kp * 60.0 * (1.0 + 5.0 / kTau_s), 1e-9);
}

TEST(HuntReplica, DecidesEveryFiveSecondsOnTheMean) {
  HuntReplica law(machine(athlete::Work::Cycle));
  const double first = law.command(second(0, 100.0, 130.0));
  for (int t = 1; t < 5; ++t) EXPECT_EQ(law.command(second(t, 100.0 + 10.0 * t, 130.0)), first);
  HuntReplica steady(machine(athlete::Work::Cycle));
  for (int t = 0; t < 5; ++t) (void)steady.command(second(t, t == 0 ? 100.0 : 128.0, 130.0));
  // Mean of 110, 120, 130, 140, 140 and of 128 four times and 128: both 128.
  EXPECT_NEAR(law.command(second(5, 140.0, 130.0)), steady.command(second(5, 128.0, 130.0)), 1e-9);
}

TEST(HuntReplica, HoldsWithoutAReading) {
  HuntReplica law(machine(athlete::Work::Cycle));
  const double held = law.command(second(0, 100.0, 130.0));
  for (int t = 1; t < 60; ++t) EXPECT_EQ(law.command(second(t, kAbsent, 130.0)), held);
}

TEST(HuntReplica, DoesNotWindUp) {
  HuntReplica law(machine(athlete::Work::Cycle));
  for (int t = 0; t < 3600; ++t) (void)law.command(second(t, 40.0, 180.0));
  // An hour at the limit is forgotten as soon as the error changes sign.
  double load = 400.0;
  for (int t = 3600; t < 3660; ++t) load = law.command(second(t, 190.0, 180.0));
  EXPECT_LT(load, 390.0);
}

TEST(ZoneStep, StepsOutsideTheZoneAlone) {
  const Machine& bike = machine(athlete::Work::Cycle);
  ZoneStep law(bike);
  EXPECT_EQ(law.command(second(0, 120.0, 130.0)), bike.opening + 5.0);
  for (int t = 1; t < 10; ++t) EXPECT_EQ(law.command(second(t, 120.0, 130.0)), bike.opening + 5.0);
  EXPECT_EQ(law.command(second(10, 125.0, 130.0)), bike.opening + 5.0);  // on the edge: within
  for (int t = 11; t < 20; ++t) (void)law.command(second(t, 136.0, 130.0));
  EXPECT_EQ(law.command(second(20, 136.0, 130.0)), bike.opening);
}

TEST(ZoneStep, StepsAFifthOfAKilometreAnHourOnATreadmill) {
  const Machine& treadmill = machine(athlete::Work::Treadmill);
  ZoneStep law(treadmill);
  EXPECT_NEAR(law.command(second(0, 100.0, 150.0)), treadmill.opening + 0.2 / 3.6, 1e-12);
}

TEST(ZoneStep, BelievesAnOldRateButNoZero) {
  const Machine& bike = machine(athlete::Work::Cycle);
  ZoneStep law(bike);
  EXPECT_EQ(law.command(second(0, kAbsent, 130.0)), bike.opening);  // nothing heard yet
  for (int t = 1; t < 10; ++t) (void)law.command(second(t, t == 1 ? 100.0 : kAbsent, 130.0));
  EXPECT_EQ(law.command(second(10, kAbsent, 130.0)), bike.opening + 5.0);
}

TEST(FixedLoad, IsWhatTheNominalModelSays) {
  athlete::Parameters person;
  const Subject subject = make_subject(person, 1);
  FixedLoad law(subject.brief);
  const double load = law.command(second(0, 60.0, 104.2));
  EXPECT_NEAR(load, (104.2 - 65.0) / 0.392, 1e-9);
}

}  // namespace
}  // namespace tonus::lab
