// What a load does to a heart in which nothing varies.
#include <algorithm>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "support.hpp"

namespace {

using namespace tonus::athlete;
using testing_support::kStill;
using testing_support::plain;
using testing_support::run;

double state(const Athlete& athlete) { return athlete.truth().state_bpm; }

/// Seconds until the state has left its value by a hundredth of a beat.
double reaction_s(Athlete& athlete, double command) {
  const double before = state(athlete);
  for (int i = 1; i < 1000; ++i) {
    athlete.step(command);
    if (std::abs(state(athlete) - before) > 0.01) return 0.1 * i;
  }
  return 100.0;
}

TEST(Plant, AStepOfLoadBringsTheGainOfThePerson) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    for (const Work work : {Work::Cycle, Work::Treadmill, Work::Scenario}) {
      Parameters p = draw_from_population(work, seed);
      p.drift_bpm_per_min = p.svt_per_hour = 0.0;
      // Below threshold and saturation both: six knees from the maximum.
      const double load = std::min(p.threshold_load, (p.max_bpm - p.rest_bpm - 36.0) / p.gain);
      Athlete athlete(p, kStill, seed);
      run(athlete, 0.4 * load, 1500.0);
      const double low = state(athlete);
      run(athlete, load, 1500.0);
      ASSERT_NEAR((state(athlete) - low) / (0.6 * load), p.gain, 0.01 * p.gain) << describe(p);
    }
  }
}

TEST(Plant, AboveTheThresholdTheGainIsFlatter) {
  Parameters p = plain();
  p.threshold_load = 100.0;
  p.flattening = 0.3;
  p.max_bpm = 220.0;
  Athlete athlete(p, kStill, 1);
  run(athlete, 120.0, 900.0);
  const double low = state(athlete);
  run(athlete, 200.0, 900.0);
  EXPECT_NEAR((state(athlete) - low) / 80.0, 0.7 * p.gain, 0.01 * p.gain);
}

TEST(Plant, TheHeartAnswersAfterBothDelays) {
  for (const auto& [actuator_s, body_s] : {std::pair{3.0, 8.0}, {0.0, 2.0}, {10.0, 15.0}, {20.0, 20.0}}) {
    Parameters p = plain();
    p.actuator_delay_s = actuator_s;
    p.body_delay_s = body_s;
    Athlete athlete(p, kStill, 1);
    run(athlete, 50.0, 900.0);
    EXPECT_NEAR(reaction_s(athlete, 100.0), actuator_s + body_s + 0.1, 0.05);
    run(athlete, 100.0, 900.0);
    EXPECT_NEAR(reaction_s(athlete, 50.0), actuator_s + body_s + 0.1, 0.05);
  }
}

TEST(Plant, RiseAndFallAreTheTwoExponentialsOfTheModel) {
  Parameters p = plain();
  p.actuator_delay_s = p.body_delay_s = 0.0;
  p.rise_tau_s = 60.0;
  p.fall_tau_s = 80.0;
  Athlete athlete(p, kStill, 1);
  const auto expected = [&p](double t_s, double slow_tau_s) {
    return 1.0 - 0.35 * std::exp(-t_s / p.fast_tau_s) - 0.65 * std::exp(-t_s / slow_tau_s);
  };
  for (int s = 1; s <= 600; ++s) {
    run(athlete, 150.0, 1.0);
    ASSERT_NEAR(state(athlete), p.rest_bpm + 150.0 * p.gain * expected(s, 60.0), 0.1) << s;
  }
  const double top = state(athlete);
  for (int s = 1; s <= 600; ++s) {
    run(athlete, 0.0, 1.0);
    ASSERT_NEAR(state(athlete), top - 150.0 * p.gain * expected(s, 80.0), 0.1) << s;
  }
}

TEST(Plant, SixtyThreePercentComeInTheTimeOfPublishedFirstOrderFitsOrALittleLess) {
  std::vector<double> times_s;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Parameters p = draw("healthy", Work::Cycle, seed);
    p.drift_bpm_per_min = p.svt_per_hour = 0.0;
    Athlete athlete(p, kStill, seed);
    const double load = 0.8 * p.threshold_load;
    double t_s = 0.0;
    while (state(athlete) < p.rest_bpm + 0.632 * p.gain * load && t_s < 400.0) {
      athlete.step(load);
      t_s += 0.1;
    }
    times_s.push_back(t_s - p.body_delay_s - p.actuator_delay_s);
  }
  // Phase I and the upward asymmetry take about 40 % off tau of Phase II.
  EXPECT_NEAR(testing_support::mean(times_s), 0.6 * 68.7, 6.0);
  EXPECT_GT(testing_support::sd(times_s), 8.0);
}

