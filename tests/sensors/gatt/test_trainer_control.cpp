// Stories of a trainer: who asks for what, in which order, and when the load comes off. Time is fake.
#include <algorithm>
#include <functional>
#include <vector>

#include <gtest/gtest.h>

#include <sensors/gatt/trainer_control.hpp>

namespace {

using namespace tonus;
using namespace tonus::sensors;
using ftms::ControlResult;

std::vector<int> octets(const ControlPacket& packet) {
  std::vector<int> out;
  for (const std::byte b : packet) out.push_back(std::to_integer<int>(b));
  return out;
}
int power_of(const std::vector<int>& packet) { return packet[1] | packet[2] << 8; }

/// A trainer that answers 100 ms after it was written to, as `answers` says; nullopt is silence.
class Ride {
 public:
  explicit Ride(const Uuid& control = uuid::kMachineControlPoint) : control_(control) {
    const std::vector<Characteristic> all{{uuid::kFitnessMachineService, control, kCanWrite | kCanIndicate}};
    control_point.on_connected(all);
    control_point.ready(now);
  }

  void run(double seconds) {
    const Instant end = now + from_seconds(seconds);
    while (now < end) {
      if (cadence_rpm && now >= next_cadence_) {
        control_point.on_cadence({*cadence_rpm}, now);
        next_cadence_ = now + std::chrono::seconds(1);
      }
      if (answer_at_ && now >= *answer_at_) {
        answer_at_.reset();
        if (result_) respond(*result_);
      }
      if (const auto packet = control_point.next(now)) {
        EXPECT_FALSE(answer_at_) << "a second command while one is in flight";
        sent.push_back({now, octets(*packet)});
        control_point.on_written({}, now);
        result_ = answers(sent.back().packet[0]);
        if (result_ && control_ == uuid::kMachineControlPoint) answer_at_ = now + std::chrono::milliseconds(100);
      }
      now += std::chrono::milliseconds(50);
    }
  }
  void status(std::uint8_t op) {
    const std::array packet{std::byte{op}};
    control_point.on_packet(uuid::kMachineStatus, packet, now);
  }
  [[nodiscard]] int count(int op) const {
    return static_cast<int>(std::ranges::count_if(sent, [&](const Sent& s) { return s.packet[0] == op; }));
  }
  [[nodiscard]] int last_power() const {
    for (auto it = sent.rbegin(); it != sent.rend(); ++it) {
      if (it->packet[0] == 5) return power_of(it->packet);
    }
    return -1;
  }
  [[nodiscard]] bool is_told(std::string_view words) {
    return control_point.take_news().find(words) != std::string::npos;
  }

  struct Sent {
    Instant at;
    std::vector<int> packet;
  };
  TrainerControl control_point;
  Instant now = instant_at(1.0);
  std::vector<Sent> sent;
  std::optional<double> cadence_rpm;
  std::function<std::optional<ControlResult>(int op)> answers = [](int) { return ControlResult::Success; };

