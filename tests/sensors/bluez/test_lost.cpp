#include <algorithm>

#include <gtest/gtest.h>

#include "stage.hpp"

namespace tonus::test {
namespace {

using namespace std::chrono_literals;
using namespace sensors::uuid;
using Wall = std::chrono::steady_clock;

bool says(const std::vector<std::string>& lines, const std::string& part) {
  return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) { return line.find(part) != line.npos; });
}

/// Time passes until the strap is up for the n-th time.
bool comes_back(Play& play, int times) {
  return play.until([&] {
    if (play.strap.connected < times) play.advance(1s);
    return play.strap.connected >= times;
  });
}

void subscribe_again(Play& play, sensors::GattLink& link) {
  const auto before = play.strap.answers.size();
  link.subscribe(kHeartRateMeasurement);
  ASSERT_TRUE(play.until([&] { return play.strap.answers.size() > before; }));
  ASSERT_TRUE(play.strap.answers.back().is_good) << play.strap.answers.back().error;
}

void expect_beats(Play& play) {
  const auto before = play.strap.packets.size();
  play.beat(99);
  EXPECT_TRUE(play.until([&] { return play.strap.packets.size() > before; }));
}

TEST(BluezLost, ADroppedLinkIsLostOnceAndComesBackByItself) {
  Play play;
  sensors::GattLink& link = play.strap_sending(kHeartRateMeasurement);
  play.stage.tell([](FakeBluez& fake) { fake.drop(fake.peer(kStrap)); });
  ASSERT_TRUE(play.until([&] { return !play.strap.lost.empty(); }));
  play.settle();
  EXPECT_EQ(play.strap.lost.size(), 1U);
  play.stage.tell([](FakeBluez& fake) { fake.come_near(fake.peer(kStrap)); });
  ASSERT_TRUE(comes_back(play, 2));
  subscribe_again(play, link);
  expect_beats(play);
}

TEST(BluezLost, RequestsWhileItIsAwayAreAnsweredWithThat) {
  Play play;
  sensors::GattLink& link = play.strap_sending(kHeartRateMeasurement);
  play.stage.tell([](FakeBluez& fake) { fake.drop(fake.peer(kStrap)); });
  ASSERT_TRUE(play.until([&] { return !play.strap.lost.empty(); }));
  link.read(kBodySensorLocation);
  ASSERT_TRUE(play.until([&] { return play.strap.answers.size() == 2; }));
  EXPECT_NE(play.strap.answers[1].error.find("not connected"), std::string::npos);
  EXPECT_EQ(play.count("ReadValue 2a38"), 0) << "the list of the lost connection must not be used";
}

TEST(BluezLost, ValuesBeforeSubscribingAnewAreNotPackets) {
  Play play;
  play.strap_sending(kHeartRateMeasurement);
  play.stage.tell([](FakeBluez& fake) {
    fake.drop(fake.peer(kStrap));
    fake.come_near(fake.peer(kStrap));
  });
  ASSERT_TRUE(comes_back(play, 2));
  play.beat(99);  // BlueZ resumes by itself
  play.settle();
  EXPECT_EQ(play.strap.packets_of(kHeartRateMeasurement), 0);
}

TEST(BluezLost, APendingConnectSucceedsWhenTheDeviceReturns) {
  Play play;
  play.connect_strap();
  play.stage.tell([](FakeBluez& fake) { fake.drop(fake.peer(kStrap)); });
  ASSERT_TRUE(play.until([&] { return !play.strap.lost.empty(); }));
  ASSERT_TRUE(play.until([&] {
    play.advance(500ms);
    return play.count("Connect 00:AA:01:01:00:01") == 2;
  }));
  play.stage.tell([](FakeBluez& fake) { fake.come_near(fake.peer(kStrap)); });
  EXPECT_TRUE(play.until([&] { return play.strap.connected == 2; }));
}

TEST(BluezLost, AttemptsGoOnForTheWholeSessionAtMostHalfAMinuteApart) {
  Play play;
  play.connect_strap();
  play.stage.tell([](FakeBluez& fake) { fake.drop(fake.peer(kStrap)); });
  ASSERT_TRUE(play.until([&] { return !play.strap.lost.empty(); }));
  int attempts = 1;
  Instant last = play.clock.now();
  while (play.clock.now() < Instant{5min}) {
    play.advance(4s);
    const int now = play.count("Connect 00:AA:01:01:00:01");
    if (now == attempts) continue;
    attempts = now;
    // 30 s and a fifth, 10 s for the attempt itself, and our own steps.
    EXPECT_LE(play.clock.now() - last, 50s);
    last = play.clock.now();
  }
  EXPECT_GE(attempts, 7);
  EXPECT_LE(attempts, 20);
  play.stage.tell([](FakeBluez& fake) { fake.come_near(fake.peer(kStrap)); });
  EXPECT_TRUE(comes_back(play, 2));
}

