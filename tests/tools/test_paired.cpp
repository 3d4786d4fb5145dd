// Devices between sessions: kept after a yes alone, preferred afterwards, forgotten when told to.
#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>

#include "paired.hpp"
#include "paths.hpp"

namespace tonus::tool {
namespace {

namespace fs = std::filesystem;

class Paired : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(TONUS_BINARY_DIR) / "scratch" / testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
    setenv("XDG_CONFIG_HOME", folder_.c_str(), 1);
  }
  void TearDown() override {
    unsetenv("XDG_CONFIG_HOME");
    fs::remove_all(folder_);
  }
  static sensors::DeviceBoard board() {
    sensors::DeviceBoard board;
    sensors::DeviceStatus strap;
    strap.name = "strap";
    strap.id = "S-1";
    strap.carrier = "ble";
    strap.mac = "00:AA:01:01:00:01";
    strap.packets = 12;
    board.try_push(strap);
    strap.name = "never heard";
    strap.mac = "00:AA:01:01:00:09";
    strap.packets = 0;
    board.try_push(strap);
    sensors::DeviceStatus bike;
    bike.name = "bike";
    bike.id = "T-2";
    bike.carrier = "dircon";
    bike.address = "192.168.1.7:36866";
    bike.packets = 3;
    board.try_push(bike);
    return board;
  }
  fs::path folder_;
};

TEST_F(Paired, WithoutAYesNothingIsKept) {
  for (const std::optional<bool> answer : {std::optional<bool>(), std::optional(false)}) {
    journal::Preferences preferences;
    preferences.keep_sessions = answer;
    remember_devices(board(), preferences);
    EXPECT_TRUE(known_devices().empty());
    EXPECT_FALSE(fs::exists(folder_));
  }
}

TEST_F(Paired, AfterAYesWhoMeasuredSomethingIsKnownTheNextTime) {
  journal::Preferences preferences;
  preferences.keep_sessions = true;
  remember_devices(board(), preferences);
  remember_devices(board(), preferences);
  const auto known = known_devices();
  ASSERT_EQ(known.size(), 2U);
  EXPECT_EQ(known[0].id, "S-1");
  EXPECT_EQ(known[1].address, "192.168.1.7:36866");
  EXPECT_EQ(bluetooth_devices(known), (std::vector<sensors::RememberedDevice>{{known[0].name, "00:AA:01:01:00:01"}}));
}

TEST_F(Paired, ForgettingIsSaidAndSomebodyUnknownIsAnError) {
  journal::Preferences preferences;
  preferences.keep_sessions = true;
  remember_devices(board(), preferences);
  EXPECT_EQ(forget_devices("nobody"), 1);
  EXPECT_EQ(forget_devices("STRAP"), 0);
  EXPECT_EQ(known_devices().size(), 1U);
  EXPECT_EQ(forget_devices("all"), 0);
  EXPECT_TRUE(known_devices().empty());
  EXPECT_EQ(forget_devices("all"), 0) << "nothing left is what was asked for";
}

}  // namespace
}  // namespace tonus::tool
