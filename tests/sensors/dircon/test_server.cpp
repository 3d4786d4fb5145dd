// The simulated trainer on a loopback socket, with time by hand: a whole ride takes milliseconds.

#include <sensors/dircon/server.hpp>

#include <algorithm>
#include <array>

#include <gtest/gtest.h>

#include "support.hpp"

namespace tonus::sensors::dircon {
namespace {

constexpr Uuid kControl = uuid::kMachineControlPoint, kHeart = uuid::kHeartRateMeasurement;
constexpr Uuid kBike = uuid::kIndoorBikeData;

class ServerTest : public testing::Test {
 protected:
  void SetUp() override { start({}); }
  void start(std::vector<std::string_view> faults) {
    auto plan = FaultPlan::parse(faults, 1);
    ASSERT_TRUE(plan);
    ServerDefinition definition;
    definition.port = 0;
    definition.faults = std::move(*plan);
    auto made = Server::create(std::move(definition), time_);
    ASSERT_TRUE(made) << made.error().message;
    server_ = std::move(*made);
    client_.emplace(ClientDefinition{.host = "127.0.0.1", .port = server_->port()}, heard_, time_);
  }
  void run() {
    server_->run_once({});
    client_->run_once(1ms);
    for (ServerEvent& event : server_->take_events()) events_.push_back(std::move(event.what));
  }
  bool hears(const std::string& words) {
    return run_until([&] { run(); }, [&] { return heard_.has(words); });
  }
  void come_up() { ASSERT_TRUE(hears("connected 15")) << heard_.all(); }
  void subscribe(const Uuid& uuid) {
    client_->subscribe(uuid);
    ASSERT_TRUE(hears("subscribed " + Remembering::label(uuid) + " ok")) << heard_.all();
    heard_.lines.clear();
  }
  void write(std::initializer_list<int> packet) {
    heard_.lines.clear();
    client_->write(kControl, bytes(packet));
    ASSERT_TRUE(hears("written 2ad9")) << heard_.all();
  }
  void take_control() {
    subscribe(kControl);
    write({0x00});
    ASSERT_TRUE(hears("packet 2ad9 800001")) << heard_.all();
  }
  /// Tenths of a second, so that both sides see time as it flows.
  void let_pass(double s) {
    for (int i = 0; i < static_cast<int>(s * 10.0 + 0.5); ++i) {
      time_.set(time_.now() + 100ms);
      run();
      run();
    }
  }
  bool has_event(const std::string& words) const {
    return std::ranges::any_of(events_, [&](const std::string& e) { return e.find(words) != std::string::npos; });
  }
  std::string last(const std::string& words) const {
    for (auto line = heard_.lines.rbegin(); line != heard_.lines.rend(); ++line) {
      if (line->starts_with(words)) return line->substr(words.size());
    }
    return "";
  }

