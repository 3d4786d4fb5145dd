#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include <bootstrap.hpp>
#include <engine/core/random.hpp>

namespace tonus::lab {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinite = std::numeric_limits<double>::infinity();

TEST(Bootstrap, MeanOfNormalsHasTheTextbookInterval) {
  Random random(7);
  std::vector<double> values(400);
  double sum = 0.0, squares = 0.0;
  for (double& x : values) {
    x = 10.0 + 2.0 * random.normal();
    sum += x;
    squares += x * x;
  }
  const double n = 400.0, mean = sum / n, error = std::sqrt((squares / n - mean * mean) / n);
  const Interval seen = bootstrap(Statistic::Mean, values);
  EXPECT_DOUBLE_EQ(seen.value, mean);
  EXPECT_NEAR(seen.low, mean - 1.96 * error, 0.15 * error);
  EXPECT_NEAR(seen.high, mean + 1.96 * error, 0.15 * error);
}

TEST(Bootstrap, ShareOfTwoValuesHasTheBinomialInterval) {
  // 30 of 100: binomial 2.5 and 97.5 % quantiles of the share are 0.21 and 0.39.
  std::vector<double> values(100, 0.0);
  for (std::size_t i = 0; i < 30; ++i) values[i] = 1.0;
  const Interval seen = bootstrap(Statistic::Mean, values);
  EXPECT_DOUBLE_EQ(seen.value, 0.30);
  EXPECT_NEAR(seen.low, 0.21, 0.011);
  EXPECT_NEAR(seen.high, 0.39, 0.011);
}

TEST(Bootstrap, QuantilesInterpolateLikeTypeSeven) {
  const std::vector<double> values{4.0, 1.0, 3.0, 2.0, kNaN};
  EXPECT_DOUBLE_EQ(figure(Statistic::Median, values), 2.5);
  EXPECT_DOUBLE_EQ(figure(Statistic::P95, values), 3.85);
  EXPECT_DOUBLE_EQ(figure(Statistic::P05, values), 1.15);
  EXPECT_DOUBLE_EQ(figure(Statistic::Most, values), 4.0);
}

TEST(Bootstrap, NeverIsAValueOfItsOwn) {
  const std::vector<double> values{1.0, 2.0, kInfinite, kInfinite, kInfinite};
  const Interval seen = bootstrap(Statistic::Median, values);
  EXPECT_TRUE(std::isinf(seen.value));
  EXPECT_TRUE(std::isinf(seen.high));
  EXPECT_EQ(seen.low, 1.0);
}

TEST(Bootstrap, NobodyIsNotANumber) {
  const std::vector<double> nobody{kNaN, kNaN};
  EXPECT_TRUE(std::isnan(bootstrap(Statistic::Mean, nobody).value));
  EXPECT_TRUE(std::isnan(bootstrap_ratio(nobody, nobody).high));
}

TEST(Bootstrap, PairsMakeARatioSurer) {
  Random random(3);
  std::vector<double> below(200), above(200), strangers(200);
  for (std::size_t i = 0; i < below.size(); ++i) {
    below[i] = 10.0 + 3.0 * random.normal();
    above[i] = 0.9 * below[i] + 0.1 * random.normal();
    strangers[i] = 9.0 + 2.7 * random.normal();
  }
  const Interval paired = bootstrap_ratio(above, below), unpaired = bootstrap_ratio(strangers, below);
  EXPECT_NEAR(paired.value, 0.9, 0.01);
  EXPECT_LT(paired.high - paired.low, 0.2 * (unpaired.high - unpaired.low));
  EXPECT_LT(paired.low, paired.value);
  EXPECT_GT(paired.high, paired.value);
}

TEST(Bootstrap, PeopleWithoutBothAreLeftOut) {
  const std::vector<double> above{1.0, kNaN, 3.0}, below{2.0, 100.0, 2.0};
  EXPECT_DOUBLE_EQ(bootstrap_ratio(above, below).value, 1.0);
}

TEST(Bootstrap, NoEventInNHoursLeavesRoomForThree) {
  const std::vector<double> stops(50, 0.0), hours(50, 6.0);
  const Interval rate = bootstrap_ratio(stops, hours);
  EXPECT_EQ(rate.value, 0.0);
  EXPECT_DOUBLE_EQ(rate.high, 3.0 / 300.0);
}

TEST(Bootstrap, EqualCallsGiveEqualIntervals) {
  const std::vector<double> values{1.0, 5.0, 2.0, 8.0, 3.0};
  const Interval a = bootstrap(Statistic::P95, values), b = bootstrap(Statistic::P95, values);
  EXPECT_EQ(a.low, b.low);
  EXPECT_EQ(a.high, b.high);
}

}  // namespace
}  // namespace tonus::lab
