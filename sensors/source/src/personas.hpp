#pragma once
// Who the simulated athlete can be: one row a persona, and the individual drawn from it by a seed.

#include <cstdint>
#include <string_view>

#include <sensors/source/simulated.hpp>

namespace tonus::sensors {

/// Typical values; the population figures they follow are in facts d.2.
struct Persona {
  std::string_view name;
  std::string_view label;  ///< for people
  double age_years;
  double rest_bpm;
  double max_scale;   ///< of 211 - 0.64 age
  double plateau;     ///< share of reserve that can be reached at all
  double gain_scale;  ///< of what brings demand 1 to 100 % of reserve
  double tau_scale;   ///< of the slow time constant
  double drift_scale;
  double breathing_scale;  ///< of respiratory sinus arrhythmia
  double irregularity;     ///< coefficient of variation of every single beat: atrial fibrillation
  double ectopic_share;    ///< of beats
  bool is_wrist;           ///< optical, no beats, heavy faults
};

/// Null when there is no such persona.
[[nodiscard]] const Persona* find_persona(std::string_view name) noexcept;

/// One individual.
struct AthleteParameters {
  double age_years = 40.0, rest_bpm = 65.0, max_bpm = 185.0;
  double gain_bpm = 130.0;  ///< steady bpm per unit of demand, below the threshold
  double fast_tau_s = 15.0, slow_tau_s = 60.0, dead_time_s = 5.0;
  double drift_bpm_per_min = 0.35;  ///< at 70 % of reserve, from the tenth minute of work
  double breathing_scale = 1.0, irregularity = 0.0, ectopic_share = 0.0;
};

[[nodiscard]] AthleteParameters draw_athlete(const Persona& persona, const SimulatedDefinition& definition);

}  // namespace tonus::sensors
