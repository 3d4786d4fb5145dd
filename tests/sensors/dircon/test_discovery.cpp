// Announced, browsed and resolved by a real Avahi daemon; and what a person reads when there is none.

#include <gtest/gtest.h>
#include <stdlib.h>

#include <sensors/dircon/discovery.hpp>

#include "private_avahi.hpp"
#include "support.hpp"

namespace tonus::sensors::dircon {
namespace {

AnnouncementDefinition trainer(const std::string& serial) {
  return {.name = "Trainer of a test",
          .port = 45678,
          .services = {uuid::kFitnessMachineService, uuid::kHeartRateService, uuid::kTacxService},
          .serial = serial,
          .mac = "02:54:4F:4E:55:53"};
}

class DiscoveryTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { avahi_ = std::make_unique<PrivateAvahi>(); }
  static void TearDownTestSuite() { avahi_.reset(); }
  void SetUp() override {
    if (!avahi_->why_not().empty()) GTEST_SKIP() << avahi_->why_not();
  }
  static std::unique_ptr<PrivateAvahi> avahi_;
};
std::unique_ptr<PrivateAvahi> DiscoveryTest::avahi_;

TEST_F(DiscoveryTest, WhatIsAnnouncedIsFoundWithAllItSaidAndTwoOfOneNameAreTwo) {
  auto first = Announcement::create(trainer("A-1")), second = Announcement::create(trainer("B-2"));
  auto browser = Browser::create();
  ASSERT_TRUE(first && second && browser);
  ASSERT_TRUE(run_until(
      [&] {
        ASSERT_TRUE((*first)->run_once({}));
        ASSERT_TRUE((*second)->run_once({}));
        ASSERT_TRUE((*browser)->run_once(10ms));
      },
      // The daemon may tell the browser before it tells who announced.
      [&] { return (*browser)->found().size() == 2 && (*first)->is_announced() && (*second)->is_announced(); }, 9s));
  const FoundDevice& a = (*browser)->found()[0];
  EXPECT_EQ(a.id, "A-1");
  EXPECT_EQ(a.name, "Trainer of a test");
  EXPECT_EQ(a.address, "127.0.0.1:45678");
  EXPECT_EQ(a.services, trainer("").services);
  EXPECT_EQ((*browser)->found()[1].id, "B-2");
  EXPECT_NE((*browser)->found()[1].name, a.name);
  EXPECT_EQ((*browser)->found()[1].name, (*second)->name());
}

TEST_F(DiscoveryTest, ADaemonThatDiesIsAnErrorNotAHang) {
  auto browser = Browser::create();
  ASSERT_TRUE(browser);
  avahi_->kill_daemon();
  std::string error;
  ASSERT_TRUE(run_until(
      [&] {
        if (const auto ran = (*browser)->run_once(10ms); !ran) error = ran.error().message;
      },
      [&] { return !error.empty(); }));
  avahi_->start_daemon();
  EXPECT_EQ(avahi_->why_not(), "");
  EXPECT_NE(error.find("start avahi-daemon, or give the address"), std::string::npos) << error;
}

TEST(Discovery, WithoutADaemonThereIsOneLineWithTheRemedyAtOnce) {
  setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus", 1);
  const auto begin = std::chrono::steady_clock::now();
  const auto browser = Browser::create();
  const auto announcement = Announcement::create(trainer("A-1"));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 1s);
  unsetenv("DBUS_SYSTEM_BUS_ADDRESS");
  ASSERT_FALSE(browser);
  ASSERT_FALSE(announcement);
  EXPECT_EQ(browser.error().message, announcement.error().message);
  EXPECT_NE(browser.error().message.find("install and start avahi-daemon, or give the address of the trainer, as in "
                                         "dircon:HOST:PORT"),
            std::string::npos)
      << browser.error().message;
  EXPECT_EQ(browser.error().message.find('\n'), std::string::npos);
}

}  // namespace
}  // namespace tonus::sensors::dircon
