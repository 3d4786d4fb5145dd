#include "diaries.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <engine/core/random.hpp>

namespace tonus::body {
namespace {

constexpr int kDays = 730;

/// Student t with 4 degrees of freedom, scaled to variance 1.
double heavy(Random& random) {
  const double z = random.normal();
  double chi = 0.0;
  for (int i = 0; i < 4; ++i) {
    const double part = random.normal();
    chi += part * part;
  }
  return z / std::sqrt(chi / 4.0) / std::sqrt(2.0);
}

double lognormal(Random& random, double spread) { return std::exp(spread * random.normal()); }

/// First-order noise of variance 1.
class Wander {
 public:
  Wander(double memory, bool is_heavy) : memory_(memory), is_heavy_(is_heavy) {}
  double next(Random& random) {
    const double shock = is_heavy_ ? heavy(random) : random.normal();
    value_ = memory_ * value_ + std::sqrt(1.0 - memory_ * memory_) * shock;
    return value_;
  }

 private:
  double memory_;
  bool is_heavy_;
  double value_ = 0.0;
};

/// The slow part of an input, in spreads: seasons, a random walk, perhaps a new device.
class Drift {
 public:
  explicit Drift(Random& random)
      : season_(random.uniform(0.0, 0.5)), phase_(random.uniform(0.0, 6.28)), step_(random.uniform(0.0, 0.05)) {
    if (random.uniform() < 0.25) {
      jump_day_ = static_cast<int>(random.uniform(100.0, 700.0));
      jump_ = 0.7 * random.normal();
    }
  }
  double on(int day, Random& random) {
    walk_ += step_ * random.normal();
    return season_ * std::sin(6.2832 * day / 365.25 + phase_) + walk_ + (day >= jump_day_ ? jump_ : 0.0);
  }

 private:
  double season_, phase_, step_;
  int jump_day_ = kDays + 1;
  double jump_ = 0.0, walk_ = 0.0;
};

struct Infections {
  std::vector<Illness> all;
  /// 0 healthy … 1 at the first symptom … above 1 at the worst.
  std::vector<double> strength = std::vector<double>(kDays, 0.0);
};

Infections draw_infections(Random& random) {
  Infections out;
  int day = 75 + static_cast<int>(random.exponential(90.0));
  while (day < kDays - 20) {
    const int prodrome = 2 + static_cast<int>(random.uniform(0.0, 3.0));
    const int length = 4 + static_cast<int>(random.uniform(0.0, 5.0));
    const Illness illness{day, day + prodrome, day + prodrome + length};
    for (int d = illness.first_sign; d < illness.over && d < kDays; ++d) {
      const double x = d < illness.symptoms ? static_cast<double>(d - illness.first_sign + 1) / (prodrome + 1)
                                            : 1.3 * (illness.over - d) / static_cast<double>(length);
      out.strength[static_cast<std::size_t>(d)] = x;
    }
    out.all.push_back(illness);
    day = illness.over + 45 + static_cast<int>(random.exponential(120.0));
  }
  return out;
}

/// What an infection of strength 1 does to this person; about what challenge studies and wearables report.
struct InfectionEffect {
  double rest_bpm, ln_rmssd, breaths, temperature_c;
};
InfectionEffect draw_effect(Random& random) {
  InfectionEffect e{};
  e.rest_bpm = random.uniform(7.0, 13.0);
  e.ln_rmssd = random.uniform(-0.6, -0.3);
  e.breaths = random.uniform(1.0, 2.5);
  e.temperature_c = random.uniform(0.5, 1.2);
  return e;
}

int answer(double x, double centre, double spread) {
  return std::clamp(static_cast<int>(std::lround(centre + spread * x)), kWorstAnswer, kBestAnswer);
}

/// Deviation from the 60 days before, in spreads of the whole.
std::vector<double> relative(const std::vector<double>& state) {
  double sum = 0.0, squares = 0.0;
  for (const double x : state) sum += x;
  const double mean = sum / kDays;
  for (const double x : state) squares += (x - mean) * (x - mean);
  const double sd = std::sqrt(squares / kDays);
  std::vector<double> out(state.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t t = 60; t < state.size(); ++t) {
    double before = 0.0;
    for (std::size_t k = t - 60; k < t; ++k) before += state[k];
    out[t] = (state[t] - before / 60.0) / sd;
  }
  return out;
}

/// Drops values in place and counts.
class Gaps {
 public:
  template <class T>
  void drop(std::optional<T>& value, bool is_dropped) {
    if (!value) return;
    ++asked_;
    if (!is_dropped) return;
    value.reset();
    ++dropped_;
  }
  [[nodiscard]] double share() const { return static_cast<double>(dropped_) / static_cast<double>(asked_); }

