// Our functions against the library's in extended precision, over the ranges that the header promises.
#include <engine/core/math.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include <engine/core/random.hpp>

namespace {

using namespace tonus;

constexpr int kPoints = 200'000;
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double relative_error(double ours, long double reference) {
  return static_cast<double>(std::abs((static_cast<long double>(ours) - reference) / reference));
}
double absolute_error(double ours, long double reference) {
  return static_cast<double>(std::abs(static_cast<long double>(ours) - reference));
}

TEST(Math, ExpKeepsItsPromisedAccuracyFromMinus700To700) {
  Random random(1);
  double worst = 0.0;
  for (int i = 0; i < kPoints; ++i) {
    const double x = random.uniform(-700.0, 700.0);
    worst = std::max(worst, relative_error(math::exp(x), std::exp(static_cast<long double>(x))));
    const double near_zero = random.uniform(-1.0, 1.0);
    worst = std::max(worst, relative_error(math::exp(near_zero), std::exp(static_cast<long double>(near_zero))));
  }
  EXPECT_LT(worst, 4e-16);
}

TEST(Math, ExpAtItsEdges) {
  EXPECT_EQ(math::exp(0.0), 1.0);
  EXPECT_EQ(math::exp(710.0), kInfinity);
  EXPECT_EQ(math::exp(kInfinity), kInfinity);
  EXPECT_EQ(math::exp(-746.0), 0.0);
  EXPECT_EQ(math::exp(-kInfinity), 0.0);
  EXPECT_TRUE(std::isnan(math::exp(kNaN)));
  EXPECT_TRUE(std::isfinite(math::exp(709.7)));
  EXPECT_GT(math::exp(-740.0), 0.0);
}

TEST(Math, LogKeepsItsPromisedAccuracyOverEveryExponent) {
  Random random(2);
  double worst_relative = 0.0, worst_near_one = 0.0;
  for (int i = 0; i < kPoints; ++i) {
    const double wide = std::ldexp(random.uniform(1.0, 2.0), static_cast<int>(random.uniform(-1020.0, 1020.0)));
    worst_relative =
        std::max(worst_relative, relative_error(math::log(wide), std::log(static_cast<long double>(wide))));
    const double near_one = random.uniform(0.9, 1.1);
    worst_near_one =
        std::max(worst_near_one, absolute_error(math::log(near_one), std::log(static_cast<long double>(near_one))));
  }
  EXPECT_LT(worst_relative, 4e-16);
  EXPECT_LT(worst_near_one, 2e-16);
}

TEST(Math, LogAtItsEdges) {
  EXPECT_EQ(math::log(1.0), 0.0);
  EXPECT_EQ(math::log(0.0), -kInfinity);
  EXPECT_EQ(math::log(kInfinity), kInfinity);
  EXPECT_TRUE(std::isnan(math::log(-1.0)));
  EXPECT_TRUE(std::isnan(math::log(kNaN)));
  const double subnormal = 0x1p-1060;
  EXPECT_LT(relative_error(math::log(subnormal), std::log(static_cast<long double>(subnormal))), 4e-16);
}

TEST(Math, SinAndCosKeepTheirPromisedAccuracy) {
  Random random(3);
  double worst = 0.0;
  for (int i = 0; i < kPoints; ++i) {
    for (const double range : {0.8, 10.0, 1e5}) {
      const double x = random.uniform(-range, range);
      worst = std::max(worst, absolute_error(math::sin(x), std::sin(static_cast<long double>(x))));
      worst = std::max(worst, absolute_error(math::cos(x), std::cos(static_cast<long double>(x))));
    }
  }
  EXPECT_LT(worst, 3e-16);
}

TEST(Math, SinAndCosAtTheirEdges) {
  EXPECT_EQ(math::sin(0.0), 0.0);
  EXPECT_EQ(math::cos(0.0), 1.0);
  EXPECT_NEAR(math::sin(math::kPi / 2), 1.0, 1e-15);
  EXPECT_TRUE(std::isnan(math::sin(kInfinity)));
  EXPECT_TRUE(std::isnan(math::cos(kNaN)));
}

TEST(Math, PowKeepsItsPromisedAccuracyForOrdinaryResults) {
  Random random(4);
  double worst = 0.0;
  for (int i = 0; i < kPoints; ++i) {
    const double base = random.uniform(1e-3, 100.0);
    const double exponent = random.uniform(-6.0, 6.0);
    worst = std::max(worst, relative_error(math::pow(base, exponent), std::pow(static_cast<long double>(base),
                                                                               static_cast<long double>(exponent))));
  }
  EXPECT_LT(worst, 1e-14);
}

TEST(Math, FloorToIntRoundsTowardsMinusInfinity) {
  EXPECT_EQ(math::floor_to_int(2.0), 2);
  EXPECT_EQ(math::floor_to_int(2.9), 2);
  EXPECT_EQ(math::floor_to_int(-2.0), -2);
  EXPECT_EQ(math::floor_to_int(-2.1), -3);
  EXPECT_EQ(math::floor_to_int(-1e-300), -1);
}

TEST(Math, RampClampAndLerpStayWithinTheirEnds) {
  EXPECT_EQ(math::ramp(1.0, 2.0, 5.0), 0.0);
  EXPECT_EQ(math::ramp(3.5, 2.0, 5.0), 0.5);
  EXPECT_EQ(math::ramp(9.0, 2.0, 5.0), 1.0);
  EXPECT_EQ(math::clamp(7, 1, 5), 5);
  EXPECT_EQ(math::clamp(-7, 1, 5), 1);
  EXPECT_EQ(math::lerp(2.0, 4.0, 0.25), 2.5);
}

}  // namespace
