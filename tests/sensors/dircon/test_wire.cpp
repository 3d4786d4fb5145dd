// Client and simulated trainer over a real connection, in real time.

#include <sensors/dircon/server.hpp>

#include <gtest/gtest.h>

#include "support.hpp"

namespace tonus::sensors::dircon {
namespace {

class WireTest : public testing::Test {
 protected:
  void start(std::vector<std::string_view> faults, const std::string& host = "127.0.0.1") {
    auto plan = FaultPlan::parse(faults, 1);
    ASSERT_TRUE(plan);
    ServerDefinition definition;
    definition.host = host;
    definition.port = 0;
    definition.faults = std::move(*plan);
    auto made = Server::create(std::move(definition), time_);
    if (!made && host == "::1") GTEST_SKIP() << "no IPv6 loopback on this machine";
    ASSERT_TRUE(made) << made.error().message;
    server_ = std::move(*made);
    client_.emplace(ClientDefinition{.host = host, .port = server_->port()}, heard_, time_);
    heard_.then = [this](const std::string& line) {
      if (line.starts_with("connected")) client_->subscribe(uuid::kIndoorBikeData);
    };
  }
  bool hears(const std::string& words, int times, std::chrono::milliseconds at_most) {
    return run_until(
        [&] {
          server_->run_once(5ms);
          client_->run_once(5ms);
        },
        [&] { return heard_.count(words) >= times; }, at_most);
  }

  SteadyTimeline time_;
  Remembering heard_;
  std::unique_ptr<Server> server_;
  std::optional<Client> client_;
};

TEST_F(WireTest, DataComesOnceASecond) {
  start({});
  ASSERT_TRUE(hears("packet 2ad2", 1, 3s)) << heard_.all();
  const Instant first = time_.now();
  ASSERT_TRUE(hears("packet 2ad2", 4, 5s)) << heard_.all();
  EXPECT_NEAR(seconds(time_.now() - first), 3.0, 0.3);
}

TEST_F(WireTest, WorksOverIPv6) {
  start({}, "::1");
  if (!server_) return;
  EXPECT_TRUE(hears("packet 2ad2", 1, 3s)) << heard_.all();
}

TEST_F(WireTest, AHostNameIsResolvedBesideTheDevice) {
  start({});
  client_.emplace(ClientDefinition{.host = "localhost", .port = server_->port()}, heard_, time_);
  EXPECT_TRUE(hears("packet 2ad2", 1, 5s)) << heard_.all();
}

TEST_F(WireTest, SingleOctetsAndMergedFramesArriveWhole) {
  start({"split@0+3", "merged@3+3"});
  ASSERT_TRUE(hears("packet 2ad2 6400", 6, 9s)) << heard_.all();
  EXPECT_EQ(client_->ignored_frames(), 0U);
}

TEST_F(WireTest, ADroppedConnectionComesBack) {
  start({"drop@1+1.5"});
  ASSERT_TRUE(hears("lost", 1, 3s)) << heard_.all();
  ASSERT_TRUE(hears("connected", 2, 9s)) << heard_.all();
  heard_.lines.clear();
  EXPECT_TRUE(hears("packet 2ad2", 2, 4s)) << heard_.all();
}

TEST_F(WireTest, ALateAnswerIsStillAnAnswer) {
  start({"slow@1+9"});
  ASSERT_TRUE(hears("packet 2ad2", 2, 4s)) << heard_.all();
  client_->read(uuid::kBatteryLevel);
  ASSERT_TRUE(hears("read 2a19 57", 1, 4s)) << heard_.all();
}

}  // namespace
}  // namespace tonus::sensors::dircon
