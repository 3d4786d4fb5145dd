#pragma once
// Power of a ride in the usual figures. Coggan's normalised power, intensity factor and training stress score; W′
// balance after Froncioni, Clarke and Skiba (differential form).

#include <optional>
#include <span>
#include <vector>

#include <engine/core/units.hpp>
#include <sensors/body/profile.hpp>

namespace tonus::body {

/// Fourth root of the mean fourth power of the 30-s rolling mean. `watts`: one value a second, absent as NaN, which
/// counts as 0 W (the usual reading of a gap on a turbo or in traffic). None below 30 s.
[[nodiscard]] std::optional<Watts> normalised_power(std::span<const double> watts);

struct RideStress {
  Watts normalised;
  double intensity_factor = 0.0;  ///< normalised / FTP
  double tss = 0.0;               ///< 100 for an hour at FTP
};
/// FTP 50…600 W; none outside, or below 30 s.
[[nodiscard]] std::optional<RideStress> ride_stress(std::span<const double> watts, Watts ftp);

/// W′ left at every second, J: above critical power it is spent, below it returns the faster the more is missing.
/// `watts` as above; cp 50…600 W, w_prime 1,000…60,000 J, else empty. May fall below 0: then cp or W′ is set too low.
[[nodiscard]] std::vector<double> w_prime_balance(std::span<const double> watts, Watts cp, double w_prime_j);

/// Maximal oxygen uptake with the 80 % interval of the method's own scatter.
struct OxygenUptake {
  double ml_per_kg_min = 0.0, low = 0.0, high = 0.0;
  const char* method = "";
};
/// From resting and measured maximal heart rate: 15.3 · max / rest (Uth 2004, trained men, SEE 4.5 ml/kg/min); wider
/// by half where the maximum is a formula's. None unless a resting rate was given.
[[nodiscard]] std::optional<OxygenUptake> oxygen_uptake_from_rates(const Profile& profile);
/// From a steady ride: ACSM cycling 7 + 10.8 W/kg at a share of reserve taken as the share of uptake reserve; needs at
/// least 40 % HRR and a weight of 30…200 kg. Scatter taken as 10 % of the estimate.
[[nodiscard]] std::optional<OxygenUptake> oxygen_uptake_from_ride(Watts steady, BeatsPerMinute steady_rate,
                                                                  double weight_kg, const HeartLimits& limits);

}  // namespace tonus::body
