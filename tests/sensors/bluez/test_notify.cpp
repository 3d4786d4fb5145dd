#include <gtest/gtest.h>

#include "stage.hpp"

namespace tonus::test {
namespace {

using namespace std::chrono_literals;
using namespace sensors::uuid;

const auto kRequestControl = std::vector<std::byte>{std::byte{0x00}};

TEST(BluezNotify, ValuesArriveOnceSubscribed) {
  Play play;
  play.strap_sending(kHeartRateMeasurement);
  play.beat(122);
  ASSERT_TRUE(play.until([&] { return play.strap.packets.size() == 1; }));
  EXPECT_EQ(play.strap.packets[0].characteristic, kHeartRateMeasurement);
  EXPECT_EQ(play.strap.packets[0].octets, (Bytes{0x06, 122}));
  EXPECT_EQ(play.count("StartNotify 2a37"), 1);
  EXPECT_EQ(play.count("AcquireNotify 2a37"), 0);
}

TEST(BluezNotify, SubscribingTwiceIsNoError) {
  Play play;
  sensors::GattLink& link = play.strap_sending(kHeartRateMeasurement);
  link.subscribe(kHeartRateMeasurement);
  ASSERT_TRUE(play.until([&] { return play.strap.answers.size() == 2; }));
  EXPECT_TRUE(play.strap.answers[1].is_good);
  play.beat(80);
  play.settle();
  EXPECT_EQ(play.strap.packets_of(kHeartRateMeasurement), 1);
}

TEST(BluezNotify, WhatWeReadOurselvesIsNotANotification) {
  Play play;
  sensors::GattLink& link = play.strap_sending(kBatteryLevel);
  link.read(kBatteryLevel);
  ASSERT_TRUE(play.until([&] { return play.strap.answers.size() == 2; }));
  EXPECT_EQ(play.strap.answers[1].kind, "read");
  EXPECT_EQ(play.strap.answers[1].octets, Bytes{100});
  link.read(kBodySensorLocation);
  ASSERT_TRUE(play.until([&] { return play.strap.answers.size() == 3; }));
  play.settle();
  EXPECT_TRUE(play.strap.packets.empty());
}

TEST(BluezNotify, ANotificationDuringAReadThatIsNeverAnsweredIsNotLost) {
  Play play;
  sensors::GattLink& link = play.strap_sending(kBatteryLevel);
  play.stage.tell([](FakeBluez& fake) { fake.peer(kStrap).faults.is_mute = true; });
  link.read(kBatteryLevel);
  play.settle();
  play.stage.tell([](FakeBluez& fake) { fake.notify(fake.peer(kStrap), "2a19", {99}); });
  play.settle();
  play.advance(5s);
  ASSERT_TRUE(play.until([&] { return play.strap.packets.size() == 1; }));
  EXPECT_EQ(play.strap.packets[0].octets, Bytes{99});
  EXPECT_FALSE(play.strap.answers.back().is_good);
}

TEST(BluezNotify, IndicationsComeTheSameWay) {
  Play play;
  sensors::GattLink& link = play.central->connect(kTrainer, play.trainer);
  ASSERT_TRUE(play.until([&] { return play.trainer.connected == 1; }));
  link.subscribe(kMachineControlPoint);
  ASSERT_TRUE(play.until([&] { return play.trainer.answers.size() == 1; }));
  link.write(kMachineControlPoint, kRequestControl);
  ASSERT_TRUE(play.until([&] { return play.trainer.packets.size() == 1; }));
  EXPECT_EQ(play.trainer.packets[0].octets, (Bytes{0x80, 0x00, 0x01}));
  ASSERT_EQ(play.trainer.answers.size(), 2U);
  EXPECT_EQ(play.trainer.answers[1].kind, "written");
  EXPECT_TRUE(play.trainer.answers[1].is_good);
  EXPECT_EQ(play.stage.ask([](FakeBluez& fake) { return fake.writes(); }), std::vector<std::string>{"2ad9 00"});
}

TEST(BluezNotify, ARefusedWriteTellsTheAttCode) {
  Play play;
  sensors::GattLink& link = play.connect_strap();
  const std::vector<std::byte> nonsense{std::byte{2}};
  link.write(*sensors::Uuid::parse("2a39"), nonsense);
  ASSERT_TRUE(play.until([&] { return play.strap.answers.size() == 1; }));
  EXPECT_FALSE(play.strap.answers[0].is_good);
  EXPECT_NE(play.strap.answers[0].error.find("0x80"), std::string::npos) << play.strap.answers[0].error;
}

TEST(BluezNotify, AControlPointWithoutIndicationsSaysSo) {
  Play play;
  sensors::GattLink& link = play.central->connect(kTrainer, play.trainer);
  ASSERT_TRUE(play.until([&] { return play.trainer.connected == 1; }));
  link.write(kMachineControlPoint, kRequestControl);
  ASSERT_TRUE(play.until([&] { return play.trainer.answers.size() == 1; }));
  EXPECT_NE(play.trainer.answers[0].error.find("0xfd"), std::string::npos) << play.trainer.answers[0].error;
}

TEST(BluezNotify, WhatACharacteristicCannotDoIsAnError) {
  Play play;
  sensors::GattLink& link = play.connect_strap();
  link.read(kHeartRateMeasurement);
  ASSERT_TRUE(play.until([&] { return play.strap.answers.size() == 1; }));
  link.subscribe(kBodySensorLocation);
  ASSERT_TRUE(play.until([&] { return play.strap.answers.size() == 2; }));
  link.read(kIndoorBikeData);
  ASSERT_TRUE(play.until([&] { return play.strap.answers.size() == 3; }));
  for (const auto& answer : play.strap.answers) EXPECT_FALSE(answer.is_good);
  EXPECT_NE(play.strap.answers[0].error.find("not supported"), std::string::npos);
  EXPECT_EQ(play.strap.answers[2].error, "the device has no characteristic 2ad2");
}

TEST(BluezNotify, ASecondRequestIsRefusedAndTheFirstStillAnswered) {
  Play play;
  sensors::GattLink& link = play.connect_strap();
  link.read(kBodySensorLocation);
  link.read(kBatteryLevel);
  ASSERT_TRUE(play.until([&] { return play.strap.answers.size() == 2; }));
  EXPECT_EQ(play.strap.answers[0].characteristic, kBatteryLevel);
  EXPECT_FALSE(play.strap.answers[0].is_good);
  EXPECT_EQ(play.strap.answers[1].characteristic, kBodySensorLocation);
  EXPECT_TRUE(play.strap.answers[1].is_good);
}

TEST(BluezNotify, ASilentDeviceGivesOneTimeOutAndNoSecondAnswer) {
  Play play;
  sensors::GattLink& link = play.connect_strap();
  play.stage.freeze();
  link.read(kBodySensorLocation);
  for (int i = 0; i < 3; ++i) play.central->run_once(1ms);
  EXPECT_TRUE(play.strap.answers.empty());
  play.clock.set(play.clock.now() + 5s);
  EXPECT_TRUE(play.until([&] { return play.strap.answers.size() == 1; }));
  play.stage.thaw();
  play.settle();  // now the real answer arrives, too late
  ASSERT_EQ(play.strap.answers.size(), 1U);
  EXPECT_FALSE(play.strap.answers[0].is_good);
  EXPECT_EQ(play.strap.answers[0].error, "2a38: no answer within 5 s");
  link.read(kBodySensorLocation);
  ASSERT_TRUE(play.until([&] { return play.strap.answers.size() == 2; }));
  EXPECT_TRUE(play.strap.answers[1].is_good);
}

TEST(BluezNotify, TwiceTheRateBreaksNothing) {
  Play play;
  sensors::GattLink& link = play.strap_sending(kHeartRateMeasurement);
  play.stage.tell([](FakeBluez& fake) { fake.peer(kStrap).faults.copies = 2; });
  for (std::uint8_t bpm = 100; bpm < 150; ++bpm) play.beat(bpm);
  ASSERT_TRUE(play.until([&] { return play.strap.packets.size() == 100; }));
  EXPECT_EQ(play.strap.packets.back().octets, (Bytes{0x06, 149}));
  link.read(kBodySensorLocation);
  ASSERT_TRUE(play.until([&] { return play.strap.answers.size() == 2; }));
}

TEST(BluezBattery, OneThatOnlyBluezReadsArrivesAsPacketsOf2A19) {
  Play play;
  play.stage.tell([](FakeBluez& fake) { fake.peer(kStrap).faults.hides_battery = true; });
  play.connect_strap();
  EXPECT_FALSE(play.strap.has(kBatteryLevel));
  ASSERT_TRUE(play.until([&] { return play.strap.packets_of(kBatteryLevel) == 1; }));
  EXPECT_EQ(play.strap.packets[0].octets, Bytes{100});
  play.stage.tell([](FakeBluez& fake) { fake.set_battery(fake.peer(kStrap), 42); });
  ASSERT_TRUE(play.until([&] { return play.strap.packets_of(kBatteryLevel) == 2; }));
  EXPECT_EQ(play.strap.packets[1].octets, Bytes{42});
  EXPECT_EQ(play.central->found().at(0).battery_percent, 42);
}

TEST(BluezBattery, WithItsCharacteristicThereNothingIsDoubled) {
  Play play;
  play.strap_sending(kBatteryLevel);
  play.stage.tell([](FakeBluez& fake) { fake.set_battery(fake.peer(kStrap), 42); });
  ASSERT_TRUE(play.until([&] { return play.strap.packets_of(kBatteryLevel) == 1; }));
  play.settle();
  EXPECT_EQ(play.strap.packets_of(kBatteryLevel), 1);
}

}  // namespace
}  // namespace tonus::test