 private:
  long asked_ = 0, dropped_ = 0;
};

double logistic(double x) { return 1.0 / (1.0 + std::exp(-x)); }

double weekly_load(int day, double level, Random& random) {
  static constexpr std::array<double, 7> kWeek{0.0, 1.0, 0.6, 1.2, 0.0, 1.5, 0.9};
  const double block = day / 7 % 4 == 3 ? 0.6 : 1.0;
  return std::max(0.0, level * kWeek[static_cast<std::size_t>(day % 7)] * block * (1.0 + 0.35 * random.normal()));
}

SimulatedDiary latent(std::uint64_t seed) {
  Random random(seed * 2 + 1);
  SimulatedDiary out;
  const Infections infections = draw_infections(random);
  out.illnesses = infections.all;
  const InfectionEffect effect = draw_effect(random);
  const double memory = random.uniform(0.5, 0.85);
  const double toll = random.uniform(0.1, 0.35);
  const double level = random.uniform(40.0, 110.0);
  enum { Answers, Hrv, Rest, Sleep, Breaths, Temperature, Inputs };
  static constexpr std::array<double, Inputs> kMeanWeight{0.68, 0.45, 0.5, 0.4, 0.3, 0.28};
  std::array<double, Inputs> weight{};
  std::vector<Wander> noise;
  std::vector<Drift> drift;
  for (std::size_t j = 0; j < Inputs; ++j) {
    weight[j] = std::clamp(kMeanWeight[j] * lognormal(random, 0.35), 0.1, 0.92);
    const double noise_memory = random.uniform(0.0, 0.4);
    noise.emplace_back(noise_memory, true);
    drift.emplace_back(random);
  }
  const double hrv_spread = random.uniform(0.12, 0.28), rest_spread = random.uniform(1.8, 3.5);
  const double centre = random.uniform(4.0, 5.5), answer_spread = random.uniform(0.6, 1.2);
  const double hrv_base = std::log(random.uniform(22.0, 90.0)), rest_base = random.uniform(44.0, 66.0);
  Wander process(memory, true);
  std::vector<double> state(kDays);
  Gaps gaps;
  double load_before = level;
  int away_until = -1;
  for (int t = 0; t < kDays; ++t) {
    const auto i = static_cast<std::size_t>(t);
    const double ill = infections.strength[i];
    const double r = process.next(random) - toll * (load_before / level - 0.75) - 1.2 * ill;
    state[i] = r;
    std::array<double, Inputs> x{};
    for (std::size_t j = 0; j < Inputs; ++j) {
      const double part = noise[j].next(random);
      x[j] = weight[j] * r + std::sqrt(1.0 - weight[j] * weight[j]) * part + drift[j].on(t, random);
    }
    Day day{.day = t};
    const double glitch = random.uniform();
    day.rmssd_ms = glitch < 0.003 ? 255.0 : std::exp(hrv_base + hrv_spread * x[Hrv] + effect.ln_rmssd * ill);
    day.rest_bpm = std::round(rest_base - rest_spread * x[Rest] + effect.rest_bpm * ill);
    day.sleep_h = std::max(2.0, 7.2 + 0.9 * x[Sleep]);
    day.breaths_per_min = std::round(10.0 * (14.5 - 0.6 * x[Breaths] + effect.breaths * ill)) / 10.0;
    day.temperature_dev_c = std::round(100.0 * (-0.22 * x[Temperature] + effect.temperature_c * ill)) / 100.0;
    const double rest_day = ill > 0.9 ? 0.0 : 1.0;
    day.load = rest_day * weekly_load(t, level, random);
    CheckIn said;
    for (auto* slot : {&said.sleep, &said.energy, &said.muscles, &said.calm}) {
      *slot = answer(x[Answers] + 0.7 * random.normal(), centre, answer_spread);
    }
    day.check_in = said;
    load_before = *day.load;

    if (away_until < t && random.uniform() < 0.006) away_until = t + 3 + static_cast<int>(random.uniform(0.0, 12.0));
    const bool is_away = t <= away_until;
    const double reluctance = logistic(-1.0 - 0.45 * r);
    for (auto* value : {&day.rmssd_ms, &day.rest_bpm, &day.sleep_h, &day.breaths_per_min, &day.temperature_dev_c}) {
      const double draw = random.uniform();
      gaps.drop(*value, is_away || draw < reluctance);
    }
    const double said_draw = random.uniform(), load_draw = random.uniform();
    gaps.drop(day.check_in, said_draw < reluctance + 0.05);
    gaps.drop(day.load, load_draw < 0.12);
    out.days.push_back(day);
  }
  out.truth = relative(state);
  out.missing = gaps.share();
  return out;
}

SimulatedDiary mechanistic(std::uint64_t seed) {
  Random random(seed * 2 + 2);
  SimulatedDiary out;
  const Infections infections = draw_infections(random);
  out.illnesses = infections.all;
  const InfectionEffect effect = draw_effect(random);
  const double level = random.uniform(30.0, 120.0);
  const double fatigue_days = random.uniform(4.0, 10.0), stress_days = random.uniform(1.5, 5.0);
  const double fatigue_part = lognormal(random, 0.4), stress_part = lognormal(random, 0.4),
               debt_part = 0.8 * lognormal(random, 0.4);
  const double need = random.uniform(7.0, 8.3);
  const double hrv_base = std::log(random.uniform(22.0, 90.0)), rest_base = random.uniform(44.0, 66.0);
  const double centre = random.uniform(3.5, 5.5), stickiness = random.uniform(0.05, 0.3);
  const double alcohol_rate = random.uniform(0.0, 0.2);
  const double hrv_gain = lognormal(random, 0.3), rest_gain = lognormal(random, 0.3);
  Drift hrv_drift(random), rest_drift(random), breath_drift(random), heat_drift(random);
  double fatigue = 0.0, stress = 0.0, debt = 0.0, fatigue_before = 0.0;
  double fatigue_mean = level * 0.67, load_before = level * 0.67;
  CheckIn before{.sleep = 5, .energy = 5, .muscles = 5, .calm = 5};
  std::vector<double> state(kDays);
  Gaps gaps;
  int off_until = -1;
  for (int t = 0; t < kDays; ++t) {
    const auto i = static_cast<std::size_t>(t);
    const double ill = infections.strength[i];
    fatigue_before = fatigue;
    fatigue += (load_before - fatigue) / fatigue_days;
    fatigue_mean += (load_before - fatigue_mean) / 60.0;
    stress -= stress / stress_days;
    if (random.uniform() < 0.18) stress += random.exponential(0.9);
    const double restless = random.normal();
    const double sleep = std::clamp(need + 0.35 * debt - 0.4 * stress + 0.8 * restless - 0.3, 2.0, 11.0);
    debt = std::max(0.0, 0.75 * debt + need - sleep);
    const bool had_alcohol = random.uniform() < alcohol_rate;
    // Each part is brought to about one spread before it is weighted.
    const double tired = (fatigue - fatigue_mean) / (0.22 * level);
    state[i] = -(fatigue_part * tired + stress_part * (stress - 0.7) / 0.9 + debt_part * (debt - 0.8) / 0.9) / 1.7 -
               1.2 * ill + 0.35 * random.normal();

    const auto contaminated = [&random](double spread) {
      const double size = random.uniform() < 0.05 ? 4.0 : 1.0;
      return size * spread * random.normal();
    };
    const double late = (fatigue_before - fatigue_mean) / (0.22 * level);
    Day day{.day = t};
    day.rmssd_ms =
        std::exp(hrv_base - 0.16 * hrv_gain * std::tanh(0.5 * late + 0.6 * (stress - 0.7)) - (had_alcohol ? 0.2 : 0.0) +
                 0.15 * hrv_drift.on(t, random) + contaminated(0.13) + effect.ln_rmssd * ill);
    day.rest_bpm =
        std::round(rest_base + 1.6 * rest_gain * (0.6 * tired + 0.4 * (debt - 0.8)) + (had_alcohol ? 4.0 : 0.0) +
                   2.0 * rest_drift.on(t, random) + contaminated(1.6) + effect.rest_bpm * ill);
    day.sleep_h = sleep + contaminated(0.2);
    day.breaths_per_min =
        14.5 + 0.25 * (stress - 0.7) + 0.4 * breath_drift.on(t, random) + contaminated(0.45) + effect.breaths * ill;
    day.temperature_dev_c = (had_alcohol ? 0.15 : 0.0) + 0.08 * tired + 0.1 * heat_drift.on(t, random) +
                            contaminated(0.16) + effect.temperature_c * ill;
    // People train less when they feel bad, which ties load to everything else.
    day.load = ill > 0.9 ? 0.0 : weekly_load(t, level, random) * (state[i] < -1.5 ? 0.5 : 1.0);
    load_before = *day.load;
    CheckIn said;
    said.sleep = answer((sleep - need) + 0.5 * random.normal(), centre, 0.9);
    said.energy = answer(state[i] + 0.6 * random.normal(), centre, 0.8);
    said.muscles = answer(-tired + 0.6 * random.normal(), centre, 0.8);
    said.calm = answer(-(stress - 0.7) + 0.6 * random.normal(), centre, 0.8);
    if (random.uniform() < stickiness) said = before;
    before = said;
    day.check_in = said;

    if (off_until < t && random.uniform() < 0.03) off_until = t + 1 + static_cast<int>(random.exponential(4.0));
    const bool is_off = t <= off_until;
    const bool is_bad_day = stress > 1.6 || ill > 1.0;
    const double worn = random.uniform();
    const bool is_not_worn = is_off || worn < (is_bad_day ? 0.35 : 0.12);
    for (auto* value : {&day.rmssd_ms, &day.rest_bpm, &day.sleep_h, &day.breaths_per_min, &day.temperature_dev_c}) {
      const double draw = random.uniform();
      gaps.drop(*value, is_not_worn || draw < 0.08);
    }
    const double said_draw = random.uniform(), load_draw = random.uniform();
    gaps.drop(day.check_in, said_draw < (is_bad_day ? 0.55 : 0.3));
    gaps.drop(day.load, load_draw < 0.12);
    out.days.push_back(day);
  }
  out.truth = relative(state);
  out.missing = gaps.share();
  return out;
}

}  // namespace

SimulatedDiary simulate_diary(DiaryWorld world, std::uint64_t seed) {
  return world == DiaryWorld::Latent ? latent(seed) : mechanistic(seed);
}

}  // namespace tonus::body
