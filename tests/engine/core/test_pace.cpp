#include <thread>

#include <gtest/gtest.h>

#include <engine/core/pace.hpp>

namespace {

using namespace tonus;
using namespace std::chrono_literals;

TEST(Pace, NeverWakesBeforeItsTimeAndDoesNotSleepForWhatHasPassed) {
  const SteadyTimeline wall;
  SessionTimeline time(wall);
  time.begin();
  for (int i = 1; i <= 5; ++i) {
    const Instant at = time.now() + 2ms;
    sleep_until(time, at);
    EXPECT_GE(time.now(), at);
  }
  const Instant before = wall.now();
  sleep_until(time, time.now() - 1h);
  sleep_until(time, time.now());
  EXPECT_LT(wall.now() - before, 1s);
}

TEST(Pace, ATimelyThreadIsGivenOrRefusedWithoutHarm) {
  std::thread([] {
    const bool is_given = ask_for_timely_wakeups();
    EXPECT_EQ(ask_for_timely_wakeups(), is_given);
    const SteadyTimeline time;
    sleep_until(time, time.now() + 1ms);
  }).join();
}

}  // namespace
