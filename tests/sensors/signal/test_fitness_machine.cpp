#include <gtest/gtest.h>

#include <sensors/signal/fitness_machine.hpp>

#include "support.hpp"

namespace tonus::sensors {
namespace {

using made::expect_one_line;
using made::hex;

/// One machine whose packets come a second apart.
class Machine {
 public:
  explicit Machine(MachineKind kind) : decoder(kind) {}
  MachineData says(std::string_view packet, double after_s = 1.0) {
    at += from_seconds(after_s);
    const auto data = decoder.decode(hex(packet), at);
    EXPECT_TRUE(data) << packet;
    return data.value_or(MachineData{});
  }
  MachineDataDecoder decoder;
  Instant at{};
};

TEST(IndoorBike, EveryFieldInItsPlace) {
  Machine bike(MachineKind::IndoorBike);
  const auto m = bike.says("fe1f ca0c 640a b400 aa00 010203 1e00 fa00 ceff 0a01 2c01 07 78 5b 3c00 2d00");
  EXPECT_EQ(m.speed_kmh, 32.74);
  EXPECT_EQ(m.average_speed_kmh, 26.6);
  EXPECT_EQ(m.cadence_rpm, 90.0);
  EXPECT_EQ(m.average_cadence_rpm, 85.0);
  EXPECT_EQ(m.distance_m, 0x030201);
  EXPECT_EQ(m.resistance_raw, 30.0);
  EXPECT_EQ(m.power_w, 250.0);
  EXPECT_EQ(m.average_power_w, -50.0);
  EXPECT_EQ(m.energy_total_kcal, 266.0);
  EXPECT_EQ(m.energy_per_hour_kcal, 300.0);
  EXPECT_EQ(m.energy_per_min_kcal, 7.0);
  EXPECT_EQ(m.heart_rate_bpm, 120.0);
  EXPECT_EQ(m.met, 9.1);
  EXPECT_EQ(m.elapsed_s, 60.0);
  EXPECT_EQ(m.remaining_s, 45.0);
  EXPECT_FALSE(m.truncated || m.more_data);
}

TEST(Treadmill, EveryFieldInItsPlaceAndAStepCountInNoSpecification) {
  Machine mill(MachineKind::Treadmill);
  const auto m =
      mill.says("fe3f e803 2003 0a0000 0f00 f1ff 6400 3200 7800 8200 0100 0200 03 50 1e 0100 0200 d2ff 9600 1027");
  EXPECT_EQ(m.speed_kmh, 10.0);
  EXPECT_EQ(m.average_speed_kmh, 8.0);
  EXPECT_EQ(m.distance_m, 10.0);
  EXPECT_EQ(m.inclination_percent, 1.5);
  EXPECT_EQ(m.ramp_angle_deg, -1.5);
  EXPECT_EQ(m.elevation_gain_m, 10.0);
  EXPECT_EQ(m.elevation_loss_m, 5.0);
  EXPECT_EQ(m.pace_s_per_500m, 120.0);
  EXPECT_EQ(m.average_pace_s_per_500m, 130.0);
  EXPECT_EQ(m.belt_force_n, -46.0);
  EXPECT_EQ(m.power_w, 150.0);
  EXPECT_EQ(m.step_count, 10000.0);
  EXPECT_EQ(m.met, 3.0);
}

TEST(Treadmill, PaceOfTheOlderFormatIsOneOctet) {
  Machine mill(MachineKind::Treadmill);
  mill.says("6000 e803 3c 28");
  mill.says("6000 e803 3c 28");
  const auto m = mill.says("6000 e803 3c 28");
  EXPECT_EQ(m.pace_km_per_min, 6.0);
  EXPECT_EQ(m.average_pace_km_per_min, 4.0);
  EXPECT_FALSE(m.pace_s_per_500m || m.average_pace_s_per_500m || m.truncated);
}

TEST(CrossTrainer, EveryFieldInItsPlaceBehindThreeOctetsOfFlags) {
  Machine trainer(MachineKind::CrossTrainer);
  const auto m = trainer.says(
      "feff00 2c01 1801 0a0000 6400 5f00 0a00 0500 0400 0f00 f1ff 1e00 fa00 f000 0a01 2c01 07 78 5b 3c00 2d00");
  EXPECT_EQ(m.speed_kmh, 3.0);
  EXPECT_EQ(m.steps_per_min, 100.0);
  EXPECT_EQ(m.average_steps_per_min, 95.0);
  EXPECT_EQ(m.stride_count, 1.0);
  EXPECT_EQ(m.elevation_gain_m, 5.0);
  EXPECT_EQ(m.elevation_loss_m, 4.0);
  EXPECT_EQ(m.inclination_percent, 1.5);
  EXPECT_EQ(m.ramp_angle_deg, -1.5);
  EXPECT_EQ(m.resistance_raw, 30.0);
  EXPECT_EQ(m.power_w, 250.0);
  EXPECT_EQ(m.average_power_w, 240.0);
  EXPECT_EQ(m.heart_rate_bpm, 120.0);
  EXPECT_EQ(m.remaining_s, 45.0);
  EXPECT_TRUE(m.moves_backward);
  EXPECT_FALSE(m.truncated);
}

TEST(Rower, EveryFieldInItsPlace) {
  Machine rower(MachineKind::Rower);
  const auto m = rower.says("fe1f 30 2700 2e 9c0000 7800 8200 6400 5a00 0500 0a01 2c01 07 78 5b 3c00 2d00");
  EXPECT_EQ(m.stroke_rate_per_min, 24.0);
  EXPECT_EQ(m.stroke_count, 39.0);
  EXPECT_EQ(m.average_stroke_rate_per_min, 23.0);
  EXPECT_EQ(m.distance_m, 156.0);
  EXPECT_EQ(m.pace_s_per_500m, 120.0);
  EXPECT_EQ(m.average_pace_s_per_500m, 130.0);
  EXPECT_EQ(m.power_w, 100.0);
  EXPECT_EQ(m.average_power_w, 90.0);
  EXPECT_EQ(m.resistance_raw, 5.0);
  EXPECT_EQ(m.met, 9.1);
  EXPECT_FALSE(m.truncated);
}

TEST(MachineData, WhatIsSaidToBeUnknownIsAbsent) {
  Machine bike(MachineKind::IndoorBike);
  const auto m = bike.says("4001 ca0c ff7f ffff ffff ff");
  EXPECT_EQ(m.speed_kmh, 32.74);
  EXPECT_FALSE(m.power_w || m.energy_total_kcal || m.energy_per_hour_kcal || m.energy_per_min_kcal);
  EXPECT_FALSE(m.truncated);
}

TEST(MachineData, LengthDecidesHowWideResistanceIsAndTheMachineIsRemembered) {
  Machine newer(MachineKind::IndoorBike);
  newer.says("6000 ca0c 1e fa00");
  newer.says("6000 ca0c 1e fa00");
  auto m = newer.says("6000 ca0c 1e fa00");
  EXPECT_EQ(m.resistance_raw, 30.0);
  EXPECT_EQ(m.power_w, 250.0);
  // Padded, so that its length alone would say the older format.
  m = newer.says("6000 ca0c 1e fa00 00");
  EXPECT_EQ(m.power_w, 250.0);
  newer.decoder.restart();
  EXPECT_EQ(newer.says("6000 ca0c 1e fa00 00").power_w, 250.0);

  Machine older(MachineKind::IndoorBike);
  EXPECT_EQ(older.says("6000 ca0c 1e00 fa00").power_w, 250.0);
  // Cut by one octet, so that its length alone would say the newer format.
  m = older.says("6000 ca0c 1e00 fa");
  EXPECT_EQ(m.resistance_raw, 30.0);
  EXPECT_FALSE(m.power_w);
  EXPECT_TRUE(m.truncated);
}

TEST(MachineData, AFirstPacketCutByOneOctetIsNotTakenForTheNewerFormat) {
  Machine older(MachineKind::IndoorBike);
  for (int i = 0; i < 2; ++i) {
    const auto cut = older.says("6000 ca0c 1e00 fa");
    EXPECT_EQ(cut.speed_kmh, 32.74) << "what stands before the field in question is sure";
    EXPECT_FALSE(cut.resistance_raw || cut.power_w);
    EXPECT_TRUE(cut.truncated);
  }
  EXPECT_EQ(older.says("6000 ca0c 1e00 fa00").power_w, 250.0) << "one whole packet decides";
  // And one that is cut changes nothing again.
  EXPECT_FALSE(older.says("6000 ca0c 1e00 fa").power_w);
  EXPECT_EQ(older.says("6000 ca0c 1e00 fa00").power_w, 250.0);
}

TEST(MachineData, AWidthOnceFoundIsFoundAnewAfterThreePacketsOfTheOther) {
  Machine bike(MachineKind::IndoorBike);
  for (int i = 0; i < 3; ++i) bike.says("6000 ca0c 1e fa00");
  bike.says("6000 ca0c 1e00 fa00");
  bike.says("6000 ca0c 1e00 fa00");
  EXPECT_EQ(bike.says("6000 ca0c 1e00 fa00").resistance_raw, 30.0);
  EXPECT_EQ(bike.says("6000 ca0c 1e00 fa00").power_w, 250.0);
}

TEST(MachineData, RecordsThatAreAllCutAtTwentyOctetsNeverBecomeTheNewerFormat) {
  // 21 octets in the older format, 20 in the newer: a link with the least MTU cuts every one of them.
  Machine bike(MachineKind::IndoorBike);
  for (int i = 0; i < 10; ++i) {
    const auto m = bike.says("7e18 ca0c 640a b400 aa00 010203 1e00 fa00 3c00 2d");
    EXPECT_EQ(m.distance_m, 0x030201);
    EXPECT_EQ(m.power_w, 250.0);
    EXPECT_EQ(m.elapsed_s, 60.0);
    EXPECT_TRUE(m.truncated && !m.remaining_s);
  }
}

TEST(MachineData, WithoutALengthThatFitsResistanceHasTwoOctets) {
  Machine bike(MachineKind::IndoorBike);
  EXPECT_EQ(bike.says("6000 ca0c 1e00 fa00 0000 00").power_w, 250.0);
}

TEST(MachineData, ASplitRecordIsMergedOverThreeParts) {
  Machine bike(MachineKind::IndoorBike);
  EXPECT_TRUE(bike.says("0500 b400", 0.01).more_data);
  EXPECT_TRUE(bike.says("4100 fa00", 0.01).more_data);
  const auto whole = bike.says("0000 ca0c", 0.01);
  EXPECT_FALSE(whole.more_data);
  EXPECT_EQ(whole.cadence_rpm, 90.0);
  EXPECT_EQ(whole.power_w, 250.0);
  EXPECT_EQ(whole.speed_kmh, 32.74);
  EXPECT_FALSE(bike.decoder.last_part().power_w);
  // The next record begins with nothing.
  EXPECT_FALSE(bike.says("0000 ca0c").power_w);
}

TEST(MachineData, ALostHalfDoesNotReachIntoTheNextRecord) {
  Machine bike(MachineKind::IndoorBike);
  bike.says("1100 010000", 0.01);
  // The second part was lost: the first part of the next record takes its place.
  EXPECT_EQ(bike.says("1100 020000").distance_m, 2.0);
  EXPECT_EQ(bike.says("0000 ca0c", 0.01).distance_m, 2.0);
  // Nothing comes for long: the old half is no part of what follows.
  bike.says("1100 030000");
  EXPECT_FALSE(bike.says("0000 ca0c", 10.0).distance_m);
}

TEST(MachineData, AReconnectDropsHalfARecord) {
  Machine bike(MachineKind::IndoorBike);
  bike.says("1100 010000", 0.01);
  bike.decoder.restart();
  EXPECT_FALSE(bike.says("0000 ca0c", 0.01).distance_m);
}

TEST(MachineData, ABrokenPacketCostsNothingThatIsKnown) {
  Machine bike(MachineKind::IndoorBike);
  bike.says("1100 010000", 0.01);
  const auto broken = bike.decoder.decode(hex("44"), bike.at);
  ASSERT_FALSE(broken);
  expect_one_line(broken.error(), "2ad2: 1 octet, expected at least 2");
  EXPECT_EQ(bike.says("0000 ca0c", 0.01).distance_m, 1.0);
  EXPECT_FALSE(Machine(MachineKind::CrossTrainer).decoder.decode(hex("0000"), {}));
}

TEST(MachineRange, EachCharacteristicHasItsUnit) {
  const auto expect = [](std::uint16_t assigned, const char* value, double least, double most, double step) {
    const auto range = decode_machine_range(assigned, hex(value));
    ASSERT_TRUE(range) << assigned;
    EXPECT_EQ(range->least, least);
    EXPECT_EQ(range->most, most);
    EXPECT_EQ(range->step, step);
  };
  expect(0x2AD4, "6400 d007 0a00", 1.0, 20.0, 0.1);
  expect(0x2AD5, "e2ff 9600 0500", -3.0, 15.0, 0.5);
  expect(0x2AD6, "0000 e803 0100", 0.0, 1000.0, 1.0);
  expect(0x2AD6, "01 64 02", 1.0, 100.0, 2.0);
  expect(0x2AD7, "28 dc 01", 40.0, 220.0, 1.0);
  expect(0x2AD8, "0000 dc05 0100", 0.0, 1500.0, 1.0);
}

TEST(MachineRange, ShortOrForeignIsAnError) {
  for (const unsigned assigned : {0x2AD4U, 0x2AD5U, 0x2AD6U, 0x2AD8U}) {
    EXPECT_FALSE(decode_machine_range(static_cast<std::uint16_t>(assigned), hex("0000 e803 01"))) << assigned;
  }
  EXPECT_FALSE(decode_machine_range(0x2AD7, hex("28dc")));
  EXPECT_FALSE(decode_machine_range(0x2AD9, hex("0000 e803 0100")));
}

TEST(TrainingStatus, HasANameAndSometimesAText) {
  const auto plain = decode_training_status(hex("000c"));
  ASSERT_TRUE(plain);
  EXPECT_EQ(training_status_name(plain->status), "watt_control");
  EXPECT_EQ(plain->text, "");
  EXPECT_EQ(decode_training_status(hex("01 0d 4869"))->text, "Hi");
  EXPECT_EQ(training_status_name(0x10), "reserved");
  EXPECT_FALSE(decode_training_status(hex("00")));
}

}  // namespace
}  // namespace tonus::sensors
