#include <chrono>
#include <stop_token>
#include <thread>

#include <gtest/gtest.h>

#include "fake_bluez.hpp"
#include "private_bus.hpp"
#include "scan_ble.hpp"

namespace tonus::tool {
namespace {

using namespace std::chrono_literals;

/// bluetoothd with a strap and a trainer near, on a thread of its own.
class Nearby {
 public:
  explicit Nearby(test::FakeBluez::Definition definition) : fake_(bus_->address(), std::move(definition)) {
    fake_.add_peer(test::make_strap());
    fake_.add_peer(test::make_trainer());
    thread_ = std::jthread([this](const std::stop_token& stop) {
      while (!stop.stop_requested()) fake_.run_once(5);
    });
  }
  [[nodiscard]] const std::string& address() const { return bus_->address(); }

 private:
  std::unique_ptr<test::PrivateBus> bus_ = test::PrivateBus::start();
  test::FakeBluez fake_;
  std::jthread thread_;
};

TEST(ScanBle, FindsStrapAndTrainer) {
  const Nearby nearby({});
  const auto found = scan_ble(500ms, {}, nearby.address());
  ASSERT_TRUE(found) << found.error().message;
  ASSERT_EQ(found->size(), 2U);
  EXPECT_EQ((*found)[0].name, "Tonus HR 0001");
  EXPECT_EQ((*found)[1].name, "Tonus Bike 0002");
}

TEST(ScanBle, EndsEarlyWhenToldTo) {
  const Nearby nearby({});
  std::stop_source stop;
  stop.request_stop();
  const auto before = std::chrono::steady_clock::now();
  EXPECT_TRUE(scan_ble(1h, stop.get_token(), nearby.address()));
  EXPECT_LT(std::chrono::steady_clock::now() - before, 5s);
}

TEST(ScanBle, AnAdapterThatIsOffIsAnErrorWithTheRemedy) {
  const Nearby nearby({.power_state = "off"});
  const auto found = scan_ble(10s, {}, nearby.address());
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().message, "hci0 is off; switch it on: bluetoothctl power on");
}

TEST(ScanBle, NoBusIsAnErrorWithTheRemedy) {
  const auto found = scan_ble(10s, {}, "unix:path=/nonexistent/bus");
  ASSERT_FALSE(found);
  EXPECT_NE(found.error().message.find("systemctl start dbus"), std::string::npos);
}

}  // namespace
}  // namespace tonus::tool
