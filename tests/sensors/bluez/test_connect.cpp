#include <algorithm>

#include <gtest/gtest.h>

#include "stage.hpp"

namespace tonus::test {
namespace {

using namespace std::chrono_literals;
using namespace sensors::uuid;

bool says(const std::vector<std::string>& lines, const std::string& part) {
  return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) { return line.find(part) != line.npos; });
}

/// A strap that BlueZ knows by another name than it had, in front of a central that remembers these.
void rename_strap(Play& play, std::vector<sensors::RememberedDevice> remembered) {
  play.stage.tell([](FakeBluez& fake) {
    fake.peer(kStrap).is_in_tree = true;
    fake.peer(kStrap).name = "HRM 5.82";
  });
  auto definition = play.definition();
  definition.remembered = std::move(remembered);
  play.central.reset();
  play.central = std::make_unique<sensors::bluez::Central>(play.clock, definition);
}

TEST(BluezConnect, StopsDiscoveryFirstAndTellsAllCharacteristics) {
  Play play;
  play.connect_strap();
  EXPECT_EQ(play.strap.connected, 1);
  EXPECT_TRUE(play.strap.lost.empty());
  for (const auto& uuid : {kHeartRateMeasurement, kBodySensorLocation, kBatteryLevel, kMaker, kSerialNumber})
    EXPECT_TRUE(play.strap.has(uuid)) << to_string(uuid);
  const auto measurement = std::find_if(play.strap.characteristics.begin(), play.strap.characteristics.end(),
                                        [](const auto& it) { return it.uuid == kHeartRateMeasurement; });
  EXPECT_EQ(measurement->service, kHeartRateService);
  EXPECT_EQ(measurement->properties, sensors::kCanNotify);
  EXPECT_FALSE(play.stage.ask([](FakeBluez& fake) { return fake.connected_while_discovering(); }));
  EXPECT_EQ(play.count("Connect 00:AA:01:01:00:01"), 1);
}

TEST(BluezConnect, ByNameWhateverTheCase) {
  Play play;
  play.central->connect("tonus hr 0001", play.strap);
  EXPECT_TRUE(play.until([&] { return play.strap.connected == 1; }));
  EXPECT_TRUE(play.strap.has(kHeartRateMeasurement));
}

TEST(BluezConnect, WhoWasAskedForByNameHasAnAddressOnceFound) {
  Play play;
  EXPECT_EQ(play.central->address_of("tonus hr 0001"), "");
  play.central->connect("tonus hr 0001", play.strap);
  ASSERT_TRUE(play.until([&] { return play.strap.connected == 1; }));
  EXPECT_EQ(play.central->address_of("tonus hr 0001"), kStrap);
}

TEST(BluezConnect, ByANameThatItHadBeforeBlueZGaveItAnother) {
  Play play;
  rename_strap(play, {{"Somebody else", kTrainer}, {"Tonus HR 0001", kStrap}});
  play.central->connect("tonus hr 0001", play.strap);
  ASSERT_TRUE(play.until([&] { return play.strap.connected == 1; }));
  EXPECT_EQ(play.central->address_of("tonus hr 0001"), kStrap);
}

TEST(BluezConnect, WhoHasTheNameNowComesBeforeWhoHadIt) {
  Play play;
  play.stage.tell([](FakeBluez& fake) {
    fake.peer(kTrainer).is_in_tree = true;
    fake.peer(kTrainer).name = "Tonus HR 0001";
  });
  rename_strap(play, {{"Tonus HR 0001", kStrap}});
  play.central->connect("Tonus HR 0001", play.trainer);
  ASSERT_TRUE(play.until([&] { return play.trainer.connected == 1; }));
  EXPECT_EQ(play.central->address_of("Tonus HR 0001"), kTrainer);
}

TEST(BluezConnect, SeveralDevicesAtOnce) {
  Play play;
  play.central->connect(kStrap, play.strap);
  play.central->connect(kTrainer, play.trainer);
  ASSERT_TRUE(play.until([&] { return play.strap.connected == 1 && play.trainer.connected == 1; }));
  EXPECT_TRUE(play.trainer.has(kIndoorBikeData));
  EXPECT_FALSE(play.strap.has(kIndoorBikeData));
}

