// What a strap and a wrist sensor send, and how each fault looks against the truth.
#include <algorithm>
#include <cmath>
#include <optional>

#include <gtest/gtest.h>

#include "support.hpp"

namespace {

using namespace tonus;
using namespace tonus::athlete;
using athlete::testing_support::kStill;
using athlete::testing_support::mean;
using athlete::testing_support::plain;
using athlete::testing_support::record;
using athlete::testing_support::run;
using athlete::testing_support::sd;
using athlete::testing_support::values;
using sensors::Sample;
using sensors::SampleKind;

/// Nobody's sensor is late: what is sent in a step is of that step.
Parameters prompt() {
  Parameters p = plain();
  p.sensor_delay_s = 0.0;
  return p;
}

std::optional<double> value_of(const Athlete& athlete, SampleKind kind) {
  for (const Sample& sample : athlete.samples()) {
    if (sample.kind == kind) return sample.value;
  }
  return std::nullopt;
}

TEST(Device, FirstThereIsContactThenSamplesInOrderAsTheyArrive) {
  for (const char* persona : {"healthy", "af", "wrist"}) {
    Athlete athlete(draw(persona, Work::Cycle, 8), {}, 3);
    ASSERT_EQ(athlete.samples().size(), 1u);
    EXPECT_EQ(athlete.samples()[0].kind, SampleKind::Contact);
    EXPECT_EQ(athlete.samples()[0].at, Instant{});
    std::uint32_t sequence = 1;
    Instant previous{};
    for (int i = 0; i < 20000; ++i) {
      const Instant start = athlete.now();
      athlete.step(100.0);
      ASSERT_EQ(athlete.now() - start, Duration{100'000'000});
      for (const Sample& sample : athlete.samples()) {
        ASSERT_GT(sample.at, start);
        ASSERT_LE(sample.at, athlete.now());
        ASSERT_GE(sample.at, previous);
        ASSERT_EQ(sample.sequence, sequence++);
        previous = sample.at;
      }
    }
  }
}

TEST(Device, AStrapSendsBeatsInItsUnitAndEachSecondTheMeanOfFour) {
  Athlete athlete(prompt(), {}, 1);
  std::vector<double> beats;
  for (int i = 0; i < 36000; ++i) {
    athlete.step(100.0);
    for (const Sample& sample : athlete.samples()) {
      if (sample.kind == SampleKind::RrInterval) {
        ASSERT_NEAR(sample.value * 1.024, std::round(sample.value * 1.024), 1e-9);
        beats.push_back(sample.value);
      } else if (sample.kind == SampleKind::HeartRate) {
        ASSERT_EQ(athlete.now().time_since_epoch().count() % 1'000'000'000, 0);
        ASSERT_GE(beats.size(), 4u);
        const double sum =
            beats[beats.size() - 1] + beats[beats.size() - 2] + beats[beats.size() - 3] + beats[beats.size() - 4];
        ASSERT_NEAR(sample.value, 240000.0 / sum, 0.5001);
        ASSERT_EQ(sample.value, std::round(sample.value));
      }
    }
  }
  double sum_s = 0.0;
  for (const double rr_ms : beats) sum_s += 0.001 * rr_ms;
  EXPECT_NEAR(sum_s, 3600.0, 2.5);
}

TEST(Device, TheSensorDelayIsWhenSamplesArrive) {
  Parameters late = prompt();
  late.sensor_delay_s = 2.7;
  Athlete now(prompt(), {}, 1), later(late, {}, 1);
  const auto first = record(now, 100.0, 300.0), second = record(later, 100.0, 300.0);
  const auto of_heart = [](const std::vector<Sample>& all) {
    std::vector<Sample> out;
    for (const Sample& s : all) {
      if (s.kind == SampleKind::RrInterval || s.kind == SampleKind::HeartRate) out.push_back(s);
    }
    return out;
  };
  const auto a = of_heart(first), b = of_heart(second);
  ASSERT_LT(b.size(), a.size());
  ASSERT_GT(b.size(), 700u);
  for (std::size_t i = 0; i < b.size(); ++i) {
    ASSERT_EQ(b[i].kind, a[i].kind);
    ASSERT_EQ(b[i].value, a[i].value);
    ASSERT_EQ(b[i].at - a[i].at, Duration{2'700'000'000});
  }
}

TEST(Device, MachinesReportEachSecondWhatIsDone) {
  Parameters p = plain();
  p.actuator_delay_s = 5.0;
  Athlete bike(p, {.compliance = 0.9}, 1);
  const auto ride = record(bike, 150.0, 600.0);
  const auto power = values(ride, SampleKind::Power), cadence = values(ride, SampleKind::Cadence);
  ASSERT_EQ(power.size(), 600u);
  ASSERT_EQ(cadence.size(), 600u);
  EXPECT_EQ(power[4], 0.0);
  EXPECT_EQ(cadence[4], 0.0);
  EXPECT_EQ(power[5], 135.0);
  EXPECT_GE(*std::min_element(cadence.begin() + 6, cadence.end()), 60.0);
  EXPECT_LE(*std::max_element(cadence.begin() + 6, cadence.end()), 95.0);
  EXPECT_TRUE(values(ride, SampleKind::Speed).empty());

  Athlete runner(draw("healthy", Work::Treadmill, 1), {}, 1);
  const auto lap = record(runner, 2.5, 300.0);
  EXPECT_EQ(values(lap, SampleKind::Speed).back(), 2.5);
  EXPECT_GT(values(lap, SampleKind::Cadence).back(), 140.0);
  EXPECT_TRUE(values(lap, SampleKind::Power).empty());

  Athlete player(draw("healthy", Work::Scenario, 1), {}, 1);
  for (const Sample& s : record(player, 0.5, 300.0)) {
    ASSERT_TRUE(s.kind == SampleKind::RrInterval || s.kind == SampleKind::HeartRate || s.kind == SampleKind::Contact);
  }
}

TEST(Device, WhileItIsSilentNothingComesAndDropoutsComeAtTheirRate) {
  constexpr int kHours = 100;
  Athlete athlete(prompt(), {.dropouts_per_hour = 4.0}, 2);
  int dropouts = 0;
  bool was_silent = false;
  std::vector<double> lengths_s;
  int length_s = 0;
  for (int s = 0; s < kHours * 3600; ++s) {
    bool has_heart = false;
    for (int i = 0; i < 10; ++i) {
      athlete.step(100.0);
      has_heart = has_heart || value_of(athlete, SampleKind::RrInterval) || value_of(athlete, SampleKind::HeartRate);
    }
    const bool is_silent = athlete.truth().is_silent;
    if (is_silent || s > 10) {
      ASSERT_NE(has_heart, is_silent) << s;
    }
    if (is_silent && !was_silent) ++dropouts;
    if (!is_silent && was_silent) lengths_s.push_back(length_s);
    length_s = is_silent ? length_s + 1 : 0;
    was_silent = is_silent;
  }
  EXPECT_NEAR(dropouts, kHours * 4.0 / (1.0 + 4.0 * 61.5 / 3600.0), 60.0);
  EXPECT_NEAR(mean(lengths_s), 61.5, 6.0);
  EXPECT_GE(*std::min_element(lengths_s.begin(), lengths_s.end()), 3.0);
  EXPECT_LE(*std::max_element(lengths_s.begin(), lengths_s.end()), 120.0);
}

TEST(Device, ALockFollowsTheCadenceAndTheTruthSaysSo) {
  for (const bool is_wrist : {false, true}) {
    Parameters p = prompt();
    p.is_wrist = is_wrist;
    Athlete athlete(p, {.locks_per_hour = 6.0}, 1);
    int locked_s = 0, locks = 0;
    bool was_locked = false;
    constexpr int kHours = 40;
    run(athlete, 220.0, 300.0);
    for (int s = 0; s < kHours * 3600; ++s) {
      run(athlete, 220.0, 1.0);
      const auto bpm = value_of(athlete, SampleKind::HeartRate), cadence = value_of(athlete, SampleKind::Cadence);
      const bool is_locked = athlete.truth().is_locked;
      locks += is_locked && !was_locked ? 1 : 0;
      locked_s += is_locked ? 1 : 0;
      was_locked = is_locked;
      ASSERT_TRUE(cadence);
      if (!bpm) continue;
      ASSERT_NEAR(*bpm, is_locked ? *cadence : athlete.truth().bpm, is_locked ? 3.0 : 14.0) << s;
    }
    EXPECT_NEAR(locks, kHours * 6.0 / (1.0 + 6.0 * 160.0 / 3600.0), 45.0);
    EXPECT_NEAR(locked_s / static_cast<double>(locks), 160.0, 15.0);
  }
}

TEST(Device, SpikesAreThirtyBeatsEitherWayForOneToThreeSecondsInBothReadings) {
  Parameters p = prompt();
  Athlete athlete(p, {.has_variability = false, .spikes_per_hour = 30.0}, 1);
  run(athlete, 100.0, 600.0);
  int up = 0, down = 0, seconds_on = 0;
  bool was_on = false;
  for (int s = 0; s < 20 * 3600; ++s) {
    run(athlete, 100.0, 1.0);
    const bool is_on = athlete.truth().is_spiking;
    const double off = value_of(athlete, SampleKind::HeartRate).value() - athlete.truth().bpm;
    ASSERT_NEAR(std::abs(off), is_on ? 30.0 : 0.0, 1.5);
    if (const auto rr = value_of(athlete, SampleKind::RrInterval)) {
      ASSERT_NEAR(60000.0 / *rr - athlete.truth().bpm, is_on ? (off > 0.0 ? 30.0 : -30.0) : 0.0, 5.0);
    }
    if (is_on && !was_on) ++(off > 0.0 ? up : down);
    seconds_on += is_on ? 1 : 0;
    was_on = is_on;
  }
  EXPECT_NEAR(up + down, 600, 80);
  EXPECT_NEAR(up, down, 90);
  EXPECT_NEAR(seconds_on / static_cast<double>(up + down), 2.0, 0.2);
}

TEST(Device, AFrozenDeviceRepeatsItsValue) {
  Athlete athlete(prompt(), {.freezes_per_hour = 10.0}, 1);
  run(athlete, 100.0, 60.0);
  std::optional<double> rate, rr;
  int frozen_s = 0;
  for (int i = 0; i < 20 * 36000; ++i) {
    athlete.step(100.0);
    const auto now = value_of(athlete, SampleKind::HeartRate), beat = value_of(athlete, SampleKind::RrInterval);
    if (athlete.truth().is_frozen) {
      ASSERT_TRUE(!now || *now == rate);
      ASSERT_TRUE(!beat || *beat == rr);
      frozen_s += now ? 1 : 0;
    }
    if (now) rate = now;
    if (beat) rr = beat;
  }
  EXPECT_NEAR(frozen_s, 20 * 3600 * (10.0 * 65.0) / (3600.0 + 10.0 * 65.0), 2500.0);
}

TEST(Device, AWristSensorSendsARateThatLagsAndHasFaultsOfItsOwn) {
  Parameters p = draw("wrist", Work::Cycle, 1);
  EXPECT_TRUE(p.is_wrist);
  int locked_sessions = 0, dropouts = 0;
  constexpr int kSessions = 400;
  for (std::uint64_t seed = 1; seed <= kSessions; ++seed) {
    Athlete athlete(p, {}, seed);
    bool was_locked = false, was_silent = false;
    for (int s = 0; s < 2400; ++s) {
      run(athlete, 100.0, 1.0);
      was_locked = was_locked || athlete.truth().is_locked;
      dropouts += athlete.truth().is_silent && !was_silent ? 1 : 0;
      was_silent = athlete.truth().is_silent;
      ASSERT_FALSE(value_of(athlete, SampleKind::RrInterval));
    }
    locked_sessions += was_locked ? 1 : 0;
  }
  EXPECT_NEAR(locked_sessions, 0.08 * kSessions, 16.0);
  EXPECT_NEAR(dropouts, kSessions * 2.0 / 3.0 * 4.0 / 1.068, 100.0);
}

TEST(Device, AWristRateIsSmoothedOverSixSeconds) {
  Parameters p = prompt();
  p.is_wrist = true;
  p.actuator_delay_s = p.body_delay_s = 0.0;
  Athlete athlete(p, {.has_variability = false, .dropout_least_s = 0.0, .dropout_most_s = 0.0}, 1);
  double smooth = p.rest_bpm;
  for (int s = 0; s < 200; ++s) {
    run(athlete, 150.0, 1.0);
    smooth = s == 0 ? athlete.truth().bpm : smooth + (athlete.truth().bpm - smooth) * (1.0 - std::exp(-1.0 / 6.0));
    if (const auto bpm = value_of(athlete, SampleKind::HeartRate)) {
      ASSERT_NEAR(*bpm, smooth, 0.51) << s;
    }
  }
}

}  // namespace
