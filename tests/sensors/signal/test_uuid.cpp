#include <gtest/gtest.h>

#include <sensors/signal/uuid.hpp>

namespace tonus::sensors {
namespace {

TEST(Uuid, ShortAndFullFormsAreTheSameInAnyCase) {
  for (const char* text : {"2a37", "2A37", "0x2A37", "0X2a37", "00002a37-0000-1000-8000-00805f9b34fb",
                           "00002A37-0000-1000-8000-00805F9B34FB", "00002a3700001000800000805f9b34fb"}) {
    EXPECT_EQ(Uuid::parse(text), uuid::kHeartRateMeasurement) << text;
  }
}

TEST(Uuid, NothingElseIsTaken) {
  for (const char* text : {"", "2a3", "2a377", "0x2a3", "0x02a37", "2a3g", "x2a37", " 2a37", "2a37 ", "+a37",
                           "00002a37-0000-1000-8000-00805f9b34f", "00002a37-0000-1000-8000-00805f9b34fbb",
                           "00002a370-000-1000-8000-00805f9b34fb", "00002a37_0000_1000_8000_00805f9b34fb",
                           "00002a37-0000-1000-8000-00805f9b34f-", "{00002a37-0000-1000-8000-00805f9b34}"}) {
    EXPECT_FALSE(Uuid::parse(text)) << text;
  }
}

TEST(Uuid, OnlyTheBluetoothBaseHasAShortNumber) {
  EXPECT_EQ(Uuid::of(0x1826).assigned(), 0x1826);
  EXPECT_EQ(Uuid::of(0).assigned(), 0);
  EXPECT_FALSE(uuid::kPolarService.assigned());
  Uuid near_base = Uuid::of(0x2A37);
  near_base.octets[0] = 1;
  EXPECT_FALSE(near_base.assigned());
}

TEST(Uuid, WrittenAsBlueZWritesItAndReadAgain) {
  EXPECT_EQ(to_string(uuid::kPolarData), "fb005c82-02e7-f387-1cad-8acd2d8df0c8");
  for (const Uuid& id : {uuid::kPolarData, uuid::kTacxToTrainer, uuid::kWahooControl, Uuid::of(0xFFFF), Uuid{}}) {
    EXPECT_EQ(Uuid::parse(to_string(id)), id);
  }
}

}  // namespace
}  // namespace tonus::sensors
