// The people drawn are those of the table in facts d.2.
#include <sensors/athlete/parameters.hpp>

#include <algorithm>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "support.hpp"

namespace {

using namespace tonus::athlete;
using testing_support::mean;
using testing_support::sd;

constexpr int kPeople = 2000;

std::vector<Parameters> people(std::string_view persona, Work work) {
  std::vector<Parameters> out;
  for (std::uint64_t seed = 1; seed <= kPeople; ++seed) out.push_back(draw(persona, work, seed));
  return out;
}

template <class Get>
std::vector<double> each(const std::vector<Parameters>& from, Get get) {
  std::vector<double> out;
  for (const Parameters& p : from) out.push_back(get(p));
  return out;
}

double median(std::vector<double> x) {
  std::ranges::sort(x);
  return x[x.size() / 2];
}

double share(const std::vector<double>& x, double above) {
  return static_cast<double>(std::ranges::count_if(x, [above](double v) { return v > above; })) /
         static_cast<double>(x.size());
}

TEST(Population, TheGainOfCyclistsIsThatOfTheTable) {
  const auto all = people("healthy", Work::Cycle);
  const auto k = each(all, [](const Parameters& p) { return p.gain; });
  EXPECT_NEAR(mean(k), 0.392, 0.03 * 0.392);
  EXPECT_NEAR(median(k), 0.375, 0.03 * 0.375);
  EXPECT_NEAR(sd(k), 0.120, 0.08 * 0.120);
  EXPECT_GE(*std::ranges::min_element(k), 0.15);
  EXPECT_LE(*std::ranges::max_element(k), 0.90);
  std::vector<double> women, men;
  for (const Parameters& p : all) (p.is_woman ? women : men).push_back(p.gain);
  EXPECT_NEAR(static_cast<double>(women.size()), 0.5 * kPeople, 80.0);
  EXPECT_NEAR(median(women) / median(men), 1.20, 0.06);
}

TEST(Population, TheGainOfRunnersIsThatOfTheTable) {
  const auto k = each(people("healthy", Work::Treadmill), [](const Parameters& p) { return p.gain; });
  EXPECT_NEAR(mean(k), 25.2, 0.03 * 25.2);
  EXPECT_NEAR(sd(k), 9.5, 0.08 * 9.5);
}

TEST(Population, FitPeopleHaveALowGainAndALowRestingRate) {
  const auto all = people("healthy", Work::Cycle);
  const auto k = each(all, [](const Parameters& p) { return p.gain; });
  const auto rest = each(all, [](const Parameters& p) { return p.rest_bpm; });
  const double k_mean = mean(k), rest_mean = mean(rest);
  double product = 0.0;
  for (std::size_t i = 0; i < k.size(); ++i) product += (k[i] - k_mean) * (rest[i] - rest_mean) / kPeople;
  EXPECT_NEAR(product / (sd(k) * sd(rest)), 0.35, 0.10);
  const auto gain_of = [](std::string_view persona) {
    return median(each(people(persona, Work::Cycle), [](const Parameters& p) { return p.gain; }));
  };
  EXPECT_LT(gain_of("trained"), 0.80 * median(k));
  EXPECT_GT(gain_of("deconditioned"), 1.25 * median(k));
}

TEST(Population, TimeConstantsAreThoseOfTheTableForThirtyYearsOfAgeAndGrowAfter) {
  const auto of_thirty = [](const Parameters& p) {
    return p.rise_tau_s / (1.0 + 0.005 * std::max(0.0, p.age_years - 30.0));
  };
  const auto cycle = each(people("healthy", Work::Cycle), of_thirty);
  const auto treadmill = each(people("healthy", Work::Treadmill), of_thirty);
  EXPECT_NEAR(mean(cycle), 68.7, 0.03 * 68.7);
  EXPECT_NEAR(sd(cycle), 21.5, 0.08 * 21.5);
  EXPECT_NEAR(mean(treadmill), 62.5, 0.03 * 62.5);
  EXPECT_NEAR(sd(treadmill), 18.5, 0.08 * 18.5);
  const auto trained = each(people("trained", Work::Cycle), of_thirty);
  EXPECT_NEAR(mean(trained), 0.75 * 68.7, 0.03 * 68.7);
  for (const Parameters& p : people("older", Work::Cycle)) {
    ASSERT_GE(p.rise_tau_s, 25.0);
    ASSERT_LE(p.rise_tau_s, 160.0);
    ASSERT_DOUBLE_EQ(p.fall_tau_s, 1.15 * p.rise_tau_s);
  }
}

TEST(Population, DelaysAreUniformAndOneTrainerInTenIsSlow) {
  const auto all = people("healthy", Work::Cycle);
  const auto body = each(all, [](const Parameters& p) { return p.body_delay_s; });
  const auto trainer = each(all, [](const Parameters& p) { return p.actuator_delay_s; });
  const auto sensor = each(all, [](const Parameters& p) { return p.sensor_delay_s; });
  EXPECT_NEAR(mean(body), 8.5, 0.3);
  EXPECT_NEAR(sd(body), 13.0 / std::sqrt(12.0), 0.2);
  EXPECT_NEAR(share(trainer, 5.0), 0.10, 0.02);
  EXPECT_NEAR(mean(trainer), 0.9 * 3.0 + 0.1 * 7.5, 0.15);
  EXPECT_GE(*std::ranges::min_element(trainer), 1.0);
  EXPECT_LE(*std::ranges::max_element(trainer), 10.0);
  EXPECT_NEAR(mean(sensor), 1.85, 0.06);
  EXPECT_GE(*std::ranges::min_element(sensor), 0.4);
  EXPECT_LE(*std::ranges::max_element(sensor), 3.3);
}

TEST(Population, RestAndMaximumAreThoseOfTheTable) {
  const auto residual = [](const Parameters& p) { return p.max_bpm - (211.0 - 0.64 * p.age_years); };
  const auto rest = [](const Parameters& p) { return p.rest_bpm; };
  const auto healthy = people("healthy", Work::Cycle);
  EXPECT_NEAR(mean(each(healthy, rest)), 68.0, 1.0);
  EXPECT_NEAR(sd(each(healthy, rest)), 10.0, 0.6);
  EXPECT_NEAR(mean(each(healthy, residual)), 0.0, 1.0);
  EXPECT_NEAR(sd(each(healthy, residual)), 10.8, 0.7);
  const auto trained = each(people("trained", Work::Cycle), rest),
             unfit = each(people("deconditioned", Work::Cycle), rest);
  EXPECT_NEAR(mean(trained), 55.0, 0.5);
  EXPECT_NEAR(sd(trained), 4.0, 0.3);
  EXPECT_NEAR(mean(unfit), 78.0, 1.0);
  EXPECT_NEAR(sd(unfit), 12.0, 0.8);
  for (const Parameters& p : people("older", Work::Cycle)) ASSERT_GE(p.age_years, 65.0);
}

TEST(Population, DriftAsymmetryAndEctopyAreThoseOfTheTable) {
  const auto all = people("healthy", Work::Cycle);
  const auto drift = each(all, [](const Parameters& p) { return p.drift_bpm_per_min; });
  EXPECT_NEAR(mean(drift), 0.351, 0.02);
  EXPECT_NEAR(sd(drift), 0.265, 0.02);
  EXPECT_GE(*std::ranges::min_element(drift), 0.0);
  const auto asymmetry = each(all, [](const Parameters& p) { return p.asymmetry; });
  EXPECT_NEAR(mean(asymmetry), 0.24, 0.01);
  EXPECT_NEAR(sd(asymmetry), 0.10, 0.01);
  std::vector<double> ectopic;
  for (const Parameters& p : all) {
    if (p.ectopic_share > 0.0) ectopic.push_back(p.ectopic_share);
    ASSERT_DOUBLE_EQ(p.svt_per_hour, 0.002);
  }
  EXPECT_NEAR(static_cast<double>(ectopic.size()) / kPeople, 0.15, 0.025);
  EXPECT_GE(*std::ranges::min_element(ectopic), 0.001);
  EXPECT_LE(*std::ranges::max_element(ectopic), 0.03);
}

TEST(Population, ABetaBlockerLowersRestMaximumGainAndDrift) {
  const auto healthy = people("healthy", Work::Cycle), blocked = people("beta_blocked", Work::Cycle);
  for (std::size_t i = 0; i < blocked.size(); ++i) {
    const Parameters& p = blocked[i];
    ASSERT_TRUE(p.is_beta_blocked);
    ASSERT_GT(p.max_bpm, std::min(164.0 - 0.7 * p.age_years, 0.8 * (211.0 - 0.64 * p.age_years - 27.0)) - 0.1);
    ASSERT_LT(p.max_bpm, std::max(p.rest_bpm + 40.1, 0.8 * (211.0 - 0.64 * p.age_years + 27.1)));
  }
  const auto k = [](const Parameters& p) { return p.gain; };
  const auto drift = [](const Parameters& p) { return p.drift_bpm_per_min; };
  const auto rest = [](const Parameters& p) { return p.rest_bpm; };
  EXPECT_NEAR(median(each(blocked, k)) / median(each(healthy, k)), 0.75, 0.01);
  EXPECT_NEAR(mean(each(blocked, drift)) / mean(each(healthy, drift)), 0.3, 0.01);
  EXPECT_NEAR(mean(each(blocked, rest)) - mean(each(healthy, rest)), -10.0, 0.5);
}

TEST(Population, ChronotropicIncompetenceHalvesTheSlopeAndEndsEarly) {
  const auto healthy = people("healthy", Work::Cycle), slow = people("chronotropic", Work::Cycle);
  const auto k = [](const Parameters& p) { return p.gain; };
  EXPECT_NEAR(median(each(slow, k)) / median(each(healthy, k)), 0.5, 0.02);
  const auto reserve = each(slow, [](const Parameters& p) { return p.max_bpm - p.rest_bpm; });
  EXPECT_NEAR(mean(reserve), 0.62 * (211.0 - 0.64 * 60.0 - 68.0), 4.0);
}

TEST(Population, TheThresholdLiesAtSixtyToSeventyPercentOfReserve) {
  for (const Work work : {Work::Cycle, Work::Treadmill}) {
    for (const char* persona : {"healthy", "trained", "deconditioned", "older", "af", "wrist"}) {
      for (const Parameters& p : people(persona, work)) {
        const double share_of_reserve = p.gain * p.threshold_load / (p.max_bpm - p.rest_bpm);
        ASSERT_GT(share_of_reserve, 0.5999) << persona;
        ASSERT_LT(share_of_reserve, 0.7001) << persona;
      }
    }
  }
  for (const Parameters& p : people("healthy", Work::Scenario)) ASSERT_DOUBLE_EQ(p.threshold_load, 0.6);
}

TEST(Population, VariabilityFollowsTheKindOfWork) {
  for (const Work work : {Work::Cycle, Work::Scenario, Work::Treadmill}) {
    const Parameters p = draw("healthy", work, 1);
    EXPECT_DOUBLE_EQ(p.vlf_bpm, work == Work::Treadmill ? 1.7 : 2.3);
    EXPECT_DOUBLE_EQ(p.lf_bpm, work == Work::Treadmill ? 1.0 : 1.4);
  }
}

TEST(Population, InAScenarioIntensityOneBringsAboutTheReserve) {
  const auto share_at_one = each(people("healthy", Work::Scenario), [](const Parameters& p) {
    return p.gain * (1.0 - p.flattening * 0.4) / (p.max_bpm - p.rest_bpm);
  });
  EXPECT_NEAR(mean(share_at_one), 1.0, 0.02);
  EXPECT_NEAR(sd(share_at_one), 0.18, 0.015);
}

TEST(Population, PersonasComeInTheSharesOfTheTestPopulation) {
  std::map<std::string, int> counts;
  constexpr int kDrawn = 20000;
  for (std::uint64_t seed = 1; seed <= kDrawn; ++seed) {
    ++counts[std::string(draw_from_population(Work::Cycle, seed).persona)];
  }
  const std::map<std::string, double> expected{
      {"healthy", 0.55},       {"beta_blocked", 0.12}, {"older", 0.10},        {"trained", 0.08},
      {"deconditioned", 0.05}, {"wrist", 0.05},        {"chronotropic", 0.03}, {"af", 0.02}};
  EXPECT_EQ(counts.size(), expected.size());
  for (const auto& [name, part] : expected) EXPECT_NEAR(counts[name] / double{kDrawn}, part, 0.01) << name;
}

TEST(Population, EqualArgumentsGiveEqualPeopleAndOtherSeedsOthers) {
  for (const std::string_view persona : personas()) {
    const auto a = fields(draw(persona, Work::Cycle, 9)), b = fields(draw(persona, Work::Cycle, 9));
    const auto c = fields(draw(persona, Work::Cycle, 10));
    for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].value, b[i].value) << a[i].name;
    EXPECT_NE(a[0].value, c[0].value);
  }
}

