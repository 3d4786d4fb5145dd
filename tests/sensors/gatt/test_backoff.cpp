#include <gtest/gtest.h>

#include <sensors/gatt/link.hpp>

namespace {

using namespace tonus;
using tonus::sensors::Backoff;

TEST(Backoff, WaitsDoubleUpToHalfAMinuteAndNeverEnd) {
  Backoff backoff(1);
  double plain_s = 1.0;
  for (int i = 0; i < 100; ++i) {
    const double wait_s = seconds(backoff.next());
    EXPECT_GE(wait_s, 0.8 * plain_s) << i;
    EXPECT_LE(wait_s, 1.2 * plain_s) << i;
    plain_s = plain_s * 2.0 > 30.0 ? 30.0 : plain_s * 2.0;
  }
}

TEST(Backoff, AConnectionThatHeldStartsOverOneThatFlickeredDoesNot) {
  Backoff backoff(1);
  for (int i = 0; i < 4; ++i) static_cast<void>(backoff.next());
  backoff.connected(instant_at(100.0));
  backoff.lost(instant_at(101.0));
  EXPECT_GT(seconds(backoff.next()), 10.0);
  backoff.connected(instant_at(200.0));
  backoff.lost(instant_at(211.0));
  EXPECT_LT(seconds(backoff.next()), 1.3);
}

TEST(Backoff, AConnectionThatHeldWithoutUseDoesNotStartOver) {
  Backoff backoff(1);
  for (int i = 0; i < 4; ++i) static_cast<void>(backoff.next());
  backoff.connected(instant_at(100.0));
  backoff.lost(instant_at(115.0), false);
  EXPECT_GT(seconds(backoff.next()), 10.0);
}

TEST(Backoff, ALossWithoutAConnectionDoesNotStartOver) {
  Backoff backoff(1);
  for (int i = 0; i < 4; ++i) static_cast<void>(backoff.next());
  backoff.lost(instant_at(1000.0));
  EXPECT_GT(seconds(backoff.next()), 10.0);
}

TEST(Backoff, TwoDevicesDoNotComeAtTheSameMoment) {
  Backoff a(1), b(2);
  EXPECT_NE(a.next(), b.next());
}

}  // namespace
