#include "readiness_inputs.hpp"

#include <cmath>
#include <limits>

#include <engine/core/math.hpp>
#include <sensors/body/load.hpp>

namespace tonus::body {
namespace {

constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kHrvDays = 7;
constexpr std::size_t kLeastHrvDays = 3;  // Plews 2014
constexpr std::size_t kDebtNights = 14;
constexpr double kDebtFade = 0.85;
constexpr double kLeastDebtQuality = 0.35;
constexpr double kSleepNeed_h = 8.0;  // its level cancels against the person's own baseline
constexpr std::size_t kLoadDays = 14;
constexpr std::size_t kLeastLoadDays = 10;

double value_or_absent(const std::optional<double>& value) { return value.value_or(kAbsent); }

/// A day's ln rMSSD, pulled in where it lies further out than days of this person do.
std::vector<double> ln_rmssd(std::span<const Day> diary) {
  std::vector<double> values(diary.size(), kAbsent);
  for (std::size_t i = 0; i < diary.size(); ++i) {
    if (!diary[i].rmssd_ms) continue;
    values[i] = math::log(*diary[i].rmssd_ms);
    const auto usual = find_baseline(std::span(values).first(i), kDailyLnRmssd);
    if (!usual) continue;
    const double reach = 1.6 * usual->spread;
    values[i] = math::clamp(values[i], usual->mean - reach, usual->mean + reach);
  }
  return values;
}

void rolling_hrv(std::span<const Day> diary, InputSeries& out) {
  const auto daily = ln_rmssd(diary);
  for (std::size_t i = 0; i < daily.size(); ++i) {
    double sum = 0.0;
    std::size_t count = 0;
    for (std::size_t k = i + 1 > kHrvDays ? i + 1 - kHrvDays : 0; k <= i; ++k) {
      if (std::isnan(daily[k])) continue;
      sum += daily[k];
      ++count;
    }
    if (count < kLeastHrvDays) continue;
    out.values[i] = sum / static_cast<double>(count);
    out.quality[i] = static_cast<double>(count) / static_cast<double>(kHrvDays);
  }
}

void sleep_debt(std::span<const Day> diary, InputSeries& out) {
  for (std::size_t i = 0; i < diary.size(); ++i) {
    double debt = 0.0, weights = 0.0, all = 0.0, weight = 1.0;
    for (std::size_t age = 0; age < kDebtNights; ++age, weight *= kDebtFade) {
      all += weight;
      if (age > i || !diary[i - age].sleep_h) continue;
      debt += weight * (kSleepNeed_h - *diary[i - age].sleep_h);
      weights += weight;
    }
    const double quality = weights / all;
    if (quality < kLeastDebtQuality) continue;
    out.values[i] = debt / weights * all;
    out.quality[i] = quality;
  }
}

void load_balance(std::span<const Day> diary, InputSeries& out) {
  std::size_t first = 0;
  while (first < diary.size() && !diary[first].load) ++first;
  std::vector<std::optional<double>> loads;
  for (std::size_t i = first; i < diary.size(); ++i) loads.push_back(diary[i].load);
  LoadBalance balance = first_balance(loads);
  for (std::size_t i = first + 1; i < diary.size(); ++i) {
    balance.add_day(diary[i - 1].load);
    std::size_t known = 0;
    for (std::size_t age = 1; age <= kLoadDays && age <= i; ++age) known += diary[i - age].load ? 1 : 0;
    if (i - first < kLoadDays || known < kLeastLoadDays) continue;
    out.values[i] = balance.tsb();
    out.quality[i] = static_cast<double>(known) / static_cast<double>(kLoadDays);
  }
}

}  // namespace

const std::array<InputDefinition, kReadinessInputs>& input_definitions() {
  // Couplings: start values of the readiness model in the facts on science; spreads: between days of one healthy adult.
  static constexpr std::array<InputDefinition, kReadinessInputs> kDefinitions{{
      {ReadinessInput::Wellness, +1.0, 0.70, {.prior_spread = 0.7, .correlation_days = 2.0}},
      {ReadinessInput::Hrv, +1.0, 0.60, {.prior_spread = 0.11, .correlation_days = 7.0}},
      {ReadinessInput::RestingRate, -1.0, 0.50, {.prior_spread = 2.5, .correlation_days = 2.0}},
      {ReadinessInput::SleepDebt, -1.0, 0.50, {.prior_spread = 3.0, .correlation_days = 6.0}},
      {ReadinessInput::LoadBalance, +1.0, 0.40, {.prior_spread = 12.0, .correlation_days = 7.0}},
      {ReadinessInput::Respiration, -1.0, 0.30, {.prior_spread = 0.6, .correlation_days = 2.0}},
      {ReadinessInput::Temperature, -1.0, 0.30, {.prior_spread = 0.25, .correlation_days = 2.0}},
  }};
  return kDefinitions;
}

std::array<InputSeries, kReadinessInputs> input_series(std::span<const Day> diary) {
  std::array<InputSeries, kReadinessInputs> all;
  for (InputSeries& series : all) {
    series.values.assign(diary.size(), kAbsent);
    series.quality.assign(diary.size(), 1.0);
  }
  const auto at = [&](ReadinessInput input) -> InputSeries& { return all[static_cast<std::size_t>(input)]; };
  for (std::size_t i = 0; i < diary.size(); ++i) {
    const Day& day = diary[i];
    if (day.check_in) at(ReadinessInput::Wellness).values[i] = value_or_absent(wellness(*day.check_in));
    at(ReadinessInput::RestingRate).values[i] = value_or_absent(day.rest_bpm);
    at(ReadinessInput::Respiration).values[i] = value_or_absent(day.breaths_per_min);
    at(ReadinessInput::Temperature).values[i] = value_or_absent(day.temperature_dev_c);
  }
  rolling_hrv(diary, at(ReadinessInput::Hrv));
  sleep_debt(diary, at(ReadinessInput::SleepDebt));
  load_balance(diary, at(ReadinessInput::LoadBalance));
  return all;
}

double expected_shift(ReadinessInput input, CyclePhase phase) {
  // Vagal HRV falls from the follicular to the luteal phase by d = 0.39 (n = 1,004): half of it to either side.
  if (input != ReadinessInput::Hrv) return 0.0;
  if (phase == CyclePhase::Follicular) return 0.195;
  if (phase == CyclePhase::Luteal) return -0.195;
  return 0.0;
}

}  // namespace tonus::body
