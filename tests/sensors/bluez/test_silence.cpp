// A discovery that hears nobody.
#include <algorithm>

#include <gtest/gtest.h>

#include <engine/core/log.hpp>

#include "stage.hpp"

namespace tonus::test {
namespace {

using namespace std::chrono_literals;
using namespace sensors::uuid;
using Strings = std::vector<std::string>;

Strings filter_of(Play& play) {
  return play.stage.ask([](FakeBluez& fake) { return fake.discovery_services(); });
}

/// Scans for straps and is in its first, silent discovery.
[[nodiscard]] bool begin(Play& play) {
  play.central->start_scan({kHeartRateService});
  return play.until([&] { return play.count("StartDiscovery") == 1; });
}

void nobody_is_near(Play& play) {
  play.stage.tell([](FakeBluez& fake) {
    for (const char* peer : {kStrap, kTrainer}) fake.peer(peer).is_near = false;
  });
}

TEST(BluezSilence, AFilteredDiscoveryThatStaysDeafIsBegunAnewWithoutItsFilterAndWeFilter) {
  Play play({.is_deaf_with_services = true});
  ASSERT_TRUE(begin(play));
  play.advance(9900ms);
  EXPECT_EQ(play.count("StartDiscovery"), 1);
  EXPECT_TRUE(play.central->found().empty());
  play.advance(100ms);
  ASSERT_TRUE(play.until([&] { return !play.central->found().empty(); }));
  EXPECT_EQ(play.stage.ask([](FakeBluez& fake) { return Strings(fake.calls()); }),
            (Strings{"SetDiscoveryFilter", "StartDiscovery", "StopDiscovery", "SetDiscoveryFilter", "StartDiscovery"}));
  EXPECT_TRUE(filter_of(play).empty());
  ASSERT_TRUE(play.stage.ask([](FakeBluez& fake) { return fake.peer(kTrainer).is_in_tree; }));
  ASSERT_EQ(play.central->found().size(), 1U);
  EXPECT_EQ(play.central->found()[0].address, kStrap);
}

TEST(BluezSilence, ADiscoveryThatHasHeardSomebodyIsLeftAlone) {
  Play play;
  ASSERT_TRUE(begin(play));
  ASSERT_TRUE(play.until([&] { return !play.central->found().empty(); }));
  nobody_is_near(play);
  for (int i = 0; i < 6; ++i) play.advance(10s);
  EXPECT_EQ(play.count("StartDiscovery"), 1);
  EXPECT_EQ(play.count("StopDiscovery"), 0);
}

TEST(BluezSilence, WhereNobodyIsTheFilterComesAndGoesAndItIsToldOnce) {
  Play play;
  nobody_is_near(play);
  log::set_level(log::Level::Info);
  testing::internal::CaptureStderr();
  ASSERT_TRUE(begin(play));
  for (int restarts = 1; restarts <= 4; ++restarts) {
    play.advance(10s);
    ASSERT_TRUE(play.until([&] { return play.count("StartDiscovery") == 1 + restarts; })) << restarts;
    play.settle();
    EXPECT_EQ(filter_of(play), restarts % 2 == 1 ? Strings{} : Strings{full_uuid("180d")}) << restarts;
  }
  const std::string told = testing::internal::GetCapturedStderr();
  log::set_level(log::Level::Warning);
  const auto first = told.find("nothing heard for 10 s");
  ASSERT_NE(first, std::string::npos);
  EXPECT_EQ(told.find("nothing heard", first + 1), std::string::npos);
}

TEST(BluezSilence, ADeviceThatIsLookedForByNameIsFoundAfterADeafDiscovery) {
  Play play({.deaf_discoveries = 1});
  play.central->connect("Tonus HR 0001", play.strap);
  ASSERT_TRUE(play.until([&] { return play.count("StartDiscovery") == 1; }));
  play.settle();
  play.advance(10s);
  EXPECT_TRUE(play.until([&] { return play.strap.connected > 0; }));
  EXPECT_EQ(play.count("StartDiscovery"), 2);
}

TEST(BluezSilence, NothingIsBegunWhileAConnectIsUnderWay) {
  Play play;
  nobody_is_near(play);
  play.stage.tell([](FakeBluez& fake) { fake.peer(kStrap).is_in_tree = true; });
  ASSERT_TRUE(begin(play));
  play.advance(6s);
  play.central->connect(kStrap, play.strap);
  ASSERT_TRUE(play.until([&] { return play.count(std::string("Connect ") + kStrap) == 1; }));
  play.advance(9s);  // fifteen of silence
  EXPECT_EQ(play.count("StartDiscovery"), 1);
  EXPECT_FALSE(play.stage.ask([](FakeBluez& fake) { return fake.is_discovering(); }));
  play.stage.tell([](FakeBluez& fake) { fake.come_near(fake.peer(kStrap)); });
  ASSERT_TRUE(play.until([&] { return play.strap.connected > 0 && play.count("StartDiscovery") == 2; }));
  EXPECT_FALSE(play.stage.ask([](FakeBluez& fake) { return fake.connected_while_discovering(); }));
}

}  // namespace
}  // namespace tonus::test
