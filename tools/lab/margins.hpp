#pragma once
// How far a loop is from swinging: the law's measured frequency response with the plant's analytic one, and closed
// loops at the corners. See facts e.1: published controllers have phase margins above 62°.

#include <array>
#include <complex>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "law.hpp"

namespace tonus::lab {

/// Two phases behind a dead time, per unit of load.
struct LinearPlant {
  double gain = 0.392;
  double fast_share = 0.35, fast_tau_s = 15.0, slow_tau_s = 68.7;
  double delay_s = 10.0;
  [[nodiscard]] std::complex<double> response(double rad_per_s) const;
};

/// Load over error, of the law with all that lies between the heart's beats and the command.
struct FrequencyPoint {
  double rad_per_s = 0.0;
  double gain = 0.0;  ///< units of load per bpm
  double phase_rad = 0.0;
};

/// Whether the law sees beats through a HeartEstimator, as it does in life, or the rate itself without delay (for
/// tests).
enum class Feed : std::uint8_t { Beats, Rate };

/// A law, settled near the target and frozen.
using SettledLaw = std::function<std::unique_ptr<Law>()>;

/// The heart swings by 2 bpm around the target, whatever the load does; to every period a level, a slope, sine and
/// cosine of the command are fitted. One law anew for each frequency, from `begin_s` on. Periods in which safety
/// overrules the law do not count, since a heart that does not follow its load is a hazard; a frequency without any
/// other is left out.
[[nodiscard]] std::vector<FrequencyPoint> measure_response(const SettledLaw& settled, const Brief& brief,
                                                           double begin_s, std::span<const double> rad_per_s,
                                                           Feed feed);

struct Margin {
  double degrees = 0.0;  ///< phase margin; infinite where the loop's gain never reaches 1
  double crossing_rad_per_s = 0.0;
  double peak_sensitivity = 0.0;  ///< most of |1 / (1 + L)| on the measured frequencies
};
/// Interpolated between the points (logarithms of frequency and gain); the worst crossing where there are several. The
/// command's hold over a second is counted as half a second of delay.
[[nodiscard]] Margin phase_margin(std::span<const FrequencyPoint> law, const LinearPlant& plant);

/// Factors of the average gain, and whole delays, that a loop must bear.
inline constexpr std::array<double, 3> kGainFactors{0.4, 1.0, 2.5};
inline constexpr std::array<double, 4> kDelays_s{2.0, 8.0, 15.0, 25.0};

struct Corner {
  double gain_factor = 1.0, delay_s = 0.0;
  Margin margin;
  double swing_bpm = 0.0;  ///< in the last 10 of 40 min of the closed loop, without variability
  bool is_limit_cycle = false;
};
struct MarginFindings {
  LawId law = LawId::Ours;
  athlete::Work work = athlete::Work::Cycle;
  std::vector<FrequencyPoint> response;
  std::vector<Corner> corners;
};
inline constexpr double kLeastMargin_deg = 60.0;
/// Every corner has the least margin and no limit cycle.
[[nodiscard]] bool is_robust(const MarginFindings& findings) noexcept;
/// Law as it is for an average person with a delay of 8 s, after 20 min with them, at all corners.
[[nodiscard]] MarginFindings measure_margins(LawId law, athlete::Work work);

}  // namespace tonus::lab
