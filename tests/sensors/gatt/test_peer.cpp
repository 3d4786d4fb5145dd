// Stories of one device behind a link that does what the test says. Time is fake.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <sensors/gatt/peer.hpp>

namespace {

using namespace tonus;
using namespace tonus::sensors;

std::vector<std::byte> bytes(std::initializer_list<int> values) {
  std::vector<std::byte> out;
  for (const int v : values) out.push_back(static_cast<std::byte>(v));
  return out;
}

struct Request {
  char what = 'r';  ///< r, w, s
  Uuid uuid;
  std::vector<std::byte> packet;
};

class Link final : public GattLink {
 public:
  void read(const Uuid& c) override { asked.push_back({'r', c, {}}); }
  void write(const Uuid& c, std::span<const std::byte> packet) override {
    asked.push_back({'w', c, {packet.begin(), packet.end()}});
  }
  void subscribe(const Uuid& c) override { asked.push_back({'s', c, {}}); }
  void reconnect(const std::string& why) override { given_up.push_back(why); }
  void disconnect() override {}
  std::vector<std::string> given_up;
  std::vector<Request> asked;
};

class Collected final : public PeerOutlet {
 public:
  void put(Instant at, SampleKind kind, double value, Quality quality, std::uint8_t source) noexcept override {
    samples.push_back({.at = at, .value = value, .quality = quality, .kind = kind, .source = source});
  }
  void tell(const DeviceEvent& event) noexcept override { events.push_back(event); }
  [[nodiscard]] int count(DeviceEventKind kind) const {
    return static_cast<int>(std::ranges::count(events, kind, &DeviceEvent::kind));
  }
  [[nodiscard]] std::vector<double> values(SampleKind kind) const {
    std::vector<double> out;
    for (const Sample& s : samples) {
      if (s.kind == kind) out.push_back(s.value);
    }
    return out;
  }
  std::vector<Sample> samples;
  std::vector<DeviceEvent> events;
};

const std::vector<Characteristic> kTrainerAndStrap{
    {uuid::kFitnessMachineService, uuid::kPowerRange, kCanRead},
    {uuid::kFitnessMachineService, uuid::kMachineControlPoint, kCanWrite | kCanIndicate},
    {uuid::kFitnessMachineService, uuid::kMachineStatus, kCanNotify},
    {uuid::kFitnessMachineService, uuid::kIndoorBikeData, kCanNotify},
    {uuid::kHeartRateService, uuid::kHeartRateMeasurement, kCanNotify},
    {uuid::kBatteryService, uuid::kBatteryLevel, kCanRead | kCanNotify},
    {uuid::kDeviceInformationService, uuid::kSerialNumber, kCanRead},
};

class PeerStory : public testing::Test {
 protected:
  PeerStory() { peer.attach(link); }

  /// Answers whatever is asked, at once; reads give what `facts` holds, an error elsewhere.
  void settle() {
    while (answered_ < link.asked.size()) {
      const Request request = link.asked[answered_++];
      if (request.what == 's') {
        peer.on_subscribed(request.uuid, {}, now);
      } else if (request.what == 'w') {
        peer.on_written(request.uuid, {}, now);
        if (request.uuid == uuid::kMachineControlPoint) {
          const std::vector<std::byte> answer{std::byte{0x80}, request.packet[0], std::byte{1}};
          peer.on_packet(request.uuid, answer, now);
        }
      } else if (const auto fact = facts.find(request.uuid); fact != facts.end()) {
        peer.on_read(request.uuid, std::span<const std::byte>(fact->second), now);
      } else {
        peer.on_read(request.uuid, fail(Error{"not permitted"}), now);
      }
    }
  }
  void connect() {
    peer.on_connected(kTrainerAndStrap, now);
    settle();
  }
  void wait(double s) {
    const Instant end = now + from_seconds(s);
    while (now < end) {
      now += std::chrono::milliseconds(100);
      peer.on_time(now);
      settle();
    }
  }
  void heart(int bpm) { peer.on_packet(uuid::kHeartRateMeasurement, bytes({0x00, bpm}), now); }

  Link link;
  Collected out;
  Peer peer{{.name = "127.0.0.1:1", .id = "127.0.0.1:1", .carrier = "dircon", .source = 3}, out};
  Instant now = instant_at(100.0);
  std::map<Uuid, std::vector<std::byte>> facts{{uuid::kSerialNumber, bytes({'T', 'N', '7', 0, 0})},
                                               {uuid::kBatteryLevel, bytes({81})},
                                               {uuid::kPowerRange, bytes({0, 0, 0xC8, 0, 1, 0})}};

