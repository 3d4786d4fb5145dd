#pragma once
// Means and spreads, and athletes run for a while.

#include <cmath>
#include <vector>

#include <sensors/athlete/athlete.hpp>

namespace tonus::athlete::testing_support {

inline double mean(const std::vector<double>& x) {
  double sum = 0.0;
  for (const double v : x) sum += v;
  return sum / static_cast<double>(x.size());
}

inline double sd(const std::vector<double>& x) {
  const double middle = mean(x);
  double square = 0.0;
  for (const double v : x) square += (v - middle) * (v - middle);
  return std::sqrt(square / static_cast<double>(x.size()));
}

inline void run(Athlete& athlete, double command, double duration_s) {
  for (int i = 0; i < static_cast<int>(std::lround(10.0 * duration_s)); ++i) athlete.step(command);
}

/// As run(), with every sample.
inline std::vector<sensors::Sample> record(Athlete& athlete, double command, double duration_s) {
  std::vector<sensors::Sample> all(athlete.samples().begin(), athlete.samples().end());
  for (int i = 0; i < static_cast<int>(std::lround(10.0 * duration_s)); ++i) {
    athlete.step(command);
    all.insert(all.end(), athlete.samples().begin(), athlete.samples().end());
  }
  return all;
}

inline std::vector<double> values(const std::vector<sensors::Sample>& samples, sensors::SampleKind kind) {
  std::vector<double> out;
  for (const auto& sample : samples) {
    if (sample.kind == kind) out.push_back(sample.value);
  }
  return out;
}

/// Somebody in the middle of everything, in whom nothing happens by chance.
inline Parameters plain() { return {.asymmetry = 0.0, .drift_bpm_per_min = 0.0}; }
inline constexpr Circumstances kStill{.has_variability = false};

}  // namespace tonus::athlete::testing_support