  ManualTimeline time_;
  Remembering heard_;
  std::unique_ptr<Server> server_;
  std::optional<Client> client_;
  std::vector<std::string> events_;
};

TEST_F(ServerTest, OffersATrainerAStrapABatteryAndAnIdentity) {
  come_up();
  const std::vector<std::pair<Uuid, std::string>> values{
      {uuid::kMachineFeature, "824000000c200000"},   {uuid::kPowerRange, "0000e8030100"},
      {uuid::kResistanceRange, "0000e8030a00"},      {uuid::kBatteryLevel, "57"},
      {uuid::kSerialNumber, "544f4e55532d30303031"}, {uuid::kBodySensorLocation, "01"}};
  for (const auto& [uuid, value] : values) {
    client_->read(uuid);
    EXPECT_TRUE(hears("read " + Remembering::label(uuid) + " " + value)) << heard_.all();
  }
}

TEST_F(ServerTest, RefusesWhatIsNotThereOrCannotDoThat) {
  come_up();
  client_->read(Uuid::of(0x2AFF));
  EXPECT_TRUE(hears("reading 2aff: characteristic not found")) << heard_.all();
  client_->read(kControl);
  EXPECT_TRUE(hears("reading 2ad9: operation not supported")) << heard_.all();
  client_->subscribe(uuid::kMachineFeature);
  EXPECT_TRUE(hears("subscribing to 2acc: operation not supported")) << heard_.all();
  client_->write(kControl, bytes({0}));
  EXPECT_TRUE(hears("writing 2ad9: write failed")) << "nobody listens to the control point yet\n" << heard_.all();
}

TEST_F(ServerTest, AcknowledgesAWriteBeforeItAnswersIt) {
  come_up();
  subscribe(kControl);
  write({0x00});
  ASSERT_TRUE(hears("packet 2ad9 800001"));
  EXPECT_EQ(heard_.lines, (std::vector<std::string>{"written 2ad9 ok", "packet 2ad9 800001"}));
  EXPECT_TRUE(server_->trainer().is_controlled);
  EXPECT_TRUE(has_event("control granted"));
}

TEST_F(ServerTest, LoadFollowsTheTargetAndGoesWithTheClient) {
  come_up();
  take_control();
  write({0x05, 0x96, 0x00});
  EXPECT_TRUE(has_event("target 150 W"));
  let_pass(15.0);
  EXPECT_NEAR(server_->trainer().power.value, 150.0, 2.0);
  client_.reset();
  const Instant gone = time_.now();
  ASSERT_TRUE(run_until([&] { server_->run_once(1ms); }, [&] { return !server_->has_client(); }));
  EXPECT_FALSE(server_->trainer().is_loaded());
  EXPECT_FALSE(server_->trainer().is_controlled);
  EXPECT_LE(time_.now() - gone, 1s);
}

TEST_F(ServerTest, NotifiesOnceASecondWhatWasAskedForAndNothingElse) {
  come_up();
  subscribe(kHeart);
  subscribe(kBike);
  let_pass(20.0);
  EXPECT_NEAR(heard_.count("packet 2ad2"), 20, 1);
  EXPECT_GE(heard_.count("packet 2a37"), 15);
  EXPECT_EQ(heard_.count("packet 2a63"), 0);
}

TEST_F(ServerTest, StatusReachesWhoListensToIt) {
  come_up();
  subscribe(uuid::kMachineStatus);
  take_control();
  write({0x05, 0xC8, 0x00});
  EXPECT_TRUE(hears("packet 2ada 08c800")) << heard_.all();
}

TEST_F(ServerTest, ASecondClientIsTurnedAwayInWords) {
  come_up();
  Remembering second_heard;
  Client second({.host = "127.0.0.1", .port = server_->port()}, second_heard, time_);
  ASSERT_TRUE(run_until(
      [&] {
        run();
        second.run_once(1ms);
      },
      [&] { return second_heard.has("another program is connected to it"); }))
      << second_heard.all();
  EXPECT_EQ(server_->clients_refused(), 1U);
  EXPECT_TRUE(client_->is_connected());
}

TEST_F(ServerTest, ATakenPortIsOneLineWithTheRemedy) {
  ServerDefinition definition;
  definition.port = server_->port();
  const auto second = Server::create(definition, time_);
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().message.find("choose another with --port"), std::string::npos);
  definition.host = "nowhere";
  const auto elsewhere = Server::create(definition, time_);
  ASSERT_FALSE(elsewhere);
  EXPECT_NE(elsewhere.error().message.find("no address to listen on"), std::string::npos);
}

TEST_F(ServerTest, AClientThatSpeaksAnotherProtocolIsSentAway) {
  client_.reset();
  const int socket_number = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(server_->port());
  ASSERT_EQ(connect(socket_number, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(send(socket_number, "GET / HTTP/1.1\r\n", 16, MSG_NOSIGNAL), 16);
  ASSERT_TRUE(run_until([&] { server_->run_once(1ms); },
                        [&] {
                          for (ServerEvent& event : server_->take_events()) events_.push_back(std::move(event.what));
                          return has_event("client sent away: not Direct Connect");
                        }));
  EXPECT_FALSE(server_->has_client());
  close(socket_number);
}

TEST_F(ServerTest, SilenceStopsNotificationsButNotAnswers) {
  start({"silence@10+5"});
  come_up();
  subscribe(kBike);
  let_pass(10.0);
  heard_.lines.clear();
  let_pass(4.5);
  EXPECT_EQ(heard_.count("packet"), 0) << heard_.all();
  client_->read(uuid::kBatteryLevel);
  EXPECT_TRUE(hears("read 2a19 57"));
  let_pass(5.0);
  EXPECT_GE(heard_.count("packet 2ad2"), 3);
}

TEST_F(ServerTest, DropClosesAndRefusesThenLetsIn) {
  start({"drop@5+10"});
  come_up();
  take_control();
  write({0x05, 0x96, 0x00});
  let_pass(6.0);
  EXPECT_TRUE(heard_.has("lost")) << heard_.all();
  EXPECT_FALSE(server_->trainer().is_loaded());
  let_pass(5.0);
  EXPECT_TRUE(heard_.has("nothing listens on")) << heard_.all();
  heard_.lines.clear();
  let_pass(25.0);
  EXPECT_TRUE(heard_.has("connected 15")) << heard_.all();
}

TEST_F(ServerTest, SplitAndMergedFramesSayTheSame) {
  start({"split@0+100"});
  come_up();
  subscribe(kBike);
  let_pass(5.0);
  EXPECT_GE(heard_.count("packet 2ad2 6400"), 4) << heard_.all();
  heard_.lines.clear();
  start({"merged@20+100"});
  come_up();
  subscribe(kBike);
  let_pass(30.0);
  EXPECT_NEAR(heard_.count("packet 2ad2 6400"), 30, 2) << heard_.all();
}

TEST_F(ServerTest, MergedAnswersComeWithinASecond) {
  start({"merged@0+100"});
  client_->run_once(1ms);
  let_pass(15.0);  // six requests to discover it all, each answered at the next whole second
  ASSERT_TRUE(heard_.has("connected 15")) << heard_.all();
  client_->read(uuid::kBatteryLevel);
  let_pass(1.1);
  EXPECT_TRUE(heard_.has("read 2a19 57")) << heard_.all();
}

TEST_F(ServerTest, SlowAnswersComeThreeSecondsLate) {
  start({"slow@10+100"});
  come_up();
  let_pass(11.0);
  client_->read(uuid::kBatteryLevel);
  let_pass(2.8);
  EXPECT_FALSE(heard_.has("read 2a19"));
  let_pass(0.4);
  EXPECT_TRUE(heard_.has("read 2a19 57")) << heard_.all();
}

TEST_F(ServerTest, RefusedControlIsAnsweredNotPermitted) {
  start({"refuse-control@0+100"});
  come_up();
  subscribe(kControl);
  write({0x00});
  EXPECT_TRUE(hears("packet 2ad9 800005")) << heard_.all();
}

TEST_F(ServerTest, FaultsOfStrapAndTrainerShowInTheirPackets) {
  start({"frozen@20+10", "no-contact@40+10", "zero-hr@60+10", "bad-length@80+10", "wrong-unit@100+10"});
  come_up();
  subscribe(kHeart);
  subscribe(kBike);
  let_pass(18.0 - seconds(time_.now()));
  EXPECT_EQ(last("packet 2a37 ").substr(0, 2), "16");
  EXPECT_EQ(last("packet 2ad2 ").size(), 20U);
  const auto at = [&](double s) {
    let_pass(s - seconds(time_.now()));
    return std::array{last("packet 2a37 "), last("packet 2ad2 ")};
  };
  const auto frozen = at(25.5)[0];
  EXPECT_EQ(frozen.size(), 4U);
  EXPECT_EQ(at(28.5)[0], frozen);
  EXPECT_EQ(at(45.5)[0].substr(0, 2), "04");
  EXPECT_EQ(at(65.5)[0], "0600");
  EXPECT_EQ(at(85.5)[0].size(), 2U);
  EXPECT_EQ(at(85.6)[1].size(), 14U);
  EXPECT_EQ(at(105.5)[1].size(), 18U);
  EXPECT_EQ(at(115.5)[1].size(), 20U);
}

TEST_F(ServerTest, ALowBatteryIsNotifiedAndGoesAgain) {
  start({"battery-low@5+5"});
  come_up();
  subscribe(uuid::kBatteryLevel);
  let_pass(6.0);
  EXPECT_TRUE(heard_.has("packet 2a19 03")) << heard_.all();
  let_pass(6.0);
  EXPECT_TRUE(heard_.has("packet 2a19 57")) << heard_.all();
}

TEST_F(ServerTest, CountersStartAgainOnce) {
  start({"counter-reset@30+1"});
  come_up();
  subscribe(uuid::kCyclingPowerMeasurement);
  let_pass(29.0);
  EXPECT_NE(last("packet 2a63 ").substr(20, 4), "0000");
  let_pass(1.0);
  EXPECT_EQ(last("packet 2a63 ").substr(20, 4), "0000");
}

TEST_F(ServerTest, FaultsAreAnnounced) {
  start({"silence@2+2"});
  let_pass(5.0);
  EXPECT_TRUE(has_event("fault silence begins: nothing is notified any more"));
  EXPECT_TRUE(has_event("fault silence ends"));
}

}  // namespace
}  // namespace tonus::sensors::dircon
