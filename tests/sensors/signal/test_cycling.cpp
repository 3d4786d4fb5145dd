// Counters that wrap, stand still, jump and start anew; and the packets that carry them.
#include <gtest/gtest.h>

#include <sensors/signal/cycling.hpp>

#include "support.hpp"

namespace tonus::sensors {
namespace {

using made::expect_one_line;
using made::hex;

/// A crank whose sensor is heard at times of our choosing.
class Crank {
 public:
  std::optional<double> rpm_at(double t_s, std::uint32_t revolutions, unsigned event_time) {
    const auto hz = rate.update(revolutions, static_cast<std::uint16_t>(event_time), instant_at(t_s));
    return hz ? std::optional(*hz * 60.0) : std::nullopt;
  }
  RevolutionRate rate{1024, 16, kMostRpm / 60.0};
};

TEST(RevolutionRate, TheFirstFrameSaysNothingAndTheSecondDoes) {
  Crank crank;
  EXPECT_FALSE(crank.rpm_at(0, 10, 1000));
  EXPECT_EQ(crank.rpm_at(1, 11, 1000 + 768), 80.0);
}

TEST(RevolutionRate, BothCountersWrap) {
  Crank crank;
  crank.rpm_at(0, 65535, 65000);
  EXPECT_EQ(crank.rpm_at(1, 0, 65000 + 768), 80.0);
  RevolutionRate wheel(2048, 32, 100.0);
  wheel.update(0xFFFFFFFF, 0xFF00, instant_at(0));
  EXPECT_EQ(wheel.update(1, static_cast<std::uint16_t>(0xFF00 + 2048), instant_at(1)), 2.0);
}

TEST(RevolutionRate, StandingStillHoldsFourEqualFramesAndThenIsZero) {
  Crank crank;
  crank.rpm_at(0, 10, 1000);
  EXPECT_EQ(crank.rpm_at(1, 11, 2024), 60.0);
  for (const double t_s : {2.0, 3.0, 4.0}) EXPECT_EQ(crank.rpm_at(t_s, 11, 2024), 60.0) << t_s;
  EXPECT_EQ(crank.rpm_at(5, 11, 2024), 0.0);
  EXPECT_EQ(crank.rpm_at(6, 11, 2024), 0.0);
}

TEST(RevolutionRate, AFastNotifierHoldsForTwoAndAHalfTurnsOfASlowCrank) {
  Crank crank;
  crank.rpm_at(0, 10, 0);
  // 30 rpm: nothing new for 2 s is no rest.
  EXPECT_EQ(crank.rpm_at(2, 11, 2048), 30.0);
  for (double t_s = 2.25; t_s < 7.0; t_s += 0.25) EXPECT_EQ(crank.rpm_at(t_s, 11, 2048), 30.0) << t_s;
  EXPECT_EQ(crank.rpm_at(7.25, 11, 2048), 0.0);
}

TEST(RevolutionRate, TurnsInNoTimeAreIgnored) {
  Crank crank;
  crank.rpm_at(0, 10, 1000);
  EXPECT_EQ(crank.rpm_at(1, 11, 2024), 60.0);
  EXPECT_EQ(crank.rpm_at(2, 12, 2024), 60.0);
  // Counted from the frame before.
  EXPECT_EQ(crank.rpm_at(3, 13, 4072), 60.0);
}

TEST(RevolutionRate, TimeThatMovesWithoutATurnIsNoEvent) {
  Crank crank;
  crank.rpm_at(0, 10, 1000);
  EXPECT_EQ(crank.rpm_at(1, 11, 2024), 60.0);
  EXPECT_EQ(crank.rpm_at(2, 11, 3048), 60.0);
  EXPECT_EQ(crank.rpm_at(3, 12, 4072), 30.0);
}

TEST(RevolutionRate, AGapOfMoreThanAMinuteStartsAnew) {
  Crank crank;
  crank.rpm_at(0, 10, 0);
  EXPECT_EQ(crank.rpm_at(60, 70, 61440), 60.0);
  EXPECT_FALSE(crank.rpm_at(120.5, 130, 57344));
  EXPECT_EQ(crank.rpm_at(121.5, 131, 58368), 60.0);
}

TEST(RevolutionRate, AWheelOfCyclingPowerWrapsTwiceAsFastSoItsGapIsHalf) {
  RevolutionRate wheel(2048, 32, 100.0);
  wheel.update(0, 0, instant_at(0));
  EXPECT_EQ(wheel.update(60, 61440, instant_at(30)), 2.0);
  EXPECT_FALSE(wheel.update(120, 0, instant_at(60.5)));
}

TEST(RevolutionRate, AfterALongRestTheFirstTurnOnlySetsTheClock) {
  Crank crank;
  crank.rpm_at(0, 10, 1000);
  crank.rpm_at(1, 11, 2024);
  for (int t_s = 2; t_s < 80; ++t_s) crank.rpm_at(t_s, 11, 2024);
  // 79 s later: the event time wrapped, and its difference would say 64 rpm or so.
  EXPECT_EQ(crank.rpm_at(80, 12, 2024 + 960), 0.0);
  EXPECT_EQ(crank.rpm_at(81, 13, 2024 + 960 + 1024), 60.0);
}

TEST(RevolutionRate, ACounterThatStartsAnewGivesNoSpike) {
  RevolutionRate wheel(1024, 32, 100.0);
  wheel.update(5000, 1000, instant_at(0));
  EXPECT_EQ(wheel.update(5002, 2024, instant_at(1)), 2.0);
  EXPECT_FALSE(wheel.update(0, 3048, instant_at(2)));
  EXPECT_EQ(wheel.update(3, 4072, instant_at(3)), 3.0);
  Crank crank;
  crank.rpm_at(0, 500, 1000);
  EXPECT_FALSE(crank.rpm_at(1, 0, 2024));
  EXPECT_EQ(crank.rpm_at(2, 1, 3048), 60.0);
}

TEST(RevolutionRate, FasterThanLegsIsNotBelieved) {
  Crank crank;
  crank.rpm_at(0, 10, 1000);
  EXPECT_FALSE(crank.rpm_at(1, 15, 2024));
  EXPECT_EQ(crank.rpm_at(2, 16, 3048), 60.0);
}

TEST(RevolutionRate, AReconnectStartsAnew) {
  Crank crank;
  crank.rpm_at(0, 10, 1000);
  crank.rpm_at(1, 11, 2024);
  crank.rate.restart();
  EXPECT_FALSE(crank.rpm_at(2, 400, 3048));
  EXPECT_EQ(crank.rpm_at(3, 401, 4072), 60.0);
}

TEST(CyclingPower, EveryFieldInItsPlace) {
  CyclingPowerDecoder decoder;
  const auto m =
      decoder.decode(hex("ff1f ceff 65 4001 0a000000 0008 0500 0004 6400 9cff 2000 e0ff 5ab000 1e00 d200 4b00"), {});
  ASSERT_TRUE(m);
  EXPECT_EQ(m->power_w, -50);
  EXPECT_EQ(m->balance_percent, 50.5);
  EXPECT_TRUE(m->balance_is_left);
  EXPECT_EQ(m->accumulated_torque_raw, 320);
  EXPECT_TRUE(m->torque_is_from_crank);
  EXPECT_EQ(m->wheel_revs, 10U);
  EXPECT_EQ(m->wheel_time_2048, 2048);
  EXPECT_EQ(m->crank_revs, 5);
  EXPECT_EQ(m->crank_time_1024, 1024);
  EXPECT_EQ(m->most_force_n, 100);
  EXPECT_EQ(m->least_force_n, -100);
  EXPECT_EQ(m->most_torque_nm, 1.0);
  EXPECT_EQ(m->least_torque_nm, -1.0);
  EXPECT_EQ(m->most_angle_deg, 0x05A);
  EXPECT_EQ(m->least_angle_deg, 0x00B);
  EXPECT_EQ(m->top_dead_spot_deg, 30);
  EXPECT_EQ(m->bottom_dead_spot_deg, 210);
  EXPECT_EQ(m->accumulated_energy_kj, 75);
  EXPECT_FALSE(m->truncated);
  EXPECT_FALSE(m->cadence_rpm || m->speed_m_per_s);
}

TEST(CyclingPower, ItsWheelCountsIn2048thsAndItsCrankIn1024ths) {
  CyclingPowerDecoder decoder;
  ASSERT_TRUE(decoder.decode(hex("3000 6400 00000000 0000 0000 0000"), instant_at(0)));
  const auto m = decoder.decode(hex("3000 6400 04000000 0008 0100 0004"), instant_at(1));
  ASSERT_TRUE(m);
  EXPECT_DOUBLE_EQ(*m->speed_m_per_s, 4.0 * kWheelCircumference_m);
  EXPECT_DOUBLE_EQ(*m->cadence_rpm, 60.0);
}

TEST(CyclingPower, AFirstFrameOfNoPowerIsAnIdleCrankAndOneOfPowerIsNotKnownYet) {
  EXPECT_EQ(CyclingPowerDecoder().decode(hex("2000 0000 0100 000b"), {})->cadence_rpm, 0.0);
  EXPECT_FALSE(CyclingPowerDecoder().decode(hex("2000 0100 0100 000b"), {})->cadence_rpm);
}

TEST(CyclingPower, ACutCrankIsAbsentAndLeavesTheCounterAlone) {
  CyclingPowerDecoder decoder;
  ASSERT_TRUE(decoder.decode(hex("2000 6400 0a00 0000"), instant_at(0)));
  const auto cut = decoder.decode(hex("2000 6400 0b00 00"), instant_at(1));
  ASSERT_TRUE(cut);
  EXPECT_TRUE(cut->truncated);
  EXPECT_FALSE(cut->cadence_rpm);
  EXPECT_EQ(decoder.decode(hex("2000 6400 0c00 0008"), instant_at(2))->cadence_rpm, 60.0);
  const auto broken = decoder.decode(hex("2000 64"), instant_at(3));
  ASSERT_FALSE(broken);
  expect_one_line(broken.error(), "2a63: 3 octets, expected at least 4");
}

TEST(CyclingPower, AReconnectForgetsTheCounters) {
  CyclingPowerDecoder decoder;
  ASSERT_TRUE(decoder.decode(hex("2000 6400 0a00 0000"), instant_at(0)));
  decoder.restart();
  EXPECT_FALSE(decoder.decode(hex("2000 6400 0b00 0004"), instant_at(1))->cadence_rpm);
}

TEST(Csc, ItsWheelCountsIn1024thsAndComesAndGoesWithoutTheCrank) {
  CscDecoder decoder;
  ASSERT_TRUE(decoder.decode(hex("03 00000000 0000 0000 0000"), instant_at(0)));
  const auto wheel = decoder.decode(hex("01 04000000 0004"), instant_at(1));
  ASSERT_TRUE(wheel);
  EXPECT_DOUBLE_EQ(*wheel->speed_m_per_s, 4.0 * kWheelCircumference_m);
  EXPECT_FALSE(wheel->cadence_rpm || wheel->crank_revs);
  EXPECT_EQ(decoder.decode(hex("02 0200 0008"), instant_at(2))->cadence_rpm, 60.0);
  decoder.restart();
  EXPECT_FALSE(decoder.decode(hex("02 0300 000c"), instant_at(3))->cadence_rpm);
  EXPECT_FALSE(decoder.decode({}, instant_at(4)));
}

TEST(Csc, ASpeedNoBicycleReachesIsAbsent) {
  CscDecoder decoder;
  ASSERT_TRUE(decoder.decode(hex("01 00000000 0000"), instant_at(0)));
  EXPECT_FALSE(decoder.decode(hex("01 14000000 0004"), instant_at(1))->speed_m_per_s);
}

TEST(CyclingFeatures, AreBits) {
  EXPECT_EQ(*decode_csc_feature(hex("0700")), 7);
  EXPECT_EQ(*decode_cycling_power_feature(hex("09000080")), 0x80000009U);
  EXPECT_FALSE(decode_csc_feature(hex("07")));
  EXPECT_FALSE(decode_cycling_power_feature(hex("090000")));
}

TEST(SensorLocation, IsNamed) {
  EXPECT_EQ(sensor_location_name(*decode_sensor_location(hex("05"))), "left_crank");
  EXPECT_EQ(sensor_location_name(*decode_sensor_location(hex("0d"))), "rear_hub");
  EXPECT_EQ(sensor_location_name(17), "reserved");
  EXPECT_FALSE(decode_sensor_location({}));
}

}  // namespace
}  // namespace tonus::sensors