TEST(BluezLost, AskingToDisconnectEndsTheTryingAndTheValues) {
  Play play;
  sensors::GattLink& link = play.strap_sending(kHeartRateMeasurement);
  link.disconnect();
  ASSERT_TRUE(play.until([&] { return !play.strap.lost.empty(); }));
  EXPECT_EQ(play.strap.lost.size(), 1U);
  play.settle();
  EXPECT_EQ(play.strap.packets_of(kHeartRateMeasurement), 0) << "BlueZ sends values for some time after Disconnect";
  play.advance(60s);
  EXPECT_EQ(play.count("Connect 00:AA:01:01:00:01"), 1);
  EXPECT_FALSE(play.stage.ask([](FakeBluez& fake) { return fake.is_discovering(); }));
  EXPECT_EQ(&play.central->connect(kStrap, play.strap), &link);
  ASSERT_TRUE(play.until([&] { return play.strap.connected == 2; }));
  subscribe_again(play, link);
  expect_beats(play);
}

TEST(BluezLost, ALinkThatIsGivenUpIsMadeAnewAndEverMoreRarelyWhileNothingComes) {
  Play play;
  sensors::GattLink& link = play.strap_sending(kHeartRateMeasurement);
  play.beat(80);
  ASSERT_TRUE(play.until([&] { return play.strap.packets.size() == 1; }));
  std::vector<double> waits_s;
  for (int times = 2; times <= 5; ++times) {
    play.advance(15s);
    const Instant before = play.clock.now();
    link.reconnect("silent");
    ASSERT_TRUE(comes_back(play, times));
    waits_s.push_back(seconds(play.clock.now() - before));
    subscribe_again(play, link);
  }
  EXPECT_EQ(play.strap.lost, std::vector<std::string>(4, "silent"));
  EXPECT_LE(waits_s[0], 2.0) << "the first one had been of use";
  EXPECT_GE(waits_s[3], 6.0);
  EXPECT_EQ(play.count("Disconnect 00:AA:01:01:00:01"), 4);
}

TEST(BluezLost, ADeviceThatHangsUpIsConnectedAgain) {
  Play play;
  sensors::GattLink& link = play.strap_sending(kHeartRateMeasurement);
  play.stage.tell([](FakeBluez& fake) { fake.hang_up(fake.peer(kStrap)); });
  ASSERT_TRUE(play.until([&] { return !play.strap.lost.empty(); }));
  EXPECT_EQ(play.strap.lost.size(), 1U);
  ASSERT_TRUE(comes_back(play, 2));
  subscribe_again(play, link);
  expect_beats(play);
}

TEST(BluezLost, ServicesThatGoAndReturnAtNewHandlesAreFoundAnew) {
  Play play;
  sensors::GattLink& link = play.strap_sending(kHeartRateMeasurement);
  play.stage.tell([](FakeBluez& fake) { fake.withdraw_services(fake.peer(kStrap)); });
  ASSERT_TRUE(play.until([&] { return !play.strap.lost.empty(); }));
  play.settle();
  EXPECT_EQ(play.strap.lost.size(), 1U);
  EXPECT_TRUE(says(play.strap.lost, "withdrawn"));
  play.advance(1s);
  EXPECT_EQ(play.strap.connected, 1) << "nothing is up while there is nothing";
  play.stage.tell([](FakeBluez& fake) { fake.offer_services(fake.peer(kStrap)); });
  play.settle();
  play.advance(300ms);
  ASSERT_TRUE(play.until([&] { return play.strap.connected == 2; }));
  EXPECT_EQ(play.count("Connect 00:AA:01:01:00:01"), 1) << "the link was there all the time";
  EXPECT_EQ(play.count("RemoveDevice"), 0);
  subscribe_again(play, link);
  EXPECT_EQ(play.count("StartNotify 2a37"), 2);
  expect_beats(play);
}

TEST(BluezLost, ServicesThatDoNotReturnLeadToANewConnection) {
  Play play;
  play.connect_strap();
  play.stage.tell([](FakeBluez& fake) { fake.withdraw_services(fake.peer(kStrap)); });
  ASSERT_TRUE(play.until([&] { return !play.strap.lost.empty(); }));
  ASSERT_TRUE(play.until([&] {
    play.advance(1s);
    return says(play.strap.lost, "did not come back");
  }));
  EXPECT_GE(play.clock.now(), Instant{30s});
  EXPECT_TRUE(comes_back(play, 2));
}

