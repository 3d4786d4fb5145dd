#include <sensors/source/simulated.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <map>
#include <vector>

#include <gtest/gtest.h>

#include <sensors/body/heart_estimator.hpp>

namespace {

using namespace std::chrono_literals;
using namespace tonus;
using namespace tonus::literals;
using sensors::Sample;
using sensors::SampleBatch;
using sensors::SampleKind;
using sensors::SimulatedAthlete;
using sensors::SimulatedDefinition;
using sensors::SourceFeedback;

std::unique_ptr<SimulatedAthlete> make(const SimulatedDefinition& definition) {
  auto made = SimulatedAthlete::create(definition);
  EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().message);
  return std::move(made.value());
}

/// Fetches everything up to `until`, batch by batch.
void drain(sensors::SensorSource& source, Instant until, const SourceFeedback& feedback, std::vector<Sample>& all) {
  for (;;) {
    SampleBatch batch;
    source.poll(until, feedback, batch);
    all.insert(all.end(), batch.begin(), batch.end());
    if (!batch.is_full()) return;
  }
}

std::vector<Sample> run(sensors::SensorSource& source, double from_s, double until_s, double demand, double step_s) {
  std::vector<Sample> all;
  for (double t = from_s + step_s; t < until_s + 0.5 * step_s; t += step_s) {
    drain(source, instant_at(t), {.demand = {demand}}, all);
  }
  return all;
}

/// Mean true heart rate over the last `window_s` of `duration_s` at constant demand.
double settled_bpm(SimulatedAthlete& athlete, double demand, double duration_s, double window_s) {
  double sum = 0.0;
  int n = 0;
  std::vector<Sample> ignored;
  for (double t = 1.0; t <= duration_s; t += 1.0) {
    drain(athlete, instant_at(t), {.demand = {demand}}, ignored);
    if (t > duration_s - window_s) {
      sum += athlete.true_bpm().value;
      ++n;
    }
  }
  return sum / n;
}

void expect_same_bits(const std::vector<Sample>& a, const std::vector<Sample>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    ASSERT_EQ(a[i].at, b[i].at) << i;
    ASSERT_EQ(a[i].kind, b[i].kind) << i;
    ASSERT_EQ(a[i].sequence, b[i].sequence) << i;
    ASSERT_EQ(std::bit_cast<std::uint64_t>(a[i].value), std::bit_cast<std::uint64_t>(b[i].value)) << i;
  }
}

std::vector<double> values(const std::vector<Sample>& samples, SampleKind kind) {
  std::vector<double> out;
  for (const Sample& s : samples) {
    if (s.kind == kind) out.push_back(s.value);
  }
  return out;
}

double relative_sd(const std::vector<double>& x) {
  double mean = 0.0, square = 0.0;
  for (const double v : x) mean += v / static_cast<double>(x.size());
  for (const double v : x) square += (v - mean) * (v - mean) / static_cast<double>(x.size());
  return std::sqrt(square) / mean;
}

TEST(SimulatedAthlete, AnUnknownPersonaIsAnErrorThatNamesTheKnownOnes) {
  const auto made = sensors::make_simulated({.persona = "superhero"});
  ASSERT_FALSE(made.has_value());
  EXPECT_NE(made.error().message.find("superhero"), std::string::npos);
  for (const auto persona : sensors::simulated_personas()) {
    EXPECT_NE(made.error().message.find(persona), std::string::npos);
  }
}

TEST(SimulatedAthlete, EveryPersonaOfTheCommandExists) {
  for (const char* name :
       {"healthy", "trained", "deconditioned", "older", "beta_blocked", "chronotropic", "af", "wrist"}) {
    const auto made = sensors::make_simulated({.persona = name});
    ASSERT_TRUE(made.has_value()) << name;
    EXPECT_EQ(made.value()->info().name, std::string("simulated:") + name);
    EXPECT_TRUE(made.value()->info().reacts);
    EXPECT_FALSE(made.value()->info().length.has_value());
    EXPECT_FALSE(made.value()->has_ended());
  }
  EXPECT_EQ(sensors::simulated_personas().size(), 8u);
}

