#pragma once
// How sure a figure of a population is: percentile bootstrap over people.

#include <cstdint>
#include <span>
#include <vector>

namespace tonus::lab {

inline constexpr int kResamples = 2000;

/// A figure and its 95 % interval. NaN throughout where nobody has a value.
struct Interval {
  double value = 0.0, low = 0.0, high = 0.0;
};

/// Which figure of the people's values.
enum class Statistic : std::uint8_t { Mean, Median, P95, P05, Most };
/// "mean", "median", "p95", "p5", "most".
[[nodiscard]] const char* name(Statistic statistic) noexcept;

/// Of values, NaN left out. Quantiles are by linear interpolation (type 7); infinity may be among them. NaN for none.
[[nodiscard]] double figure(Statistic statistic, std::span<const double> values);

/// Interval of a figure. The draws are the same at every call, whatever the values. `Most` has no bootstrap: its
/// interval is the value itself.
[[nodiscard]] Interval bootstrap(Statistic statistic, std::span<const double> values);

/// Mean of `above` over mean of `below`, resampled in pairs (the same people in both); people without both values are
/// left out. Serves ratios of laws, and pooled rates: events over hours. Where no event was seen the upper end is 3
/// over the sum below (rule of three).
[[nodiscard]] Interval bootstrap_ratio(std::span<const double> above, std::span<const double> below);

}  // namespace tonus::lab
