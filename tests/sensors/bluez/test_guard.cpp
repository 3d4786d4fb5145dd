// A process that rides under load over Bluetooth and is killed: who takes the load off, and when.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <functional>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "stage.hpp"

namespace tonus::test {
namespace {

using namespace std::chrono_literals;
using namespace sensors::uuid;
using Wall = std::chrono::steady_clock;

enum class Manner { StaysUnderLoad, LeavesInOrder, OnlyListens };

bool runs_until(sensors::bluez::Central& central, const std::function<bool()>& is_so) {
  const auto end = Wall::now() + 10s;
  while (!is_so() && Wall::now() < end) central.run_once(5ms);
  return is_so();
}

/// The rider's process: takes the address of the bus from `in`, says how far it came into `out`, ends or is ended.
[[noreturn]] void ride(int in, int out, Manner manner) {
  char address[256] = {};
  if (read(in, address, sizeof address - 1) <= 0) _exit(1);
  {
    const SteadyTimeline time;
    Notebook heard;
    sensors::bluez::Central central(
        time, {.bus_address = address, .rfkill_folder = "/nonexistent", .release = sensors::releases_of_any_trainer()});
    sensors::GattLink& bike = central.connect(kTrainer, heard);
    bool is_good = runs_until(central, [&] { return heard.connected == 1; });
    bike.subscribe(kMachineControlPoint);
    is_good = is_good && runs_until(central, [&] { return heard.answers.size() == 1; });
    const std::vector<std::vector<std::byte>> writes{{std::byte{0x00}},
                                                     {std::byte{0x05}, std::byte{150}, std::byte{0}}};
    for (std::size_t i = 0; i < writes.size() && manner != Manner::OnlyListens; ++i) {
      bike.write(kMachineControlPoint, writes[i]);
      is_good = is_good && runs_until(central, [&] { return heard.answers.size() == i + 2; });
    }
    const bool has_child = waitpid(-1, nullptr, WNOHANG) == 0;
    const char word = !is_good ? 'n' : (has_child ? 'g' : 'y');
    if (write(out, &word, 1) != 1) _exit(1);
    while (manner != Manner::LeavesInOrder) central.run_once(100ms);
  }
  _exit(waitpid(-1, nullptr, WNOHANG) == 0 ? 3 : 0);  // 3: a guard outlived what it guards
}

class BluezGuard : public testing::Test {
 protected:
  void SetUp() override {
    // Orphans of a process that dies come to us, so that none stays behind as a zombie.
    ASSERT_EQ(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
  }
  void TearDown() override {
    const auto end = Wall::now() + 4s;
    bool is_one_left = true;
    while (is_one_left && Wall::now() < end) {
      const pid_t gone = waitpid(-1, nullptr, WNOHANG);
      // The bus daemon is a child of ours as well, and stays.
      is_one_left = gone > 0 || count_children() > 1;
      usleep(10'000);
    }
    EXPECT_FALSE(is_one_left) << "a guard is still alive";
  }
  static int count_children() {
    std::ifstream list("/proc/self/task/" + std::to_string(getpid()) + "/children");
    int count = 0;
    for (pid_t child = 0; list >> child;) ++count;
    return count;
  }
  /// The process is made before any thread of ours is; it begins when it is told of the bus.
  char start(Manner manner, FakeBluez::Definition bluez = {}) {
    int to[2], from[2];
    EXPECT_EQ(pipe2(to, O_CLOEXEC), 0);
    EXPECT_EQ(pipe2(from, O_CLOEXEC), 0);
    rider_ = fork();
    if (rider_ == 0) {
      close(to[1]);
      close(from[0]);
      ride(to[0], from[1], manner);
    }
    close(to[0]);
    close(from[1]);
    stage_ = std::make_unique<Stage>(std::move(bluez));
    const std::string address = stage_->bus().address();
    EXPECT_GT(write(to[1], address.c_str(), address.size()), 0);
    char word = 0;
    EXPECT_EQ(read(from[0], &word, 1), 1);
    close(to[1]);
    close(from[0]);
    return word;
  }
  void kill_rider() {
    killed_at_ = Wall::now();
    ASSERT_EQ(kill(rider_, SIGKILL), 0);
    ASSERT_EQ(waitpid(rider_, nullptr, 0), rider_);
  }
  std::vector<std::string> writes() {
    return stage_->ask([](FakeBluez& fake) { return fake.writes(); });
  }
  bool is_stopped() { return !writes().empty() && writes().back() == "2ad9 0801"; }
  /// True once it is so, within three seconds of the kill.
  bool in_time(const std::function<bool()>& is_so) {
    while (!is_so() && Wall::now() - killed_at_ < 3s) usleep(5000);
    return is_so();
  }
  bool is_connected() {
    return stage_->ask([](FakeBluez& fake) { return fake.peer(kTrainer).is_connected; });
  }

  std::unique_ptr<Stage> stage_;
  pid_t rider_ = 0;
  Wall::time_point killed_at_{};
};

TEST_F(BluezGuard, AProcessKilledUnderLoadReleasesTheTrainerWithinThreeSeconds) {
  ASSERT_EQ(start(Manner::StaysUnderLoad), 'g');
  ASSERT_EQ(writes().back(), "2ad9 059600");
  kill_rider();
  ASSERT_TRUE(in_time([&] { return is_stopped(); }));
  const auto all = writes();
  ASSERT_GE(all.size(), 3U);
  EXPECT_EQ(std::vector(all.end() - 3, all.end()), (std::vector<std::string>{"2ad9 00", "2ad9 050000", "2ad9 0801"}));
  EXPECT_TRUE(in_time([&] { return !is_connected(); })) << "and the link is given back";
}

TEST_F(BluezGuard, ALinkThatEndsWithTheProcessIsMadeOnceMoreForTheFarewell) {
  ASSERT_EQ(start(Manner::StaysUnderLoad, {.drops_links_of_the_dead = true}), 'g');
  kill_rider();
  ASSERT_TRUE(in_time([&] { return is_stopped(); }));
  EXPECT_EQ(stage_->ask([](FakeBluez& fake) {
    return std::count(fake.calls().begin(), fake.calls().end(), std::string("Connect ") + kTrainer);
  }),
            2);
  EXPECT_TRUE(in_time([&] { return !is_connected(); }));
}

TEST_F(BluezGuard, AProcessThatLeavesInOrderTakesItsGuardWithIt) {
  ASSERT_EQ(start(Manner::LeavesInOrder), 'g');
  int status = 0;
  ASSERT_EQ(waitpid(rider_, &status, 0), rider_);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  usleep(300'000);
  EXPECT_EQ(writes().back(), "2ad9 059600") << "releasing in order is the business of whoever drives the trainer";
}

TEST_F(BluezGuard, WhoOnlyListensHasNoneAndChangesNothingByItsDeath) {
  ASSERT_EQ(start(Manner::OnlyListens), 'y');
  kill_rider();
  usleep(500'000);
  EXPECT_TRUE(writes().empty());
}

TEST_F(BluezGuard, ADaemonThatHangsIsGivenUpInTime) {
  ASSERT_EQ(start(Manner::StaysUnderLoad), 'g');
  stage_->freeze();
  kill_rider();
  while (count_children() > 1 && Wall::now() - killed_at_ < 4s) {
    waitpid(-1, nullptr, WNOHANG);
    usleep(10'000);
  }
  const auto took = Wall::now() - killed_at_;
  stage_->thaw();
  EXPECT_LT(took, 2500ms);
}

}  // namespace
}  // namespace tonus::test
