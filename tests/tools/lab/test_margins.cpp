#include <array>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include <margins.hpp>

namespace tonus::lab {
namespace {

/// Integral of the error at a fixed pace.
class Integrator final : public Law {
 public:
  explicit Integrator(double pace_per_s, bool needs_estimate = false) : pace_(pace_per_s), needs_(needs_estimate) {}
  double command(const LawInputs& in) noexcept override {
    if (in.heart.is_known) load_ += pace_ * (in.target_bpm - in.heart.value.value);
    return load_;
  }
  [[nodiscard]] bool needs_estimate() const noexcept override { return needs_; }

 private:
  double pace_, load_ = 150.0;
  bool needs_;
};

constexpr std::array kFrequencies{0.002, 0.004, 0.007, 0.01, 0.014, 0.02, 0.03, 0.05, 0.08, 0.12};

TEST(Margins, IntegratorIsMeasuredAsOne) {
  const Subject subject = make_subject({}, 1);
  Integrator law(0.05);
  for (const FrequencyPoint& p : measure_response(law, subject.brief, 0.0, kFrequencies, Feed::Rate)) {
    EXPECT_NEAR(p.gain, 0.05 / p.rad_per_s, 0.005 * p.gain) << p.rad_per_s;
    // The sum of a second's start holds half a second less than the integral: a lead of half a step.
    EXPECT_NEAR(p.phase_rad, -std::numbers::pi / 2.0 + 0.5 * p.rad_per_s, 0.01) << p.rad_per_s;
  }
}

TEST(Margins, IntegratorWithDelayHasTheMarginOfTheFormula) {
  // L = K exp(-s d)/s: crosses at K, margin 90° - K d. A plant that is a gain alone has phases without time constants.
  const Subject subject = make_subject({}, 1);
  for (const double delay_s : {2.0, 10.0, 25.0}) {
    Integrator law(0.05);
    const auto response = measure_response(law, subject.brief, 0.0, kFrequencies, Feed::Rate);
    const LinearPlant plant{.gain = 0.4, .fast_tau_s = 1e-9, .slow_tau_s = 1e-9, .delay_s = delay_s};
    const Margin margin = phase_margin(response, plant);
    const double pace = 0.05 * 0.4;
    EXPECT_NEAR(margin.crossing_rad_per_s, pace, 0.01 * pace);
    EXPECT_NEAR(margin.degrees, 90.0 - pace * delay_s * 180.0 / std::numbers::pi, 0.6) << delay_s;
  }
}

TEST(Margins, TheEstimatorsDelayIsSeen) {
  const Subject subject = make_subject({}, 1);
  Integrator direct(0.05), heard(0.05);
  const auto a = measure_response(direct, subject.brief, 0.0, kFrequencies, Feed::Rate);
  const auto b = measure_response(heard, subject.brief, 0.0, kFrequencies, Feed::Beats);
  EXPECT_LT(b.back().phase_rad, a.back().phase_rad);
  EXPECT_NEAR(b.front().gain, a.front().gain, 0.03 * a.front().gain);
}

TEST(Margins, NoCrossingIsNoMargin) {
  const Subject subject = make_subject({}, 1);
  Integrator law(1e-6);
  const auto response = measure_response(law, subject.brief, 0.0, kFrequencies, Feed::Rate);
  EXPECT_TRUE(std::isinf(phase_margin(response, {.gain = 0.4}).degrees));
}

TEST(Margins, ReplicaOnItsNominalPlantIsAsPublished) {
  for (const Corner& corner : corners(LawId::Replica, athlete::Work::Cycle)) {
    EXPECT_FALSE(corner.is_limit_cycle) << corner.gain_factor << " " << corner.delay_s;
    if (corner.gain_factor == 1.0) {
      // Hunt & Hurni 2019: above 62° over 73 identified plants.
      EXPECT_GT(corner.margin.degrees, 62.0) << corner.delay_s;
    }
  }
}

}  // namespace
}  // namespace tonus::lab
