#include <sensors/dircon/fault.hpp>

#include <array>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace tonus::sensors::dircon {
namespace {

Result<FaultPlan, Error> parse(std::string_view word) { return FaultPlan::parse(std::array{word}, 1); }

TEST(FaultTable, HasARowASentenceAndAPlaceForEachFault) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kFaults; ++i) {
    EXPECT_EQ(static_cast<std::size_t>(fault_table()[i].fault), i);
    EXPECT_GT(fault_table()[i].sentence.size(), 10U);
    names.insert(fault_table()[i].name);
  }
  EXPECT_EQ(names.size(), kFaults);
}

TEST(FaultPlan, AFaultBeginsAndEndsWhenItWasTold) {
  const auto plan = parse("silence@60+20");
  ASSERT_TRUE(plan);
  EXPECT_FALSE(plan->is_on(Fault::Silence, instant_at(59.9)));
  EXPECT_TRUE(plan->is_on(Fault::Silence, instant_at(60.0)));
  EXPECT_TRUE(plan->is_on(Fault::Silence, instant_at(79.9)));
  EXPECT_FALSE(plan->is_on(Fault::Silence, instant_at(80.0)));
  EXPECT_FALSE(plan->is_on(Fault::Drop, instant_at(70.0)));
}

TEST(FaultPlan, SeveralFaultsMayOverlap) {
  const auto plan = FaultPlan::parse(std::array<std::string_view, 2>{"silence@1+9", "slow@2+2"}, 1);
  ASSERT_TRUE(plan);
  EXPECT_TRUE(plan->is_on(Fault::Silence, instant_at(3.0)) && plan->is_on(Fault::Slow, instant_at(3.0)));
}

TEST(FaultPlan, ACycleComesBackInTheMiddleOfEachPeriod) {
  const auto plan = parse("every:30:drop");
  ASSERT_TRUE(plan);
  for (const double start_s : {15.0, 45.0, 3015.0}) {
    EXPECT_FALSE(plan->is_on(Fault::Drop, instant_at(start_s - 0.1)));
    EXPECT_TRUE(plan->is_on(Fault::Drop, instant_at(start_s + 9.9)));
    EXPECT_FALSE(plan->is_on(Fault::Drop, instant_at(start_s + 10.1)));
  }
}

TEST(FaultPlan, ARandomCycleHasOneFaultAtATimeAndInTheEndAll) {
  const auto plan = parse("every:60:random");
  ASSERT_TRUE(plan);
  std::set<std::size_t> seen;
  for (int round = 0; round < 200; ++round) {
    std::size_t on = 0;
    for (std::size_t i = 0; i < kFaults; ++i) {
      if (!plan->is_on(static_cast<Fault>(i), instant_at(60.0 * round + 31.0))) continue;
      seen.insert(i);
      ++on;
    }
    EXPECT_EQ(on, 1U);
  }
  EXPECT_EQ(seen.size(), kFaults);
}

TEST(FaultPlan, WhatCannotBeReadIsOneLineWithTheChoice) {
  for (const char* word :
       {"", "silence", "silence@60", "silence@+20", "silence@-1+2", "noise@1+2", "silence@1+x", "every:60",
        "every:0:drop", "every:60:noise", "every::random", "silence@nan+1", "silence@inf+1", "silence+1@2"}) {
    const auto plan = parse(word);
    ASSERT_FALSE(plan) << word;
    EXPECT_EQ(plan.error().message.find(std::string("fault \"") + word + "\": expected NAME@START+LENGTH"), 0U);
    EXPECT_NE(plan.error().message.find("counter-reset"), std::string::npos);
    EXPECT_EQ(plan.error().message.find('\n'), std::string::npos);
  }
}

}  // namespace
}  // namespace tonus::sensors::dircon
