#include <vector>

#include <gtest/gtest.h>

#include "fake_rider.hpp"
#include "stage.hpp"

namespace tonus::test {
namespace {

using namespace std::chrono_literals;
using namespace sensors::uuid;

TEST(BluezClosedLoop, ThePowerThatIsWrittenReachesTheRiderAndTheHeartThatAnswersReachesUs) {
  Play play;
  std::unique_ptr<FakeRider> rider;
  play.stage.tell([&](FakeBluez& fake) { rider = std::make_unique<FakeRider>(fake, kStrap, kTrainer, "healthy", 1); });
  play.strap_sending(kHeartRateMeasurement);
  sensors::GattLink& bike = play.central->connect(kTrainer, play.trainer);
  ASSERT_TRUE(play.until([&] { return play.trainer.connected == 1; }));
  for (const auto& uuid : {kIndoorBikeData, kMachineControlPoint}) {
    const auto before = play.trainer.answers.size();
    bike.subscribe(uuid);
    ASSERT_TRUE(play.until([&] { return play.trainer.answers.size() > before; }));
  }
  const std::vector<std::byte> power{std::byte{0x05}, std::byte{200}, std::byte{0}};
  bike.write(kMachineControlPoint, power);
  ASSERT_TRUE(play.until([&] { return play.trainer.packets_of(kMachineControlPoint) == 1; }));
  EXPECT_EQ(play.stage.ask([&](FakeBluez&) { return rider->target_watts(); }), 200);

  for (int s = 1; s <= 240; ++s) {
    play.stage.tell([&](FakeBluez&) { rider->second(Instant{std::chrono::seconds(s)}); });
    if (s % 20 == 0) {
      ASSERT_TRUE(play.until([&] { return play.strap.packets_of(kHeartRateMeasurement) == s; }));
    }
  }
  ASSERT_TRUE(play.until([&] { return play.trainer.packets_of(kIndoorBikeData) == 240; }));
  EXPECT_EQ(play.trainer.packets.back().octets, (Bytes{0x44, 0x00, 0xb8, 0x0b, 0xaa, 0x00, 0xc8, 0x00}));
  const int rest = play.strap.packets.at(4).octets.at(1), work = play.strap.packets.back().octets.at(1);
  EXPECT_GT(work, rest + 30);
  EXPECT_EQ(play.strap.packets.back().octets.at(0), 0x16) << "beats come along";
  play.stage.tell([&](FakeBluez& fake) { fake.set_on_write({}); });
}

}  // namespace
}  // namespace tonus::test
