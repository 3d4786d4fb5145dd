// Falls and what only looks like one, as heights of a head at 120 Hz.
#include <scenarios/adaptation/fall.hpp>

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include <engine/core/random.hpp>

namespace tonus::adaptation {
namespace {

constexpr double kTick_s = 1.0 / 120.0;

/// A head moved from height to height; it always sways a little.
struct Head {
  FallDetector detector;
  double t_s = 0.0, height_m = 1.65;
  double fell_s = -1.0;  ///< when it was first said
  Random random{3};

  void see(double h_m) {
    const double sway_m = 0.004 * std::sin(5.0 * t_s) + 0.001 * random.normal();
    const double speed = std::abs(h_m - height_m) / kTick_s + 0.03;
    height_m = h_m;
    detector.observe(t_s, h_m + sway_m, speed);
    if (detector.has_fallen() && fell_s < 0.0) fell_s = t_s;
    t_s += kTick_s;
  }
  Head& stays(double s) {
    for (double end = t_s + s; t_s < end;) see(height_m);
    return *this;
  }
  /// As a cosine, as limbs do.
  Head& moves_to(double to_m, double in_s) {
    const double from_m = height_m, begin_s = t_s;
    while (t_s < begin_s + in_s) {
      const double p = (t_s - begin_s) / in_s;
      see(from_m + (to_m - from_m) * 0.5 * (1.0 - std::cos(3.14159265 * p)));
    }
    return *this;
  }
  /// Free fall from where it is to the floor.
  Head& drops_to(double to_m) {
    double speed = 0.0;
    while (height_m > to_m) {
      speed += 9.81 * kTick_s;
      see(std::max(to_m, height_m - speed * kTick_s));
    }
    return *this;
  }
  Head& is_lost_for(double s) {
    t_s += s;
    return *this;
  }
  bool has_fallen() const { return fell_s >= 0.0; }
};

TEST(Fall, IsSaidWithinOneAndAHalfSecondsOfTheDrop) {
  for (const double floor_m : {0.15, 0.3, 0.5, 0.7}) {
    Head head;
    head.stays(20);
    const double from_s = head.t_s;
    head.drops_to(floor_m).stays(3);
    ASSERT_TRUE(head.has_fallen()) << floor_m;
    EXPECT_LE(head.fell_s - from_s, 1.5) << floor_m;
  }
}

TEST(Fall, OfSomebodyWhoSitsIsSaidToo) {
  Head head;
  head.height_m = 1.2;
  head.stays(20).drops_to(0.25).stays(2);
  EXPECT_TRUE(head.has_fallen());
}

TEST(Fall, ThatSlidesDownInASecondIsOneToo) {
  Head head;
  head.stays(20);
  head.moves_to(0.4, 0.9).stays(2);
  EXPECT_TRUE(head.has_fallen());
}

TEST(Fall, ASquatIsNone) {
  for (const double pause_s : {0.0, 0.3, 1.0, 5.0}) {
    for (const double down_s : {0.4, 0.7, 1.2}) {
      Head head;
      head.stays(10);
      for (int rep = 0; rep < 10; ++rep) head.moves_to(0.98, down_s).stays(pause_s).moves_to(1.65, 0.7).stays(0.3);
      EXPECT_FALSE(head.has_fallen()) << pause_s << " " << down_s;
    }
  }
}

TEST(Fall, ADuckUnderAnObstacleIsNone) {
  for (const double low_m : {1.1, 0.95, 0.8, 0.6}) {
    Head head;
    head.stays(10);
    for (int i = 0; i < 20; ++i) head.moves_to(low_m, 0.35).stays(0.25).moves_to(1.65, 0.4).stays(0.5);
    EXPECT_FALSE(head.has_fallen()) << low_m;
  }
}

TEST(Fall, WhoGoesDownAndMovesOnHasNotFallen) {
  // A burpee: down to the floor, push up after push up.
  Head head;
  head.stays(10).moves_to(0.4, 0.7);
  for (int i = 0; i < 10; ++i) head.moves_to(0.2, 0.4).moves_to(0.6, 0.4);
  EXPECT_FALSE(head.has_fallen());
}

TEST(Fall, SittingDownIsNone) {
  for (const double seat_m : {1.25, 1.15, 1.05}) {
    Head head;
    head.stays(10).moves_to(seat_m, 0.8).stays(60);
    EXPECT_FALSE(head.has_fallen()) << seat_m;
  }
}

TEST(Fall, AHeadsetTakenOffAndLaidOnATableIsNone) {
  for (const double table_m : {0.9, 0.75, 0.45}) {
    Head head;
    head.stays(10).moves_to(1.75, 0.8).moves_to(table_m, 3.5).stays(60);
    EXPECT_FALSE(head.has_fallen()) << table_m;
  }
}

TEST(Fall, LyingDownSlowlyIsNone) {
  Head head;
  head.stays(10).moves_to(0.9, 1.5).stays(1.0).moves_to(0.25, 2.0).stays(60);
  EXPECT_FALSE(head.has_fallen());
}

TEST(Fall, TrackingThatIsLostOrJumpsIsNone) {
  Head jumps;
  jumps.stays(10);
  jumps.see(0.0);  // the origin, as some runtimes report when they see nothing
  jumps.stays(5);
  EXPECT_FALSE(jumps.has_fallen());
  Head lost;
  lost.stays(10).is_lost_for(2.0);
  lost.height_m = 0.5;
  lost.stays(5);
  EXPECT_FALSE(lost.has_fallen());
  Head nan;
  nan.stays(10);
  for (int i = 0; i < 240; ++i) {
    nan.detector.observe(nan.t_s, std::numeric_limits<double>::quiet_NaN(), 0.0);
    nan.t_s += kTick_s;
  }
  nan.height_m = 0.4;
  nan.stays(5);
  EXPECT_FALSE(nan.has_fallen());
}

TEST(Fall, AfterLostTrackingARealFallIsStillSeen) {
  Head head;
  head.stays(10).is_lost_for(1.0).stays(10).drops_to(0.3).stays(2);
  EXPECT_TRUE(head.has_fallen());
}

TEST(Fall, IsOverWhenTheHeadIsUpAgain) {
  Head head;
  head.stays(10).drops_to(0.3).stays(2);
  EXPECT_TRUE(head.detector.has_fallen());
  head.moves_to(1.6, 2.0).stays(1);
  EXPECT_FALSE(head.detector.has_fallen());
}

TEST(Fall, AClockThatStandsStillOrRunsBackSaysNothing) {
  FallDetector detector;
  for (int i = 0; i < 1000; ++i) {
    detector.observe(1.0 - 0.001 * i, i < 500 ? 1.6 : 0.2, 0.0);
    EXPECT_FALSE(detector.has_fallen());
  }
}

}  // namespace
}  // namespace tonus::adaptation
