#pragma once
// Heart-rate variability of a series of intervals: each figure with its definition, and with a word where the series is
// too short or too damaged for it. Pure functions, any thread. SDNN and rMSSD are different things and never stand in
// for each other.

#include <cstddef>
#include <limits>
#include <string_view>

#include <sensors/body/rr_cleaning.hpp>

namespace tonus::body {

struct HrvFigure {
  double value = std::numeric_limits<double>::quiet_NaN();  ///< NaN: cannot be known from this series
  std::string_view remark = {};  ///< why there is no value, or why it may not be compared; empty: valid

  [[nodiscard]] bool is_known() const noexcept { return value == value; }
};

/// Time domain: over clean intervals, differences over pairs of clean neighbours with no time missing between; the
/// divisor of differences is the number of such pairs.
/// Spectrum and DFA: over every run of entries without missing time, corrected entries included.
struct Hrv {
  std::size_t intervals = 0;  ///< clean ones
  std::size_t pairs = 0;
  double duration_s = 0.0;  ///< sum of all entries, corrected ones too

  HrvFigure mean_nn_ms;
  HrvFigure sdnn_ms;        ///< divisor n - 1
  HrvFigure rmssd_ms;       ///< root of the mean squared difference
  HrvFigure sdsd_ms;        ///< standard deviation of the differences, divisor n (as hrv-analysis has it)
  HrvFigure pnn50_percent;  ///< differences above 50 ms, strictly
  HrvFigure sd1_ms, sd2_ms;  ///< Poincaré: sqrt(v/2), sqrt(2 SDNN² - v/2), v the variance of differences, divisor n - 1

  /// Cubic spline (natural) through (beat time, interval), 4 Hz, Welch: 512 samples (128 s), half overlapping, each
  /// linearly detrended, Hann window, one-sided density; LF 0.04 up to 0.15 Hz, HF 0.15 up to 0.4 Hz, sum of the bins.
  HrvFigure lf_ms2, hf_ms2;
  HrvFigure lf_hf;  ///< a ratio, not a "balance" of anything

  /// Slope of log F on log n, boxes of 4…16 beats side by side from the start of each run, straight line taken out of
  /// each, F over the boxes of all runs. White noise gives 0.59 here, not 0.5.
  HrvFigure dfa_alpha1;
  /// Breaths a minute: median over the 128-s windows of the highest peak between 0.12 and 0.7 Hz, where it stands out.
  HrvFigure respiration_per_min;
};

[[nodiscard]] Hrv measure_hrv(const CleanedRr& series);

}  // namespace tonus::body
