#pragma once
// How well the heart rate in half a minute is foreseen: on recorded rides with power, and on simulated athletes, beside
// two predictors that know nothing.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <sensors/exchange/activity.hpp>

namespace tonus::bench {

struct PredictionFigures {
  std::size_t predictions = 0;    ///< one a second, where the rate 30 s later is known
  double error_bpm = 0.0;         ///< mean absolute
  double hold_error_bpm = 0.0;    ///< of "as now"
  double trend_error_bpm = 0.0;   ///< of "as now, and what it rose by in the last 30 s once more"
  double coverage_percent = 0.0;  ///< of the 90 % interval
  double half_width_bpm = 0.0;    ///< mean, of the interval
};
/// Sums up figures by their numbers of predictions.
[[nodiscard]] PredictionFigures together(const PredictionFigures& a, const PredictionFigures& b);

/// Everything the file holds goes in as it would live: power, cadence, heart rate, and beats where there are some.
[[nodiscard]] PredictionFigures predict_ride(const exchange::Activity& activity);
/// A simulated athlete with a strap, asked for blocks of 2 to 5 minutes at 25 to 80 %, changing at the pace of the law;
/// judged against the true rate.
[[nodiscard]] PredictionFigures predict_athlete(std::string_view persona, std::uint64_t seed, double seconds);

}  // namespace tonus::bench