TEST(BluezLost, ADeviceRemovedBySomebodyElseIsSearchedAndConnectedAgain) {
  Play play;
  sensors::GattLink& link = play.strap_sending(kHeartRateMeasurement);
  play.stage.tell([](FakeBluez& fake) { fake.forget(fake.peer(kStrap)); });
  ASSERT_TRUE(play.until([&] { return !play.strap.lost.empty(); }));
  ASSERT_TRUE(comes_back(play, 2));
  subscribe_again(play, link);
  expect_beats(play);
}

TEST(BluezLost, AnAdapterSwitchedOffIsNamedAndOnAgainTheStrapReturns) {
  Play play;
  play.connect_strap();
  play.stage.tell([](FakeBluez& fake) { fake.set_power(false); });
  ASSERT_TRUE(play.until([&] { return says(play.strap.lost, "bluetoothctl power on"); }));
  play.advance(60s);
  EXPECT_EQ(play.count("Connect 00:AA:01:01:00:01"), 1) << "no attempts on an adapter that is off";
  play.stage.tell([](FakeBluez& fake) { fake.set_power(true); });
  EXPECT_TRUE(comes_back(play, 2));
}

TEST(BluezLost, AnAdapterPulledOutAndPutBackBringsTheStrapBack) {
  Play play;
  play.connect_strap();
  play.stage.tell([](FakeBluez& fake) { fake.set_adapter(false); });
  ASSERT_TRUE(play.until([&] { return play.central->adapter().state == sensors::bluez::AdapterState::Missing; }));
  EXPECT_FALSE(play.strap.lost.empty());
  play.stage.tell([](FakeBluez& fake) { fake.set_adapter(true); });
  EXPECT_TRUE(comes_back(play, 2));
}

TEST(BluezLost, ADaemonThatDiesLosesTheLinkAndReturnsWithIt) {
  Play play;
  sensors::GattLink& link = play.strap_sending(kHeartRateMeasurement);
  play.stage.tell([](FakeBluez& fake) { fake.die(); });
  ASSERT_TRUE(play.until([&] { return says(play.strap.lost, "bluetoothd"); }));
  EXPECT_EQ(play.central->adapter().state, sensors::bluez::AdapterState::NoDaemon);
  play.stage.tell([](FakeBluez& fake) { fake.come_back(); });
  ASSERT_TRUE(comes_back(play, 2));
  EXPECT_EQ(play.central->adapter().state, sensors::bluez::AdapterState::Ready);
  subscribe_again(play, link);
  expect_beats(play);
}

TEST(BluezLost, ABusThatDiesIsOpenedAgain) {
  Play play;
  play.connect_strap();
  play.stage.tell([](FakeBluez& fake) { fake.die(); });
  play.stage.bus().kill();
  ASSERT_TRUE(play.until([&] { return play.central->adapter().state == sensors::bluez::AdapterState::NoBus; }));
  EXPECT_FALSE(play.strap.lost.empty());
  ASSERT_TRUE(play.stage.bus().start_again());
  play.stage.tell([](FakeBluez& fake) { fake.come_back(); });
  EXPECT_TRUE(comes_back(play, 2));
}

TEST(BluezGoodbye, EndsNotificationsConnectionsAndTheScan) {
  Play play;
  play.strap_sending(kHeartRateMeasurement);
  play.central->start_scan({});
  ASSERT_TRUE(play.until([&] { return play.stage.ask([](FakeBluez& fake) { return fake.is_discovering(); }); }));
  play.central.reset();
  EXPECT_EQ(play.count("StopNotify 2a37"), 1);
  EXPECT_EQ(play.count("Disconnect 00:AA:01:01:00:01"), 1);
  EXPECT_FALSE(play.stage.ask([](FakeBluez& fake) { return fake.is_discovering(); }));
  EXPECT_FALSE(play.stage.ask([](FakeBluez& fake) { return fake.peer(kStrap).is_connected; }));
}

TEST(BluezGoodbye, TakesAtMostTwoSecondsOfADaemonThatHangs) {
  Play play;
  play.strap_sending(kHeartRateMeasurement);
  play.stage.freeze();
  const auto before = Wall::now();
  play.central.reset();
  const auto took = Wall::now() - before;
  play.stage.thaw();
  EXPECT_GE(took, 1900ms);
  EXPECT_LE(took, 3s);
}

}  // namespace
}  // namespace tonus::test
