#include <sensors/body/profile.hpp>

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace {

using namespace tonus;
using namespace tonus::literals;
using body::heart_limits;
using body::HeartLimits;
using body::Profile;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

void expect_ordered(const HeartLimits& limits) {
  EXPECT_LE(limits.rest.value + 20.0, limits.ceiling.value + 1e-9);
  EXPECT_LE(limits.ceiling.value, limits.max.value);
}

TEST(HeartLimits, NothingKnownMeansFortyYearsAndRestSixtyFive) {
  const auto limits = heart_limits({});
  EXPECT_EQ(limits.rest, 65_bpm);
  EXPECT_DOUBLE_EQ(limits.max.value, 211.0 - 0.64 * 40.0);
  EXPECT_DOUBLE_EQ(limits.ceiling.value, limits.max.value - 10.8);
  EXPECT_FALSE(limits.max_is_measured);
  EXPECT_FALSE(limits.ceiling_is_personal);
}

TEST(HeartLimits, AMeasuredMaximumBeatsEveryFormulaAndIsItsOwnCeiling) {
  const auto limits = heart_limits({.age_years = 70.0, .max = 182_bpm, .beta_blocker = true});
  EXPECT_EQ(limits.max, 182_bpm);
  EXPECT_EQ(limits.ceiling, 182_bpm);
  EXPECT_TRUE(limits.max_is_measured);
}

TEST(HeartLimits, OfSeveralCeilingsTheLowestHoldsWhoeverSetIt) {
  EXPECT_EQ(
      heart_limits({.ceiling = 150_bpm, .clinician = {.ceiling = 140_bpm}, .coach = {.ceiling = 160_bpm}}).ceiling,
      140_bpm);
  EXPECT_EQ(heart_limits({.clinician = {.ceiling = 140_bpm}, .coach = {.ceiling = 130_bpm}}).ceiling, 130_bpm);
  EXPECT_TRUE(heart_limits({.coach = {.ceiling = 130_bpm}}).ceiling_is_personal);
  EXPECT_EQ(heart_limits({.coach = {.ceiling = BeatsPerMinute{kNaN}}}).ceiling, heart_limits({}).ceiling);
}

TEST(HeartLimits, ABetaBlockerTakesTheLowerOfBothFormulas) {
  const auto at_40 = heart_limits({.age_years = 40.0, .beta_blocker = true});
  EXPECT_NEAR(at_40.max.value, 136.0, 1e-9);
  const auto at_70 = heart_limits({.age_years = 70.0, .beta_blocker = true});
  EXPECT_NEAR(at_70.max.value, 115.0, 1e-9);
  const auto at_10 = heart_limits({.age_years = 10.0, .beta_blocker = true});
  EXPECT_NEAR(at_10.max.value, 157.0, 1e-9);
}

TEST(HeartLimits, APersonalCeilingHoldsBelowTheMaximum) {
  const auto limits = heart_limits({.ceiling = 130_bpm});
  EXPECT_EQ(limits.ceiling, 130_bpm);
  EXPECT_TRUE(limits.ceiling_is_personal);
  EXPECT_EQ(heart_limits({.max = 150_bpm, .ceiling = 170_bpm}).ceiling, 150_bpm);
}

TEST(HeartLimits, APersonalCeilingIsNeverRaisedRestGivesWay) {
  const auto limits = heart_limits({.rest = 72_bpm, .ceiling = 80_bpm});
  EXPECT_EQ(limits.ceiling, 80_bpm);
  EXPECT_EQ(limits.rest, 60_bpm);
}

TEST(HeartLimits, AFormulaGivesWayToAMeasuredRest) {
  const auto limits = heart_limits({.age_years = 100.0, .rest = 90_bpm, .beta_blocker = true});
  EXPECT_EQ(limits.rest, 90_bpm);
  EXPECT_EQ(limits.ceiling, 110_bpm);
  expect_ordered(limits);
}

TEST(HeartLimits, AbsurdValuesCountAsNotGiven) {
  const auto usual = heart_limits({});
  const Profile absurd[] = {{.age_years = -3.0}, {.age_years = 400.0}, {.age_years = kNaN},
                            {.rest = 0_bpm},     {.rest = 300_bpm},    {.rest = BeatsPerMinute{kNaN}},
                            {.max = 20_bpm},     {.max = 1000_bpm},    {.max = BeatsPerMinute{kNaN}},
                            {.ceiling = 3_bpm},  {.ceiling = 999_bpm}, {.ceiling = BeatsPerMinute{kNaN}}};
  for (const Profile& profile : absurd) {
    const auto limits = heart_limits(profile);
    EXPECT_EQ(limits.rest, usual.rest);
    EXPECT_EQ(limits.max, usual.max);
    EXPECT_EQ(limits.ceiling, usual.ceiling);
    EXPECT_FALSE(limits.max_is_measured);
    EXPECT_FALSE(limits.ceiling_is_personal);
  }
}

TEST(HeartLimits, EveryCombinationOfTheProfileIsOrdered) {
  const std::optional<double> ages[] = {std::nullopt, 10.0, 40.0, 75.0, 100.0};
  const std::optional<BeatsPerMinute> rests[] = {std::nullopt, 30_bpm, 65_bpm, 110_bpm};
  const std::optional<BeatsPerMinute> maxima[] = {std::nullopt, 100_bpm, 150_bpm, 230_bpm};
  const std::optional<BeatsPerMinute> ceilings[] = {std::nullopt, 50_bpm, 90_bpm, 140_bpm, 230_bpm};
  for (const auto& age : ages) {
    for (const auto& rest : rests) {
      for (const auto& max : maxima) {
        for (const auto& ceiling : ceilings) {
          for (const bool blocked : {false, true}) {
            const auto limits =
                heart_limits({.age_years = age, .rest = rest, .max = max, .beta_blocker = blocked, .ceiling = ceiling});
            expect_ordered(limits);
            EXPECT_LE(limits.ceiling, ceiling.value_or(limits.ceiling));
            EXPECT_EQ(limits.max, max.value_or(limits.max));
          }
        }
      }
    }
  }
}

TEST(Zones, EdgesBelongToTheUpperZoneAndEachHasALabel) {
  const HeartLimits limits{.rest = 60_bpm, .max = 160_bpm, .ceiling = 160_bpm};
  EXPECT_EQ(body::zone(limits, 40_bpm), 1);
  EXPECT_EQ(body::zone(limits, 99_bpm), 1);
  EXPECT_EQ(body::zone(limits, 100_bpm), 2);
  EXPECT_EQ(body::zone(limits, 119_bpm), 2);
  EXPECT_EQ(body::zone(limits, 120_bpm), 3);
  EXPECT_EQ(body::zone(limits, 130_bpm), 4);
  EXPECT_EQ(body::zone(limits, 145_bpm), 5);
  EXPECT_EQ(body::zone(limits, 200_bpm), 5);
  EXPECT_EQ(body::zone(limits, BeatsPerMinute{kNaN}), 0);
  EXPECT_STREQ(body::zone_label(1), "very light");
  EXPECT_STREQ(body::zone_label(5), "near maximal");
  EXPECT_STREQ(body::zone_label(0), "unknown");
}

TEST(Zones, KarvonenAndItsInverseMeet) {
  const auto limits = heart_limits({});
  EXPECT_NEAR(body::reserve_fraction(limits, body::at_reserve(limits, 0.6)), 0.6, 1e-12);
  EXPECT_EQ(body::at_reserve(limits, 0.0), limits.rest);
}

}  // namespace
