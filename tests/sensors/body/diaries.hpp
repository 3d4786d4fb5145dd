#pragma once
// Two years of a simulated person, with the truth beside it, from two generators that know nothing of the readiness
// model and differ from it and from each other.
//
// `latent`: readiness is a first-order process with Student-t shocks whose memory differs by person; every raw input
// (a night's sleep, a morning's rMSSD, never a rolling mean) reflects it with a weight of the person's own and
// autocorrelated Student-t noise; training takes its toll the day after; baselines wander, follow the seasons and jump
// with a new device; what is missing depends on how the person feels, and comes in holidays.
//
// `mechanistic`: there is no common factor. Training load drives a fatigue of a week, life events a stress that decays,
// short nights a debt that is slept off; readiness is a weighted sum of the three, weights by person. Inputs see one or
// two of them through delays and saturation; answers are coarse and sticky; one value in twenty is contaminated;
// missing nights come in blocks and on bad days.
//
// Both add infections: changes grow over 2–4 days before the first symptom.

#include <cstdint>
#include <vector>

#include <sensors/body/daily.hpp>

namespace tonus::body {

struct Illness {
  CivilDay first_sign = 0;
  CivilDay symptoms = 0;
  CivilDay over = 0;
};

struct SimulatedDiary {
  std::vector<Day> days;
  /// Deviation from the mean of the 60 days before, in standard deviations of the person's own two years: what 50 + 15
  /// x stands for. NaN in the first 60 days.
  std::vector<double> truth;
  std::vector<Illness> illnesses;
  double missing = 0.0;  ///< share of input values left out
};

enum class DiaryWorld : std::uint8_t { Latent, Mechanistic };
[[nodiscard]] SimulatedDiary simulate_diary(DiaryWorld world, std::uint64_t seed);

}  // namespace tonus::body
