#include "activity_load.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "json_fields.hpp"

namespace tonus::tool {
namespace {

constexpr double kLongestGap_s = 15.0;
constexpr double kLongestRide_s = 86400.0;
constexpr double kWPrime_j = 20000.0;

/// One value a second; NaN where nothing was recorded for longer than a gap.
std::vector<double> watts_of(const exchange::Activity& activity) {
  const double length_s = std::min(exchange::duration_s(activity), kLongestRide_s);
  std::vector<double> watts(static_cast<std::size_t>(length_s) + 1, std::numeric_limits<double>::quiet_NaN());
  const exchange::ActivityRecord* last = nullptr;
  for (const auto& record : activity.records) {
    if (!record.power_w || record.t_s < 0.0 || record.t_s > length_s) continue;
    const auto to = static_cast<std::size_t>(record.t_s);
    if (last != nullptr && record.t_s - last->t_s <= kLongestGap_s) {
      for (auto t = static_cast<std::size_t>(last->t_s); t < to; ++t) watts[t] = *last->power_w;
    }
    watts[to] = *record.power_w;
    last = &record;
  }
  return watts;
}

}  // namespace

std::vector<body::HeartStretch> stretches_of(const exchange::Activity& activity) {
  std::vector<body::HeartStretch> out;
  for (std::size_t i = 1; i < activity.records.size(); ++i) {
    const double gap_s = activity.records[i].t_s - activity.records[i - 1].t_s;
    if (!activity.records[i].hr_bpm || gap_s <= 0.0 || gap_s > kLongestGap_s) continue;
    out.push_back({.minutes = gap_s / 60.0, .bpm = *activity.records[i].hr_bpm});
  }
  return out;
}

ActivityLoad load_of(const exchange::Activity& activity, const body::Profile& profile) {
  ActivityLoad out;
  const body::HeartLimits limits = body::heart_limits(profile);
  const auto stretches = stretches_of(activity);
  if (!stretches.empty()) {
    out.banister_men = body::banister_trimp(stretches, limits, body::TrimpVariant::Men);
    out.banister_women = body::banister_trimp(stretches, limits, body::TrimpVariant::Women);
    out.edwards = body::edwards_trimp(stretches, limits);
    out.zone_minutes = body::minutes_in_zones(stretches, limits);
  }
  const bool has_power = std::any_of(activity.records.begin(), activity.records.end(),
                                     [](const auto& record) { return record.power_w.has_value(); });
  if (!has_power) return out;
  const auto watts = watts_of(activity);
  out.normalised = body::normalised_power(watts);
  if (!profile.ftp) return out;
  out.stress = body::ride_stress(watts, *profile.ftp);
  const auto left = body::w_prime_balance(watts, *profile.ftp, kWPrime_j);
  if (!left.empty()) out.least_w_prime_j = *std::min_element(left.begin(), left.end());
  return out;
}

nlohmann::ordered_json load_json(const ActivityLoad& load) {
  nlohmann::ordered_json out;
  out["trimp"] = {{body::name(body::TrimpVariant::Men), or_null(load.banister_men)},
                  {body::name(body::TrimpVariant::Women), or_null(load.banister_women)}};
  out["edwards"] = or_null(load.edwards);
  out["zone_minutes"] = std::vector<double>(load.zone_minutes.begin() + 1, load.zone_minutes.end());
  out["normalised_w"] = or_null(load.normalised ? std::optional(load.normalised->value) : std::nullopt);
  out["intensity_factor"] = or_null(load.stress ? std::optional(load.stress->intensity_factor) : std::nullopt);
  out["tss"] = or_null(load.stress ? std::optional(load.stress->tss) : std::nullopt);
  out["least_w_prime_j"] = or_null(load.least_w_prime_j);
  return out;
}

std::string load_text(const ActivityLoad& load) {
  std::string text;
  if (load.banister_men) {
    text += fmt::format("  load: TRIMP {:.0f} ({}) or {:.0f} ({}), Edwards {:.0f}; minutes in zones 1 to 5:",
                        *load.banister_men, body::name(body::TrimpVariant::Men), *load.banister_women,
                        body::name(body::TrimpVariant::Women), *load.edwards);
    for (std::size_t zone = 1; zone < load.zone_minutes.size(); ++zone)
      text += fmt::format(" {:.0f}", load.zone_minutes[zone]);
    text += '\n';
  }
  if (load.normalised) text += fmt::format("  power: normalised {:.0f} W", load.normalised->value);
  if (load.stress)
    text += fmt::format(", intensity factor {:.2f}, TSS {:.0f}", load.stress->intensity_factor, load.stress->tss);
  if (load.least_w_prime_j) text += fmt::format(", least W′ {:.1f} of 20 kJ", *load.least_w_prime_j / 1000.0);
  if (load.normalised) text += '\n';
  return text;
}

}  // namespace tonus::tool