TEST(SimulatedAthlete, OverridesOutOfTheirRangeAreRefused) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(SimulatedAthlete::create({.age_years = 5.0}));
  EXPECT_FALSE(SimulatedAthlete::create({.age_years = nan}));
  EXPECT_FALSE(SimulatedAthlete::create({.rest = 200_bpm}));
  EXPECT_FALSE(SimulatedAthlete::create({.max = 50_bpm}));
  EXPECT_FALSE(SimulatedAthlete::create({.rest = 100_bpm, .max = 110_bpm}));
  EXPECT_TRUE(SimulatedAthlete::create({.age_years = 25.0, .rest = 50_bpm, .max = 195_bpm}));
}

TEST(SimulatedAthlete, EqualSeedsGiveEqualSamplesBitForBitAndOthersDoNot) {
  const auto a = make({.seed = 11}), b = make({.seed = 11}), c = make({.seed = 12});
  const auto samples = run(*a, 0.0, 300.0, 0.5, 1.0 / 120.0);
  expect_same_bits(samples, run(*b, 0.0, 300.0, 0.5, 1.0 / 120.0));
  EXPECT_NE(values(samples, SampleKind::RrInterval),
            values(run(*c, 0.0, 300.0, 0.5, 1.0 / 120.0), SampleKind::RrInterval));
}

TEST(SimulatedAthlete, ThePollStepChangesNothing) {
  for (const char* persona : {"healthy", "wrist", "af"}) {
    const auto by_tick = make({.persona = persona, .seed = 5});
    const auto at_once = make({.persona = persona, .seed = 5});
    const auto uneven = make({.persona = persona, .seed = 5});
    const auto expected = run(*by_tick, 0.0, 240.0, 0.6, 1.0 / 120.0);
    expect_same_bits(expected, run(*at_once, 0.0, 240.0, 0.6, 240.0));
    expect_same_bits(expected, run(*uneven, 0.0, 240.0, 0.6, 240.0 / 377.0));
  }
}

TEST(SimulatedAthlete, SamplesComeInOrderNeverEarlyAndTheirSequenceRisesByOne) {
  const auto athlete = make({.seed = 3});
  std::uint32_t sequence = 0;
  Instant previous{};
  for (std::int64_t tick = 1; tick < 120 * 120; ++tick) {
    const Instant now = tick_start(tick);
    SampleBatch batch;
    athlete->poll(now, {.demand = {0.7}}, batch);
    for (const Sample& sample : batch) {
      ASSERT_LE(sample.at, now);
      ASSERT_GE(sample.at, previous);
      ASSERT_GT(sample.at + 10ms, now) << "late";
      ASSERT_EQ(sample.sequence, sequence++);
      previous = sample.at;
    }
  }
}

TEST(SimulatedAthlete, AStrapSaysContactThenABeatAtATimeThenAWholeNumberEachSecond) {
  const auto athlete = make({});
  const auto samples = run(*athlete, 0.0, 60.0, 0.0, 1.0);
  ASSERT_FALSE(samples.empty());
  EXPECT_EQ(samples.front().kind, SampleKind::Contact);
  EXPECT_EQ(samples.front().at, Instant{});
  Instant last_beat{};
  for (const Sample& s : samples) {
    if (s.kind == SampleKind::HeartRate) {
      EXPECT_EQ(s.value, std::round(s.value));
    }
    if (s.kind != SampleKind::RrInterval) continue;
    EXPECT_NEAR(s.value * 1.024, std::round(s.value * 1.024), 1e-9);
    if (last_beat > Instant{}) {
      EXPECT_NEAR(seconds(s.at - last_beat) * 1000.0, s.value, 20.0);
    }
    last_beat = s.at;
  }
  const auto rr = values(samples, SampleKind::RrInterval);
  EXPECT_NEAR(static_cast<double>(rr.size()), 65.0, 12.0);
  EXPECT_GE(values(samples, SampleKind::HeartRate).size(), 54u);
}

TEST(SimulatedAthlete, DemandOneBringsAboutTheWholeReserveWithEighteenPercentBetweenPeople) {
  std::vector<double> shares;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    // A low demand shows the gain without the saturation; above the threshold it flattens to 92 %.
    const auto athlete = make({.seed = seed, .rest = 60_bpm, .max = 190_bpm});
    shares.push_back((settled_bpm(*athlete, 0.5, 540.0, 180.0) - 60.0) / 130.0 / 0.5 * 0.92);
  }
  double mean = 0.0;
  for (const double s : shares) mean += s / 60.0;
  EXPECT_NEAR(mean, 1.0, 0.06);
  EXPECT_NEAR(relative_sd(shares), 0.18, 0.05);
}

