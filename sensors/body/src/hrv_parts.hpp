#pragma once
// The parts of measure_hrv, a file each.

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include <sensors/body/hrv.hpp>

namespace tonus::body::hrv {

/// Entries side by side with no time missing between, in ms.
using Run = std::span<const double>;
[[nodiscard]] std::vector<Run> runs_of(const CleanedRr& series);

/// Fills mean, SDNN, rMSSD, SDSD, pNN50, SD1, SD2, intervals and pairs.
void measure_time_domain(const CleanedRr& series, Hrv& out);

struct Spectrum {
  std::size_t windows = 0;  ///< 0: no run is long enough, and the rest means nothing
  double covered_s = 0.0;   ///< of the runs that have windows
  double lf_ms2 = 0.0, hf_ms2 = 0.0;
  std::optional<double> respiration_hz = {};
};
[[nodiscard]] Spectrum measure_spectrum(std::span<const Run> runs);

/// Nothing when no run holds a box of 16.
[[nodiscard]] std::optional<double> dfa_alpha1(std::span<const Run> runs);

}  // namespace tonus::body::hrv
