#include "personas.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <engine/core/math.hpp>
#include <engine/core/random.hpp>

#include "athlete.hpp"

namespace tonus::sensors {
namespace {

// clang-format off
constexpr std::array kPersonas{
  //       name             label                       age  rest  max   plat  gain  tau   drift breath irreg ectop  wrist
  Persona{"healthy",       "healthy",                    40,  65,  1.00, 1.00, 1.00, 1.00, 1.0,  1.0,   0.0,  0.0,   false},
  Persona{"trained",       "highly trained",             30,  52,  1.00, 1.00, 1.00, 0.75, 0.6,  1.4,   0.0,  0.0,   false},
  Persona{"deconditioned", "deconditioned",              45,  78,  1.00, 1.00, 1.10, 1.25, 1.5,  0.6,   0.0,  0.0,   false},
  Persona{"older",         "older",                      72,  68,  1.00, 1.00, 1.00, 1.20, 1.0,  0.5,   0.0,  0.01,  false},
  Persona{"beta_blocked",  "on a beta-blocker",          55,  58,  0.76, 1.00, 1.00, 1.10, 0.3,  0.8,   0.0,  0.0,   false},
  Persona{"chronotropic",  "chronotropic incompetence",  60,  66,  1.00, 0.62, 0.50, 1.20, 0.8,  0.6,   0.0,  0.0,   false},
  Persona{"af",            "atrial fibrillation",        68,  75,  1.00, 1.00, 1.00, 1.10, 1.0,  0.0,   0.2,  0.0,   false},
  Persona{"wrist",         "healthy, optical wrist sensor", 35, 64, 1.00, 1.00, 1.00, 1.00, 1.0,  1.0,   0.0,  0.0,   true},
};
// clang-format on

constexpr auto kNames = [] {
  std::array<std::string_view, kPersonas.size()> names{};
  std::transform(kPersonas.begin(), kPersonas.end(), names.begin(), [](const Persona& p) { return p.name; });
  return names;
}();

double lognormal(Random& random, double mean, double relative_sd) {
  const double sigma_square = math::log(1.0 + relative_sd * relative_sd);
  return mean * math::exp(std::sqrt(sigma_square) * random.normal() - 0.5 * sigma_square);
}

}  // namespace

std::span<const std::string_view> simulated_personas() noexcept { return kNames; }

const Persona* find_persona(std::string_view name) noexcept {
  const auto* const found = std::ranges::find(kPersonas, name, &Persona::name);
  return found == kPersonas.end() ? nullptr : found;
}

AthleteParameters draw_athlete(const Persona& persona, const SimulatedDefinition& definition) {
  Random random(definition.seed);
  AthleteParameters p;
  p.age_years = definition.age_years.value_or(persona.age_years);
  // Every draw is made whether its result is used or not: an override must not change the rest of the person.
  const double rest = persona.rest_bpm + 3.0 * random.normal();
  const double max = (211.0 - 0.64 * p.age_years) * persona.max_scale + 5.0 * random.normal();
  p.rest_bpm = definition.rest ? definition.rest->value : rest;
  p.max_bpm = definition.max ? definition.max->value : max;

  const double reserve = p.max_bpm - p.rest_bpm;
  p.gain_bpm = lognormal(random, persona.gain_scale * reserve / athlete::response(1.0), 0.15);
  p.max_bpm = p.rest_bpm + persona.plateau * reserve;

  const double age_scale = 1.0 + 0.005 * std::max(0.0, p.age_years - 30.0);
  p.slow_tau_s = math::clamp(lognormal(random, 58.0 * age_scale * persona.tau_scale, 0.2), 25.0, 160.0);
  p.fast_tau_s = random.uniform(10.0, 20.0);
  p.dead_time_s = random.uniform(2.0, 10.0);
  p.drift_bpm_per_min = persona.drift_scale * 0.44 * std::abs(random.normal());
  p.breathing_scale = persona.breathing_scale;
  p.irregularity = persona.irregularity;
  p.ectopic_share = persona.ectopic_share;
  return p;
}

}  // namespace tonus::sensors
