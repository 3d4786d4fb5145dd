#include <sensors/body/load.hpp>

#include <algorithm>
#include <cmath>

#include <engine/core/math.hpp>

namespace tonus::body {
namespace {

bool is_usable(const HeartStretch& s) { return std::isfinite(s.minutes) && std::isfinite(s.bpm) && s.minutes > 0.0; }

/// 1 − e^(−1/τ), the share of a day in an exponential mean of τ days.
double share_of_day(double time_constant_days) { return 1.0 - math::exp(-1.0 / time_constant_days); }

}  // namespace

const char* name(TrimpVariant variant) {
  switch (variant) {
    case TrimpVariant::Men: return "banister-men";
    case TrimpVariant::Women: return "banister-women";
    case TrimpVariant::WomenGoldenCheetah: return "banister-women-goldencheetah";
  }
  return "";
}

double banister_trimp(std::span<const HeartStretch> session, const HeartLimits& limits, TrimpVariant variant) {
  const double a = variant == TrimpVariant::Women ? 0.86 : 0.64;
  const double b = variant == TrimpVariant::Men ? 1.92 : 1.67;
  double sum = 0.0;
  for (const HeartStretch& s : session) {
    if (!is_usable(s)) continue;
    const double x = math::clamp(reserve_fraction(limits, {s.bpm}), 0.0, 1.0);
    sum += s.minutes * x * a * math::exp(b * x);
  }
  return sum;
}

double edwards_trimp(std::span<const HeartStretch> session, const HeartLimits& limits) {
  double sum = 0.0;
  for (const HeartStretch& s : session) {
    if (!is_usable(s)) continue;
    const double tenths = s.bpm / limits.max.value * 10.0;
    sum += s.minutes * math::clamp(std::floor(tenths) - 4.0, 0.0, 5.0);
  }
  return sum;
}

std::optional<double> session_rpe_load(double cr10, double minutes) {
  if (!(cr10 >= 0.0 && cr10 <= 10.0) || !(minutes >= 0.0 && minutes <= 1440.0)) return std::nullopt;
  return cr10 * minutes;
}

std::array<double, 6> minutes_in_zones(std::span<const HeartStretch> session, const HeartLimits& limits) {
  std::array<double, 6> minutes{};
  for (const HeartStretch& s : session) {
    if (!std::isfinite(s.minutes) || s.minutes <= 0.0) continue;
    minutes[static_cast<std::size_t>(zone(limits, {s.bpm}))] += s.minutes;
  }
  return minutes;
}

WeeklyMinutes weekly_minutes(std::span<const HeartStretch> week, const HeartLimits& limits) {
  const auto zones = minutes_in_zones(week, limits);
  return {.moderate = zones[2], .vigorous = zones[3] + zones[4] + zones[5]};
}

void LoadBalance::add_day(std::optional<double> load) {
  if (!load || !std::isfinite(*load)) return;
  ctl += (*load - ctl) * share_of_day(42.0);
  atl += (*load - atl) * share_of_day(7.0);
}

LoadBalance first_balance(std::span<const std::optional<double>> loads) {
  constexpr std::size_t kDays = 14;
  double sum = 0.0, count = 0.0;
  for (const auto& load : loads.first(std::min(loads.size(), kDays))) {
    if (!load || !std::isfinite(*load)) continue;
    sum += *load;
    count += 1.0;
  }
  const double mean = count > 0.0 ? sum / count : 0.0;
  return {.ctl = mean, .atl = mean};
}

std::optional<Monotony> monotony(std::span<const std::optional<double>> last_days) {
  constexpr std::size_t kWeek = 7;
  if (last_days.size() < kWeek) return std::nullopt;
  const auto week = last_days.last(kWeek);
  double sum = 0.0;
  for (const auto& load : week) {
    if (!load || !std::isfinite(*load)) return std::nullopt;
    sum += *load;
  }
  const double mean = sum / static_cast<double>(kWeek);
  double squares = 0.0;
  for (const auto& load : week) squares += (*load - mean) * (*load - mean);
  const double sd = std::sqrt(squares / static_cast<double>(kWeek - 1));
  if (!(sd > 0.0)) return std::nullopt;
  return Monotony{.monotony = mean / sd, .strain = sum * mean / sd};
}

}  // namespace tonus::body
