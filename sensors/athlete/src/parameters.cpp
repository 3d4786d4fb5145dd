#include <sensors/athlete/parameters.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <engine/core/math.hpp>
#include <engine/core/random.hpp>

namespace tonus::athlete {
namespace {

/// What a persona changes of the population's figures.
struct Persona {
  std::string_view name;
  std::string_view label;
  double population_share;
  double age_least_years, age_most_years;
  double rest_bpm, rest_sd_bpm;
  double gain_scale;  ///< of what fitness, drug and illness make of k
  double tau_scale;
  double drift_scale;
  double breathing_scale;
  double irregularity;
  double plateau;  ///< share of reserve that can be reached at all
  bool is_beta_blocked;
  bool is_wrist;
};

// clang-format off
constexpr std::array kPersonas{
  //       name             label                         share  age       rest      gain  tau   drift breath irreg plat  beta   wrist
  Persona{"healthy",       "healthy",                      0.55, 20, 60,   68, 10,   1.00, 1.00, 1.0,  1.0,   0.0,  1.00, false, false},
  Persona{"trained",       "highly trained",               0.08, 20, 45,   55, 4,    0.75, 0.75, 1.0,  1.4,   0.0,  1.00, false, false},
  Persona{"deconditioned", "deconditioned",                0.05, 30, 65,   78, 12,   1.30, 1.00, 1.0,  0.6,   0.0,  1.00, false, false},
  Persona{"older",         "older",                        0.10, 65, 80,   68, 10,   1.00, 1.00, 1.0,  0.5,   0.0,  1.00, false, false},
  Persona{"beta_blocked",  "on a beta-blocker",            0.12, 45, 75,   58, 10,   0.75, 1.00, 0.3,  0.8,   0.0,  1.00, true,  false},
  Persona{"chronotropic",  "chronotropic incompetence",    0.03, 45, 75,   68, 10,   0.50, 1.00, 1.0,  0.6,   0.0,  0.62, false, false},
  Persona{"af",            "atrial fibrillation",          0.02, 60, 80,   75, 10,   1.00, 1.00, 1.0,  0.0,   0.2,  1.00, false, false},
  Persona{"wrist",         "healthy, optical wrist sensor", 0.05, 20, 60,  68, 10,   1.00, 1.00, 1.0,  1.0,   0.0,  1.00, false, true},
};
// clang-format on

constexpr auto kNames = [] {
  std::array<std::string_view, kPersonas.size()> names{};
  std::transform(kPersonas.begin(), kPersonas.end(), names.begin(), [](const Persona& p) { return p.name; });
  return names;
}();

const Persona* find(std::string_view name) noexcept {
  const auto* const found = std::ranges::find(kPersonas, name, &Persona::name);
  return found == kPersonas.end() ? nullptr : found;
}

/// Lognormal of a mean and a standard deviation relative to it.
double lognormal(double mean, double relative_sd, double normal) {
  const double log_variance = math::log(1.0 + relative_sd * relative_sd);
  return mean * math::exp(std::sqrt(log_variance) * normal - 0.5 * log_variance);
}

struct Spread {
  double mean, sd, least, most;
};
constexpr Spread kCycleGain{0.392, 0.120, 0.15, 0.90};  // Hunt 2019, n = 25
constexpr Spread kTreadmillGain{25.2, 9.5, 9.6, 58.0};  // pooled; clipped at the same shares of the mean
constexpr Spread kCycleTau_s{68.7, 21.5, 25.0, 160.0};
constexpr Spread kTreadmillTau_s{62.5, 18.5, 25.0, 160.0};

constexpr double kLeastReserve_bpm = 40.0;
constexpr double kScenarioThreshold = 0.6;
constexpr double kScenarioGainSpread = 0.18;

/// k of somebody without drug or illness, whose sex and fitness are given. The sd of the table is that of all people:
/// what sex explains is taken from it.
double natural_gain(Work work, bool is_woman, double woman_scale, double normal) {
  if (work == Work::Treadmill) return lognormal(kTreadmillGain.mean, kTreadmillGain.sd / kTreadmillGain.mean, normal);
  constexpr double kWomanMean = 1.20;
  constexpr double kMean = 0.5 * (1.0 + kWomanMean);
  constexpr double kSexSquare = (kWomanMean - kMean) * (kWomanMean - kMean) / (kMean * kMean);
  constexpr double kAllSquare = kCycleGain.sd * kCycleGain.sd / (kCycleGain.mean * kCycleGain.mean);
  const double rest_of_spread = std::sqrt((1.0 + kAllSquare) / (1.0 + kSexSquare) - 1.0);
  return lognormal(kCycleGain.mean / kMean * (is_woman ? woman_scale : 1.0), rest_of_spread, normal);
}

}  // namespace

std::span<const std::string_view> personas() noexcept { return kNames; }
bool is_persona(std::string_view name) noexcept { return find(name) != nullptr; }

std::string_view label(std::string_view name) noexcept {
  const Persona* const persona = find(name);
  return persona == nullptr ? std::string_view{} : persona->label;
}

Parameters draw(std::string_view name, Work work, std::uint64_t seed, const Known& known) {
  const Persona* const found = find(name);
  const Persona& persona = found == nullptr ? kPersonas.front() : *found;

  // Everything is drawn, in one order, whether its result is used or not: so nothing that is known, no persona and no
  // kind of work moves the other draws.
  Random random(seed);
  const double age_draw = random.uniform();
  const double sex_draw = random.uniform();
  const double woman_scale = random.uniform(1.15, 1.25);
  const double fitness = random.normal();
  const double rest_normal = random.normal();
  const double max_normal = random.normal();
  const double beta_draw = random.uniform();
  const double gain_normal = random.normal();
  const double threshold_share = random.uniform(0.60, 0.70);
  const double tau_normal = random.normal();
  const double fast_tau_s = random.uniform(10.0, 20.0);
  const double body_delay_s = random.uniform(2.0, 15.0);
  const double slow_trainer_draw = random.uniform();
  const double trainer_draw = random.uniform();
  const double asymmetry_normal = random.normal();
  const double drift_normal = random.normal();
  const double ectopy_draw = random.uniform();
  const double ectopic_share = random.uniform(0.001, 0.03);
  const double sensor_delay_s = random.uniform(0.4, 3.3);

  Parameters p;
  p.persona = persona.name;
  p.work = work;
  p.age_years = known.age_years.value_or(math::lerp(persona.age_least_years, persona.age_most_years, age_draw));
  p.is_woman = sex_draw < 0.5;
  p.is_beta_blocked = persona.is_beta_blocked;

  const double unfitness_of_rest = -0.5 * fitness + std::sqrt(0.75) * rest_normal;
  const double natural_rest = math::clamp(persona.rest_bpm + persona.rest_sd_bpm * unfitness_of_rest, 38.0, 105.0);
  const double natural_max = 211.0 - 0.64 * p.age_years + 10.8 * math::clamp(max_normal, -2.5, 2.5);
  const double blocked_max = math::lerp(0.80 * natural_max, 164.0 - 0.7 * p.age_years, beta_draw);
  p.rest_bpm = known.rest_bpm.value_or(natural_rest);
  const double drawn_max = p.is_beta_blocked ? blocked_max : natural_max;
  p.max_bpm = known.max_bpm.value_or(std::max(drawn_max, p.rest_bpm + kLeastReserve_bpm));
  const double reserve = p.max_bpm - p.rest_bpm;
  p.max_bpm = p.rest_bpm + persona.plateau * reserve;

  const double gain_of_person = std::sqrt(0.5) * (gain_normal - fitness);
  if (work == Work::Scenario) {
    const double at_one = 1.0 - p.flattening * (1.0 - kScenarioThreshold);
    p.gain = persona.plateau < 1.0 ? persona.gain_scale : 1.0;
    p.gain *= lognormal(reserve / at_one, kScenarioGainSpread, gain_of_person);
    p.threshold_load = kScenarioThreshold;
  } else {
    const Spread& spread = work == Work::Cycle ? kCycleGain : kTreadmillGain;
    const double natural =
        math::clamp(natural_gain(work, p.is_woman, woman_scale, gain_of_person), spread.least, spread.most);
    p.gain = math::clamp(natural * persona.gain_scale, spread.least, spread.most);
    const bool is_about_heart = persona.is_beta_blocked || persona.plateau < 1.0;
    const double healthy_gain = is_about_heart ? natural : p.gain;
    const double healthy_reserve = persona.is_beta_blocked ? natural_max - natural_rest - 10.0 : reserve;
    p.threshold_load = threshold_share * healthy_reserve / healthy_gain;
  }

  const Spread& tau = work == Work::Cycle ? kCycleTau_s : kTreadmillTau_s;
  const double age_scale = 1.0 + 0.005 * std::max(0.0, p.age_years - 30.0);
  p.rise_tau_s = math::clamp(lognormal(tau.mean * age_scale * persona.tau_scale, tau.sd / tau.mean, tau_normal),
                             tau.least, tau.most);
  p.fall_tau_s = 1.15 * p.rise_tau_s;
  p.fast_tau_s = fast_tau_s;
  p.body_delay_s = body_delay_s;
  p.actuator_delay_s =
      slow_trainer_draw < 0.1 ? math::lerp(5.0, 10.0, trainer_draw) : math::lerp(1.0, 5.0, trainer_draw);
  if (work == Work::Scenario) p.actuator_delay_s = 0.0;

  p.asymmetry = math::clamp(0.24 + 0.10 * asymmetry_normal, 0.0, 0.5);
  p.drift_bpm_per_min = persona.drift_scale * 0.44 * std::abs(drift_normal);
  p.vlf_bpm = work == Work::Treadmill ? 1.7 : 2.3;
  p.lf_bpm = work == Work::Treadmill ? 1.0 : 1.4;
  p.breathing_scale = persona.breathing_scale;
  p.ectopic_share = ectopy_draw < 0.15 ? ectopic_share : 0.0;
  p.irregularity = persona.irregularity;
  p.svt_per_hour = 0.002;
  p.is_wrist = persona.is_wrist;
  p.sensor_delay_s = sensor_delay_s;
  return p;
}

Parameters draw_from_population(Work work, std::uint64_t seed) {
  // Of its own, or a persona would only ever meet a part of the draws that follow.
  double left = Random(seed ^ 0x706f70756c617465ull).uniform();
  for (const Persona& persona : kPersonas) {
    left -= persona.population_share;
    if (left < 0.0) return draw(persona.name, work, seed);
  }
  return draw(kPersonas.front().name, work, seed);
}

std::array<Field, kFields> fields(const Parameters& p) noexcept {
  constexpr std::array<std::string_view, 3> kGainUnits{"bpm/W", "bpm/(m/s)", "bpm"};
  constexpr std::array<std::string_view, 3> kLoadUnits{"W", "m/s", ""};
  const auto work = static_cast<std::size_t>(p.work);
  const auto yes = [](bool is) { return is ? 1.0 : 0.0; };
  return {{
      {"age", p.age_years, "years"},
      {"woman", yes(p.is_woman), ""},
      {"beta_blocked", yes(p.is_beta_blocked), ""},
      {"rest", p.rest_bpm, "bpm"},
      {"max", p.max_bpm, "bpm"},
      {"gain", p.gain, kGainUnits[work]},
      {"threshold_load", p.threshold_load, kLoadUnits[work]},
      {"flattening", p.flattening, ""},
      {"fast_share", p.fast_share, ""},
      {"fast_tau", p.fast_tau_s, "s"},
      {"rise_tau", p.rise_tau_s, "s"},
      {"fall_tau", p.fall_tau_s, "s"},
      {"body_delay", p.body_delay_s, "s"},
      {"actuator_delay", p.actuator_delay_s, "s"},
      {"asymmetry", p.asymmetry, ""},
      {"drift", p.drift_bpm_per_min, "bpm/min"},
      {"vlf", p.vlf_bpm, "bpm"},
      {"lf", p.lf_bpm, "bpm"},
      {"breathing_scale", p.breathing_scale, ""},
      {"ectopic_share", p.ectopic_share, ""},
      {"irregularity", p.irregularity, ""},
      {"svt", p.svt_per_hour, "1/h"},
      {"wrist", yes(p.is_wrist), ""},
      {"sensor_delay", p.sensor_delay_s, "s"},
      {"total_delay", p.actuator_delay_s + p.body_delay_s, "s"},
  }};
}

std::string describe(const Parameters& p) {
  constexpr std::array<std::string_view, 3> kWork{"cycle", "treadmill", "scenario"};
  constexpr std::array<std::string_view, 2> kPlant{"two-phase", "nonlinear"};
  std::string out = fmt::format("{}, {}, {}", p.persona, kWork[static_cast<std::size_t>(p.work)],
                                kPlant[static_cast<std::size_t>(p.plant)]);
  for (const Field& field : fields(p)) {
    out += fmt::format("; {} {:.4g}{}{}", field.name, field.value, field.unit.empty() ? "" : " ", field.unit);
  }
  return out;
}

}  // namespace tonus::athlete
