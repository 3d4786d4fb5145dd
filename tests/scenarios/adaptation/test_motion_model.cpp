// What motion costs a heart, learned from hands and heart of made people whose truth is known.
#include <cmath>

#include <gtest/gtest.h>

#include <engine/core/random.hpp>
#include <engine/core/time.hpp>
#include <scenarios/adaptation/motion_model.hpp>

#include "striking.hpp"

namespace tonus::adaptation {
namespace {

constexpr double kRest_bpm = 65.0, kFull_bpm = 110.0;

ResponsePrior usual() { return {.gain_bpm = 120.0, .gain_spread_bpm = 37.0}; }

/// Somebody who does what is asked and whose heart answers each strike and each metre as the truth says.
class Person {
 public:
  Person(double strike_share, double variety, std::uint64_t seed, const MotionAnswer& before = {})
      : share_(strike_share),
        actuators_(striking(variety)),
        random_(seed),
        model_(actuators_, before, usual(), kRest_bpm) {}

  void play(int from_s, int to_s) {
    for (int s = from_s; s < to_s; ++s) second(s);
  }
  [[nodiscard]] const MotionModel& model() const { return model_; }
  bool has_noise = true;
  bool has_heart = true;

 private:
  void second(int s) {
    const auto phrase = static_cast<int>(s / actuators_.phrase_s);
    const double u = std::min(0.15 + s / 400.0, 0.6 + 0.1 * std::sin(s / 140.0));
    const bool is_rest = phrase % 7 == 6;
    const double lean = (phrase / 8) % 2 == 0 ? actuators_.variety : -actuators_.variety;
    const Allocation x = allocate({.actuators = actuators_, .intensity = u, .lean = lean});
    const double rate = is_rest ? 0.0 : strikes_per_phrase(actuators_, x) / actuators_.phrase_s;
    const double way_m = path_per_strike_m(reach_m(actuators_, x)) * random_.uniform(0.9, 1.1);
    due_ += rate;
    int struck = 0;
    for (; due_ >= 1.0; due_ -= 1.0, ++struck) {
      model_.note(0, 0.5 * way_m, 2.0 * kTick_s);
      model_.note(0, 0.5 * way_m, -2.0 * kTick_s);
    }
    const double full_path = actuators_.rate_most_per_s * path_per_strike_m(actuators_.reach_most_m);
    const double asked =
        kFull_bpm * (share_ * struck / actuators_.rate_most_per_s + (1.0 - share_) * struck * way_m / full_path);
    for (std::size_t i = 0; i + 1 < then_.size(); ++i) then_[i] = then_[i + 1];
    then_.back() = asked;
    fast_ += (0.35 * then_[0] - fast_) / 15.0;
    slow_ += (0.65 * then_[0] - slow_) / 75.0;  // a little slower than believed
    wave_ = wave_ * 0.978 + (has_noise ? 2.3 * 0.209 * random_.normal() : 0.0);
    const double reading = kRest_bpm + fast_ + slow_ + wave_ + (has_noise ? 1.2 * random_.normal() : 0.0);
    model_.second(has_heart, reading);
  }

