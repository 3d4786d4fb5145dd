#include <cmath>

#include <gtest/gtest.h>

#include <engine/core/random.hpp>
#include <sensors/gatt/beat_clock.hpp>

namespace {

using namespace tonus;
using tonus::sensors::BeatClock;

TEST(BeatClock, BeatsAreSetEndToEndHoweverPacketsArrive) {
  BeatClock clock;
  Random random(3);
  // True beats every 800 ms; packets once a second carry what beat since, some 20…220 ms late.
  double beat_s = 0.0;
  Instant previous{};
  int beats = 0, regular = 0;
  for (double sent_s = 1.0; sent_s < 300.0; sent_s += 1.0) {
    const Instant arrival = instant_at(sent_s + random.uniform(0.02, 0.22));
    int in_packet = 0;
    for (double next_s = beat_s + 0.8; next_s <= sent_s; next_s += 0.8) ++in_packet;
    for (int i = 0; i < in_packet; ++i) {
      const Instant at = clock.beat(800.0, 800.0 * (in_packet - 1 - i), arrival);
      EXPECT_LE(at, arrival);
      EXPECT_GE(at, previous);
      if (beats > 20 && std::abs(seconds(at - previous) - 0.8) < 1e-6) ++regular;
      previous = at;
      beat_s += 0.8;
      ++beats;
      if (beats > 20) {
        EXPECT_LT(std::abs(seconds(at) - beat_s), 0.25) << "never far from the true beat";
      }
    }
  }
  EXPECT_GT(regular, 0.9 * (beats - 21));
}

TEST(BeatClock, AGapAnchorsAnewAtTheArrival) {
  BeatClock clock;
  EXPECT_EQ(clock.beat(800.0, 0.0, instant_at(10.0)), instant_at(10.0));
  EXPECT_EQ(clock.beat(800.0, 0.0, instant_at(20.0)), instant_at(20.0));
}

TEST(BeatClock, NoBeatIsLaterThanItsPacketOrBeforeTheOneBefore) {
  BeatClock clock;
  Random random(7);
  Instant arrival = instant_at(10.0), previous{};
  for (int i = 0; i < 10'000; ++i) {
    arrival += from_seconds(random.uniform(0.0, 2.0));
    const double rr_ms = random.uniform(0.0, 4000.0);
    const double later_ms = random.uniform(0.0, 3000.0);
    const Instant at = clock.beat(rr_ms, later_ms, arrival);
    ASSERT_LE(at, arrival);
    ASSERT_GE(at, previous);
    previous = at;
  }
}

TEST(BeatClock, BeatsThatNeverCameAreEstimatedAgainstTheClockOfArrival) {
  BeatClock clock;
  Instant now = instant_at(0.0);
  const auto packets = [&](int n) {
    for (int i = 0; i < n; ++i) static_cast<void>(clock.beat(800.0, 0.0, now += from_seconds(0.8)));
  };
  packets(100);
  EXPECT_EQ(clock.lost_beats(), 0U);
  now += from_seconds(8.0);  // ten of them
  packets(100);
  EXPECT_EQ(clock.lost_beats(), 10U);
  for (int i = 0; i < 4; ++i) {  // one at a time: noticed when they add up
    now += from_seconds(0.8);
    packets(20);
  }
  EXPECT_EQ(clock.lost_beats(), 14U);
}

TEST(BeatClock, AReconnectCountsWhatWasMissedMeanwhile) {
  BeatClock clock;
  Instant now = instant_at(0.0);
  static_cast<void>(clock.beat(1000.0, 0.0, now));
  clock.restart();
  clock.restart();
  now += from_seconds(30.0);
  static_cast<void>(clock.beat(1000.0, 0.0, now));
  EXPECT_EQ(clock.lost_beats(), 29U);
}

TEST(BeatClock, JitterOfTheRadioIsNoLoss) {
  BeatClock clock;
  for (int i = 1; i <= 200; ++i) {
    const double late_s = i % 3 == 0 ? 1.1 : 0.0;
    static_cast<void>(clock.beat(800.0, 0.0, instant_at(0.8 * i + late_s)));
  }
  EXPECT_EQ(clock.lost_beats(), 0U);
}

}  // namespace