TEST(SimulatedAthlete, TheHeartSaturatesAtItsMaximum) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto athlete = make({.seed = seed, .rest = 60_bpm, .max = 180_bpm});
    const double top = settled_bpm(*athlete, 1.0, 1500.0, 60.0);
    EXPECT_LT(top, 183.0);
    EXPECT_GT(top, 135.0);
  }
}

TEST(SimulatedAthlete, TheStepResponseHasDeadTimeAndReachesSixtyThreePercentInAboutAMinute) {
  constexpr int kPeople = 60, kSeconds = 420;
  std::vector<double> mean(kSeconds + 1, 0.0);
  for (std::uint64_t seed = 1; seed <= kPeople; ++seed) {
    const auto athlete = make({.seed = seed, .rest = 60_bpm, .max = 190_bpm});
    std::vector<Sample> ignored;
    for (int t = 0; t <= kSeconds; ++t) {
      drain(*athlete, instant_at(t), {.demand = {0.5}}, ignored);
      mean[static_cast<std::size_t>(t)] += athlete->true_bpm().value / kPeople;
    }
  }
  double final = 0.0;
  for (std::size_t t = 360; t <= kSeconds; ++t) final += mean[t] / 61.0;
  EXPECT_LT(mean[2], 60.0 + 0.05 * (final - 60.0));
  const auto reached = [&](double share) {
    const auto it =
        std::find_if(mean.begin(), mean.end(), [&](double x) { return x >= 60.0 + share * (final - 60.0); });
    return static_cast<double>(it - mean.begin());
  };
  EXPECT_NEAR(reached(0.63), 52.0, 12.0);
  // Two phases: the first third comes faster than one time constant of that size would bring it.
  EXPECT_LT(reached(0.30), 0.357 * reached(0.63) + 4.0);
  EXPECT_LT(reached(0.95), 200.0);
}

TEST(SimulatedAthlete, AfterWorkTheHeartComesDownAgainAndPauseIsNoWork) {
  const auto athlete = make({.seed = 4, .rest = 60_bpm, .max = 190_bpm});
  const double working = settled_bpm(*athlete, 0.6, 400.0, 60.0);
  std::vector<Sample> ignored;
  for (double t = 401.0; t <= 700.0; t += 1.0) {
    drain(*athlete, instant_at(t), {.demand = {0.6}, .is_paused = true}, ignored);
  }
  EXPECT_GT(working, 110.0);
  EXPECT_LT(athlete->true_bpm().value, 75.0);
}

TEST(SimulatedAthlete, LongWorkDriftsUpwards) {
  double early = 0.0, late = 0.0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const auto a = make({.seed = seed, .rest = 60_bpm, .max = 190_bpm});
    const auto b = make({.seed = seed, .rest = 60_bpm, .max = 190_bpm});
    early += settled_bpm(*a, 0.6, 600.0, 120.0) / 40.0;
    late += settled_bpm(*b, 0.6, 2400.0, 120.0) / 40.0;
  }
  EXPECT_GT(late - early, 3.0);
  EXPECT_LT(late - early, 12.0);
}

TEST(SimulatedAthlete, PersonasDifferAsTheyShould) {
  std::map<std::string, double> at_work;
  for (const auto persona : sensors::simulated_personas()) {
    const std::string name(persona);
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      const auto athlete = make({.persona = name, .seed = seed});
      at_work[name] += settled_bpm(*athlete, 0.8, 540.0, 120.0) / 20.0;
    }
  }
  EXPECT_GT(at_work["healthy"], 145.0);
  EXPECT_LT(at_work["beta_blocked"], 130.0);
  EXPECT_LT(at_work["chronotropic"], 120.0);
  EXPECT_LT(at_work["older"], at_work["healthy"] - 10.0);
}

