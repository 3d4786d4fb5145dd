#include <gtest/gtest.h>

#include "tree.hpp"

namespace tonus::sensors::bluez {
namespace {

constexpr const char* kDevicePath = "/org/bluez/hci0/dev_00_AA_01_01_00_01";
constexpr const char* kServicePath = "/org/bluez/hci0/dev_00_AA_01_01_00_01/service003d";
constexpr const char* kCharacteristicPath = "/org/bluez/hci0/dev_00_AA_01_01_00_01/service003d/char003e";
const std::string kHeartRate = "0000180d-0000-1000-8000-00805f9b34fb";
const std::string kMeasurement = "00002a37-0000-1000-8000-00805f9b34fb";

Objects strap() {
  return {{"/org/bluez/hci0", {{kAdapterInterface, {{"Powered", true}}}}},
          {kDevicePath,
           {{kDeviceInterface,
             {{"Address", "00:AA:01:01:00:01"}, {"Name", "Strap"}, {"UUIDs", std::vector<std::string>{kHeartRate}}}},
            {kBatteryInterface, {{"Percentage", std::int64_t{80}}}}}},
          {kServicePath, {{kServiceInterface, {{"UUID", kHeartRate}}}}},
          {kCharacteristicPath,
           {{kCharacteristicInterface,
             {{"UUID", kMeasurement}, {"Service", kServicePath}, {"Flags", std::vector<std::string>{"notify"}}}}}}};
}

TEST(BluezTree, WholeTreeGivesDevicesAndTheirCharacteristics) {
  Tree tree;
  tree.replace(strap());
  ASSERT_NE(tree.device(kDevicePath), nullptr);
  EXPECT_EQ(tree.device(kDevicePath)->name, "Strap");
  EXPECT_EQ(tree.device(kDevicePath)->battery_percent, 80);
  const auto places = tree.places(kDevicePath);
  ASSERT_EQ(places.size(), 1U);
  EXPECT_EQ(places[0].what.uuid, uuid::kHeartRateMeasurement);
  EXPECT_EQ(places[0].what.service, uuid::kHeartRateService);
  EXPECT_EQ(places[0].what.properties, kCanNotify);
}

TEST(BluezTree, AnotherDeviceWhosePathBeginsAlikeIsAnother) {
  Tree tree;
  tree.replace(strap());
  EXPECT_TRUE(tree.places("/org/bluez/hci0/dev_00_AA_01_01_00_0").empty());
}

TEST(BluezTree, PropertiesOfAnotherTypeThanBluezSendsAreLeftOut) {
  Tree tree;
  auto objects = strap();
  objects[kDevicePath][kDeviceInterface]["Name"] = std::int64_t{7};
  objects[kDevicePath][kDeviceInterface]["Address"] = "00:AA:01:01:00:01";
  objects[kDevicePath][kBatteryInterface]["Percentage"] = std::int64_t{101};
  objects[kCharacteristicPath][kCharacteristicInterface]["UUID"] = "2a3";
  tree.replace(objects);
  EXPECT_EQ(tree.device(kDevicePath)->name, "");
  EXPECT_EQ(tree.device(kDevicePath)->battery_percent, std::nullopt);
  EXPECT_TRUE(tree.places(kDevicePath).empty());
}

TEST(BluezTree, ChangesOfWhatIsNotThereMakeNothing) {
  Tree tree;
  tree.change(kDevicePath, kDeviceInterface, {{"Connected", true}});
  tree.change("/org/bluez/hci0", kAdapterInterface, {{"Powered", true}});
  tree.add(kDevicePath, {{kBatteryInterface, {{"Percentage", std::int64_t{5}}}}});
  EXPECT_TRUE(tree.devices().empty());
  EXPECT_TRUE(tree.adapters().empty());
}

TEST(BluezTree, WhatWasHeardSurvivesANewTreeButNotANewSearch) {
  Tree tree;
  tree.replace(strap());
  tree.change(kDevicePath, kDeviceInterface, {{"RSSI", std::int64_t{-60}}});
  tree.replace(strap());
  EXPECT_EQ(tree.device(kDevicePath)->rssi_dbm, -60);
  EXPECT_EQ(tree.device(kDevicePath)->sightings, 1U);
  tree.forget_sightings();
  EXPECT_EQ(tree.device(kDevicePath)->rssi_dbm, std::nullopt);
  EXPECT_EQ(tree.device(kDevicePath)->sightings, 0U);
}

TEST(BluezTree, ObjectsGoInterfaceByInterface) {
  Tree tree;
  tree.replace(strap());
  tree.remove(kDevicePath, {kBatteryInterface});
  ASSERT_NE(tree.device(kDevicePath), nullptr);
  EXPECT_EQ(tree.device(kDevicePath)->battery_percent, std::nullopt);
  tree.remove(kServicePath, {kServiceInterface});
  EXPECT_TRUE(tree.places(kDevicePath).empty());
  tree.remove(kDevicePath, {kDeviceInterface});
  EXPECT_EQ(tree.device(kDevicePath), nullptr);
}

TEST(BluezTree, ADeviceAnswersToItsAddressAndItsNameInAnyCase) {
  const DeviceObject device{.address = "00:AA:01:01:00:01", .name = "Polar H10 1234"};
  EXPECT_TRUE(answers_to(device, "00:aa:01:01:00:01"));
  EXPECT_TRUE(answers_to(device, "polar h10 1234"));
  EXPECT_FALSE(answers_to(device, "polar h10"));
  EXPECT_FALSE(answers_to({}, ""));
}

}  // namespace
}  // namespace tonus::sensors::bluez
