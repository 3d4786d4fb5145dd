#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include <gtest/gtest.h>

#include <sensors/body/load.hpp>
#include <sensors/body/power.hpp>

namespace tonus::body {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

HeartLimits limits() { return heart_limits({.rest = BeatsPerMinute{60.0}, .max = BeatsPerMinute{180.0}}); }

TEST(Load, BanisterIsTheFormulaOfEachNamedVariant) {
  const std::array<HeartStretch, 1> half{{{.minutes = 60.0, .bpm = 120.0}}};
  EXPECT_NEAR(banister_trimp(half, limits(), TrimpVariant::Men), 60.0 * 0.5 * 0.64 * std::exp(0.96), 1e-9);
  EXPECT_NEAR(banister_trimp(half, limits(), TrimpVariant::Women), 60.0 * 0.5 * 0.86 * std::exp(0.835), 1e-9);
  const double shared = banister_trimp(half, limits(), TrimpVariant::WomenGoldenCheetah);
  EXPECT_NEAR(shared / banister_trimp(half, limits(), TrimpVariant::Women), 0.64 / 0.86, 1e-12);
  EXPECT_STREQ(name(TrimpVariant::WomenGoldenCheetah), "banister-women-goldencheetah");
}

TEST(Load, BanisterHoldsTheShareOfReserveWithinItsRangeAndSkipsWhatIsNoNumber) {
  const std::array<HeartStretch, 4> odd{{{10.0, 40.0}, {10.0, kNan}, {kNan, 120.0}, {-5.0, 120.0}}};
  EXPECT_EQ(banister_trimp(odd, limits(), TrimpVariant::Men), 0.0);
  const std::array<HeartStretch, 1> above{{{10.0, 250.0}}};
  EXPECT_NEAR(banister_trimp(above, limits(), TrimpVariant::Men), 10.0 * 0.64 * std::exp(1.92), 1e-9);
}

TEST(Load, EdwardsCountsTenthsOfTheMaximum) {
  // 180: 85 % is the fourth band, 95 % the fifth, 45 % none.
  const std::array<HeartStretch, 3> session{{{10.0, 153.0}, {5.0, 171.0}, {30.0, 81.0}}};
  EXPECT_DOUBLE_EQ(edwards_trimp(session, limits()), 10.0 * 4 + 5.0 * 5);
}

TEST(Load, SessionRpeRefusesWhatIsNoRating) {
  EXPECT_EQ(session_rpe_load(5.0, 60.0), 300.0);
  EXPECT_FALSE(session_rpe_load(11.0, 60.0));
  EXPECT_FALSE(session_rpe_load(kNan, 60.0));
  EXPECT_FALSE(session_rpe_load(5.0, -1.0));
}

TEST(Load, WeeklyMinutesCountVigorousTwice) {
  // 50 % of reserve is moderate, 75 % vigorous, 20 % neither.
  const std::array<HeartStretch, 3> week{{{100.0, 120.0}, {30.0, 150.0}, {500.0, 84.0}}};
  const auto minutes = weekly_minutes(week, limits());
  EXPECT_EQ(minutes.moderate, 100.0);
  EXPECT_EQ(minutes.vigorous, 30.0);
  EXPECT_EQ(minutes.equivalent(), 160.0);
}

TEST(Load, FitnessAndFatigueFollowTheirTimeConstants) {
  LoadBalance balance;
  for (int day = 0; day < 42; ++day) balance.add_day(100.0);
  EXPECT_NEAR(balance.ctl, 100.0 * (1.0 - std::exp(-1.0)), 1e-9);
  EXPECT_NEAR(balance.atl, 100.0 * (1.0 - std::exp(-6.0)), 1e-9);
  const LoadBalance before = balance;
  balance.add_day(std::nullopt);
  EXPECT_EQ(balance.tsb(), before.tsb()) << "an unknown day is no rest day";
  balance.add_day(0.0);
  EXPECT_GT(balance.tsb(), before.tsb());
}

TEST(Load, FitnessBeginsWhereTheFirstTwoWeeksWere) {
  std::vector<std::optional<double>> loads(14, 50.0);
  loads[3].reset();
  loads.push_back(5000.0);
  EXPECT_EQ(first_balance(loads).ctl, 50.0);
  EXPECT_EQ(first_balance(loads).tsb(), 0.0);
  EXPECT_EQ(first_balance({}).ctl, 0.0);
}

TEST(Load, MonotonyNeedsAWholeKnownWeekThatVaries) {
  std::vector<std::optional<double>> days{0.0, 100.0, 0.0, 100.0, 0.0, 100.0, 0.0};
  const auto week = monotony(days);
  ASSERT_TRUE(week);
  const double mean = 300.0 / 7.0;
  const double sd = std::sqrt((4 * mean * mean + 3 * (100.0 - mean) * (100.0 - mean)) / 6.0);
  EXPECT_NEAR(week->monotony, mean / sd, 1e-12);
  EXPECT_NEAR(week->strain, 300.0 * mean / sd, 1e-9);
  days.back().reset();
  EXPECT_FALSE(monotony(days));
  EXPECT_FALSE(monotony(std::vector<std::optional<double>>(7, 50.0)));
  EXPECT_FALSE(monotony(std::vector<std::optional<double>>(6, 50.0)));
}

TEST(Power, ConstantPowerIsItsOwnNormalisedPowerAndAnHourAtFtpIsAHundred) {
  const std::vector<double> hour(3600, 250.0);
  const auto stress = ride_stress(hour, Watts{250.0});
  ASSERT_TRUE(stress);
  EXPECT_NEAR(stress->normalised.value, 250.0, 1e-9);
  EXPECT_NEAR(stress->tss, 100.0, 1e-9);
  EXPECT_FALSE(ride_stress(hour, Watts{0.0}));
  EXPECT_FALSE(normalised_power(std::vector<double>(29, 200.0)));
}

TEST(Power, NormalisedPowerOfAStepIsTheFourthPowerMeanOfTheRollingMean) {
  std::vector<double> ride(60, 100.0);
  ride.insert(ride.end(), 60, 300.0);
  double sum = 0.0;
  int count = 0;
  for (std::size_t i = 29; i < ride.size(); ++i, ++count) {
    double mean = 0.0;
    for (std::size_t k = i - 29; k <= i; ++k) mean += ride[k] / 30.0;
    sum += std::pow(mean, 4);
  }
  EXPECT_NEAR(normalised_power(ride)->value, std::pow(sum / count, 0.25), 1e-9);
  ride[3] = kNan;
  EXPECT_TRUE(std::isfinite(normalised_power(ride)->value));
}

TEST(Power, WPrimeIsSpentAboveCriticalPowerAndComesBackBelow) {
  std::vector<double> ride(100, 350.0);
  ride.insert(ride.end(), 2000, 100.0);
  const auto left = w_prime_balance(ride, Watts{250.0}, 20000.0);
  ASSERT_EQ(left.size(), ride.size());
  EXPECT_NEAR(left[99], 10000.0, 1e-6);
  // Half is missing, 150 W below: what is missing shrinks by 150 / 20000 of itself a second.
  EXPECT_NEAR(20000.0 - left[199], 10000.0 * std::pow(1.0 - 150.0 / 20000.0, 100), 1e-6);
  EXPECT_LE(left.back(), 20000.0);
  EXPECT_TRUE(w_prime_balance(ride, Watts{10.0}, 20000.0).empty());
}

TEST(Power, OxygenUptakeSaysHowAndHowSure) {
  EXPECT_FALSE(oxygen_uptake_from_rates({.max = BeatsPerMinute{190.0}}));
  const auto measured = oxygen_uptake_from_rates({.rest = BeatsPerMinute{50.0}, .max = BeatsPerMinute{190.0}});
  ASSERT_TRUE(measured);
  EXPECT_NEAR(measured->ml_per_kg_min, 15.3 * 190.0 / 50.0, 1e-9);
  const auto guessed = oxygen_uptake_from_rates({.age_years = 33.0, .rest = BeatsPerMinute{50.0}});
  EXPECT_GT(guessed->high - guessed->low, measured->high - measured->low);
  // 2 W/kg at half of reserve: 28.6 ml, of which 25.1 above rest.
  const auto ride = oxygen_uptake_from_ride(Watts{140.0}, {120.0}, 70.0, limits());
  ASSERT_TRUE(ride);
  EXPECT_NEAR(ride->ml_per_kg_min, 3.5 + (7.0 + 21.6 - 3.5) / 0.5, 1e-9);
  EXPECT_FALSE(oxygen_uptake_from_ride(Watts{140.0}, {90.0}, 70.0, limits())) << "too easy to extrapolate from";
}

}  // namespace
}  // namespace tonus::body