TEST(SimulatedAthlete, AtrialFibrillationIsIrregularAndAHealthyHeartIsNot) {
  const auto healthy = make({.persona = "healthy"});
  const auto af = make({.persona = "af"});
  const auto regular = values(run(*healthy, 0.0, 600.0, 0.5, 1.0), SampleKind::RrInterval);
  const auto irregular = values(run(*af, 0.0, 600.0, 0.5, 1.0), SampleKind::RrInterval);
  const auto successive = [](const std::vector<double>& rr) {
    double square = 0.0, mean = 0.0;
    for (std::size_t i = 200; i + 1 < rr.size(); ++i) square += (rr[i + 1] - rr[i]) * (rr[i + 1] - rr[i]);
    for (const double x : rr) mean += x / static_cast<double>(rr.size());
    return std::sqrt(square / static_cast<double>(rr.size() - 201)) / mean;
  };
  EXPECT_LT(successive(regular), 0.03);
  EXPECT_NEAR(successive(irregular), 0.2 * std::sqrt(2.0), 0.05);
}

TEST(SimulatedAthlete, AWristSensorSendsNoBeatsDropsOutAndSometimesFollowsTheMovement) {
  int gaps = 0, locked = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const auto athlete = make({.persona = "wrist", .seed = seed});
    std::vector<Sample> all;
    std::size_t seen = 0;
    double last_s = 0.0;
    for (double t = 1.0; t <= 3600.0; t += 1.0) {
      drain(*athlete, instant_at(t), {.demand = {0.9}}, all);
      for (; seen < all.size(); ++seen) {
        ASSERT_NE(all[seen].kind, SampleKind::RrInterval);
        if (all[seen].kind != SampleKind::HeartRate) continue;
        if (t - last_s > 3.0) ++gaps;
        if (t > 300.0 && std::abs(all[seen].value - athlete->true_bpm().value) > 20.0) ++locked;
        last_s = t;
      }
    }
  }
  EXPECT_GT(gaps, 10);
  EXPECT_LT(gaps, 100);
  EXPECT_GT(locked, 100);
  EXPECT_LT(locked, 36000 / 4);
}

TEST(SimulatedAthlete, DemandThatIsNotANumberIsNoWork) {
  const auto a = make({.seed = 9}), b = make({.seed = 9}), c = make({.seed = 9}), d = make({.seed = 9});
  const double nan = std::numeric_limits<double>::quiet_NaN();
  expect_same_bits(run(*a, 0.0, 120.0, nan, 1.0), run(*b, 0.0, 120.0, -3.0, 1.0));
  expect_same_bits(run(*c, 0.0, 120.0, 55.0, 1.0), run(*d, 0.0, 120.0, 1.0, 1.0));
}

TEST(SimulatedAthlete, TheEstimatorReadsAHealthyStrapToWithinAFewBeatsAtFullQuality) {
  const auto athlete = make({.seed = 21});
  body::HeartEstimator estimator;
  double square = 0.0;
  int n = 0, good = 0;
  for (std::int64_t tick = 1; tick < 600 * 120; ++tick) {
    SampleBatch batch;
    athlete->poll(tick_start(tick), {.demand = {0.5}}, batch);
    for (const Sample& s : batch) estimator.observe(s);
    if (tick % 120 != 0 || tick < 120 * 60) continue;
    const auto heart = estimator.estimate(tick_start(tick));
    const double error = heart.value.value - athlete->true_bpm().value;
    square += error * error;
    good += heart.quality.value >= 0.99 ? 1 : 0;
    ++n;
  }
  EXPECT_LT(std::sqrt(square / n), 2.5);
  EXPECT_GT(good, n * 98 / 100);
}

TEST(SimulatedAthlete, OnlyFibrillationLooksIrregularInAnHourOfWork) {
  for (const std::string_view persona : sensors::simulated_personas()) {
    const auto athlete = make({.persona = std::string(persona), .seed = 5});
    body::HeartEstimator estimator;
    bool is_raised = false;
    for (std::int64_t second = 1; second <= 3600; ++second) {
      const Instant now{std::chrono::seconds(second)};
      SampleBatch batch;
      athlete->poll(now, {.demand = {second / 300 % 2 == 0 ? 0.4 : 0.7}}, batch);
      for (const Sample& s : batch) estimator.observe(s);
      is_raised = is_raised || estimator.estimate(now).is_irregular;
    }
    EXPECT_EQ(is_raised, persona == "af") << persona;
  }
}

}  // namespace
