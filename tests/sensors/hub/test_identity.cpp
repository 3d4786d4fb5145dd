// One physical device over two transports, or two devices.
#include <gtest/gtest.h>

#include <sensors/hub/identity.hpp>

namespace {

using namespace tonus::sensors;

DeviceStatus device(const char* carrier, const char* mac, const char* serial, const char* maker, const char* name) {
  DeviceStatus status;
  status.carrier = carrier;
  status.mac = mac;
  status.serial = serial;
  status.maker = maker;
  status.name = name;
  return status;
}

TEST(Identity, OneMacIsOneDeviceWhateverElseIsSaid) {
  EXPECT_TRUE(is_same_device(device("ble", "AA:BB:CC:00:11:22", "S-1111", "A", "x"),
                             device("dircon", "aa:bb:cc:00:11:22", "S-2222", "B", "y")));
}

TEST(Identity, OneSerialNumberIsOneDeviceThoughItsRadiosHaveOwnMacs) {
  EXPECT_TRUE(is_same_device(device("ble", "AA:BB:CC:00:11:22", "S-1111", "Wahoo", "KICKR A"),
                             device("dircon", "AA:BB:CC:00:11:23", "s-1111", "Wahoo", "KICKR B")));
  EXPECT_TRUE(is_same_device(device("ble", "", "S-1111", "", "a"), device("dircon", "", "S-1111", "Wahoo", "b")));
}

TEST(Identity, EqualNumbersOfTwoMakersAreTwoDevices) {
  EXPECT_FALSE(is_same_device(device("ble", "", "10001", "Wahoo", "a"), device("dircon", "", "10001", "Elite", "a")));
}

TEST(Identity, ANumberThatFirmwareNeverFilledInTellsNothing) {
  for (const char* none : {"", "0", "0000", "00000000", "1"}) {
    EXPECT_FALSE(is_same_device(device("ble", "", none, "", "a"), device("ble", "", none, "", "b"))) << none;
    EXPECT_TRUE(
        is_same_device(device("ble", "", none, "Elite", "SUITO 77"), device("dircon", "", none, "elite", "Suito 77")))
        << none << ": maker and name decide then";
  }
}

TEST(Identity, MakerAndNameDecideBetweenTransportsAlone) {
  EXPECT_TRUE(is_same_device(device("ble", "", "", "Elite", "S 77"), device("dircon", "", "", "Elite", "S 77")));
  EXPECT_TRUE(is_same_device(device("ble", "", "S-1111", "Elite", "S 77"), device("dircon", "", "", "Elite", "S 77")));
  EXPECT_FALSE(is_same_device(device("ble", "", "", "Elite", "S 77"), device("ble", "", "", "Elite", "S 77")));
  EXPECT_FALSE(is_same_device(device("ble", "", "", "", "S 77"), device("dircon", "", "", "", "S 77")))
      << "a name alone is too little";
  EXPECT_FALSE(
      is_same_device(device("ble", "", "S-1111", "Elite", "S 77"), device("dircon", "", "S-1112", "Elite", "S 77")));
}

TEST(Identity, NothingKnownIsNotTheSame) { EXPECT_FALSE(is_same_device({}, {})); }

}  // namespace
