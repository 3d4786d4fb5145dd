#include <cmath>

#include <gtest/gtest.h>

#include <sensors/source/latency.hpp>

namespace {

using namespace tonus;
using namespace std::chrono_literals;
using tonus::sensors::LatencyCounter;

TEST(LatencyCounter, NothingCountedIsNoFigure) {
  const LatencyCounter counter;
  EXPECT_TRUE(std::isnan(counter.at_share_ms(0.5)));
}

TEST(LatencyCounter, SharesAreTheUpperEdgeOfTheirStepAtMostAQuarterTooHigh) {
  LatencyCounter counter;
  for (int us = 1; us <= 10'000; ++us) counter.add(std::chrono::microseconds(us));
  for (const double share : {0.1, 0.5, 0.9, 0.99}) {
    const double exact_ms = 10.0 * share;
    EXPECT_GE(counter.at_share_ms(share), 0.999 * exact_ms) << share;
    EXPECT_LE(counter.at_share_ms(share), 1.26 * exact_ms) << share;
  }
}

TEST(LatencyCounter, WhatIsBeyondTheStepsCountsInTheOutermost) {
  LatencyCounter counter;
  counter.add(-1s);
  counter.add(0s);
  EXPECT_LT(counter.at_share_ms(1.0), 0.03F);
  counter.add(1h);
  EXPECT_GT(counter.at_share_ms(1.0), 4000.0F);
}

}  // namespace