TEST(BluezConnect, OneConnectAtATimeAndEverybodyGetsATurn) {
  Play play;
  play.stage.tell([](FakeBluez& fake) {
    for (const char* address : {kStrap, kTrainer}) {
      fake.peer(address).is_in_tree = true;
      fake.peer(address).is_near = false;
    }
  });
  play.central->connect(kStrap, play.strap);
  play.central->connect(kTrainer, play.trainer);
  ASSERT_TRUE(play.until([&] { return play.count("Connect 00:AA:01:01:00:01") == 1; }));
  play.settle();
  EXPECT_EQ(play.count("Connect 00:AA:01:02:00:02"), 0);
  play.advance(10s);
  ASSERT_TRUE(play.until([&] { return play.count("Connect 00:AA:01:02:00:02") == 1; }));
  EXPECT_EQ(play.count("Disconnect 00:AA:01:01:00:01"), 1) << "an attempt given up must not stay pending";
  EXPECT_EQ(play.stage.ask([](FakeBluez& fake) { return fake.most_connects_at_once(); }), 1);
  EXPECT_TRUE(says(play.strap.lost, "no connection within 10 s"));
}

TEST(BluezConnect, ADeviceThatIsNowhereIsSaidToBeSo) {
  Play play;
  play.stage.tell([](FakeBluez& fake) { fake.peer(kStrap).is_near = false; });
  play.central->connect(kStrap, play.strap);
  ASSERT_TRUE(play.until([&] { return play.stage.ask([](FakeBluez& fake) { return fake.is_discovering(); }); }));
  play.advance(20s);
  ASSERT_TRUE(play.until([&] { return !play.strap.lost.empty(); }));
  EXPECT_TRUE(says(play.strap.lost, "not to be seen"));
  play.stage.tell([](FakeBluez& fake) { fake.peer(kStrap).is_near = true; });
  EXPECT_TRUE(play.until([&] { return play.strap.connected == 1; })) << "it must go on searching";
}

TEST(BluezConnect, AnAbortByTheOwnControllerIsTriedAgainAtOnce) {
  Play play;
  play.stage.tell([](FakeBluez& fake) { fake.peer(kStrap).faults.aborts = 2; });
  play.connect_strap();  // the clock stands still: there was no wait
  EXPECT_EQ(play.count("Connect 00:AA:01:01:00:01"), 3);
  EXPECT_TRUE(play.strap.lost.empty());
}

TEST(BluezConnect, AbortsWithoutEndAreNotTriedAtOnceForEver) {
  Play play;
  play.stage.tell([](FakeBluez& fake) { fake.peer(kStrap).faults.aborts = 5; });
  play.central->connect(kStrap, play.strap);
  ASSERT_TRUE(play.until([&] { return says(play.strap.lost, "aborted"); }));
  play.settle();
  EXPECT_EQ(play.count("Connect 00:AA:01:01:00:01"), 4);
  ASSERT_TRUE(play.until([&] {
    play.advance(2s);
    return play.strap.connected == 1;
  }));
}

TEST(BluezConnect, InProgressMeansWaitNotFailure) {
  Play play;
  play.stage.tell([](FakeBluez& fake) { fake.peer(kStrap).faults.in_progress = 1; });
  play.connect_strap();
  EXPECT_EQ(play.count("Connect 00:AA:01:01:00:01"), 1);
  EXPECT_TRUE(play.strap.lost.empty());
}

TEST(BluezConnect, AReplyThatComesBeforeTheNewsIsNoBrokenConnection) {
  Play play;
  play.stage.tell([](FakeBluez& fake) { fake.peer(kStrap).faults.replies_early = true; });
  play.connect_strap();
  EXPECT_EQ(play.count("Connect 00:AA:01:01:00:01"), 1);
  EXPECT_TRUE(play.strap.lost.empty());
}

TEST(BluezConnect, TheWrongBearerIsNamedAndLeIsTriedAfterANewAdvertisement) {
  Play play;
  play.stage.tell([](FakeBluez& fake) { fake.peer(kStrap).faults.wrong_bearer = 1; });
  play.central->connect(kStrap, play.strap);
  ASSERT_TRUE(play.until([&] { return says(play.strap.lost, "br-connection-profile-unavailable"); }));
  EXPECT_TRUE(says(play.strap.lost, "ControllerMode = le"));
  ASSERT_TRUE(play.until([&] { return play.stage.ask([](FakeBluez& fake) { return fake.is_discovering(); }); }));
  ASSERT_TRUE(play.until([&] {
    play.advance(1s);
    return play.strap.connected == 1;
  }));
  EXPECT_EQ(play.count("Connect 00:AA:01:01:00:01"), 2);
  EXPECT_EQ(play.count("RemoveDevice"), 0);
}

