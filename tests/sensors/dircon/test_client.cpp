#include <sensors/dircon/client.hpp>

#include <gtest/gtest.h>

#include "support.hpp"

namespace tonus::sensors::dircon {
namespace {

constexpr Uuid kControl = uuid::kMachineControlPoint, kFeature = uuid::kMachineFeature;

class ClientTest : public testing::Test {
 protected:
  void SetUp() override { make(); }
  void make() { client_.emplace(ClientDefinition{.host = "127.0.0.1", .port = server_.port()}, heard_, time_); }
  void run() { client_->run_once(1ms); }
  bool run_until_heard(const std::string& words) {
    return run_until([&] { run(); }, [&] { return heard_.has(words); });
  }
  void let_pass(Duration passed) {
    time_.set(time_.now() + passed);
    run();
  }
  /// The next request the client sends.
  std::optional<Frame> next_request() {
    std::optional<Frame> frame;
    run_until(
        [&] {
          run();
          if (!server_.has_client()) server_.accept_one();
          if (server_.has_client()) frame = server_.hear();
        },
        [&] { return frame.has_value(); });
    return frame;
  }
  void say(const Reply& reply, std::uint8_t sequence) { server_.say(encode(reply, sequence)); }
  /// One service with two characteristics.
  void come_up() {
    const auto services = next_request();
    ASSERT_TRUE(services);
    say(Services{{uuid::kFitnessMachineService}}, services->sequence);
    const auto characteristics = next_request();
    ASSERT_TRUE(characteristics);
    say(Characteristics{uuid::kFitnessMachineService, {{kControl, 0x0A}, {kFeature, 0x01}}}, characteristics->sequence);
    ASSERT_TRUE(run_until_heard("connected 2")) << heard_.all();
  }

