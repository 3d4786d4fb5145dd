#include <gtest/gtest.h>

#include <sensors/signal/fitness_control.hpp>

#include "support.hpp"

namespace tonus::sensors {
namespace {

using made::expect_one_line;
using made::hex;

MachineTarget asked(std::string_view packet) {
  const auto request = decode_control_request(hex(packet));
  EXPECT_TRUE(request) << packet;
  return request ? request->target : MachineTarget{};
}

TEST(ControlRequest, EveryOpHasItsParameter) {
  EXPECT_EQ(asked("02 d204").speed_kmh, 12.34);
  EXPECT_EQ(asked("03 f1ff").inclination_percent, -1.5);
  EXPECT_EQ(asked("04 64").resistance_level, 10.0);
  EXPECT_EQ(asked("04 6400").resistance_level, 10.0);
  EXPECT_EQ(asked("04 9cff").resistance_level, -10.0);
  EXPECT_EQ(asked("05 ceff").power_w, -50.0);
  EXPECT_EQ(asked("06 82").heart_rate_bpm, 130.0);
  EXPECT_EQ(asked("08 02").action, 2);
  EXPECT_EQ(asked("09 6400").energy_kcal, 100.0);
  EXPECT_EQ(asked("0a 6400").steps, 100.0);
  EXPECT_EQ(asked("0b 6400").strides, 100.0);
  EXPECT_EQ(asked("0c 010203").distance_m, 0x030201);
  EXPECT_EQ(asked("0d 6400").time_s, 100.0);
  EXPECT_EQ(asked("0e 0100 0200").zone_times_s.size(), 2U);
  EXPECT_EQ(asked("0f 0100 0200 0300").zone_times_s.back(), 3);
  EXPECT_EQ(asked("10 0100 0200 0300 0400 0500").zone_times_s.back(), 5);
  EXPECT_EQ(asked("12 3852").circumference_mm, 2104.8);
  EXPECT_EQ(asked("13 01").action, 1);
  EXPECT_EQ(asked("14 b400").cadence_rpm, 90.0);
  const auto road = asked("11 18fc 38ff 28 33").road;
  ASSERT_TRUE(road);
  EXPECT_EQ(road->wind_m_s, -1.0);
  EXPECT_EQ(road->grade_percent, -2.0);
  EXPECT_EQ(road->rolling_resistance, 0.004);
  EXPECT_EQ(road->wind_resistance_kg_m, 0.51);
}

TEST(ControlRequest, AMissingParameterOrAnUnknownOpIsAnError) {
  for (const char* packet :
       {"", "02", "0200", "04", "05c8", "06", "08", "0c0102", "0e010002", "10", "110000000028", "13"}) {
    const auto request = decode_control_request(hex(packet));
    ASSERT_FALSE(request) << packet;
    expect_one_line(request.error(), "2ad9-write: ");
  }
  for (const char* packet : {"15", "80", "ff"}) EXPECT_FALSE(decode_control_request(hex(packet))) << packet;
  EXPECT_EQ(control_op_name(0x15), "");
  EXPECT_EQ(control_op_name(0x11), "sim");
}

TEST(MachineStatus, EveryOpHasItsParameterShiftedAgainstTheRequests) {
  const auto says = [](std::string_view packet) { return decode_machine_status(hex(packet))->target; };
  EXPECT_EQ(says("02 01").action, 1);
  EXPECT_EQ(says("05 6900").speed_kmh, 1.05);
  EXPECT_EQ(says("06 f1ff").inclination_percent, -1.5);
  EXPECT_EQ(says("07 64").resistance_level, 10.0);
  EXPECT_EQ(says("08 e603").power_w, 998.0);
  EXPECT_EQ(says("09 82").heart_rate_bpm, 130.0);
  EXPECT_EQ(says("0d 010203").distance_m, 0x030201);
  EXPECT_EQ(says("13 3852").circumference_mm, 2104.8);
  EXPECT_EQ(says("14 04").action, 4);
  EXPECT_EQ(says("15 b400").cadence_rpm, 90.0);
}

TEST(MachineStatus, ABareOpIsTooShortAndStillHeard) {
  const auto event = decode_machine_status(hex("08"));
  ASSERT_TRUE(event);
  EXPECT_EQ(event->op, 8);
  EXPECT_TRUE(event->is_too_short);
  EXPECT_FALSE(event->target.power_w);
  EXPECT_TRUE(decode_machine_status(hex("12 0000 0000 28"))->is_too_short);
  EXPECT_FALSE(decode_machine_status({}));
}

TEST(MachineStatus, AnOpThatIsNoneComesAsItIs) {
  const auto event = decode_machine_status(hex("77 01"));
  ASSERT_TRUE(event);
  EXPECT_EQ(event->op, 0x77);
  EXPECT_EQ(machine_status_name(event->op), "reserved");
  EXPECT_EQ(machine_status_name(0xFF), "control_lost");
}

}  // namespace
}  // namespace tonus::sensors
