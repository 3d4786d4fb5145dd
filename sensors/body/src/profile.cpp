#include <sensors/body/profile.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace tonus::body {
namespace {

constexpr double kDefaultAge_years = 40.0;
constexpr double kDefaultRest_bpm = 65.0;
constexpr double kFormulaSee_bpm = 10.8;  // standard error of the estimate, Nes 2013
constexpr double kLeastReserve_bpm = 20.0;

/// The value where it lies within its range; a comparison with NaN is false, so that one counts as not given.
std::optional<double> within(std::optional<double> value, double least, double most) {
  return value && *value >= least && *value <= most ? value : std::nullopt;
}
std::optional<double> within(std::optional<BeatsPerMinute> value, double least, double most) {
  return value ? within(std::optional<double>(value->value), least, most) : std::nullopt;
}

/// The lowest ceiling that anybody gave.
std::optional<double> ceiling_of(const Profile& profile) {
  std::optional<double> lowest;
  for (const auto& given : {profile.ceiling, profile.coach.ceiling, profile.clinician.ceiling}) {
    const auto ceiling = within(given, 50.0, 230.0);
    if (ceiling && !(lowest && *lowest <= *ceiling)) lowest = ceiling;
  }
  return lowest;
}

double formula_max_bpm(double age_years, bool is_beta_blocked) {
  const double unblocked = 211.0 - 0.64 * age_years;
  return is_beta_blocked ? std::min(0.80 * unblocked, 164.0 - 0.7 * age_years) : unblocked;
}

}  // namespace

HeartLimits heart_limits(const Profile& profile) {
  const double age_years = within(profile.age_years, 10.0, 100.0).value_or(kDefaultAge_years);
  const std::optional<double> given_rest = within(profile.rest, 30.0, 110.0);
  const std::optional<double> given_max = within(profile.max, 100.0, 230.0);
  const std::optional<double> given_ceiling = ceiling_of(profile);

  double rest = given_rest.value_or(kDefaultRest_bpm);
  double max = given_max.value_or(formula_max_bpm(age_years, profile.beta_blocker.value_or(false)));
  double ceiling = given_ceiling.value_or(given_max ? max : max - kFormulaSee_bpm);
  ceiling = std::min(ceiling, max);
  if (ceiling < rest + kLeastReserve_bpm) {
    const bool is_formula_alone = !given_max && !given_ceiling;
    if (given_rest && is_formula_alone) {
      ceiling = rest + kLeastReserve_bpm;
      max = std::max(max, ceiling);
    } else {
      rest = ceiling - kLeastReserve_bpm;
    }
  }
  return {.rest = {rest},
          .max = {max},
          .ceiling = {ceiling},
          .max_is_measured = given_max.has_value(),
          .ceiling_is_personal = given_ceiling.has_value()};
}

int zone(const HeartLimits& limits, BeatsPerMinute rate) {
  const double fraction = reserve_fraction(limits, rate);
  if (!std::isfinite(fraction)) return 0;
  constexpr std::array<double, 4> kFrom{0.40, 0.60, 0.70, 0.85};
  return 1 + static_cast<int>(std::upper_bound(kFrom.begin(), kFrom.end(), fraction) - kFrom.begin());
}

const char* zone_label(int zone) {
  switch (zone) {
    case 1: return "very light";
    case 2: return "light to moderate";
    case 3: return "moderate";
    case 4: return "vigorous";
    case 5: return "near maximal";
    default: return "unknown";
  }
}

}  // namespace tonus::body
