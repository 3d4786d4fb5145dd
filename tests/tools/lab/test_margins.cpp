#include <array>
#include <cmath>
#include <memory>
#include <numbers>

#include <gtest/gtest.h>

#include <margins.hpp>

namespace tonus::lab {
namespace {

/// Integral of the error at a fixed pace.
class Integrator final : public Law {
 public:
  explicit Integrator(double pace_per_s) : pace_(pace_per_s) {}
  double command(const LawInputs& in) noexcept override {
    if (in.heart.is_known) load_ += pace_ * (in.target_bpm - in.heart.value.value);
    return load_;
  }

 private:
  double pace_, load_ = 150.0;
};

SettledLaw integrator(double pace_per_s) {
  return [pace_per_s] { return std::make_unique<Integrator>(pace_per_s); };
}

constexpr std::array kFrequencies{0.002, 0.004, 0.007, 0.01, 0.014, 0.02, 0.03, 0.05, 0.08, 0.12};

TEST(Margins, IntegratorIsMeasuredAsOne) {
  const Subject subject = make_subject({}, 1);
  for (const FrequencyPoint& p : measure_response(integrator(0.05), subject.brief, 0.0, kFrequencies, Feed::Rate)) {
    EXPECT_NEAR(p.gain, 0.05 / p.rad_per_s, 0.005 * p.gain) << p.rad_per_s;
    // The sum of a second's start holds half a second less than the integral: a lead of half a step.
    EXPECT_NEAR(p.phase_rad, -std::numbers::pi / 2.0 + 0.5 * p.rad_per_s, 0.01) << p.rad_per_s;
  }
}

TEST(Margins, IntegratorWithDelayHasTheMarginOfTheFormula) {
  // L = K exp(-s d)/s: crosses at K, margin 90° - K d. A plant that is a gain alone has phases without time constants.
  const Subject subject = make_subject({}, 1);
  for (const double delay_s : {2.0, 10.0, 25.0}) {
    const auto response = measure_response(integrator(0.05), subject.brief, 0.0, kFrequencies, Feed::Rate);
    const LinearPlant plant{.gain = 0.4, .fast_tau_s = 1e-9, .slow_tau_s = 1e-9, .delay_s = delay_s};
    const Margin margin = phase_margin(response, plant);
    const double pace = 0.05 * 0.4;
    EXPECT_NEAR(margin.crossing_rad_per_s, pace, 0.01 * pace);
    EXPECT_NEAR(margin.degrees, 90.0 - pace * delay_s * 180.0 / std::numbers::pi, 0.6) << delay_s;
  }
}

TEST(Margins, TheEstimatorsDelayIsSeen) {
  const Subject subject = make_subject({}, 1);
  const auto a = measure_response(integrator(0.05), subject.brief, 0.0, kFrequencies, Feed::Rate);
  const auto b = measure_response(integrator(0.05), subject.brief, 0.0, kFrequencies, Feed::Beats);
  EXPECT_LT(b.back().phase_rad, a.back().phase_rad);
  EXPECT_NEAR(b.front().gain, a.front().gain, 0.03 * a.front().gain);
}

/// Overruled for the first half of each hour.
class Overruled final : public Law {
 public:
  double command(const LawInputs& in) noexcept override {
    is_overruled_ = std::fmod(in.t_s, 3600.0) < 1800.0;
    load_ = is_overruled_ ? 0.0 : 150.0 + 0.5 * (in.target_bpm - in.heart.value.value);
    return load_;
  }
  [[nodiscard]] LawFlags flags() const noexcept override { return {.is_overruled = is_overruled_}; }

 private:
  double load_ = 0.0;
  bool is_overruled_ = false;
};

TEST(Margins, WhatSafetyDecidesIsNotTheLaw) {
  const Subject subject = make_subject({}, 1);
  constexpr std::array kTwo{0.0005, 0.05};
  const auto response =
      measure_response([] { return std::make_unique<Overruled>(); }, subject.brief, 1500.0, kTwo, Feed::Rate);
  ASSERT_EQ(response.size(), 1u);  // the slow one has no period of its own
  EXPECT_NEAR(response[0].gain, 0.5, 1e-6);
}

TEST(Margins, NoCrossingIsNoMargin) {
  const Subject subject = make_subject({}, 1);
  const auto response = measure_response(integrator(1e-6), subject.brief, 0.0, kFrequencies, Feed::Rate);
  EXPECT_TRUE(std::isinf(phase_margin(response, {.gain = 0.4}).degrees));
}

TEST(Margins, ReplicaOnItsNominalPlantIsAsPublished) {
  for (const Corner& corner : measure_margins(LawId::Replica, athlete::Work::Cycle).corners) {
    EXPECT_FALSE(corner.is_limit_cycle) << corner.gain_factor << " " << corner.delay_s;
    if (corner.gain_factor == 1.0) {
      // Hunt & Hurni 2019: above 62° over 73 identified plants.
      EXPECT_GT(corner.margin.degrees, 62.0) << corner.delay_s;
    }
  }
}

}  // namespace
}  // namespace tonus::lab
