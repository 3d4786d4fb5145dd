// What holds of the safety envelope whatever comes in, and how large it may be.
#include "supervised.hpp"

#include <fstream>
#include <limits>
#include <string>
#include <type_traits>

#include <gtest/gtest.h>

#include <engine/core/random.hpp>
#include <scenarios/adaptation/decision_fields.hpp>

#include "paths.hpp"

namespace tonus::adaptation {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Whatever comes in.

double any(Random& random, double low, double high) {
  const double what = random.uniform();
  if (what < 0.02) return kNan;
  if (what < 0.03) return std::numeric_limits<double>::infinity();
  if (what < 0.04) return -std::numeric_limits<double>::infinity();
  return random.uniform(low, high);
}

EnvelopeInputs any_inputs(Random& random) {
  EnvelopeInputs in;
  in.proposed = any(random, -0.2, 1.4);
  in.previous = random.uniform();
  in.dt_s = any(random, -1, 3);
  in.bpm = any(random, 0, 250);
  in.spread_bpm = any(random, 0, 20);
  in.slope_bpm_per_s = any(random, -5, 5);
  in.quality = any(random, 0, 1.3);
  in.blind_s = random.uniform() < 0.5 ? 0.0 : any(random, 0, 200);
  in.irregular_s = random.uniform() < 0.5 ? 0.0 : any(random, 0, 200);
  in.ceiling_bpm = any(random, 100, 200);
  in.fallback = any(random, 0.1, 0.4);
  in.most = random.uniform() < 0.5 ? 1.0 : any(random, 0, 1);
  in.cadence_rpm = any(random, 0, 120);
  in.oxygen_percent = any(random, 80, 100);
  in.expected_rise_bpm = any(random, -40, 40);
  in.expected_spread_bpm = any(random, 0, 20);
  in.seen_rise_bpm = any(random, -40, 40);
  in.pending_rise_bpm = any(random, 0, 40);
  in.rpe = random.uniform() < 0.9 ? 0.0 : any(random, 6, 17.2);
  in.dose_trimp = any(random, 0, 100);
  in.dose_cap_trimp = random.uniform() < 0.8 ? 0.0 : any(random, 0, 120);
  in.readiness_scale = any(random, 0.6, 1.1);
  in.readiness_age_h = any(random, -2, 60);
  in.effort = static_cast<Effort>(static_cast<int>(random.uniform(0.0, 3.0)));
  for (bool* flag : {&in.is_known, &in.is_from_beats, &in.has_response, &in.is_cadence_known})
    *flag = random.uniform() < 0.8;
  for (bool* flag : {&in.is_slew_failing, &in.has_load_changed, &in.asks_power, &in.is_oxygen_known,
                     &in.is_profile_doubted, &in.is_held, &in.is_cooling, &in.is_paused})
    *flag = random.uniform() < 0.2;
  for (bool* flag : {&in.has_symptom, &in.has_fallen, &in.must_stop}) *flag = random.uniform() < 0.01;
  return in;
}

TEST(EnvelopeProperty, AHundredThousandRandomStepsBreakNoRule) {
  Random random(5);
  EnvelopeState state;
  int stopped = 0;
  for (int i = 0; i < 100000; ++i) {
    if (i % 20 == 0) state = {};
    const EnvelopeInputs in = any_inputs(random);
    const EnvelopeStep step = safety_envelope(state, in);
    const double allowed = step.verdict.allowed;
    ASSERT_TRUE(allowed >= 0.0 && allowed <= 1.0) << i;
    if (in.proposed == in.proposed) {
      ASSERT_LE(allowed, std::max(in.proposed, 0.0)) << i;
    }
    const bool is_trusted = in.is_known && in.quality >= 0.7;
    if (!is_trusted || in.is_held || in.is_cooling || in.must_stop || in.irregular_s > 0.0 || in.is_paused) {
      ASSERT_LE(allowed, in.previous) << i;
    }
    if (in.dt_s > 0.0 && in.is_known && in.ceiling_bpm > 0.0 && in.bpm > in.ceiling_bpm && in.previous > 0.0) {
      ASSERT_LT(allowed, in.previous) << i;
    }
    if (state.stopped != StopCause::None) {
      ++stopped;
      ASSERT_LE(allowed, in.previous) << i;
      ASSERT_TRUE(step.next.stopped == state.stopped || step.next.stopped == StopCause::Fall) << i;
    }
    if (in.has_fallen) {
      ASSERT_EQ(allowed, 0.0) << i;
    }
    ASSERT_LE(allowed, in.previous + 0.12 + 1e-12) << i;
    ASSERT_EQ(step.verdict.stop, step.next.stopped) << i;
    visit_fields(step.next, [&](const char* name, const auto& x) { ASSERT_TRUE(x == x) << name << ' ' << i; });
    state = step.next;
  }
  EXPECT_GT(stopped, 1000) << "the latch was hardly tried";
}

TEST(EnvelopeProperty, AStateThatNoEnvelopeMadeOpensNothing) {
  // A row of a ledger may hold anything.
  Random random(9);
  for (int i = 0; i < 20000; ++i) {
    EnvelopeState state;
    visit_fields(state, [&](const char*, auto& x) {
      if constexpr (std::is_same_v<std::remove_cvref_t<decltype(x)>, double>) x = any(random, -1e3, 1e3);
    });
    state.stopped = static_cast<StopCause>(static_cast<int>(random.uniform(0.0, 8.0)));
    const EnvelopeInputs in = any_inputs(random);
    const double allowed = safety_envelope(state, in).verdict.allowed;
    ASSERT_TRUE(allowed >= 0.0 && allowed <= 1.0) << i;
    ASSERT_LE(allowed, in.previous + 0.12 + 1e-12) << i;
    if (state.stopped != StopCause::None) {
      ASSERT_LE(allowed, in.previous) << i;
    }
  }
}

TEST(EnvelopeProperty, EqualStateAndInputsGiveEqualSteps) {
  Random random(10);
  EnvelopeState state;
  for (int i = 0; i < 10000; ++i) {
    const EnvelopeInputs in = any_inputs(random);
    const EnvelopeStep a = safety_envelope(state, in), b = safety_envelope(state, in);
    ASSERT_EQ(a.verdict.allowed, b.verdict.allowed);
    ASSERT_EQ(a.verdict.limits, b.verdict.limits);
    state = a.next;
  }
}

TEST(EnvelopeSize, TheSupervisorHasAtMostThreeHundredLines) {
  std::size_t lines = 0;
  for (const char* file : {"include/scenarios/adaptation/envelope.hpp", "src/envelope.cpp"}) {
    std::ifstream in(std::string(TONUS_SOURCE_DIR) + "/scenarios/adaptation/" + file);
    ASSERT_TRUE(in) << file;
    for (std::string line; std::getline(in, line);) ++lines;
  }
  EXPECT_LE(lines, 300U);
  EXPECT_GT(lines, 100U);
  EXPECT_TRUE(std::is_trivially_copyable_v<EnvelopeState>);
  EXPECT_TRUE(noexcept(safety_envelope({}, {})));
}

}  // namespace
}  // namespace tonus::adaptation
