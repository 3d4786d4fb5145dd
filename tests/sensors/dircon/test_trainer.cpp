#include <sensors/dircon/trainer.hpp>

#include <array>
#include <cmath>
#include <cstring>

#include <gtest/gtest.h>

#include "support.hpp"

namespace tonus::sensors::dircon {
namespace {

std::uint16_t u16_at(std::span<const std::byte> packet, std::size_t at) {
  return static_cast<std::uint16_t>(std::to_integer<int>(packet[at]) | std::to_integer<int>(packet[at + 1]) << 8);
}

class TrainerTest : public testing::Test {
 protected:
  void make(const TrainerDefinition& definition = {}) {
    auto made = SimulatedTrainer::create(definition);
    ASSERT_TRUE(made);
    trainer_ = std::move(*made);
  }
  void SetUp() override { make(); }
  std::string ask(std::initializer_list<int> packet) {
    return to_hex(trainer_->control(bytes(packet), faults_).response);
  }
  void ride(double until_s) { trainer_->advance(instant_at(until_s)); }
  const TrainerState& state() const { return trainer_->state(); }

  std::unique_ptr<SimulatedTrainer> trainer_;
  DeviceFaults faults_;
};

TEST_F(TrainerTest, NothingIsPermittedBeforeControlIsAskedFor) {
  EXPECT_EQ(ask({0x05, 0xC8, 0x00}), "800505");
  EXPECT_EQ(ask({0x07}), "800705");
  EXPECT_FALSE(state().is_loaded());
  EXPECT_EQ(ask({0x00}), "800001");
  EXPECT_EQ(ask({0x05, 0xC8, 0x00}), "800501");
  EXPECT_TRUE(state().is_loaded());
}

TEST_F(TrainerTest, EveryResultOfTheSpecificationCanBeHad) {
  EXPECT_EQ(ask({0x00}), "800001");
  EXPECT_EQ(ask({0x06, 0x80}), "800602");        // target heart rate: not supported
  EXPECT_EQ(ask({0x05, 0xC8}), "800503");        // half a number
  EXPECT_EQ(ask({0x05, 0xFF, 0xFF}), "800503");  // -1 W
  EXPECT_EQ(ask({0x05, 0xE9, 0x03}), "800503");  // 1001 W
  EXPECT_EQ(ask({0x08}), "800803");
  EXPECT_EQ(ask({0x08, 0x03}), "800803");
  EXPECT_EQ(ask({0x07}), "800701");
  EXPECT_EQ(ask({0x07}), "800704");  // started already
  faults_.refuses_control = true;
  EXPECT_EQ(ask({0x05, 0xC8, 0x00}), "800505");
  EXPECT_EQ(to_hex(trainer_->control({}, {}).response), "800003");
}

TEST_F(TrainerTest, PowerIsReachedWithATimeConstantOfTwoSeconds) {
  ride(10.0);
  const double before = state().power.value;
  EXPECT_EQ(ask({0x00}), "800001");
  EXPECT_EQ(ask({0x05, 0x96, 0x00}), "800501");  // 150 W
  ride(12.0);
  EXPECT_NEAR(state().power.value, before + (150.0 - before) * (1.0 - std::exp(-1.0)), 3.0);
  ride(30.0);
  EXPECT_NEAR(state().power.value, 150.0, 1.0);
  EXPECT_NEAR(state().cadence.value, 88.0, 8.0);
}

TEST_F(TrainerTest, TheHeartFollowsTheLoad) {
  ask({0x00});
  ride(120.0);
  const double rest = state().heart_rate.value;
  ask({0x05, 0xC8, 0x00});  // 200 W
  ride(420.0);
  EXPECT_GT(state().heart_rate.value, rest + 40.0);
}

TEST_F(TrainerTest, MoreThanTheRiderCanHoldPullsTheCadenceDown) {
  ask({0x00});
  ask({0x05, 0xC2, 0x01});  // 450 W, where the rider's most is 293 W
  ride(60.0);
  EXPECT_LT(state().cadence.value, 10.0);
  EXPECT_LT(state().power.value, 100.0);
  ask({0x05, 0x64, 0x00});
  ride(120.0);
  EXPECT_GT(state().cadence.value, 75.0);
}

TEST_F(TrainerTest, AHillTakesMorePowerAndGivesLessSpeed) {
  ask({0x00});
  EXPECT_EQ(ask({0x11, 0, 0, 0, 0, 0x28, 0x33}), "801101");
  ride(60.0);
  const double flat_w = state().power.value, flat_m_s = state().speed_m_s;
  EXPECT_EQ(ask({0x11, 0, 0, 0xF4, 0x01, 0x28, 0x33}), "801101");  // 5 %
  ride(120.0);
  EXPECT_GT(state().power.value, flat_w + 30.0);
  EXPECT_LT(state().speed_m_s, 0.6 * flat_m_s);
  EXPECT_NEAR(*state().grade_percent, 5.0, 1e-9);
}

TEST_F(TrainerTest, ResistanceIsTakenInOneOctetAndInTwo) {
  ask({0x00});
  EXPECT_EQ(ask({0x04, 0xC8}), "800401");
  EXPECT_DOUBLE_EQ(*state().resistance_percent, 20.0);
  EXPECT_EQ(ask({0x04, 0x2C, 0x01}), "800401");
  EXPECT_DOUBLE_EQ(*state().resistance_percent, 30.0);
  EXPECT_EQ(ask({0x04, 0xE9, 0x03}), "800403");
  EXPECT_DOUBLE_EQ(*state().resistance_percent, 30.0);
}

TEST_F(TrainerTest, StopResetAndNoWattsEachReleaseTheLoad) {
  const std::vector<std::vector<int>> releases{{0x08, 0x01}, {0x08, 0x02}, {0x01}, {0x05, 0, 0}};
  for (const auto& release : releases) {
    ask({0x00});
    ask({0x05, 0xC8, 0x00});
    EXPECT_TRUE(state().is_loaded());
    std::vector<std::byte> packet;
    for (const int octet : release) packet.push_back(static_cast<std::byte>(octet));
    EXPECT_EQ(to_hex(trainer_->control(packet, {}).response).substr(4), "01");
    EXPECT_FALSE(state().is_loaded()) << release[0];
  }
}

TEST_F(TrainerTest, ResetTakesControlAway) {
  ask({0x00});
  EXPECT_EQ(ask({0x01}), "800101");
  EXPECT_FALSE(state().is_controlled);
  EXPECT_EQ(ask({0x05, 0xC8, 0x00}), "800505");
}

TEST_F(TrainerTest, WhoLeavesTakesLoadAndControlAlong) {
  ask({0x00});
  ask({0x05, 0xC8, 0x00});
  trainer_->let_go();
  EXPECT_FALSE(state().is_loaded());
  EXPECT_FALSE(state().is_controlled);
  ride(15.0);
  EXPECT_LT(state().power.value, 30.0);
}

TEST_F(TrainerTest, StatusTellsOthersWhatChanged) {
  ask({0x00});
  EXPECT_EQ(to_hex(*trainer_->control(bytes({0x05, 0xC8, 0x00}), {}).status), "08c800");
  EXPECT_EQ(to_hex(*trainer_->control(bytes({0x07}), {}).status), "04");
  EXPECT_EQ(to_hex(*trainer_->control(bytes({0x08, 0x01}), {}).status), "0201");
  EXPECT_FALSE(trainer_->control(bytes({0x05, 0xC8}), {}).status);
}

TEST_F(TrainerTest, TheStrapSendsAsMuchTimeInBeatsAsPasses) {
  double beats_s = 0.0;
  int packets = 0;
  for (int second = 1; second <= 70; ++second) {
    ride(second);
    const auto data = trainer_->take_second({});
    if (!data.heart_rate || second <= 10) continue;
    const auto& packet = *data.heart_rate;
    ++packets;
    EXPECT_EQ(std::to_integer<int>(packet[0]) & 0x06, 0x06);
    EXPECT_NEAR(std::to_integer<int>(packet[1]), state().heart_rate.value, 0.5);
    for (std::size_t at = 2; at + 1 < packet.size(); at += 2) beats_s += u16_at(packet, at) / 1024.0;
  }
  EXPECT_EQ(packets, 60);
  EXPECT_NEAR(beats_s, 60.0, 1.5);
}

TEST_F(TrainerTest, BikeDataAndPowerSayWhatTheTrainerDoes) {
  ask({0x00});
  ask({0x05, 0x96, 0x00});
  ride(30.0);
  const auto data = trainer_->take_second({});
  ASSERT_EQ(data.bike.size(), 10U);
  EXPECT_EQ(u16_at(data.bike, 0), 0x0064);
  EXPECT_NEAR(u16_at(data.bike, 2) / 100.0, state().speed_m_s * 3.6, 0.01);
  EXPECT_NEAR(u16_at(data.bike, 4) / 2.0, state().cadence.value, 0.3);
  EXPECT_EQ(u16_at(data.bike, 8), 150);
  ASSERT_EQ(data.power.size(), 14U);
  EXPECT_EQ(u16_at(data.power, 0), 0x0030);
  EXPECT_EQ(u16_at(data.power, 2), 150);
}

TEST_F(TrainerTest, CadenceFromTheCountersIsTheCadenceAlsoWhereTheyWrap) {
  make({.first_wheel_revolution = 0xFFFF'FFF0U, .first_crank_revolution = 0xFFF0});
  std::array<std::uint16_t, 2> before{};
  bool has_wrapped = false;
  for (int second = 1; second <= 90; ++second) {
    ride(second);
    const auto data = trainer_->take_second({});
    const std::array<std::uint16_t, 2> now{u16_at(data.power, 10), u16_at(data.power, 12)};
    if (second > 3) {
      const auto revolutions = static_cast<std::uint16_t>(now[0] - before[0]);
      const auto ticks = static_cast<std::uint16_t>(now[1] - before[1]);
      ASSERT_GT(ticks, 0);
      EXPECT_NEAR(revolutions * 60.0 * 1024.0 / ticks, state().cadence.value, 6.0) << second;
      has_wrapped = has_wrapped || now[0] < before[0];
    }
    before = now;
  }
  EXPECT_TRUE(has_wrapped);
}

TEST_F(TrainerTest, EachDeviceFaultShowsInItsPacket) {
  ride(20.0);
  const auto sound = trainer_->take_second({});
  ASSERT_TRUE(sound.heart_rate);
  const auto bpm = (*sound.heart_rate)[1];
  ride(21.0);
  const auto frozen = *trainer_->take_second({.is_frozen = true}).heart_rate;
  EXPECT_EQ(frozen.size(), 2U);
  EXPECT_EQ(frozen[1], bpm);
  ride(22.0);
  EXPECT_EQ(to_hex(*trainer_->take_second({.sends_zero_heart_rate = true}).heart_rate), "0600");
  ride(23.0);
  EXPECT_EQ((*trainer_->take_second({.has_no_contact = true}).heart_rate)[0], std::byte{0x04});
  ride(24.0);
  EXPECT_EQ(trainer_->take_second({.has_wrong_unit = true}).bike.size(), sound.bike.size() - 1);
  ride(25.0);
  const auto cut = trainer_->take_second({.has_bad_length = true});
  EXPECT_EQ(cut.heart_rate->size(), 1U);
  EXPECT_EQ(cut.bike.size(), sound.bike.size() - 3);
  trainer_->reset_counters();
  EXPECT_EQ(u16_at(trainer_->take_second({}).power, 10), 0);
}

TEST_F(TrainerTest, OneLongRideAndManyShortOnesAreTheSame) {
  ask({0x00});
  ask({0x05, 0xC8, 0x00});
  ride(50.0);
  const auto one = trainer_->take_second({});
  make();
  ask({0x00});
  ask({0x05, 0xC8, 0x00});
  for (int i = 1; i <= 500; ++i) ride(0.1 * i);
  const auto many = trainer_->take_second({});
  EXPECT_EQ(to_hex(one.bike), to_hex(many.bike));
  EXPECT_EQ(to_hex(one.power), to_hex(many.power));
  EXPECT_EQ(to_hex(*one.heart_rate), to_hex(*many.heart_rate));
}

TEST(SimulatedTrainer, SaysWhatItCanDoAsTrainersDo) {
  EXPECT_EQ(to_hex(SimulatedTrainer::feature()), "824000000c200000");
  EXPECT_EQ(to_hex(SimulatedTrainer::resistance_range()), "0000e8030a00");
  EXPECT_EQ(to_hex(SimulatedTrainer::power_range()), "0000e8030100");
}

TEST(SimulatedTrainer, NobodyRidesItUnderAnUnknownName) {
  const auto made = SimulatedTrainer::create({.persona = "nobody"});
  ASSERT_FALSE(made);
  EXPECT_NE(made.error().message.find("healthy"), std::string::npos);
}

}  // namespace
}  // namespace tonus::sensors::dircon
