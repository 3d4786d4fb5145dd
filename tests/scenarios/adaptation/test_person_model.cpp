// Learning how a heart answers, and the loop closed over it: hearts written down here, not those of the simulated
// athlete.
#include <array>
#include <cmath>

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include <engine/core/random.hpp>
#include <scenarios/adaptation/law.hpp>
#include <scenarios/adaptation/person_model.hpp>

namespace tonus::adaptation {
namespace {

/// Two phases after a dead time; noise is slow (45 s) and quick.
struct Heart {
  double gain_bpm = 120.0, tau_s = 68.7;
  std::size_t delay_s = 13;
  double noise = 0.0;
  double fast = 0.0, slow = 0.0, wave = 0.0, rest_bpm = 65.0, drift_bpm = 0.0;
  std::array<double, 64> loads{};
  std::size_t at = 0;
  Random random{7};

  double second(double load) {
    loads[at] = load;
    const double felt = loads[(at + 64 - delay_s) % 64];
    at = (at + 1) % 64;
    fast += (kFastShare * felt - fast) / kFastTau_s;
    slow += ((1.0 - kFastShare) * felt - slow) / tau_s;
    wave += -wave / 45.0 + noise * 2.3 * std::sqrt(2.0 / 45.0) * random.normal();
    return rest_bpm + gain_bpm * (fast + slow) + wave + drift_bpm + noise * 1.4 * random.normal();
  }
};

/// Ten minutes of steps.
ResponseEstimate after_steps(Heart heart, const ResponsePrior& prior = {}) {
  PersonModel model(prior, 65.0);
  for (int t = 0; t < 900; ++t) {
    const double load = (t / 150) % 2 == 0 ? 0.55 : 0.3;
    model.advance(load);
    model.observe(heart.second(load), 1.8);
  }
  return model.estimate();
}

TEST(PersonModel, FindsGainTimeConstantAndDelayOfAQuietHeart) {
  for (const double gain_bpm : {60.0, 120.0, 200.0}) {
    for (const double tau_s : {45.0, 95.0}) {
      for (const std::size_t delay_s : {5U, 13U, 20U}) {
        const auto e = after_steps({.gain_bpm = gain_bpm, .tau_s = tau_s, .delay_s = delay_s});
        EXPECT_NEAR(e.gain_bpm, gain_bpm, 0.12 * gain_bpm) << tau_s << ' ' << delay_s;
        EXPECT_NEAR(e.tau_s, tau_s, 0.4 * tau_s) << gain_bpm << ' ' << delay_s;
        EXPECT_NEAR(e.delay_s, static_cast<double>(delay_s), 4.0) << gain_bpm << ' ' << tau_s;
      }
    }
  }
}

TEST(PersonModel, SaysWhatItDoesNotKnowYet) {
  PersonModel model({}, 65.0);
  Heart heart{.noise = 1.0};
  for (int t = 0; t < 120; ++t) {
    model.advance(0.04);
    model.observe(heart.second(0.04), 1.8);
  }
  EXPECT_FALSE(model.is_identified(model.estimate()));
  for (int t = 0; t < 180; ++t) {
    const double load = 0.5;
    model.advance(load);
    model.observe(heart.second(load), 1.8);
  }
  EXPECT_TRUE(model.is_identified(model.estimate()));
}

TEST(PersonModel, SpreadCoversTheGainOfANoisyHeart) {
  int inside = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Heart heart{.gain_bpm = 90.0, .noise = 1.0};
    heart.random = Random(seed);
    const auto e = after_steps(heart);
    inside += std::fabs(e.gain_bpm - 90.0) < 2.0 * e.gain_spread_bpm ? 1 : 0;
  }
  EXPECT_GE(inside, 170);  // of 200 within two standard deviations
}

TEST(PersonModel, StaysWithinItsBoundsOnNonsense) {
  PersonModel model({}, 65.0);
  Random random(5);
  for (int t = 0; t < 5000; ++t) {
    model.advance(random.uniform() < 0.1 ? std::nan("") : random.uniform(-1.0, 3.0));
    const double spread_bpm = random.uniform(-1.0, 4.0);
    model.observe(random.uniform() < 0.1 ? std::nan("") : random.uniform(-50.0, 400.0), spread_bpm);
    const auto e = model.estimate();
    ASSERT_GE(e.gain_bpm, 0.3 * 120.0 - 1e-9);
    ASSERT_LE(e.gain_bpm, 2.6 * 120.0 + 1e-9);
    ASSERT_TRUE(std::isfinite(e.base_bpm + e.wave_bpm + e.level_spread_bpm));
  }
}

TEST(PersonModel, ASecondSessionBeginsWithWhatTheFirstLearned) {
  Heart heart{.gain_bpm = 180.0, .tau_s = 100.0};
  PersonModel model({}, 65.0);
  for (int t = 0; t < 900; ++t) {
    const double load = (t / 150) % 2 == 0 ? 0.55 : 0.3;
    model.advance(load);
    model.observe(heart.second(load), 1.8);
  }
  const ResponsePrior next = carried_over(model.estimate());
  EXPECT_NEAR(next.gain_bpm, 180.0, 18.0);
  EXPECT_GT(next.gain_spread_bpm, model.estimate().gain_spread_bpm);  // another day, another heart
  EXPECT_LT(next.gain_spread_bpm, ResponsePrior{}.gain_spread_bpm);
}

struct Ride {
  double mean_bpm = 0.0, most_bpm = 0.0, met_s = 0.0;
};
Ride ride(Heart heart, double target_bpm, double drift_bpm_per_min = 0.0) {
  PersonModel model({}, 65.0);
  ControlState state;
  Ride out;
  double u = 0.1;
  for (int t = 0; t < 2400; ++t) {
    heart.drift_bpm = drift_bpm_per_min / 60.0 * t;
    const double bpm = heart.second(u);
    model.observe(bpm, 1.8);
    ControlInputs in{.previous = u, .target_bpm = target_bpm, .next_target_bpm = target_bpm, .model = model.estimate()};
    const auto step = control({}, state, in);
    state = step.next;
    u = step.proposed;
    model.advance(u);
    out.most_bpm = std::fmax(out.most_bpm, bpm);
    if (out.met_s == 0.0 && std::fabs(bpm - target_bpm) < 5.0) out.met_s = t;
    if (t >= 1800) out.mean_bpm += bpm / 600.0;
  }
  return out;
}

TEST(Loop, MeetsTheTargetOfHeartsItDoesNotKnowWithoutPassingIt) {
  for (const double gain_bpm : {70.0, 120.0, 190.0}) {
    for (const std::size_t delay_s : {4U, 12U, 20U}) {
      const auto r = ride({.gain_bpm = gain_bpm, .delay_s = delay_s}, 130.0);
      EXPECT_NEAR(r.mean_bpm, 130.0, 0.5) << gain_bpm << ' ' << delay_s;
      EXPECT_LT(r.most_bpm, 133.0) << gain_bpm << ' ' << delay_s;
      EXPECT_LT(r.met_s, 240.0) << gain_bpm << ' ' << delay_s;
    }
  }
}

TEST(Loop, DriftIsFollowed) { EXPECT_NEAR(ride({}, 130.0, 0.5).mean_bpm, 130.0, 0.7); }

TEST(LearnedAnswer, IsDoubtedMoreEveryDayUpToTheDoubtAboutAnybody) {
  const ResponsePrior unknown{.gain_bpm = 120.0, .gain_spread_bpm = 36.0};
  const ResponsePrior learned{.gain_bpm = 100.0, .gain_spread_bpm = 9.0, .tau_s = 50.0, .tau_spread_s = 6.0};
  EXPECT_EQ(after_days(learned, 0, unknown).gain_spread_bpm, 9.0);
  EXPECT_EQ(after_days(learned, -3, unknown).gain_spread_bpm, 9.0);
  EXPECT_NEAR(after_days(learned, 10, unknown).gain_spread_bpm, 19.0, 1e-12);
  EXPECT_NEAR(after_days(learned, 3650, unknown).gain_spread_bpm, 30.0, 1e-12);
  EXPECT_EQ(after_days(learned, 3650, unknown).gain_bpm, 100.0);
}

TEST(LearnedAnswer, OneThatNoHeartGivesIsNotPlausible) {
  EXPECT_TRUE(is_plausible({}));
  EXPECT_FALSE(is_plausible({.gain_bpm = 0.0}));
  EXPECT_FALSE(is_plausible({.gain_bpm = std::numeric_limits<double>::quiet_NaN()}));
  EXPECT_FALSE(is_plausible({.tau_s = 5.0}));
  EXPECT_FALSE(is_plausible({.delay_s = 40.0}));
  EXPECT_FALSE(is_plausible({.gain_spread_bpm = 0.0}));
}

TEST(LearnedAnswer, HalfOfItIsThereWhenBothPhasesTogetherSaySo) {
  for (const double tau_s : {20.0, 68.7, 170.0}) {
    const double t = half_answer_s(tau_s, 10.0) - 10.0;
    EXPECT_NEAR(0.35 * std::exp(-t / 15.0) + 0.65 * std::exp(-t / tau_s), 0.5, 1e-6);
  }
}

}  // namespace
}  // namespace tonus::adaptation