TEST(BluezConnect, ARefusalByDBusSaysWhatToDoAndIsTriedAgain) {
  Play play;
  play.stage.tell([](FakeBluez& fake) { fake.peer(kStrap).faults.refusals = 1; });
  play.central->connect(kStrap, play.strap);
  ASSERT_TRUE(play.until([&] { return says(play.strap.lost, "group bluetooth"); }));
  ASSERT_TRUE(play.until([&] {
    play.advance(1s);
    return play.strap.connected == 1;
  }));
}

TEST(BluezConnect, ServicesThatAreNeverReadLeadToOneRemovalAndANewSearch) {
  Play play;
  play.stage.tell([](FakeBluez& fake) { fake.peer(kStrap).faults.never_resolves = true; });
  play.central->connect(kStrap, play.strap);
  ASSERT_TRUE(play.until([&] { return play.count("Connect 00:AA:01:01:00:01") == 1; }));
  play.settle();
  play.advance(10s);
  ASSERT_TRUE(play.until([&] { return says(play.strap.lost, "not read within 10 s"); }));
  EXPECT_EQ(play.count("Disconnect 00:AA:01:01:00:01"), 1);
  ASSERT_TRUE(play.until([&] {
    play.advance(1s);
    return play.count("Connect 00:AA:01:01:00:01") == 2;
  }));
  play.settle();
  play.advance(10s);
  ASSERT_TRUE(play.until([&] { return play.strap.lost.size() == 2; }));
  EXPECT_EQ(play.count("RemoveDevice"), 1) << "once is enough";
  play.stage.tell([](FakeBluez& fake) { fake.peer(kStrap).faults.never_resolves = false; });
  EXPECT_TRUE(play.until([&] {
    play.advance(1s);
    return play.strap.connected == 1;
  }));
}

TEST(BluezConnect, AStaleMemoryOfBluezIsRemovedOnceAfterTwoSeconds) {
  Play play;
  play.stage.tell([](FakeBluez& fake) { fake.peer(kStrap).faults.is_stale = true; });
  play.central->connect(kStrap, play.strap);
  ASSERT_TRUE(play.until([&] { return play.count("Connect 00:AA:01:01:00:01") == 1; }));
  play.settle();
  play.advance(1900ms);
  EXPECT_EQ(play.count("RemoveDevice"), 0);
  EXPECT_EQ(play.strap.connected, 0) << "a strap without its heart rate is not up";
  play.advance(200ms);
  ASSERT_TRUE(play.until([&] { return play.count("RemoveDevice") == 1; }));
  ASSERT_TRUE(play.until([&] {
    play.advance(1s);
    return play.strap.connected == 1;
  }));
  EXPECT_TRUE(play.strap.has(kHeartRateMeasurement));
  EXPECT_EQ(play.count("RemoveDevice"), 1);
}

TEST(BluezConnect, AServiceThatComesLaterIsAddedToWhatIsThere) {
  Play play;
  play.connect_strap();
  EXPECT_FALSE(play.strap.has(kBatteryLevel) && play.strap.has(kCyclingPowerMeasurement));
  play.stage.tell([](FakeBluez& fake) {
    fake.announce_service(fake.peer(kStrap), {0x0060, "1818", {{0x0061, "2a63", {"notify"}}}});
  });
  play.settle();
  play.advance(300ms);
  ASSERT_TRUE(play.until([&] { return play.strap.has(kCyclingPowerMeasurement); }));
  EXPECT_TRUE(play.strap.has(kHeartRateMeasurement));
  EXPECT_TRUE(play.strap.lost.empty());
}

TEST(BluezConnect, TheListenerIsNeverCalledFromInsideARequest) {
  Play play;
  sensors::GattLink& link = play.connect_strap();
  link.read(kIndoorBikeData);  // there is none: the answer is known at once, and waits all the same
  EXPECT_TRUE(play.strap.answers.empty());
  link.disconnect();
  EXPECT_TRUE(play.strap.lost.empty());
  ASSERT_TRUE(play.until([&] { return !play.strap.lost.empty(); }));
}

TEST(BluezConnect, AListenerMayAskFromInsideItsCall) {
  Play play;
  sensors::GattLink* link = nullptr;
  play.strap.when_connected = [&] { link->read(kBodySensorLocation); };
  link = &play.central->connect(kStrap, play.strap);
  ASSERT_TRUE(play.until([&] { return play.strap.answers.size() == 1; }));
  EXPECT_TRUE(play.strap.answers[0].is_good);
}

}  // namespace
}  // namespace tonus::test
