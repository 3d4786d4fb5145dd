#pragma once
// What the variability of a day of heartbeats costs, beside the same figures computed the plainest way, in one run.

#include <cstddef>

namespace tonus::bench {

struct HrvFigures {
  std::size_t beats = 0;
  double clean_ms = 0.0;    ///< correcting artifacts
  double measure_ms = 0.0;  ///< time domain, spectrum, DFA
  double plain_ms = 0.0;    ///< the same by the plain way: windows sorted anew for each beat, a transform by its sum
  double ratio = 0.0;       ///< plain / (clean + measure)
  double rmssd_difference = 0.0;  ///< relative, of the two ways over the clean series: they compute the same thing
};

/// 24 hours at 50 to 100 bpm with breathing, waves, and four artifacts in a thousand beats; median of five runs.
[[nodiscard]] HrvFigures measure_hrv_cost();

}  // namespace tonus::bench