  double share_;
  Actuators actuators_;
  Random random_;
  MotionModel model_;
  double due_ = 0.0, fast_ = 0.0, slow_ = 0.0, wave_ = 0.0;
  std::array<double, 11> then_{};
};

TEST(MotionModel, TellsWhomAStrikeCostsFromWhomTheWayCosts) {
  int inside = 0, known = 0;
  constexpr int kPeople = 40;
  for (int i = 0; i < kPeople; ++i) {
    const double truth = i % 2 == 0 ? 0.25 : 0.75;
    Person person(truth, 0.2, static_cast<std::uint64_t>(i) + 1);
    person.play(0, 2400);
    const StrikeCost cost = person.model().cost();
    known += person.model().is_known() ? 1 : 0;
    inside += std::fabs(cost.share - truth) < 2.0 * cost.share_spread ? 1 : 0;
    EXPECT_EQ(cost.share > 0.5, truth > 0.5) << i << ": " << cost.share;
  }
  EXPECT_GE(known, kPeople * 9 / 10);
  EXPECT_GE(inside, kPeople * 8 / 10) << "its doubt is honest";
}

TEST(MotionModel, WhereStrikesAndWayAlwaysGoTogetherNothingIsKnownOfEither) {
  for (const double truth : {0.25, 0.75}) {
    Person person(truth, 0.0, 5);
    person.play(0, 2400);
    EXPECT_FALSE(person.model().is_known()) << person.model().cost().share_spread;
  }
}

TEST(MotionModel, WithoutReadingsOrWithoutActuatorsNothingIsKnown) {
  Person silent(0.3, 0.2, 3);
  silent.has_heart = false;
  silent.play(0, 1200);
  EXPECT_FALSE(silent.model().is_known());
  EXPECT_NEAR(silent.model().cost().share, kUsualShare, 1e-9);
  EXPECT_GE(silent.model().cost().share_spread, 0.99 * kUsualShareSpread);
  const MotionModel none({}, {}, usual(), kRest_bpm);
  EXPECT_FALSE(none.is_known());
  EXPECT_FALSE(none.answer().is_known);
  EXPECT_EQ(none.cost().share, kUsualShare);
}

TEST(MotionModel, WhatItSaysIsBelievedNextTimeAndDoubtedMoreWithEveryDay) {
  Person person(0.75, 0.2, 9);
  person.play(0, 2400);
  const MotionAnswer learned = person.model().answer();
  ASSERT_TRUE(learned.is_known);
  ASSERT_TRUE(is_plausible(learned));
  const Person tomorrow(0.75, 0.2, 10, after_days(learned, 1));
  EXPECT_NEAR(tomorrow.model().cost().share, person.model().cost().share, 1e-9);
  EXPECT_TRUE(tomorrow.model().is_known());
  EXPECT_GT(tomorrow.model().cost().share_spread, person.model().cost().share_spread);
  const Person later(0.75, 0.2, 10, after_days(learned, 200));
  EXPECT_FALSE(later.model().is_known());
}

TEST(MotionModel, WhatCannotBeIsNotPlausible) {
  const MotionAnswer good{20.0, 4.0, 30.0, 5.0, -0.3, true};
  EXPECT_TRUE(is_plausible(good));
  for (double MotionAnswer::*part : {&MotionAnswer::path_bpm_per_m_s, &MotionAnswer::path_spread_bpm_per_m_s,
                                     &MotionAnswer::strike_bpm_s, &MotionAnswer::strike_spread_bpm_s}) {
    for (const double bad : {-1.0, 1e9, std::nan("")}) {
      MotionAnswer a = good;
      a.*part = bad;
      EXPECT_FALSE(is_plausible(a));
    }
  }
  MotionAnswer a = good;
  a.correlation = 1.0;
  EXPECT_FALSE(is_plausible(a));
}

TEST(MotionModel, CountsAStrikeWhereAHandGoesForwardQuicklyAfterItWasSlow) {
  // Only forward motion after a rest strikes; the answer is read from what the heart is told to follow.
  Person person(0.5, 0.2, 1);
  StateHash before(1), after(1), lost(1);
  MotionModel one(striking(0.0), {}, usual(), kRest_bpm), two(striking(0.0), {}, usual(), kRest_bpm);
  one.note(0, 0.01, 0.0);
  two.note(0, 0.01, 0.0);
  one.mix_into(before);
  one.note(0, 0.02, 0.02);  // 2.4 m/s
  one.note(0, 0.02, 0.02);  // still the same one
  two.note(0, 0.04, 0.02);
  one.mix_into(after);
  two.mix_into(lost);
  EXPECT_NE(before.value(), after.value());
  EXPECT_EQ(after.value(), lost.value()) << "the same path and one strike each";
}

}  // namespace
}  // namespace tonus::adaptation