TEST(Plant, TheAsymmetryIsOfTheTransientAlone) {
  Parameters p = plain();
  p.asymmetry = 0.24;
  p.fall_tau_s = p.rise_tau_s;
  Athlete athlete(p, kStill, 1);
  run(athlete, 80.0, 1200.0);
  const double low = state(athlete);
  EXPECT_NEAR(low, p.rest_bpm + 80.0 * p.gain, 0.05);
  const double dead_s = p.actuator_delay_s + p.body_delay_s;
  run(athlete, 120.0, dead_s + 2.0);
  const double up = state(athlete) - low;
  run(athlete, 120.0, 1200.0);
  const double high = state(athlete);
  EXPECT_NEAR(high, p.rest_bpm + 120.0 * p.gain, 0.05);
  run(athlete, 80.0, dead_s + 2.0);
  const double down = high - state(athlete);
  EXPECT_NEAR(up / down, 1.12 / 0.88, 0.03);
  run(athlete, 80.0, 1200.0);
  EXPECT_NEAR(state(athlete), low, 0.05);
}

TEST(Plant, TheHeartSaturatesBelowItsMaximumAlongASoftplusOfSixBeats) {
  Parameters p = plain();
  p.flattening = 0.0;
  const auto soft_min = [](double x, double limit, double knee) {
    return limit - knee * std::log1p(std::exp((limit - x) / knee));
  };
  for (const double load : {100.0, 200.0, 260.0, 300.0, 350.0, 500.0, 2000.0}) {
    Athlete athlete(p, kStill, 1);
    run(athlete, load, 1800.0);
    const double plant_bpm = p.rest_bpm + soft_min(p.gain * load, p.max_bpm - p.rest_bpm, 6.0);
    EXPECT_NEAR(state(athlete), soft_min(plant_bpm, p.max_bpm + 2.0, 2.0), 1e-4) << load;
    EXPECT_LT(state(athlete), p.max_bpm);
  }
}

TEST(Plant, DriftBeginsAfterTenMinutesOfWorkAtItsRateAndEndsAtTwelveBeats) {
  for (const double heat : {1.0, 2.0}) {
    Parameters p = plain();
    p.drift_bpm_per_min = 0.4;
    const double load = 0.7 * (p.max_bpm - p.rest_bpm) / p.gain;
    p.threshold_load = 2.0 * load;
    Athlete athlete(p, {.has_variability = false, .heat = heat}, 1);
    run(athlete, load, 595.0);
    const double before = state(athlete);
    EXPECT_NEAR(before, p.rest_bpm + load * p.gain, 0.3);
    run(athlete, load, 30.0);
    const double start = state(athlete);
    run(athlete, load, 60.0);
    EXPECT_NEAR(state(athlete) - start, 0.4 * heat, 0.05 * heat);
    run(athlete, load, 8.0 * 3600.0);
    EXPECT_NEAR(state(athlete) - before, 12.0, 0.3);
  }
}

TEST(Plant, DriftOfTheCircumstancesReplacesThatOfThePersonAndRestHasNone) {
  Parameters p = plain();
  p.drift_bpm_per_min = 0.4;
  Athlete without(p, {.has_variability = false, .drift_bpm_per_min = 0.0}, 1);
  Athlete early(p, {.has_variability = false, .drift_after_s = 60.0}, 1);
  Athlete resting(p, kStill, 1);
  run(without, 150.0, 3600.0);
  run(early, 150.0, 595.0);
  run(resting, 0.0, 3600.0);
  EXPECT_NEAR(state(without), p.rest_bpm + 150.0 * p.gain, 0.05);
  EXPECT_GT(state(early), p.rest_bpm + 150.0 * p.gain + 1.0);
  EXPECT_NEAR(state(resting), p.rest_bpm, 1e-3);
}

