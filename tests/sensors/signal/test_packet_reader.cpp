// From octets to readings in the units of a sample, device by device.
#include <gtest/gtest.h>

#include <sensors/signal/packet_reader.hpp>

#include "support.hpp"

namespace tonus::sensors {
namespace {

using made::expect_one_line;
using made::hex;
using enum SampleKind;

/// One device whose packets come a second apart.
class Device {
 public:
  Readings says(const Uuid& characteristic, std::string_view packet) {
    at_ += std::chrono::seconds(1);
    Readings out;
    const auto read = reader.read(characteristic, hex(packet), at_, out);
    EXPECT_TRUE(read) << packet << (read ? "" : read.error().message);
    return out;
  }
  PacketReader reader;

 private:
  Instant at_{};
};

const Reading* find(const Readings& readings, SampleKind kind) {
  for (const Reading& r : readings) {
    if (r.kind == kind) return &r;
  }
  return nullptr;
}

void expect_reading(const Readings& readings, SampleKind kind, double value, double quality = 1.0) {
  const Reading* const r = find(readings, kind);
  ASSERT_NE(r, nullptr) << name(kind);
  EXPECT_NEAR(r->value, value, 1e-9) << name(kind);
  EXPECT_EQ(r->quality.value, quality) << name(kind);
}

TEST(PacketReader, AStrapGivesRateContactAndBeatsOldestFirst) {
  Device strap;
  const auto r = strap.says(uuid::kHeartRateMeasurement, "16 48 0004 0002");
  ASSERT_EQ(r.size(), 4U);
  expect_reading(r, HeartRate, 72.0);
  expect_reading(r, Contact, 1.0);
  EXPECT_EQ(r[2].kind, RrInterval);
  EXPECT_EQ(r[2].value, 1000.0);
  EXPECT_EQ(r[2].before_newest, from_seconds(0.5));
  EXPECT_EQ(r[3].value, 500.0);
  EXPECT_EQ(r[3].before_newest, Duration{});
}

TEST(PacketReader, WithoutContactRateAndBeatsAreHardlyTrusted) {
  Device strap;
  const auto r = strap.says(uuid::kHeartRateMeasurement, "14 48 0004");
  expect_reading(r, HeartRate, 72.0, 0.2);
  expect_reading(r, RrInterval, 1000.0, 0.2);
  expect_reading(r, Contact, 0.0);
}

TEST(PacketReader, ImplausibleRatesAreNoReadingAndTheBeatsStay) {
  Device strap;
  EXPECT_EQ(strap.says(uuid::kHeartRateMeasurement, "00 00").size(), 0U);
  EXPECT_EQ(strap.says(uuid::kHeartRateMeasurement, "00 fb").size(), 0U);
  EXPECT_EQ(strap.says(uuid::kHeartRateMeasurement, "01 8080").size(), 0U);
  const auto r = strap.says(uuid::kHeartRateMeasurement, "10 00 0004 0000");
  ASSERT_EQ(r.size(), 1U);
  expect_reading(r, RrInterval, 1000.0);
}

TEST(PacketReader, OfMoreBeatsThanFitTheNewestAreKept) {
  Device strap;
  std::string packet = "10 48";
  for (int i = 0; i < 40; ++i) packet += i < 30 ? " 0004" : " 0008";
  const auto r = strap.says(uuid::kHeartRateMeasurement, packet);
  EXPECT_TRUE(r.is_full());
  expect_reading(r, HeartRate, 72.0);
  EXPECT_EQ(r[kMostReadings - 1].value, 2000.0);
  EXPECT_EQ(r[kMostReadings - 1].before_newest, Duration{});
  EXPECT_EQ(r[kMostReadings - 10].value, 2000.0);
  EXPECT_EQ(r[kMostReadings - 11].value, 1000.0);
}

TEST(PacketReader, AMachinesHeartRateIsSecondHandAndZeroIsNone) {
  Device bike;
  const auto r = bike.says(uuid::kIndoorBikeData, "4402 6810 b400 fa00 78");
  expect_reading(r, Speed, 42.0 / 3.6);
  expect_reading(r, Cadence, 90.0);
  expect_reading(r, Power, 250.0);
  expect_reading(r, HeartRate, 120.0, 0.8);
  EXPECT_EQ(find(bike.says(uuid::kIndoorBikeData, "4402 6810 b400 fa00 00"), HeartRate), nullptr);
}

TEST(PacketReader, ASplitRecordGivesEachReadingOnce) {
  Device bike;
  const auto first = bike.says(uuid::kIndoorBikeData, "4100 fa00");
  ASSERT_EQ(first.size(), 1U);
  expect_reading(first, Power, 250.0);
  const auto second = bike.says(uuid::kIndoorBikeData, "0000 6810");
  ASSERT_EQ(second.size(), 1U);
  expect_reading(second, Speed, 42.0 / 3.6);
}

TEST(PacketReader, OtherMachinesInTheirUnits) {
  Device machine;
  expect_reading(machine.says(uuid::kTreadmillData, "0000 e803"), Speed, 10.0 / 3.6);
  const auto rower = machine.says(uuid::kRowerData, "2800 30 2700 7d00 6400");
  expect_reading(rower, Cadence, 24.0);
  expect_reading(rower, Power, 100.0);
  expect_reading(rower, Speed, 4.0);
  const auto trainer = machine.says(uuid::kCrossTrainerData, "080000 6810 6400 5f00");
  expect_reading(trainer, Cadence, 100.0, 0.5);
  expect_reading(trainer, Speed, 42.0 / 3.6);
}

TEST(PacketReader, ARowersPaceOfZeroIsNoSpeed) {
  Device rower;
  EXPECT_EQ(find(rower.says(uuid::kRowerData, "0800 30 2700 0000"), Speed), nullptr);
}

TEST(PacketReader, CountersBecomeCadenceAndSpeedAndAReconnectStartsThemAnew) {
  Device bike;
  const auto first = bike.says(uuid::kCyclingPowerMeasurement, "2000 6400 0a00 0000");
  ASSERT_EQ(first.size(), 1U);
  expect_reading(first, Power, 100.0);
  expect_reading(bike.says(uuid::kCyclingPowerMeasurement, "2000 6400 0b00 0004"), Cadence, 60.0);
  bike.reader.restart();
  EXPECT_EQ(find(bike.says(uuid::kCyclingPowerMeasurement, "2000 6400 2b00 0008"), Cadence), nullptr);

  EXPECT_EQ(bike.says(uuid::kCscMeasurement, "01 00000000 0000").size(), 0U);
  expect_reading(bike.says(uuid::kCscMeasurement, "01 02000000 0004"), Speed, 4.21);
}

TEST(PacketReader, AFootPodsCadenceIsStepsOrStrides) {
  Device pod;
  const auto r = pod.says(uuid::kRscMeasurement, "04 0003 50");
  expect_reading(r, Speed, 3.0);
  expect_reading(r, Cadence, 80.0, 0.5);
}

TEST(PacketReader, APulseOximeterGivesSaturationAndPulseUnlessItDoubtsItself) {
  Device finger;
  const auto r = finger.says(uuid::kPulseOximeterContinuous, "00 6100 4800");
  expect_reading(r, OxygenSaturation, 97.0);
  expect_reading(r, HeartRate, 72.0);
  expect_reading(finger.says(uuid::kPulseOximeterContinuous, "04 6100 4800 0040"), OxygenSaturation, 97.0, 0.5);
  EXPECT_EQ(finger.says(uuid::kPulseOximeterContinuous, "04 6100 4800 0080").size(), 0U);
  EXPECT_EQ(finger.says(uuid::kPulseOximeterContinuous, "00 ff07 ff07").size(), 0U);
}

TEST(PacketReader, PolarIntervalsAreBeatsAndOtherStreamsAreNone) {
  Device sense;
  const auto r = sense.says(uuid::kPolarData, "03 0000000000000000 00 48 e803 0a00 06 4a 2003 0a00 06");
  expect_reading(r, HeartRate, 74.0);
  expect_reading(r, Contact, 1.0);
  ASSERT_EQ(r.size(), 4U);
  EXPECT_EQ(r[2].value, 1000.0);
  EXPECT_EQ(r[2].before_newest, from_seconds(0.8));
  EXPECT_EQ(r[3].value, 800.0);
  expect_reading(sense.says(uuid::kPolarData, "03 0000000000000000 00 48 e803 0a00 01"), RrInterval, 1000.0, 0.2);
  EXPECT_EQ(sense.says(uuid::kPolarData, "00 0000000000000000 00 010000").size(), 0U);
  EXPECT_EQ(sense.says(uuid::kPolarData, "03 0000000000000000 00").size(), 0U);
}

TEST(PacketReader, ATacxFrameWithAWrongChecksumIsNotBelieved) {
  Device trainer;
  expect_reading(trainer.says(uuid::kTacxFromTrainer, "a4094e01194cff25d26b0020f4"), Power, 107.0);
  Readings out;
  const auto read = trainer.reader.read(uuid::kTacxFromTrainer, hex("a4094e01194cff25d26b0020f5"), {}, out);
  ASSERT_FALSE(read);
  expect_one_line(read.error(), "wrong checksum");
  EXPECT_TRUE(out.empty());
}

TEST(PacketReader, BatteryIsKeptAndABrokenPacketCostsNothing) {
  Device strap;
  EXPECT_FALSE(strap.reader.battery_percent());
  EXPECT_EQ(strap.says(uuid::kBatteryLevel, "2a").size(), 0U);
  EXPECT_EQ(strap.reader.battery_percent(), 42);
  Readings out;
  EXPECT_FALSE(strap.reader.read(uuid::kBatteryLevel, hex("ff"), {}, out));
  strap.reader.restart();
  EXPECT_EQ(strap.reader.battery_percent(), 42);
}

TEST(PacketReader, ErrorsNameTheCharacteristicAndShowTheOctets) {
  PacketReader reader;
  Readings out;
  for (const Uuid& id :
       {uuid::kHeartRateMeasurement, uuid::kBatteryLevel, uuid::kIndoorBikeData, uuid::kTreadmillData,
        uuid::kCrossTrainerData, uuid::kRowerData, uuid::kCyclingPowerMeasurement, uuid::kCscMeasurement,
        uuid::kRscMeasurement, uuid::kPulseOximeterContinuous, uuid::kPolarData, uuid::kTacxFromTrainer}) {
    EXPECT_TRUE(PacketReader::knows(id));
    const auto read = reader.read(id, {}, {}, out);
    ASSERT_FALSE(read);
    const std::string label = to_string(id).substr(id.assigned() ? 4 : 0, id.assigned() ? 4 : 8);
    expect_one_line(read.error(), label);
  }
  EXPECT_FALSE(PacketReader::knows(uuid::kMachineControlPoint));
  const auto unknown = reader.read(uuid::kMachineControlPoint, hex("800001"), {}, out);
  ASSERT_FALSE(unknown);
  expect_one_line(unknown.error(), "00002ad9-0000-1000-8000-00805f9b34fb");
  EXPECT_TRUE(out.empty());
}

TEST(PacketReader, AFullListTakesNoMoreAndOverrunsNothing) {
  Device bike;
  Readings out;
  for (std::size_t i = 0; i < kMostReadings; ++i) out.try_push({});
  EXPECT_TRUE(bike.reader.read(uuid::kHeartRateMeasurement, hex("16 48 0004"), {}, out));
  EXPECT_EQ(out.size(), kMostReadings);
}

TEST(SampleKinds, HaveNamesAndUnits) {
  EXPECT_EQ(name(OxygenSaturation), "oxygen_saturation");
  EXPECT_EQ(unit(OxygenSaturation), "%");
  for (int k = 0; k <= static_cast<int>(kLastSampleKind); ++k) EXPECT_NE(name(static_cast<SampleKind>(k)), "unknown");
  EXPECT_EQ(name(static_cast<SampleKind>(static_cast<int>(kLastSampleKind) + 1)), "unknown");
}

}  // namespace
}  // namespace tonus::sensors
