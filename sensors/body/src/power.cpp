#include <sensors/body/power.hpp>

#include <algorithm>
#include <cmath>

#include <engine/core/math.hpp>

namespace tonus::body {
namespace {

constexpr std::size_t kRolling_s = 30;
constexpr double kInterval = 1.2815515655446004;  // 80 %, in standard errors

double power_at(std::span<const double> watts, std::size_t second) {
  return std::isfinite(watts[second]) ? std::max(watts[second], 0.0) : 0.0;
}

OxygenUptake with_scatter(double value, double standard_error, const char* method) {
  return {.ml_per_kg_min = value,
          .low = value - kInterval * standard_error,
          .high = value + kInterval * standard_error,
          .method = method};
}

}  // namespace

std::optional<Watts> normalised_power(std::span<const double> watts) {
  if (watts.size() < kRolling_s) return std::nullopt;
  double rolling = 0.0, sum = 0.0;
  for (std::size_t i = 0; i < watts.size(); ++i) {
    rolling += power_at(watts, i);
    if (i >= kRolling_s) rolling -= power_at(watts, i - kRolling_s);
    if (i + 1 < kRolling_s) continue;
    const double mean = std::max(rolling, 0.0) / static_cast<double>(kRolling_s);
    sum += mean * mean * mean * mean;
  }
  const double mean_fourth = sum / static_cast<double>(watts.size() - kRolling_s + 1);
  return Watts{std::sqrt(std::sqrt(mean_fourth))};
}

std::optional<RideStress> ride_stress(std::span<const double> watts, Watts ftp) {
  if (!(ftp.value >= 50.0 && ftp.value <= 600.0)) return std::nullopt;
  const auto normalised = normalised_power(watts);
  if (!normalised) return std::nullopt;
  const double factor = normalised->value / ftp.value;
  const double hours = static_cast<double>(watts.size()) / 3600.0;
  return RideStress{.normalised = *normalised, .intensity_factor = factor, .tss = 100.0 * hours * factor * factor};
}

std::vector<double> w_prime_balance(std::span<const double> watts, Watts cp, double w_prime_j) {
  std::vector<double> balance;
  if (!(cp.value >= 50.0 && cp.value <= 600.0) || !(w_prime_j >= 1000.0 && w_prime_j <= 60000.0)) return balance;
  balance.reserve(watts.size());
  double left = w_prime_j;
  for (std::size_t i = 0; i < watts.size(); ++i) {
    const double above = power_at(watts, i) - cp.value;
    left -= above > 0.0 ? above : above * (w_prime_j - left) / w_prime_j;
    balance.push_back(left);
  }
  return balance;
}

std::optional<OxygenUptake> oxygen_uptake_from_rates(const Profile& profile) {
  if (!profile.rest) return std::nullopt;
  const HeartLimits limits = heart_limits(profile);
  const double value = 15.3 * limits.max.value / limits.rest.value;
  return with_scatter(value, limits.max_is_measured ? 4.5 : 4.5 * 1.5, "heart-rate ratio (Uth 2004)");
}

std::optional<OxygenUptake> oxygen_uptake_from_ride(Watts steady, BeatsPerMinute steady_rate, double weight_kg,
                                                    const HeartLimits& limits) {
  constexpr double kRestingUptake = 3.5;  // ml/kg/min
  const double share = reserve_fraction(limits, steady_rate);
  if (!(share >= 0.4 && share <= 1.0) || !(weight_kg >= 30.0 && weight_kg <= 200.0) || !(steady.value > 0.0)) {
    return std::nullopt;
  }
  const double uptake = 7.0 + 10.8 * steady.value / weight_kg;
  const double value = kRestingUptake + (uptake - kRestingUptake) / share;
  return with_scatter(value, 0.1 * value, "steady ride (ACSM)");
}

}  // namespace tonus::body
