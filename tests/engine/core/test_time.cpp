#include <engine/core/time.hpp>
#include <engine/core/timeline.hpp>

#include <type_traits>

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using namespace tonus;

template <class Clock>
concept HasNow = requires {
  Clock::now();
};
static_assert(!HasNow<SessionClock>, "a pure layer must not be able to ask for the time");

TEST(Time, AnHourOfTicksIsExactlyAnHour) {
  EXPECT_EQ(Ticks{120 * 3600}, 1h);
  EXPECT_EQ(tick_start(120 * 3600), Instant{1h});
  EXPECT_EQ(tick_start(std::int64_t{120} * 3600 * 24 * 365), Instant{24h * 365});
}

TEST(Time, TicksAreEvenToANanosecondAndExactEveryThird) {
  for (std::int64_t tick = 0; tick < 10'000; ++tick) {
    const auto step = (tick_start(tick + 1) - tick_start(tick)).count();
    ASSERT_TRUE(step == 8'333'333 || step == 8'333'334);
    if (tick % 3 == 0) {
      ASSERT_EQ(tick_start(tick).time_since_epoch().count(), tick * 25'000'000 / 3);
      ASSERT_EQ(tick * 25'000'000 % 3, 0);
    }
  }
}

TEST(Time, SecondsRoundTripToTheNanosecond) {
  for (const double s : {0.0, 0.1, 1.0 / 3.0, 59.999999999, 86'400.5, -2.25}) {
    EXPECT_NEAR(seconds(from_seconds(s)), s, 5e-10);
    EXPECT_EQ(from_seconds(seconds(from_seconds(s))), from_seconds(s));
  }
  EXPECT_EQ(from_seconds(0.1), 100ms);
  EXPECT_EQ(from_seconds(-0.1), -100ms);
  EXPECT_EQ(instant_at(1.5), Instant{1500ms});
}

TEST(Timeline, AManualOneMovesOnlyWhenToldAndASteadyOneNeverBack) {
  ManualTimeline manual;
  EXPECT_EQ(manual.now(), Instant{});
  manual.set(Instant{5s});
  EXPECT_EQ(manual.now(), Instant{5s});
  const SteadyTimeline steady;
  const Instant first = steady.now();
  EXPECT_GE(first, Instant{});
  EXPECT_GE(steady.now(), first);
}

}  // namespace
