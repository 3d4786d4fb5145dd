#include <gtest/gtest.h>

#include "stage.hpp"

namespace tonus::test {
namespace {

using namespace std::chrono_literals;
using namespace sensors::uuid;

TEST(BluezScan, FindsWhatAdvertisesTheServicesAskedForOnLeAlone) {
  Play play;
  play.central->start_scan({kHeartRateService});
  ASSERT_TRUE(play.until([&] { return !play.central->found().empty(); }));
  const auto found = play.central->found();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].id, kStrap);
  EXPECT_EQ(found[0].address, kStrap);
  EXPECT_EQ(found[0].name, "Tonus HR 0001");
  EXPECT_EQ(found[0].transport, "ble");
  EXPECT_EQ(found[0].rssi_dbm.has_value(), true);
  EXPECT_EQ(found[0].services.front(), kHeartRateService);
  EXPECT_EQ(play.stage.ask([](FakeBluez& fake) { return fake.discovery_services(); }),
            std::vector<std::string>{full_uuid("180d")});
}

TEST(BluezScan, WithoutServicesFindsAll) {
  Play play;
  play.central->start_scan({});
  ASSERT_TRUE(play.until([&] { return play.central->found().size() == 2; }));
}

TEST(BluezScan, TheStrengthIsThatOfTheLastAdvertisement) {
  Play play;
  play.central->start_scan({kHeartRateService});
  ASSERT_TRUE(play.until([&] {
    const auto found = play.central->found();
    return !found.empty() && found[0].rssi_dbm == -61;  // -60 came with the object, -61 with a change
  }));
}

TEST(BluezScan, TheEmptyChangeAtTheEndIsNoNews) {
  Play play;
  play.central->start_scan({kHeartRateService});
  ASSERT_TRUE(play.until([&] { return !play.central->found().empty(); }));
  play.central->stop_scan();
  ASSERT_TRUE(play.until([&] { return !play.stage.ask([](FakeBluez& fake) { return fake.is_discovering(); }); }));
  play.settle();
  ASSERT_EQ(play.central->found().size(), 1U);
  EXPECT_TRUE(play.central->found()[0].rssi_dbm.has_value());
}

TEST(BluezScan, ADeviceThatBluezOnlyRemembersIsNotHere) {
  Play play;
  play.stage.tell([](FakeBluez& fake) {
    fake.peer(kStrap).is_in_tree = true;
    fake.peer(kStrap).is_near = false;
  });
  play.central->start_scan({});
  ASSERT_TRUE(play.until([&] { return !play.central->found().empty(); }));
  ASSERT_EQ(play.central->found().size(), 1U);
  EXPECT_EQ(play.central->found()[0].address, kTrainer);
}

TEST(BluezScan, ADeviceThatBluezRemembersToOfferWhatIsAskedForIsFoundWithoutAStrength) {
  Play play;
  play.stage.tell([](FakeBluez& fake) {
    fake.peer(kStrap).is_in_tree = true;
    fake.peer(kStrap).is_near = false;
  });
  play.central->start_scan({kHeartRateService});
  ASSERT_TRUE(play.until([&] { return !play.central->found().empty(); }));
  ASSERT_EQ(play.central->found().size(), 1U);
  EXPECT_EQ(play.central->found()[0].address, kStrap);
  EXPECT_FALSE(play.central->found()[0].rssi_dbm.has_value());
}

TEST(BluezScan, GoesOnAfterAConnectionWasMade) {
  Play play;
  play.central->start_scan({});
  ASSERT_TRUE(play.until([&] { return play.central->found().size() == 2; }));
  play.connect_strap();
  EXPECT_TRUE(play.until([&] { return play.stage.ask([](FakeBluez& fake) { return fake.is_discovering(); }); }));
  EXPECT_FALSE(play.stage.ask([](FakeBluez& fake) { return fake.connected_while_discovering(); }));
}

TEST(BluezScan, SignalsOfAWrongShapeCostNothing) {
  Play play;
  play.central->start_scan({kHeartRateService});
  ASSERT_TRUE(play.until([&] { return !play.central->found().empty(); }));
  play.stage.tell([](FakeBluez& fake) {
    const std::string path = fake.peer(kStrap).path();
    for (const char* member : {"PropertiesChanged", "InterfacesAdded", "InterfacesRemoved"}) {
      for (const char* interface : {"org.freedesktop.DBus.Properties", "org.freedesktop.DBus.ObjectManager"}) {
        fake.send(Message{dbus_message_new_signal(path.c_str(), interface, member)});
        Message odd{dbus_message_new_signal(path.c_str(), interface, member)};
        const dbus_uint32_t number = 7;
        dbus_message_append_args(odd.get(), DBUS_TYPE_UINT32, &number, DBUS_TYPE_INVALID);
        fake.send(odd);
      }
    }
    fake.send(properties_changed(path, "org.bluez.Device1", {{"RSSI", std::string("loud")}, {"Name", true}}, {}));
    fake.send(properties_changed(path, "org.bluez.Unheard", {{"Connected", true}}, {}));
  });
  play.settle();
  ASSERT_EQ(play.central->found().size(), 1U);
  EXPECT_EQ(play.central->found()[0].name, "Tonus HR 0001");
  EXPECT_EQ(play.central->adapter().state, sensors::bluez::AdapterState::Ready);
}

}  // namespace
}  // namespace tonus::test