TEST(Population, WhatIsKnownChangesOnlyWhatFollowsFromIt) {
  const Parameters drawn = draw("healthy", Work::Cycle, 4);
  const Parameters known = draw("healthy", Work::Cycle, 4, {.age_years = 33.0, .rest_bpm = 61.0, .max_bpm = 188.0});
  EXPECT_EQ(known.age_years, 33.0);
  EXPECT_EQ(known.rest_bpm, 61.0);
  EXPECT_EQ(known.max_bpm, 188.0);
  EXPECT_EQ(known.gain, drawn.gain);
  EXPECT_EQ(known.body_delay_s, drawn.body_delay_s);
  EXPECT_EQ(known.drift_bpm_per_min, drawn.drift_bpm_per_min);
  EXPECT_EQ(known.sensor_delay_s, drawn.sensor_delay_s);
}

TEST(Population, EveryPersonaHasALabelAndAnUnknownNameNone) {
  EXPECT_EQ(personas().size(), 8u);
  for (const std::string_view persona : personas()) {
    EXPECT_TRUE(is_persona(persona));
    EXPECT_FALSE(label(persona).empty());
    EXPECT_EQ(draw(persona, Work::Cycle, 1).persona, persona);
  }
  EXPECT_FALSE(is_persona("superhero"));
  EXPECT_TRUE(label("superhero").empty());
  EXPECT_EQ(draw("superhero", Work::Cycle, 1).persona, "healthy");
}

TEST(Population, ADescriptionNamesEveryFieldWithItsUnit) {
  const Parameters p = draw("trained", Work::Treadmill, 3);
  const std::string text = describe(p);
  for (const Field& field : fields(p)) EXPECT_NE(text.find("; " + std::string(field.name) + " "), std::string::npos);
  EXPECT_EQ(text.find("trained, treadmill, two-phase"), 0u);
  EXPECT_NE(text.find("bpm/(m/s)"), std::string::npos);
}

}  // namespace
