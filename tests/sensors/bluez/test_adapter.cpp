#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "stage.hpp"

namespace tonus::test {
namespace {

using namespace std::chrono_literals;
using sensors::bluez::AdapterReport;
using sensors::bluez::AdapterState;
using sensors::bluez::probe_adapter;

AdapterReport report_of(Stage& stage, const std::string& rfkill = "/nonexistent") {
  return probe_adapter(5s, {.bus_address = stage.bus().address(), .rfkill_folder = rfkill});
}

TEST(BluezAdapter, PoweredIsReadyAndNeedsNothing) {
  Stage stage;
  const auto report = report_of(stage);
  EXPECT_EQ(report.state, AdapterState::Ready);
  EXPECT_EQ(report.detail, "hci0 is on");
  EXPECT_TRUE(report.remedy.empty());
}

TEST(BluezAdapter, NoneIsMissing) {
  Stage stage({.has_adapter = false});
  const auto report = report_of(stage);
  EXPECT_EQ(report.state, AdapterState::Missing);
  EXPECT_NE(report.remedy.find("plug one in"), std::string::npos);
}

TEST(BluezAdapter, UnpoweredIsOff) {
  Stage stage({.power_state = "off"});
  const auto report = report_of(stage);
  EXPECT_EQ(report.state, AdapterState::Off);
  EXPECT_NE(report.remedy.find("bluetoothctl power on"), std::string::npos);
}

TEST(BluezAdapter, BlockedByRfkillIsNotJustOff) {
  Stage stage({.power_state = "off-blocked"});
  const auto report = report_of(stage);
  EXPECT_EQ(report.state, AdapterState::Blocked);
  EXPECT_EQ(report.remedy, "rfkill unblock bluetooth");
}

TEST(BluezAdapter, ABlockIsAlsoReadFromTheKernelSoftAndHard) {
  Stage stage({.power_state = "off"});
  const auto folder = std::filesystem::path(testing::TempDir()) / "tonus-rfkill";
  std::filesystem::create_directories(folder / "rfkill0");
  std::filesystem::create_directories(folder / "rfkill1");
  std::ofstream(folder / "rfkill0" / "type") << "wlan\n";
  std::ofstream(folder / "rfkill0" / "hard") << "1\n";
  std::ofstream(folder / "rfkill1" / "type") << "bluetooth\n";
  std::ofstream(folder / "rfkill1" / "hard") << "0\n";
  std::ofstream(folder / "rfkill1" / "soft") << "0\n";
  EXPECT_EQ(report_of(stage, folder).state, AdapterState::Off);
  std::ofstream(folder / "rfkill1" / "soft") << "1\n";
  EXPECT_EQ(report_of(stage, folder).remedy, "rfkill unblock bluetooth");
  std::ofstream(folder / "rfkill1" / "hard") << "1\n";
  const auto report = report_of(stage, folder);
  EXPECT_EQ(report.state, AdapterState::Blocked);
  EXPECT_NE(report.remedy.find("switch"), std::string::npos);
  std::filesystem::remove_all(folder);
}

TEST(BluezAdapter, ADaemonThatRefusesIsNoPermission) {
  Stage stage({.refuses_calls = true});
  const auto report = report_of(stage);
  EXPECT_EQ(report.state, AdapterState::NotPermitted);
  EXPECT_NE(report.remedy.find("usermod -aG bluetooth"), std::string::npos);
}

TEST(BluezAdapter, APolicyOfTheBusThatRefusesIsNoPermission) {
  Stage stage({}, {.refuses_bluez = true});
  EXPECT_EQ(report_of(stage).state, AdapterState::NotPermitted);
}

TEST(BluezAdapter, NobodyOnTheBusIsNoDaemonAndItMayComeLater) {
  const auto bus = PrivateBus::start();
  ASSERT_NE(bus, nullptr);
  const ManualTimeline clock;
  sensors::bluez::Central central(clock, {.bus_address = bus->address()});
  for (int i = 0; i < 1000 && central.adapter().state == AdapterState::Asking; ++i) central.run_once(5ms);
  EXPECT_EQ(central.adapter().state, AdapterState::NoDaemon);
  EXPECT_NE(central.adapter().remedy.find("systemctl start bluetooth"), std::string::npos);
  FakeBluez fake(bus->address(), {});
  for (int i = 0; i < 1000 && central.adapter().state != AdapterState::Ready; ++i) {
    fake.run_once(1);
    central.run_once(1ms);
  }
  EXPECT_EQ(central.adapter().state, AdapterState::Ready);
}

TEST(BluezAdapter, NoBusIsSaidSoAndATryingLinkHearsWhy) {
  const ManualTimeline clock;
  sensors::bluez::Central central(clock, {.bus_address = "unix:path=/nonexistent/bus"});
  Notebook strap;
  central.connect(kStrap, strap);
  central.run_once(1ms);
  EXPECT_EQ(central.adapter().state, AdapterState::NoBus);
  EXPECT_NE(central.adapter().remedy.find("systemctl start dbus"), std::string::npos);
  ASSERT_EQ(strap.lost.size(), 1U);
  EXPECT_NE(strap.lost[0].find("systemctl start dbus"), std::string::npos);
}

TEST(BluezAdapter, PermissionGivenLaterIsNoticed) {
  Play play({.refuses_calls = true});
  ASSERT_TRUE(play.until([&] { return play.central->adapter().state == AdapterState::NotPermitted; }));
  play.stage.tell([](FakeBluez& fake) { fake.set_refusal(false); });
  play.advance(5s);
  EXPECT_TRUE(play.until([&] { return play.central->adapter().state == AdapterState::Ready; }));
}

TEST(BluezCentral, RunOnceBlocksNoLongerThanAsked) {
  Play play;
  play.connect_strap();
  play.settle();
  for (int i = 0; i < 5; ++i) {
    const auto before = std::chrono::steady_clock::now();
    play.central->run_once(20ms);
    EXPECT_LT(std::chrono::steady_clock::now() - before, 500ms);
  }
}

}  // namespace
}  // namespace tonus::test
