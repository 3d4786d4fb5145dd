// One dose, many actuators: what a phrase is made of, for anybody and for somebody whose costs are known.
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include <engine/core/random.hpp>
#include <scenarios/adaptation/decision_fields.hpp>
#include <scenarios/adaptation/law.hpp>

#include "striking.hpp"

namespace tonus::adaptation {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

Actuators with_choices() {
  Actuators a = striking();
  a.leave_least = 0.05;
  a.leave_most = 0.3;
  a.choice_least = 0.1;
  a.choice_most = 0.6;
  return a;
}

/// What the motion of a phrase costs a person of whom so much is the strikes', as docs/adaptation.md has it.
double cost_of(const Actuators& a, const Allocation& x, double strike_share) {
  const double strikes = strikes_per_phrase(a, x) / (a.rate_most_per_s * a.phrase_s);
  const double way = path_per_strike_m(reach_m(a, x)) / path_per_strike_m(a.reach_most_m);
  return strikes * (strike_share + (1.0 - strike_share) * way);
}

TEST(Allocation, OfSomebodyUnknownRisesInEverythingAtOnceAndRestsMakeUpTheMean) {
  for (double u = 0.0; u <= 1.0; u += 0.05) {
    const Allocation x = allocate({.actuators = striking(), .intensity = u});
    EXPECT_EQ(x.rate, x.effort);
    EXPECT_EQ(x.reach, x.effort);
    EXPECT_EQ(x.given, x.effort);
    EXPECT_EQ(x.load, 0.0);
    EXPECT_EQ(x.leave_share + x.choice_share, 0.0);
    const double mean = x.rest_share * kRestEffort + (1.0 - x.rest_share) * x.effort;
    EXPECT_NEAR(mean, u < 0.02 ? mean : u, 1e-12);
  }
}

TEST(Allocation, OfSomebodyKnownMakesEqualStepsOfIntensityEqualStepsOfTheirCost) {
  for (const double share : {0.1, 0.4, 0.9}) {
    const StrikeCost cost{share, 1e-6};
    const auto cost_at = [&](double u) {
      const Allocation x = allocate({.actuators = striking(), .intensity = u, .cost = cost});
      return std::pair{x.effort, cost_of(striking(), x, share)};
    };
    const auto [low, least] = cost_at(0.1);
    const auto [high, most] = cost_at(1.0);
    EXPECT_NEAR(high, 1.0, 1e-12);
    for (double u = 0.15; u < 1.0; u += 0.1) {
      const auto [effort, got] = cost_at(u);
      EXPECT_NEAR(got, least + (most - least) * (effort - low) / (high - low), 1e-9) << share << " " << u;
    }
  }
  // The less a strike itself costs, the more of them, and the farther, in the middle.
  const auto middle = [](double share) {
    return allocate({.actuators = striking(), .intensity = 0.5, .cost = {share, 1e-6}}).rate;
  };
  EXPECT_GT(middle(0.1), middle(0.9) + 0.02);
  EXPECT_GT(middle(0.5), allocate({.actuators = striking(), .intensity = 0.5}).rate);
}

TEST(Allocation, IsNoMorePersonalThanThePersonIsKnown) {
  const auto rate = [](double spread) {
    return allocate({.actuators = striking(), .intensity = 0.5, .cost = {0.1, spread}}).rate;
  };
  const double nobodys = allocate({.actuators = striking(), .intensity = 0.5}).rate;
  EXPECT_EQ(rate(kUsualShareSpread), nobodys);
  EXPECT_EQ(rate(0.71 * kUsualShareSpread), nobodys) << "not known yet";
  EXPECT_GT(rate(0.5 * kUsualShareSpread), nobodys);
  EXPECT_GT(rate(0.1 * kUsualShareSpread), rate(0.5 * kUsualShareSpread));
}

TEST(Allocation, ALeanChangesWhatOneDoesAndNotWhatItCosts) {
  const Allocation straight = allocate({.actuators = striking(), .intensity = 0.5});
  const Allocation many = allocate({.actuators = striking(), .intensity = 0.5, .lean = 0.1});
  const Allocation far = allocate({.actuators = striking(), .intensity = 0.5, .lean = -0.1});
  EXPECT_GT(many.rate, straight.rate);
  EXPECT_LT(many.reach, straight.reach);
  EXPECT_LT(far.rate, straight.rate);
  EXPECT_GT(far.reach, straight.reach);
  for (const Allocation& x : {many, far}) {
    EXPECT_NEAR(cost_of(striking(), x, 0.5), cost_of(striking(), straight, 0.5), 1e-12);
    EXPECT_NEAR(x.given, x.effort, 1e-12);
  }
  // At the end of a range the other makes up for it.
  const Allocation light = allocate({.actuators = striking(), .intensity = 0.1, .lean = 0.3});
  EXPECT_EQ(light.reach, 0.0);
  EXPECT_NEAR(light.given, light.effort, 1e-12);
}

TEST(Allocation, DecisionsComeNoFasterThanTheyCanBeMadeAndReachTakesOver) {
  const AllocationInputs in{.actuators = with_choices(), .intensity = 0.8, .skill = 1.0};
  const Allocation x = allocate(in);
  EXPECT_NEAR(x.load, 0.8, 1e-12);
  EXPECT_NEAR(x.leave_share, 0.25, 1e-12);
  EXPECT_NEAR(x.choice_share, 0.5, 1e-12);
  EXPECT_TRUE(x.is_rate_held);
  const double targets_per_s = strikes_per_phrase(in.actuators, x) / in.actuators.phrase_s / (1.0 - x.leave_share);
  EXPECT_LE(targets_per_s, 0.2 * in.actuators.room_per_s + 0.8 * 1.8 + 1e-9);
  EXPECT_GT(x.reach, x.effort);
  EXPECT_LE(x.given, x.effort);
  EXPECT_EQ(x.reach, 1.0) << "and when that is at its end as well, it is said how much is given";
  EXPECT_LT(x.given, x.effort);
  EXPECT_FALSE(allocate({.actuators = with_choices(), .intensity = 0.3}).is_rate_held);
}

TEST(Allocation, TheLoadFollowsIntensityUpToWhatIsDecidedRightlyThreeTimesInFour) {
  AllocationInputs in{.actuators = with_choices(), .intensity = 0.9, .skill = 0.5, .right = 3.0, .wrong = 1.0};
  EXPECT_NEAR(allocate(in).skill, 0.5, 1e-12) << "three in four is where it stays";
  EXPECT_NEAR(allocate(in).load, 0.5, 1e-12);
  in.wrong = 3.0;
  EXPECT_LT(allocate(in).load, 0.4);
  in.wrong = 0.0;
  EXPECT_GT(allocate(in).load, 0.5);
  in.intensity = 0.2;
  EXPECT_EQ(allocate(in).load, 0.2);
  in.skill = 0.0;
  in.wrong = 9.0;
  EXPECT_EQ(allocate(in).skill, 0.0);
  EXPECT_NEAR(allocate(in).leave_share, 0.05, 1e-12) << "what a scenario asks at the least stays";
}

TEST(Allocation, WhateverComesInStaysWithinItsRanges) {
  Random random(5);
  for (int i = 0; i < 20000; ++i) {
    Actuators a = i % 3 == 0 ? with_choices() : striking();
    a.rate_least_per_s = random.uniform(0.0, 2.0);
    a.rate_most_per_s = a.rate_least_per_s + random.uniform(0.0, 2.0);
    a.reach_least_m = random.uniform(0.05, 0.7);
    a.reach_most_m = random.uniform(a.reach_least_m, 0.7);
    AllocationInputs in{.actuators = a, .intensity = random.uniform(-1.0, 2.0)};
    in.cost = {random.uniform(), random.uniform(0.0, 0.3)};
    in.lean = random.uniform(-0.3, 0.3);
    in.skill = random.uniform();
    in.right = std::floor(random.uniform(0.0, 9.0));
    in.wrong = std::floor(random.uniform(0.0, 9.0));
    if (i % 50 == 0) in.intensity = kNaN;
    if (i % 70 == 0) in.actuators.rate_least_per_s = in.actuators.rate_most_per_s = 0.0;
    const Allocation x = allocate(in);
    for (const double y :
         {x.rest_share, x.effort, x.rate, x.reach, x.load, x.leave_share, x.choice_share, x.given, x.skill})
      EXPECT_TRUE(y >= 0.0 && y <= 1.0) << i;
    EXPECT_LE(x.given, x.effort + 1e-12) << i;
  }
}

TEST(Allocation, ARowWithOneFollowsFromItselfAndNoOtherDoes) {
  Decision d;
  d.reason = Reason::Allocated;
  d.envelope.is_known = true;
  d.envelope.quality = 1.0;
  d.envelope.proposed = d.envelope.previous = d.from = 0.4;
  d.verdict = safety_envelope(d.envelope_before, d.envelope).verdict;
  d.to = d.verdict.allowed;
  d.has_allocation = true;
  d.allocation_inputs = {.actuators = with_choices(), .intensity = 0.4, .cost = {0.3, 0.05}, .lean = 0.1, .right = 2.0};
  d.allocation = allocate(d.allocation_inputs);
  EXPECT_TRUE(recomputes(d));
  visit_fields(d.allocation, [&](const char* name, auto& x) {
    const auto before = x;
    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(x)>, bool>) {
      x = !x;
    } else {
      x += 1e-9;
    }
    EXPECT_FALSE(recomputes(d)) << name;
    x = before;
  });
  EXPECT_TRUE(recomputes(d));
}

}  // namespace
}  // namespace tonus::adaptation