 private:
  std::size_t answered_ = 0;
};

TEST_F(PeerStory, WhatIsMeasuredIsAskedForFirstThenControlThenFacts) {
  connect();
  std::string order;
  for (const Request& request : link.asked) order += request.what;
  EXPECT_EQ(order,
            "sssss"
            "rrr")
      << "bike, heart, battery or so; status and control; then what is read once";
  const auto place = [&](const Uuid& uuid) {
    return std::ranges::find(link.asked, uuid, &Request::uuid) - link.asked.begin();
  };
  EXPECT_LT(place(uuid::kHeartRateMeasurement), place(uuid::kMachineControlPoint));
  EXPECT_LT(place(uuid::kMachineStatus), place(uuid::kMachineControlPoint));
}

TEST_F(PeerStory, OneRequestIsInFlightAtATime) {
  peer.on_connected(kTrainerAndStrap, now);
  EXPECT_EQ(link.asked.size(), 1U);
  peer.on_time(now);
  EXPECT_EQ(link.asked.size(), 1U);
}

TEST_F(PeerStory, ItIsKnownByItsSerialNumberAndItsBattery) {
  connect();
  EXPECT_EQ(peer.status().id.view(), "TN7");
  EXPECT_EQ(peer.status().battery_percent, 81);
  peer.on_packet(uuid::kBatteryLevel, bytes({80}), now);
  EXPECT_EQ(peer.status().battery_percent, 80);
  EXPECT_EQ(out.count(DeviceEventKind::Battery), 2);
}

TEST_F(PeerStory, BeatsOfAPacketLieOneAfterTheOtherBeforeItsArrival) {
  connect();
  peer.on_packet(uuid::kHeartRateMeasurement, bytes({0x10, 75, 0x00, 0x03, 0x00, 0x03, 0x00, 0x03}), now);
  std::vector<Instant> beats;
  for (const Sample& s : out.samples) {
    EXPECT_EQ(s.source, 3);
    if (s.kind == SampleKind::RrInterval) beats.push_back(s.at);
  }
  ASSERT_EQ(beats.size(), 3U);
  EXPECT_EQ(beats[2], now);
  EXPECT_NEAR(seconds(now - beats[1]), 0.75, 1e-6);
  EXPECT_NEAR(seconds(now - beats[0]), 1.5, 1e-6);
}

TEST_F(PeerStory, SilenceIsStaleAfterThreeSecondsAbsentAfterEightAndTheReturnIsTold) {
  connect();
  heart(120);
  EXPECT_EQ(peer.status().state, DeviceState::Live);
  wait(2.9);
  EXPECT_EQ(peer.status().state, DeviceState::Live);
  wait(0.3);
  EXPECT_EQ(peer.status().state, DeviceState::Stale);
  wait(5.0);
  EXPECT_EQ(peer.status().state, DeviceState::Absent);
  heart(121);
  EXPECT_EQ(peer.status().state, DeviceState::Live);
  EXPECT_EQ(out.count(DeviceEventKind::Stale), 1);
  EXPECT_EQ(out.count(DeviceEventKind::Absent), 1);
  ASSERT_EQ(out.count(DeviceEventKind::Back), 1);
  EXPECT_NEAR(out.events.back().value, 8.2, 0.2);
  EXPECT_EQ(out.values(SampleKind::HeartRate), (std::vector{120.0, 121.0})) << "nothing is made up for the gap";
}

TEST_F(PeerStory, ALostLinkIsToldOnceAndAReconnectAsksForEverythingAnew) {
  connect();
  heart(120);
  const std::size_t asked = link.asked.size();
  peer.on_lost("the trainer closed the connection", now);
  peer.on_lost("nothing listens there", now + std::chrono::seconds(1));
  EXPECT_EQ(out.count(DeviceEventKind::Lost), 1);
  EXPECT_EQ(peer.status().state, DeviceState::Searching);
  EXPECT_EQ(peer.status().trouble.view(), "nothing listens there");
  wait(5.0);
  EXPECT_EQ(link.asked.size(), asked) << "nothing is asked of a link that is not there";
  connect();
  EXPECT_EQ(link.asked.size(), 2 * asked);
  EXPECT_EQ(peer.status().reconnects, 1U);
  EXPECT_EQ(peer.status().trouble.view(), "");
  heart(118);
  EXPECT_EQ(peer.status().state, DeviceState::Live);
  ASSERT_EQ(out.count(DeviceEventKind::Back), 1);
  EXPECT_NEAR(out.events.back().value, 5.0, 0.01) << "since the last measurement, not since the new connection";
  EXPECT_EQ(out.count(DeviceEventKind::Identified), 1) << "its name did not change";
}

TEST_F(PeerStory, AConnectionThatStaysSilentIsGivenUpOnceAndTheNextOneGetsItsOwnTime) {
  connect();
  heart(120);
  wait(14.8);
  EXPECT_TRUE(link.given_up.empty());
  wait(0.5);
  ASSERT_EQ(link.given_up.size(), 1U);
  EXPECT_NE(link.given_up[0].find("silent for 15 s"), std::string::npos);
  wait(60.0);
  EXPECT_EQ(link.given_up.size(), 1U) << "asked for once a connection";
  peer.on_lost(link.given_up[0], now);
  EXPECT_EQ(out.count(DeviceEventKind::Lost), 1);
  wait(5.0);
  connect();
  wait(14.8);
  EXPECT_EQ(link.given_up.size(), 1U);
  wait(0.5);
  EXPECT_EQ(link.given_up.size(), 2U) << "one that never says anything as well";
}

TEST_F(PeerStory, AnAnsweringControlPointIsASignOfLife) {
  peer.set_command({TrainerMode::Erg, 120.0F});  // repeated every 10 s
  connect();
  wait(60.0);
  EXPECT_TRUE(link.given_up.empty());
  EXPECT_EQ(out.count(DeviceEventKind::Stale), 0) << "nothing was ever measured";
}

TEST_F(PeerStory, WhereNothingCouldBeSubscribedToSilenceIsNotTheConnectionsFault) {
  peer.on_connected({}, now);
  wait(60.0);
  EXPECT_TRUE(link.given_up.empty());
}

TEST_F(PeerStory, ABadPacketIsCountedToldOnceAndCostsNothingElse) {
  connect();
  heart(120);
  for (int i = 0; i < 50; ++i) peer.on_packet(uuid::kHeartRateMeasurement, bytes({0x01}), now);
  heart(121);
  EXPECT_EQ(peer.status().bad_packets, 50U);
  EXPECT_EQ(out.count(DeviceEventKind::BadPacket), 1);
  EXPECT_EQ(out.values(SampleKind::HeartRate), (std::vector{120.0, 121.0}));
}

TEST_F(PeerStory, AHeartRateSaidTwiceIsHeardFromTheStrapAndFromTheMachineOnlyWhenTheStrapIsSilent) {
  connect();
  const auto bike = bytes({0x44, 0x02, 0, 0, 0xB4, 0, 0x64, 0, 131});  // 90 rpm, 100 W, 131 bpm
  for (int i = 0; i < 5; ++i) {
    heart(120);
    peer.on_packet(uuid::kIndoorBikeData, bike, now);
    wait(1.0);
  }
  EXPECT_EQ(out.values(SampleKind::HeartRate), std::vector<double>(5, 120.0));
  wait(3.0);
  peer.on_packet(uuid::kIndoorBikeData, bike, now);
  EXPECT_EQ(out.values(SampleKind::HeartRate).back(), 131.0);
  EXPECT_EQ(out.values(SampleKind::Power).size(), 6U);
}

TEST_F(PeerStory, ALoadIsAskedForOnlyWhenEverythingIsPreparedAndReleasedOnCommand) {
  peer.set_command({TrainerMode::Erg, 120.0F});
  connect();
  wait(10.0);
  EXPECT_EQ(peer.status().trainer, TrainerState::Controlled);
  EXPECT_EQ(peer.status().asked_w, 120.0F);
  peer.set_command({TrainerMode::Release, 0.0F});
  wait(2.0);
  EXPECT_TRUE(peer.is_at_rest());
  std::vector<std::vector<std::byte>> writes;
  for (const Request& request : link.asked) {
    if (request.what == 'w') writes.push_back(request.packet);
  }
  ASSERT_GE(writes.size(), 4U);
  EXPECT_EQ(writes[0], bytes({0x00}));
  EXPECT_EQ(writes[1], bytes({0x07}));
  EXPECT_EQ(writes[writes.size() - 2], bytes({0x05, 0, 0}));
  EXPECT_EQ(writes.back(), bytes({0x08, 0x01}));
}

TEST_F(PeerStory, AFactThatCannotBeReadStopsNothing) {
  facts.clear();
  connect();
  heart(99);
  EXPECT_EQ(peer.status().state, DeviceState::Live);
  EXPECT_EQ(peer.status().battery_percent, -1);
}

TEST_F(PeerStory, ACharacteristicThatCannotBeListenedToIsSaid) {
  peer.on_connected(kTrainerAndStrap, now);
  peer.on_subscribed(link.asked.front().uuid, fail(Error{"not permitted"}), now);
  EXPECT_NE(peer.status().trouble.view().find("not permitted"), std::string_view::npos);
}

}  // namespace