 private:
  void respond(ControlResult result) {
    const std::array packet{std::byte{0x80}, static_cast<std::byte>(sent.back().packet[0]),
                            static_cast<std::byte>(result)};
    control_point.on_packet(uuid::kMachineControlPoint, packet, now);
  }
  Uuid control_;
  std::optional<Instant> answer_at_;
  std::optional<ControlResult> result_;
  Instant next_cadence_{};
};

constexpr TrainerCommand erg(float watts) { return {TrainerMode::Erg, watts}; }
constexpr TrainerCommand kRelease{TrainerMode::Release, 0.0F};

TEST(TrainerControl, NobodyIsAskedForControlUntilALoadIsWanted) {
  Ride ride;
  ride.run(30.0);
  ride.control_point.set_command(kRelease);
  ride.run(30.0);
  EXPECT_TRUE(ride.sent.empty());
}

TEST(TrainerControl, RequestThenStartThenTargets) {
  Ride ride;
  ride.control_point.set_command(erg(150));
  ride.run(15.0);
  ASSERT_GE(ride.sent.size(), 3U);
  EXPECT_EQ(ride.sent[0].packet, (std::vector{0x00}));
  EXPECT_EQ(ride.sent[1].packet, (std::vector{0x07}));
  EXPECT_EQ(ride.sent[2].packet[0], 0x05);
  EXPECT_EQ(ride.last_power(), 150);
  EXPECT_EQ(ride.control_point.state(), TrainerState::Controlled);
  EXPECT_EQ(ride.control_point.asked(), Watts{150.0});
}

TEST(TrainerControl, TheLoadRisesByAtMostTwentyWattsASecond) {
  Ride ride;
  ride.control_point.set_command(erg(300));
  ride.run(30.0);
  std::optional<Ride::Sent> before;
  for (const auto& sent : ride.sent) {
    if (sent.packet[0] != 5) continue;
    if (before) {
      EXPECT_LE(power_of(sent.packet) - power_of(before->packet), 20.0 * seconds(sent.at - before->at) + 1.0);
    } else {
      EXPECT_LE(power_of(sent.packet), 30);
    }
    before = sent;
  }
  EXPECT_EQ(ride.last_power(), 300);
}

TEST(TrainerControl, TheNewestTargetWinsAndOlderOnesAreNeverSent) {
  Ride ride;
  ride.control_point.set_command(erg(100));
  ride.run(15.0);
  const std::size_t before = ride.sent.size();
  ride.control_point.set_command(erg(99));
  ride.run(0.05);
  ASSERT_EQ(ride.sent.size(), before + 1) << "in flight, not yet answered";
  for (const float watts : {98.0F, 97.0F, 96.0F}) ride.control_point.set_command(erg(watts));
  ride.run(2.0);
  ASSERT_EQ(ride.sent.size(), before + 2);
  EXPECT_EQ(ride.last_power(), 96);
}

TEST(TrainerControl, ARefusalIsAskedAgainThreeTimesThenToldThenTriedNowAndThen) {
  Ride ride;
  ride.answers = [](int) { return ControlResult::NotPermitted; };
  ride.control_point.set_command(erg(150));
  ride.run(8.0);
  EXPECT_EQ(ride.count(0), 3);
  EXPECT_EQ(ride.control_point.state(), TrainerState::Refused);
  EXPECT_TRUE(ride.is_told("another program"));
  ride.run(20.0);
  EXPECT_EQ(ride.count(0), 4);
  ride.answers = [](int) { return ControlResult::Success; };
  ride.run(40.0);
  EXPECT_TRUE(ride.is_told("again"));
  EXPECT_EQ(ride.last_power(), 150);
}

TEST(TrainerControl, AStartThatIsAnsweredFailedMeansItRunsAlready) {
  Ride ride;
  ride.answers = [](int op) { return op == 7 ? ControlResult::Failed : ControlResult::Success; };
  ride.control_point.set_command(erg(120));
  ride.run(15.0);
  EXPECT_EQ(ride.last_power(), 120);
}

TEST(TrainerControl, ControlThatIsTakenAwayIsAskedForAgain) {
  Ride ride;
  ride.control_point.set_command(erg(120));
  ride.run(15.0);
  ride.status(0xFF);
  EXPECT_TRUE(ride.is_told("took control away"));
  ride.run(15.0);
  EXPECT_EQ(ride.count(0), 2);
  EXPECT_EQ(ride.last_power(), 120);
}

TEST(TrainerControl, ASilentTrainerIsAskedForControlAgain) {
  Ride ride;
  ride.control_point.set_command(erg(120));
  ride.run(15.0);
  ride.answers = [](int) -> std::optional<ControlResult> { return std::nullopt; };
  ride.control_point.set_command(erg(100));
  ride.run(25.0);
  EXPECT_GE(ride.count(0), 2);
  ride.answers = [](int) { return ControlResult::Success; };
  ride.run(40.0);
  EXPECT_EQ(ride.last_power(), 100);
}

TEST(TrainerControl, ReleaseIsNoPowerThenStopThenNothing) {
  Ride ride;
  ride.control_point.set_command(erg(200));
  ride.run(15.0);
  const std::size_t before = ride.sent.size();
  ride.control_point.set_command(kRelease);
  ride.run(30.0);
  ASSERT_EQ(ride.sent.size(), before + 2);
  EXPECT_EQ(ride.sent[before].packet, (std::vector{0x05, 0, 0}));
  EXPECT_LE(ride.sent[before].at, ride.sent[before - 1].at + std::chrono::seconds(11));
  EXPECT_EQ(ride.sent[before + 1].packet, (std::vector{0x08, 0x01}));
  EXPECT_FALSE(ride.control_point.is_active());
}

TEST(TrainerControl, AReleaseGetsThroughAlthoughControlWasLostMeanwhile) {
  Ride ride;
  ride.control_point.set_command(erg(200));
  ride.run(15.0);
  ride.status(0xFF);
  ride.control_point.set_command(kRelease);
  ride.run(10.0);
  EXPECT_EQ(ride.last_power(), 0);
  EXPECT_FALSE(ride.control_point.is_active());
}

TEST(TrainerControl, AfterAReleaseTheTrainerIsStartedAgainBeforeTheNextTarget) {
  Ride ride;
  ride.control_point.set_command(erg(100));
  ride.run(15.0);
  ride.control_point.set_command(kRelease);
  ride.run(5.0);
  ride.control_point.set_command(erg(100));
  ride.run(15.0);
  EXPECT_EQ(ride.count(7), 2);
  EXPECT_EQ(ride.last_power(), 100);
}

TEST(TrainerControl, StoppedAtTheMachineItStaysOffUntilItIsStartedThere) {
  Ride ride;
  ride.control_point.set_command(erg(150));
  ride.run(15.0);
  ride.status(0x02);
  ride.run(20.0);
  EXPECT_EQ(ride.last_power(), 0);
  ride.status(0x04);
  ride.run(20.0);
  EXPECT_EQ(ride.last_power(), 150);
}

TEST(TrainerControl, ATargetItDoesNotTakeIsSaidAndNotRepeatedAtOnce) {
  Ride ride;
  ride.answers = [](int op) { return op == 5 ? ControlResult::InvalidParameter : ControlResult::Success; };
  ride.control_point.set_command(erg(25));
  ride.run(5.0);
  EXPECT_EQ(ride.count(5), 1);
  EXPECT_TRUE(ride.is_told("invalid_parameter"));
  EXPECT_FALSE(ride.control_point.asked());
}

TEST(TrainerControl, WhenTheCadenceCollapsesTheLoadComesOffAndReturnsStepByStep) {
  Ride ride;
  ride.cadence_rpm = 88.0;
  ride.control_point.set_command(erg(250));
  ride.run(40.0);
  ASSERT_EQ(ride.last_power(), 250);
  ride.cadence_rpm = 42.0;
  ride.run(6.0);
  EXPECT_EQ(ride.last_power(), 150);
  EXPECT_EQ(ride.control_point.state(), TrainerState::Easing);
  EXPECT_TRUE(ride.is_told("cadence fell"));
  ride.run(3.5);
  EXPECT_LE(ride.last_power(), 90) << "still too much for the rider";
  ride.cadence_rpm = 85.0;
  ride.run(3.0);
  EXPECT_LE(ride.last_power(), 90) << "not at the first good turn";
  const Instant begin = ride.now;
  ride.run(4.0);
  EXPECT_LE(ride.last_power(), 90 + 15.0 * seconds(ride.now - begin) + 1.0);
  ride.run(20.0);
  EXPECT_EQ(ride.last_power(), 250);
  EXPECT_EQ(ride.control_point.state(), TrainerState::Controlled);
}

TEST(TrainerControl, AShortDipOfTheCadenceChangesNothing) {
  Ride ride;
  ride.cadence_rpm = 88.0;
  ride.control_point.set_command(erg(200));
  ride.run(30.0);
  ride.cadence_rpm = 40.0;
  ride.run(2.0);
  ride.cadence_rpm = 88.0;
  ride.run(10.0);
  EXPECT_EQ(ride.last_power(), 200);
}

TEST(TrainerControl, ACadenceNobodySendsSaysNothing) {
  Ride ride;
  ride.control_point.set_command(erg(200));
  ride.run(60.0);
  EXPECT_EQ(ride.last_power(), 200);
}

TEST(TrainerControl, TheRangeOfTheMachineHolds) {
  Ride ride;
  ride.control_point.on_power_range({Watts{50.0}, Watts{180.0}, Watts{1.0}});
  ride.control_point.set_command(erg(400));
  ride.run(30.0);
  EXPECT_EQ(ride.last_power(), 180);
  ride.control_point.set_command(erg(10));
  ride.run(10.0);
  EXPECT_EQ(ride.last_power(), 50);
}

TEST(TrainerControl, AGradeMovesByAtMostAPercentASecond) {
  Ride ride;
  ride.control_point.set_command({TrainerMode::Grade, 8.0F});
  ride.run(20.0);
  EXPECT_EQ(ride.count(5), 0);
  int before = 0;
  Instant at = ride.sent.front().at;
  for (const auto& sent : ride.sent) {
    if (sent.packet[0] != 0x11) continue;
    const int grade = sent.packet[3] | sent.packet[4] << 8;  // 0.01 %
    EXPECT_LE(grade - before, 100.0 * seconds(sent.at - at) + 10.0);
    before = grade;
    at = sent.at;
  }
  EXPECT_EQ(before, 800);
}

TEST(TrainerControl, AWahooIsUnlockedAndAskedWithoutWaitingForItsAnswers) {
  Ride ride(uuid::kWahooControl);
  ride.control_point.set_command(erg(100));
  ride.run(15.0);
  ASSERT_GE(ride.sent.size(), 2U);
  EXPECT_EQ(ride.sent[0].packet, (std::vector{0x20, 0xEE, 0xFC}));
  EXPECT_EQ(ride.sent.back().packet, (std::vector{0x42, 100, 0}));
}

TEST(TrainerControl, ATacxIsAskedAtOnce) {
  Ride ride(uuid::kTacxToTrainer);
  ride.control_point.set_command(erg(100));
  ride.run(15.0);
  ASSERT_FALSE(ride.sent.empty());
  EXPECT_EQ(ride.sent.back().packet[4], 0x31);
}

TEST(TrainerControl, ALostLinkForgetsEverythingAndANewOneStartsOver) {
  Ride ride;
  ride.control_point.set_command(erg(100));
  ride.run(15.0);
  ride.control_point.on_lost();
  EXPECT_EQ(ride.control_point.state(), TrainerState::None);
  const std::size_t before = ride.sent.size();
  ride.run(5.0);
  EXPECT_EQ(ride.sent.size(), before);
  const std::vector<Characteristic> all{{uuid::kFitnessMachineService, uuid::kMachineControlPoint, kCanWrite}};
  ride.control_point.on_connected(all);
  ride.control_point.ready(ride.now);
  ride.run(15.0);
  EXPECT_EQ(ride.count(0), 2);
  EXPECT_EQ(ride.last_power(), 100);
}

}  // namespace
