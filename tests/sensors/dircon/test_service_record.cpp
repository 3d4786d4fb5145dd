#include <gtest/gtest.h>

#include <sensors/dircon/discovery.hpp>

namespace tonus::sensors::dircon {
namespace {

FoundDevice found(std::vector<std::string> text, std::string address = "192.168.1.20") {
  return found_device({.name = "KICKR 1A2B", .address = std::move(address), .port = 36866, .text = std::move(text)});
}

TEST(FoundDevice, IsWhatTheTextRecordSays) {
  const auto device = found({"ble-service-uuids=0x1826,1818, 6e40fec1-b5a3-f393-e0a9-e50e24dcca9e",
                             "mac-address=aa-bb-cc-dd-ee-0f", "serial-number=2338123"});
  EXPECT_EQ(device.id, "2338123");
  EXPECT_EQ(device.name, "KICKR 1A2B");
  EXPECT_EQ(device.transport, "dircon");
  EXPECT_EQ(device.address, "192.168.1.20:36866");
  EXPECT_EQ(device.services,
            (std::vector{uuid::kFitnessMachineService, uuid::kCyclingPowerService, uuid::kTacxService}));
  EXPECT_FALSE(device.rssi_dbm);
  EXPECT_FALSE(device.battery_percent);
}

TEST(FoundDevice, IsKnownByItsSerialNumberElseItsMacElseItsNameAndNeverByItsAddress) {
  EXPECT_EQ(found({"serial-number=7", "mac-address=AA:BB:CC:DD:EE:0F"}).id, "7");
  for (const char* mac :
       {"mac-address=aa:bb:cc:dd:ee:0f", "MAC-Address=AA-BB-CC-DD-EE-0F", "mac-address=aabbccddee0f"}) {
    EXPECT_EQ(found({mac}).id, "AA:BB:CC:DD:EE:0F");
    EXPECT_EQ(found({"serial-number=", mac}).id, "AA:BB:CC:DD:EE:0F");
  }
  EXPECT_EQ(found({}).id, "KICKR 1A2B");
}

TEST(FoundDevice, LeavesOutWhatCannotBeRead) {
  const auto device = found({"", "=", "ble-service-uuids", "ble-service-uuids=0x18,,zz,0x180D,", "mac-address=aa:bb",
                             "mac-address=aabbccddeegg", std::string("\0\xFF=\0", 4)});
  EXPECT_EQ(device.services, std::vector{uuid::kHeartRateService});
  EXPECT_EQ(device.id, "KICKR 1A2B");
}

TEST(FoundDevice, OnSeveralInterfacesIsOneAndAnswersOnIPv4) {
  std::vector<FoundDevice> devices;
  merge(devices, found({"serial-number=7"}, "fe80::1%eth0"));
  EXPECT_EQ(devices.at(0).address, "[fe80::1%eth0]:36866");
  merge(devices, found({"serial-number=7"}, "192.168.1.20"));
  merge(devices, found({"serial-number=7"}, "fe80::1%wlan0"));
  merge(devices, found({"serial-number=3"}, "192.168.1.21"));
  ASSERT_EQ(devices.size(), 2U);
  EXPECT_EQ(devices[0].id, "3");
  EXPECT_EQ(devices[1].address, "192.168.1.20:36866");
}

}  // namespace
}  // namespace tonus::sensors::dircon
