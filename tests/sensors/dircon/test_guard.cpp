// The unload guard with processes that really die.

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <algorithm>
#include <filesystem>

#include <gtest/gtest.h>

#include <sensors/dircon/guard.hpp>
#include <sensors/dircon/server.hpp>

#include "support.hpp"

namespace tonus::sensors::dircon {
namespace {

/// What a trainer with 2AD9 is told: the first two of the list.
std::vector<ReleasePacket> fitness_machine_release() {
  auto all = releases_of_any_trainer();
  all.erase(all.begin() + 2, all.end());
  return all;
}

constexpr Uuid kControl = uuid::kMachineControlPoint;

double now_s() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

/// Connects, takes control, asks for 150 W, and says "loaded" into `ready`; then waits for its end.
[[noreturn]] void ride_under_load(std::uint16_t port, int ready, bool leaves_in_order) {
  {
    SteadyTimeline time;
    Remembering heard;
    Client client({.host = "127.0.0.1", .port = port, .release = fitness_machine_release()}, heard, time);
    heard.then = [&](const std::string& line) {
      if (line.starts_with("connected")) client.subscribe(kControl);
      if (line == "subscribed 2ad9 ok") client.write(kControl, bytes({0x00}));
      if (line == "packet 2ad9 800001") client.write(kControl, bytes({0x05, 0x96, 0x00}));
    };
    const bool is_loaded =
        run_until([&] { client.run_once(10ms); }, [&] { return heard.has("packet 2ad9 800501"); }, 5s);
    const char word = is_loaded && client.is_guarded() ? 'y' : 'n';
    if (write(ready, &word, 1) != 1) _exit(1);
    if (!leaves_in_order) {
      for (;;) client.run_once(100ms);
    }
  }
  _exit(0);
}

class GuardTest : public testing::Test {
 protected:
  void SetUp() override {
    // Orphans of a process that dies come to us, so that none stays behind as a zombie.
    ASSERT_EQ(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
    ServerDefinition definition;
    definition.port = 0;
    auto made = Server::create(definition, time_);
    ASSERT_TRUE(made);
    server_ = std::move(*made);
  }
  void TearDown() override {
    EXPECT_TRUE(run_until([&] { serve(); }, [] { return waitpid(-1, nullptr, WNOHANG) < 0; }, 3s))
        << "a child is still alive";
  }
  void serve() {
    server_->run_once(5ms);
    for (ServerEvent& event : server_->take_events()) events_.push_back(std::move(event.what));
  }
  pid_t start_rider(bool leaves_in_order) {
    int ends[2];
    EXPECT_EQ(pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
    const pid_t rider = fork();
    if (rider == 0) ride_under_load(server_->port(), ends[1], leaves_in_order);
    close(ends[1]);
    char word = 0;
    EXPECT_TRUE(run_until([&] { serve(); }, [&] { return read(ends[0], &word, 1) == 1; }, 5s));
    EXPECT_EQ(word, 'y') << "no load, or no guard";
    close(ends[0]);
    return rider;
  }
  std::ptrdiff_t place_of(const std::string& event) const {
    return std::ranges::find(events_, event) - events_.begin();
  }
  bool has(const std::string& event) const { return std::ranges::find(events_, event) != events_.end(); }

  SteadyTimeline time_;
  std::unique_ptr<Server> server_;
  std::vector<std::string> events_;
};

TEST_F(GuardTest, AProcessKilledUnderLoadReleasesTheTrainerWithinThreeSeconds) {
  const pid_t rider = start_rider(false);
  ASSERT_TRUE(server_->trainer().is_loaded());
  const double killed_s = now_s();
  ASSERT_EQ(kill(rider, SIGKILL), 0);
  ASSERT_TRUE(run_until([&] { serve(); }, [&] { return has("client gone"); }, 5s));
  EXPECT_LT(now_s() - killed_s, 3.0);
  EXPECT_FALSE(server_->trainer().is_loaded());
  // It was the guard who let go, not the server that noticed the loss.
  ASSERT_TRUE(has("target 0 W") && has("released") && has("stopped"));
  EXPECT_LT(place_of("target 0 W"), place_of("client gone"));
  EXPECT_LT(place_of("stopped"), place_of("client gone"));
}

TEST_F(GuardTest, AProcessThatLeavesInOrderWritesNothingBehindItself) {
  const pid_t rider = start_rider(true);
  int status = -1;
  ASSERT_TRUE(run_until([&] { serve(); }, [&] { return waitpid(rider, &status, WNOHANG) == rider; }));
  EXPECT_EQ(status, 0);
  ASSERT_TRUE(run_until([&] { serve(); }, [&] { return has("client gone"); }));
  EXPECT_FALSE(has("target 0 W"));
  EXPECT_FALSE(has("stopped"));
}

TEST_F(GuardTest, ATrainerWithoutAControlPointNeedsNone) {
  Remembering heard;
  Client client(
      {.host = "127.0.0.1", .port = server_->port(), .release = {{uuid::kWahooControl, wahoo::erg(Watts{0.0})}}}, heard,
      time_);
  ASSERT_TRUE(run_until(
      [&] {
        serve();
        client.run_once(5ms);
      },
      [&] { return client.is_connected(); }));
  EXPECT_FALSE(client.is_guarded());
}

/// Two ends of a connection without a server behind it.
class GuardChild : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends_), 0); }
  void TearDown() override {
    close(ends_[0]);
    close(ends_[1]);
  }
  int ends_[2]{-1, -1};
};

