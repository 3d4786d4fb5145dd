#pragma once
// Whether the night looks like the days before an infection. A pattern in numbers, never a diagnosis: it suggests a
// day without intensity.

#include <optional>
#include <span>
#include <vector>

#include <sensors/body/daily.hpp>

namespace tonus::body {

/// Deviations of one day from the last 60, in spreads of those days, not held in; absent where the day or its baseline
/// is.
struct IllnessSigns {
  std::optional<double> rest_z = {};          ///< resting heart rate
  std::optional<double> rest_delta_bpm = {};  ///< the same in bpm
  std::optional<double> hrv_z = {};           ///< ln rMSSD of this day alone
  std::optional<double> respiration_z = {};
  std::optional<double> temperature_z = {};
  double evidence = 0.0;  ///< see is_pattern
  /// At least two signs point the same way, one of them resting rate, temperature or respiration, and together they
  /// exceed what a hard day does: evidence (the sum of the signs, each held within −1…4, over the root of their number,
  /// yesterday's added at 0.4 of its weight) of at least 2.6. Or the plain rule: resting rate > 2.5 spreads or > 7 bpm
  /// up, with ln rMSSD < −1.5, or temperature or respiration > 2.
  bool is_pattern = false;
};

/// `history` as for assess_readiness. Pure, any thread.
[[nodiscard]] IllnessSigns illness_signs(std::span<const Day> history, CivilDay today);
/// The same for every day from `from` to `to`, in one pass.
[[nodiscard]] std::vector<IllnessSigns> illness_signs_by_day(std::span<const Day> history, CivilDay from, CivilDay to);

}  // namespace tonus::body