TEST(Plant, CommandsThatAreNoLoadAreRest) {
  for (const Plant plant : {Plant::TwoPhase, Plant::Nonlinear}) {
    for (const Work work : {Work::Cycle, Work::Treadmill, Work::Scenario}) {
      Parameters p = draw("healthy", work, 3);
      p.plant = plant;
      Athlete nan(p, kStill, 1), negative(p, kStill, 1), infinite(p, kStill, 1);
      run(nan, std::numeric_limits<double>::quiet_NaN(), 300.0);
      run(negative, -5.0, 300.0);
      run(infinite, std::numeric_limits<double>::infinity(), 300.0);
      EXPECT_NEAR(state(nan), p.rest_bpm, 1e-3);
      EXPECT_NEAR(state(negative), p.rest_bpm, 1e-3);
      EXPECT_GT(state(infinite), p.rest_bpm + 10.0);
      EXPECT_LT(state(infinite), p.max_bpm + 2.0);
    }
  }
}

TEST(Plant, ComplianceAndPausesChangeWhatIsDone) {
  Parameters p = plain();
  Athlete half(p, {.has_variability = false, .compliance = 0.5}, 1);
  run(half, 100.0, 900.0);
  EXPECT_DOUBLE_EQ(half.truth().load, 50.0);
  EXPECT_NEAR(state(half), p.rest_bpm + 50.0 * p.gain, 0.05);

  Athlete pausing(p, {.has_variability = false, .pauses_per_hour = 6.0}, 1);
  int pauses = 0, paused_s = 0;
  double before = 100.0;
  run(pausing, 100.0, 60.0);
  for (int s = 0; s < 20 * 3600; ++s) {
    run(pausing, 100.0, 1.0);
    const double load = pausing.truth().load;
    ASSERT_TRUE(load == 0.0 || load == 100.0);
    pauses += load == 0.0 && before != 0.0 ? 1 : 0;
    paused_s += load == 0.0 ? 1 : 0;
    before = load;
  }
  EXPECT_NEAR(pauses, 120, 30);
  EXPECT_NEAR(paused_s / static_cast<double>(pauses), 35.0, 5.0);
}

TEST(NonlinearPlant, TenMinutesAtTheLoadOfSixtyPercentBringThemForThePopulation) {
  for (const Work work : {Work::Cycle, Work::Treadmill, Work::Scenario}) {
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
      Parameters p = draw_from_population(work, seed);
      p.plant = Plant::Nonlinear;
      p.svt_per_hour = 0.0;
      const double reserve = p.max_bpm - p.rest_bpm;
      const double load = 0.6 * reserve / p.gain;
      if (work == Work::Scenario && load > 1.0) continue;
      Athlete athlete(p, kStill, seed);
      run(athlete, load, 600.0 + p.actuator_delay_s + p.body_delay_s);
      ASSERT_NEAR((state(athlete) - p.rest_bpm) / load, p.gain, 0.04 * p.gain) << describe(p);
    }
  }
}

TEST(NonlinearPlant, IsStableAndInsideItsBoundsForFiveHundredPeople) {
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    const Work work = static_cast<Work>(seed % 3);
    Parameters p = draw_from_population(work, seed);
    p.plant = Plant::Nonlinear;
    p.svt_per_hour = 0.0;
    const double hard = 1.3 * (p.max_bpm - p.rest_bpm) / p.gain;
    Athlete athlete(p, {.has_variability = false, .heat = 2.0}, seed);
    double before = state(athlete);
    for (int s = 0; s < 5400; ++s) {
      run(athlete, s < 3600 ? (s / 300 % 2 == 0 ? hard : 0.3 * hard) : 0.0, 1.0);
      ASSERT_GE(state(athlete), p.rest_bpm - 0.1) << describe(p);
      ASSERT_LE(state(athlete), p.max_bpm + 2.0) << describe(p);
      ASSERT_LT(std::abs(state(athlete) - before), 12.0) << describe(p);
      before = state(athlete);
    }
    ASSERT_LT(state(athlete), p.rest_bpm + 0.5 * (p.max_bpm - p.rest_bpm)) << describe(p);
  }
}

TEST(NonlinearPlant, ItsSlowLoopMakesTheDrift) {
  Parameters p = plain();
  p.plant = Plant::Nonlinear;
  p.drift_bpm_per_min = 0.4;
  const double load = 0.6 * (p.max_bpm - p.rest_bpm) / p.gain;
  Athlete athlete(p, kStill, 1);
  run(athlete, load, 600.0);
  const double at_ten = state(athlete);
  run(athlete, load, 1200.0);
  EXPECT_NEAR((state(athlete) - at_ten) / 20.0, 0.40, 0.05);
  p.drift_bpm_per_min = 0.0;
  Athlete without(p, kStill, 1);
  run(without, load, 600.0);
  const double level = state(without);
  run(without, load, 1200.0);
  EXPECT_NEAR(state(without), level, 0.01);
}

}  // namespace
