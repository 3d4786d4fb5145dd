// Straps, batteries, foot pods and pulse oximeters.
#include <gtest/gtest.h>

#include <sensors/signal/battery.hpp>
#include <sensors/signal/heart_rate.hpp>
#include <sensors/signal/pulse_oximeter.hpp>
#include <sensors/signal/running.hpp>

#include "support.hpp"

namespace tonus::sensors {
namespace {

using made::expect_one_line;
using made::hex;

std::vector<std::uint16_t> beats_of(const HeartRateMeasurement& m) { return {m.rr_1024.begin(), m.rr_1024.end()}; }

TEST(HeartRateMeasurement, EightBitRateWithTwoRrIntervalsOldestFirst) {
  const auto m = decode_heart_rate(hex("16 48 0004 0002"));
  ASSERT_TRUE(m);
  EXPECT_EQ(m->bpm, 72);
  EXPECT_EQ(m->contact, Contact::Present);
  EXPECT_EQ(beats_of(*m), (std::vector<std::uint16_t>{1024, 512}));
  EXPECT_DOUBLE_EQ(rr_ms(m->rr_1024[1]), 500.0);
}

TEST(HeartRateMeasurement, SixteenBitRateWithEnergyAndSevenBeatsFillsASmallPacket) {
  const auto m = decode_heart_rate(hex("19 2c01 ffff 0103 0203 0303 0403 0503 0603 0703"));
  ASSERT_TRUE(m);
  EXPECT_EQ(m->bpm, 300);
  EXPECT_EQ(m->energy_kj, 65535);
  EXPECT_EQ(beats_of(*m), (std::vector<std::uint16_t>{0x301, 0x302, 0x303, 0x304, 0x305, 0x306, 0x307}));
  EXPECT_FALSE(m->truncated);
}

TEST(HeartRateMeasurement, AStrapThatCannotTellHasNoContactWhateverItsBitSays) {
  EXPECT_EQ(decode_heart_rate(hex("0248"))->contact, Contact::Unknown);
  EXPECT_EQ(decode_heart_rate(hex("0448"))->contact, Contact::Absent);
  EXPECT_EQ(decode_heart_rate(hex("0648"))->contact, Contact::Present);
}

TEST(HeartRateMeasurement, ZeroAndAbsurdRatesAreNoReading) {
  EXPECT_FALSE(decode_heart_rate(hex("0000"))->is_plausible());
  EXPECT_TRUE(decode_heart_rate(hex("0001"))->is_plausible());
  EXPECT_TRUE(decode_heart_rate(hex("00fa"))->is_plausible());
  EXPECT_FALSE(decode_heart_rate(hex("00fb"))->is_plausible());
  EXPECT_FALSE(decode_heart_rate(hex("012c01"))->is_plausible());
}

TEST(HeartRateMeasurement, WhatItsFlagsPromiseMustBeThere) {
  for (const char* packet : {"", "00", "01", "0148", "08 48", "08 48 00", "09 4800", "09 4800 01"}) {
    const auto m = decode_heart_rate(hex(packet));
    ASSERT_FALSE(m) << packet;
    expect_one_line(m.error(), "2a37: ");
  }
  EXPECT_EQ(decode_heart_rate(hex("08 48 00")).error().message, "2a37: 3 octets, expected at least 4 (octets: 084800)");
}

TEST(HeartRateMeasurement, HalfABeatIsDroppedAndSaidToBe) {
  const auto m = decode_heart_rate(hex("10 48 0004 00"));
  ASSERT_TRUE(m);
  EXPECT_EQ(beats_of(*m), (std::vector<std::uint16_t>{1024}));
  EXPECT_TRUE(m->truncated);
}

TEST(HeartRateMeasurement, OctetsBeyondTheFlagsArePadding) {
  const auto m = decode_heart_rate(hex("00 48 0000 0000"));
  ASSERT_TRUE(m);
  EXPECT_EQ(m->bpm, 72);
  EXPECT_TRUE(m->rr_1024.empty());
  EXPECT_FALSE(m->truncated);
}

TEST(HeartRateMeasurement, MoreBeatsThanAnAttributeHoldsAreCutNotOverrun) {
  auto packet = hex("10 48");
  packet.resize(2 + 2 * 300, std::byte{1});
  const auto m = decode_heart_rate(packet);
  ASSERT_TRUE(m);
  EXPECT_EQ(m->rr_1024.size(), 256U);
  EXPECT_TRUE(m->truncated);
}

TEST(BodyLocation, IsNamed) {
  EXPECT_EQ(body_location_name(*decode_body_location(hex("01"))), "chest");
  EXPECT_EQ(body_location_name(*decode_body_location(hex("05"))), "ear_lobe");
  EXPECT_EQ(body_location_name(*decode_body_location(hex("07"))), "reserved");
  EXPECT_FALSE(decode_body_location({}));
}

TEST(Battery, IsAPercentage) {
  EXPECT_EQ(*decode_battery(hex("00")), 0);
  EXPECT_EQ(*decode_battery(hex("64")), 100);
  EXPECT_FALSE(decode_battery({}));
  const auto beyond = decode_battery(hex("65"));
  ASSERT_FALSE(beyond);
  expect_one_line(beyond.error(), "2a19: more than 100 percent");
}

TEST(Running, WalkingWithoutOptionalFields) {
  const auto m = decode_running(hex("00 8001 50"));
  ASSERT_TRUE(m);
  EXPECT_DOUBLE_EQ(m->speed_m_per_s, 1.5);
  EXPECT_EQ(m->cadence_per_min, 80);
  EXPECT_FALSE(m->is_running || m->truncated || m->stride_cm || m->distance_m);
}

TEST(Running, ACutDistanceIsAbsentAndTheStrideStays) {
  const auto m = decode_running(hex("07 8001 50 6400 0102"));
  ASSERT_TRUE(m);
  EXPECT_EQ(m->stride_cm, 100);
  EXPECT_FALSE(m->distance_m);
  EXPECT_TRUE(m->truncated);
  EXPECT_FALSE(decode_running(hex("00 8001")));
}

TEST(Sfloat, HasTenAsItsBaseAndFiveValuesThatAreNone) {
  EXPECT_EQ(sfloat(0x0061), 97.0);
  EXPECT_EQ(sfloat(0xF3CF), 97.5);
  EXPECT_EQ(sfloat(0xE3CF), 9.75);
  EXPECT_EQ(sfloat(0x1005), 50.0);
  EXPECT_EQ(sfloat(0x0FFF), -1.0);
  EXPECT_EQ(sfloat(0x7001), 1e7);
  EXPECT_EQ(sfloat(0x8001), 1e-8);
  for (std::uint16_t none = 0x07FE; none <= 0x0802; ++none) EXPECT_FALSE(sfloat(none)) << none;
  EXPECT_EQ(sfloat(0x07FD), 2045.0);
  EXPECT_EQ(sfloat(0x0803), -2045.0);
}

TEST(PulseOximeter, EveryFieldInItsPlace) {
  const auto m = decode_pulse_oximeter(hex("1f 6100 4800 6000 4900 5f00 4a00 2001 030201 cff3"));
  ASSERT_TRUE(m);
  EXPECT_EQ(m->normal.oxygen_percent, 97.0);
  EXPECT_EQ(m->normal.pulse_bpm, 72.0);
  EXPECT_EQ(m->fast.oxygen_percent, 96.0);
  EXPECT_EQ(m->fast.pulse_bpm, 73.0);
  EXPECT_EQ(m->slow.oxygen_percent, 95.0);
  EXPECT_EQ(m->slow.pulse_bpm, 74.0);
  EXPECT_EQ(m->measurement_status, 0x0120);
  EXPECT_EQ(m->device_status, 0x010203U);
  EXPECT_EQ(m->pulse_amplitude_percent, 97.5);
  EXPECT_FALSE(m->is_invalid() || m->is_questionable() || m->truncated);
}

TEST(PulseOximeter, NoNumberIsAbsentAndAStatusIsHeard) {
  const auto m = decode_pulse_oximeter(hex("04 ff07 0008 0080"));
  ASSERT_TRUE(m);
  EXPECT_FALSE(m->normal.oxygen_percent || m->normal.pulse_bpm);
  EXPECT_TRUE(m->is_invalid());
  EXPECT_TRUE(decode_pulse_oximeter(hex("04 6100 4800 0040"))->is_questionable());
  EXPECT_TRUE(decode_pulse_oximeter(hex("04 6100 4800 00"))->truncated);
  EXPECT_FALSE(decode_pulse_oximeter(hex("00 6100 48")));
}

}  // namespace
}  // namespace tonus::sensors