TEST_F(GuardChild, HoldsTheConnectionAndAPipeAndNothingElse) {
  const int other = open("/dev/null", O_RDONLY);  // not close-on-exec: it would be inherited
  auto guard = arm_guard(ends_[0], fitness_machine_release());
  ASSERT_TRUE(guard);
  const auto folder = "/proc/" + std::to_string(guard->child()) + "/fd";
  const auto open_files = [&] {
    return std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator());
  };
  EXPECT_TRUE(run_until([] { usleep(1000); }, [&] { return open_files() == 2; })) << open_files();
  close(other);
}

TEST_F(GuardChild, IsGoneWithoutATraceOnceDismissed) {
  auto guard = arm_guard(ends_[0], fitness_machine_release());
  ASSERT_TRUE(guard && guard->is_armed());
  const int child = guard->child();
  guard->dismiss();
  EXPECT_FALSE(guard->is_armed());
  EXPECT_EQ(waitpid(child, nullptr, WNOHANG), -1) << "a zombie";
  char octet = 0;
  EXPECT_EQ(recv(ends_[1], &octet, 1, MSG_DONTWAIT), -1) << "it wrote something";
}

TEST_F(GuardChild, StaysThroughWhatEndsOthers) {
  auto guard = arm_guard(ends_[0], fitness_machine_release());
  ASSERT_TRUE(guard);
  for (int i = 0; i < 20; ++i) {  // also while it is still starting
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) ASSERT_EQ(kill(guard->child(), signal), 0);
    usleep(2000);
  }
  EXPECT_EQ(waitpid(guard->child(), nullptr, WNOHANG), 0) << "it ended";
  EXPECT_NE(getsid(guard->child()), getsid(0));
}

TEST_F(GuardChild, SaysExactlyTheFarewellAndIsGoneWithinTwoSecondsThoughNobodyAnswers) {
  ASSERT_EQ(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
  int told[2];
  ASSERT_EQ(pipe2(told, O_CLOEXEC), 0);
  const pid_t holder = fork();
  if (holder == 0) {
    auto guard = arm_guard(ends_[0], fitness_machine_release());
    const int child = guard ? guard->child() : 0;
    if (write(told[1], &child, sizeof child) != sizeof child) _exit(1);
    for (;;) pause();
  }
  int child = 0;
  ASSERT_EQ(read(told[0], &child, sizeof child), static_cast<ssize_t>(sizeof child));
  ASSERT_GT(child, 0);
  const double killed_s = now_s();
  ASSERT_EQ(kill(holder, SIGKILL), 0);
  ASSERT_EQ(waitpid(holder, nullptr, 0), holder);
  ASSERT_EQ(waitpid(child, nullptr, 0), child);
  EXPECT_LT(now_s() - killed_s, 2.1);
  std::array<std::byte, 256> octets{};
  const auto got = recv(ends_[1], octets.data(), octets.size(), MSG_DONTWAIT);
  ASSERT_GT(got, 0);
  EXPECT_EQ(to_hex(std::span(octets).first(static_cast<std::size_t>(got))),
            "0104f000001300002ad900001000800000805f9b34fb050000"
            "0104f100001200002ad900001000800000805f9b34fb0801");
  close(told[0]);
  close(told[1]);
}

TEST_F(GuardChild, NothingToSayIsAnError) { EXPECT_FALSE(arm_guard(ends_[0], {})); }

}  // namespace
}  // namespace tonus::sensors::dircon