  ManualTimeline time_;
  Remembering heard_;
  ScriptedServer server_;
  std::optional<Client> client_;
};

TEST_F(ClientTest, TellsWhatADeviceOffersOnceItKnowsAll) {
  come_up();
  ASSERT_EQ(heard_.characteristics.size(), 2U);
  EXPECT_EQ(heard_.characteristics[0].service, uuid::kFitnessMachineService);
  EXPECT_EQ(heard_.characteristics[0].uuid, kControl);
  EXPECT_EQ(heard_.characteristics[0].properties, kCanWrite | kCanIndicate);
  EXPECT_TRUE(client_->is_connected());
  EXPECT_FALSE(client_->is_guarded());
}

TEST_F(ClientTest, ReadsWritesAndSubscribes) {
  come_up();
  client_->read(kFeature);
  auto request = next_request();
  ASSERT_TRUE(request);
  say(Value{kFeature, bytes({1, 2})}, request->sequence);
  EXPECT_TRUE(run_until_heard("read 2acc 0102")) << heard_.all();

  client_->write(kControl, bytes({0x05, 0xC8, 0}));
  request = next_request();
  ASSERT_TRUE(request);
  EXPECT_EQ(to_hex(std::get<Write>(*decode_request(*request)).value), "05c800");
  say(Written{kControl}, request->sequence);
  EXPECT_TRUE(run_until_heard("written 2ad9 ok")) << heard_.all();

  client_->subscribe(kControl);
  request = next_request();
  ASSERT_TRUE(request);
  EXPECT_TRUE(std::get<EnableNotify>(*decode_request(*request)).is_on);
  say(NotifySet{kControl}, request->sequence);
  EXPECT_TRUE(run_until_heard("subscribed 2ad9 ok")) << heard_.all();
}

TEST_F(ClientTest, AnAnswerMayComeAfterNotificationsWhateverTheirSequence) {
  come_up();
  client_->read(kFeature);
  const auto request = next_request();
  ASSERT_TRUE(request);
  say(Notification{kControl, bytes({0x80, 0, 1})}, request->sequence);  // the same number, by chance
  say(Notification{kControl, bytes({0x80, 5, 1})}, 200);
  say(Value{kFeature, bytes({7})}, request->sequence);
  ASSERT_TRUE(run_until_heard("read 2acc 07")) << heard_.all();
  EXPECT_EQ(heard_.lines[1], "packet 2ad9 800001");
  EXPECT_EQ(heard_.lines[2], "packet 2ad9 800501");
}

TEST_F(ClientTest, AnAnswerToAnotherRequestIsNoAnswer) {
  come_up();
  client_->read(kFeature);
  const auto request = next_request();
  ASSERT_TRUE(request);
  say(Value{kFeature, bytes({9})}, static_cast<std::uint8_t>(request->sequence + 1));
  say(Value{kFeature, bytes({8})}, request->sequence);
  ASSERT_TRUE(run_until_heard("read 2acc 08")) << heard_.all();
  EXPECT_FALSE(heard_.has("09"));
}

TEST_F(ClientTest, AcceptsEveryKnownWayToAcknowledge) {
  come_up();
  const std::string uuid = "00002ad900001000800000805f9b34fb";
  for (const std::string& answer : {"0010" + uuid, "0011" + uuid + "01", "0011" + uuid}) {
    heard_.lines.clear();
    client_->subscribe(kControl);
    const auto request = next_request();
    ASSERT_TRUE(request);
    auto octets = from_hex("01050000" + answer);
    octets[2] = std::byte{request->sequence};
    server_.say(octets);
    EXPECT_TRUE(run_until_heard("subscribed 2ad9 ok")) << answer;
  }
  client_->write(kControl, bytes({0}));
  const auto request = next_request();
  ASSERT_TRUE(request);
  auto echo = from_hex("010400000011" + uuid + "00");
  echo[2] = std::byte{request->sequence};
  server_.say(echo);
  EXPECT_TRUE(run_until_heard("written 2ad9 ok")) << heard_.all();
}

TEST_F(ClientTest, ARefusalIsAnErrorThatNamesTheCharacteristic) {
  come_up();
  client_->read(uuid::kResistanceRange);
  const auto request = next_request();
  ASSERT_TRUE(request);
  say(Refusal{MessageId::Read, ResponseCode::CharacteristicNotFound}, request->sequence);
  EXPECT_TRUE(run_until_heard("read 2ad6 reading 2ad6: characteristic not found")) << heard_.all();
  EXPECT_TRUE(client_->is_connected());
}

TEST_F(ClientTest, AnAnswerTooShortIsAnErrorAndTheLinkStays) {
  come_up();
  client_->read(kFeature);
  const auto request = next_request();
  ASSERT_TRUE(request);
  auto octets = from_hex("010300000003010203");
  octets[2] = std::byte{request->sequence};
  server_.say(octets);
  EXPECT_TRUE(run_until_heard("read with 3 octets, expected at least 16")) << heard_.all();
  server_.say(from_hex("01060000000300ff00"));
  EXPECT_TRUE(run_until([&] { run(); }, [&] { return client_->ignored_frames() == 1; }));
  EXPECT_TRUE(client_->is_connected());
}

TEST_F(ClientTest, ASecondRequestInFlightIsRefusedNotSent) {
  come_up();
  client_->read(kFeature);
  client_->read(kControl);
  EXPECT_EQ(heard_.lines.size(), 1U) << "the listener was called from inside a request";
  run();
  EXPECT_TRUE(heard_.has("read 2ad9 reading 2ad9: the request before is not answered yet")) << heard_.all();
}

TEST_F(ClientTest, ARequestWithoutAConnectionIsAnsweredWithAnError) {
  client_->write(kControl, bytes({0}));
  EXPECT_TRUE(heard_.lines.empty());
  run();
  EXPECT_TRUE(heard_.has("is not connected")) << heard_.all();
}

TEST_F(ClientTest, ASilentRequestTimesOutAndTheLinkStays) {
  come_up();
  client_->read(kFeature);
  ASSERT_TRUE(next_request());
  let_pass(4900ms);
  EXPECT_EQ(heard_.count("no answer"), 0);
  let_pass(100ms);
  EXPECT_TRUE(heard_.has("read 2acc reading 2acc: no answer within 5 s")) << heard_.all();
  EXPECT_TRUE(client_->is_connected());
}

TEST_F(ClientTest, ThreeTimeoutsInARowAreALostLinkThoughNotificationsCome) {
  come_up();
  for (int i = 0; i < 3; ++i) {
    client_->read(kFeature);
    ASSERT_TRUE(next_request());
    let_pass(4s);
    say(Notification{kControl, bytes({1})}, 0);
    ASSERT_TRUE(run_until([&] { run(); }, [&] { return heard_.count("packet") == i + 1; }));
    let_pass(1s);
  }
  EXPECT_EQ(heard_.count("no answer"), 2);
  EXPECT_TRUE(heard_.has("has fallen silent")) << heard_.all();
  EXPECT_FALSE(client_->is_connected());
}

TEST_F(ClientTest, TenSecondsWithoutAnOctetAndARequestPendingAreALostLink) {
  come_up();
  client_->read(kFeature);
  ASSERT_TRUE(next_request());
  let_pass(5s);
  client_->read(kFeature);
  ASSERT_TRUE(next_request());
  let_pass(4900ms);
  EXPECT_TRUE(client_->is_connected());
  let_pass(100ms);
  EXPECT_TRUE(heard_.has("has fallen silent")) << heard_.all();
}

TEST_F(ClientTest, SilenceWithoutARequestIsNoReasonToLeave) {
  come_up();
  client_->read(kFeature);
  ASSERT_TRUE(next_request());
  let_pass(5s);
  let_pass(3600s);
  EXPECT_TRUE(client_->is_connected());
  client_->read(kFeature);
  ASSERT_TRUE(next_request());
  let_pass(1s);
  EXPECT_TRUE(client_->is_connected()) << heard_.all();
}

TEST_F(ClientTest, ALateAnswerToARequestGivenUpIsNotTakenForTheNext) {
  come_up();
  client_->read(kFeature);
  const auto first = next_request();
  ASSERT_TRUE(first);
  const std::uint8_t given_up = first->sequence;
  let_pass(5s);
  client_->read(kFeature);
  const auto second = next_request();
  ASSERT_TRUE(second);
  say(Value{kFeature, bytes({1})}, given_up);
  say(Value{kFeature, bytes({2})}, second->sequence);
  ASSERT_TRUE(run_until_heard("read 2acc 02")) << heard_.all();
  EXPECT_FALSE(heard_.has("read 2acc 01"));
}

TEST_F(ClientTest, AConnectionClosedAtOnceIsBlamedOnAnotherProgram) {
  ASSERT_TRUE(run_until(
      [&] {
        run();
        if (server_.accept_one()) server_.hang_up();
      },
      [&] { return !heard_.lines.empty(); }));
  EXPECT_TRUE(heard_.has("closed the connection at once: another program is connected to it")) << heard_.all();
}

TEST_F(ClientTest, ADeviceThatTakesConnectionsButSaysNothingIsLostWithAHint) {
  ASSERT_TRUE(next_request());
  let_pass(5s);
  EXPECT_TRUE(heard_.has("takes connections but does not answer; another program may be connected")) << heard_.all();
}

TEST_F(ClientTest, AnotherProtocolIsToldAtOnce) {
  ASSERT_TRUE(next_request());
  server_.say(from_hex("485454502f312e31"));
  EXPECT_TRUE(run_until_heard("is no trainer: not Direct Connect: a frame begins with 48")) << heard_.all();
}

TEST_F(ClientTest, NothingListeningIsSaidWithWhatToDo) {
  server_.stop_listening();
  EXPECT_TRUE(
      run_until_heard("lost nothing listens on 127.0.0.1:" + std::to_string(server_.port()) + "; is the trainer awake"))
      << heard_.all();
}

TEST_F(ClientTest, ANameNobodyKnowsIsSaidWithWhatToDo) {
  client_.emplace(ClientDefinition{.host = "no-such-trainer.invalid"}, heard_, time_);
  EXPECT_TRUE(run_until([&] { client_->run_once(10ms); }, [&] { return !heard_.lines.empty(); }, 30s));
  EXPECT_TRUE(heard_.has("lost no device is called \"no-such-trainer.invalid\" on this network")) << heard_.all();
}

TEST_F(ClientTest, ComesBackByItselfAfterALossAndWaitsLongerEachTime) {
  come_up();
  server_.hang_up();
  ASSERT_TRUE(run_until_heard("lost 127.0.0.1:" + std::to_string(server_.port()) + " closed the connection"));
  run();
  EXPECT_FALSE(server_.accept_one());
  let_pass(1300ms);  // the first rest is 1 s, a fifth of it at random
  heard_.lines.clear();
  come_up();
  EXPECT_TRUE(client_->is_connected());
}

TEST_F(ClientTest, AConnectionThatIsGivenUpIsMadeAnew) {
  come_up();
  client_->reconnect("silent");
  client_->reconnect("silent");
  ASSERT_TRUE(run_until_heard("lost silent")) << heard_.all();
  EXPECT_EQ(heard_.count("lost"), 1);
  server_.hang_up();
  let_pass(1300ms);
  heard_.lines.clear();
  come_up();
  EXPECT_TRUE(client_->is_connected());
  run();
  EXPECT_EQ(heard_.count("lost"), 0) << "asked for once";
}

TEST_F(ClientTest, DisconnectEndsItForGood) {
  come_up();
  heard_.then = [&](const std::string& line) {
    if (line.starts_with("packet")) client_->disconnect();  // from inside a call
  };
  say(Notification{kControl, bytes({1})}, 0);
  say(Notification{kControl, bytes({2})}, 0);
  ASSERT_TRUE(run_until_heard("lost")) << heard_.all();
  EXPECT_EQ(heard_.count("packet"), 1);
  EXPECT_TRUE(heard_.has("was closed as asked"));
  let_pass(100s);
  let_pass(100s);
  EXPECT_EQ(heard_.count("lost"), 1);
  EXPECT_TRUE(run_until([&] { static_cast<void>(server_.hear()); }, [&] { return server_.has_ended; }));
}

TEST_F(ClientTest, AListenerMayAskAgainFromInsideAnAnswer) {
  come_up();
  heard_.then = [&](const std::string& line) {
    if (line == "read 2acc 01") client_->read(kControl);
  };
  client_->read(kFeature);
  auto request = next_request();
  ASSERT_TRUE(request);
  say(Value{kFeature, bytes({1})}, request->sequence);
  request = next_request();
  ASSERT_TRUE(request);
  EXPECT_EQ(std::get<Read>(*decode_request(*request)).characteristic, kControl);
}

TEST(ParseAddress, TakesHostsPortsAndIPv6) {
  EXPECT_EQ(parse_address("kickr.local")->host, "kickr.local");
  EXPECT_EQ(parse_address("kickr.local")->port, 36866);
  EXPECT_EQ(parse_address("192.168.1.20:1234")->host, "192.168.1.20");
  EXPECT_EQ(parse_address("192.168.1.20:1234")->port, 1234);
  EXPECT_EQ(parse_address("[fe80::1%eth0]:77")->host, "fe80::1%eth0");
  EXPECT_EQ(parse_address("[fe80::1%eth0]:77")->port, 77);
  EXPECT_EQ(parse_address("fe80::1")->host, "fe80::1");
  EXPECT_EQ(parse_address("[::1]")->port, 36866);
}

TEST(ParseAddress, RefusesWhatIsNone) {
  for (const char* text :
       {"", ":80", "host:", "host:0", "host:65536", "host:8x", "host:-1", "[::1", "[::1]80", "[]:1"}) {
    ASSERT_FALSE(parse_address(text)) << text;
    EXPECT_NE(parse_address(text).error().message.find("expected HOST"), std::string::npos);
  }
}

}  // namespace
}  // namespace tonus::sensors::dircon
