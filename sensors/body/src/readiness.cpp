#include <sensors/body/readiness.hpp>

#include <algorithm>
#include <cmath>

#include <engine/core/math.hpp>

#include "diary.hpp"
#include "readiness_inputs.hpp"

namespace tonus::body {
namespace {

// How much of yesterday is left today, and how much louder than one day of independent noise an input is: its errors
// last for days. Both from 60 diaries each of two simulated worlds (coverage 81 and 79 % for 80); a carry of 0.7 was
// worse in both.
constexpr double kCarry = 0.5;
constexpr double kPointsPerSpread = 15.0;
constexpr double kMostSpreads = 2.5;  // no single input says more than this
constexpr double kNoiseInflation = 2.1;
constexpr double kIntervalSpreads = 1.2815515655446004;  // normal quantile of 0.9
constexpr double kPhaseDays = 15.0;  // own days of a phase that outweigh what is known of other people

struct Belief {
  double mean = 0.0;
  double variance = 1.0;
};

/// How far the days of this phase lie from the others, drawn towards what is known of other people.
double phase_shift(ReadinessInput input, std::span<const Day> days, std::span<const double> values, CyclePhase phase,
                   const Baseline& usual) {
  if (phase == CyclePhase::Unknown) return 0.0;
  double sum = 0.0, count = 0.0;
  for (std::size_t i = 0; i < days.size(); ++i) {
    if (days[i].phase != phase || std::isnan(values[i])) continue;
    sum += math::clamp(values[i] - usual.mean, -kMostSpreads * usual.spread, kMostSpreads * usual.spread);
    count += 1.0;
  }
  return (sum + kPhaseDays * expected_shift(input, phase) * usual.spread) / (count + kPhaseDays);
}

/// One input on one day, against the days before; not known where it or its baseline is missing.
Contribution weigh(const InputDefinition& definition, const InputSeries& series, std::span<const Day> diary,
                   std::size_t today) {
  Contribution out;
  const double value = series.values[today];
  if (std::isnan(value)) return out;
  const std::size_t from = today > kBaselineDays ? today - kBaselineDays : 0;
  const auto before = std::span(series.values).subspan(from, today - from);
  const auto usual = find_baseline(before, definition.baseline);
  if (!usual) return out;
  out.is_known = true;
  out.value = value;
  out.usual = usual->mean +
              phase_shift(definition.input, diary.subspan(from, today - from), before, diary[today].phase, *usual);
  out.spread = usual->spread;
  out.z = math::clamp(definition.sign * (value - out.usual) / out.spread, -kMostSpreads, kMostSpreads);
  const double c = definition.coupling;
  const double noise = kNoiseInflation * (1.0 - c * c) + 1.0 / usual->news;
  out.weight = c * c * series.quality[today] / noise;
  return out;
}

Belief carry_on(const Belief& yesterday) {
  return {.mean = kCarry * yesterday.mean, .variance = kCarry * kCarry * yesterday.variance + 1.0 - kCarry * kCarry};
}

/// Joins what the inputs say to what was carried over; fills the points in.
Belief combine(const Belief& carried, std::array<Contribution, kReadinessInputs>& inputs, double& carried_points) {
  double precision = 1.0 / carried.variance;
  for (const Contribution& input : inputs) precision += input.weight;
  double mean = 0.0;
  const auto& definitions = input_definitions();
  for (std::size_t j = 0; j < kReadinessInputs; ++j) {
    const double part = inputs[j].weight / definitions[j].coupling * inputs[j].z / precision;
    inputs[j].points = kPointsPerSpread * part;
    mean += part;
  }
  const double prior = carried.mean / carried.variance / precision;
  carried_points = kPointsPerSpread * prior;
  return {.mean = mean + prior, .variance = 1.0 / precision};
}

bool has_data(const Day& day) {
  return day.rmssd_ms || day.rest_bpm || day.sleep_h || day.breaths_per_min || day.temperature_dev_c || day.load ||
         (day.check_in && wellness(*day.check_in));
}

/// Of the last 60, `today` included.
std::int32_t days_with_data(std::span<const Day> diary, std::size_t today) {
  const auto from = today + 1 > kBaselineDays ? today + 1 - kBaselineDays : 0;
  return static_cast<std::int32_t>(std::count_if(diary.begin() + static_cast<std::ptrdiff_t>(from),
                                                 diary.begin() + static_cast<std::ptrdiff_t>(today) + 1, has_data));
}

double scale_of(double mean, double sd) {
  // A wide interval asks for a little less, without a step: nothing below 0.7, all of it from 0.9.
  const double doubt = 0.05 * math::ramp(sd, 0.7, 0.9);
  return math::clamp(1.0 + 0.10 * mean - doubt, 0.75, 1.05);
}

void fill_score(Readiness& r) {
  const double reach = kPointsPerSpread * kIntervalSpreads * r.sd;
  r.score = 50.0 + kPointsPerSpread * r.mean;
  // At the end of the scale the interval is moved in, not cut: it stays as wide as what is known is narrow.
  const double shift = std::max(0.0, reach - r.score) - std::max(0.0, r.score + reach - 100.0);
  r.low = r.score - reach + shift;
  r.high = r.score + reach + shift;
  r.score = math::clamp(r.score, 0.0, 100.0);
  const double scale = scale_of(r.mean, r.sd);
  r.scale = r.days_known < kSureDays ? std::min(scale, 1.0) : scale;
}

}  // namespace

double suggested_scale(double score, double low, double high) {
  return scale_of((score - 50.0) / kPointsPerSpread, (high - low) / (2.0 * kPointsPerSpread * kIntervalSpreads));
}

const char* name(ReadinessInput input) {
  switch (input) {
    case ReadinessInput::Wellness: return "wellness";
    case ReadinessInput::Hrv: return "hrv";
    case ReadinessInput::RestingRate: return "resting_heart_rate";
    case ReadinessInput::SleepDebt: return "sleep_debt";
    case ReadinessInput::LoadBalance: return "load_balance";
    case ReadinessInput::Respiration: return "respiration";
    case ReadinessInput::Temperature: return "temperature";
  }
  return "";
}

std::vector<Readiness> readiness_by_day(std::span<const Day> history, CivilDay from, CivilDay to) {
  std::vector<Readiness> out;
  if (from > to) return out;
  out.resize(static_cast<std::size_t>(to - from) + 1);
  const std::vector<Day> diary = lay_out(history, from, to);
  if (diary.empty()) return out;
  const auto series = input_series(diary);
  const auto& definitions = input_definitions();
  Belief belief;
  for (std::size_t day = 0; day < diary.size(); ++day) {
    Readiness r;
    for (std::size_t j = 0; j < kReadinessInputs; ++j) r.inputs[j] = weigh(definitions[j], series[j], diary, day);
    belief = combine(carry_on(belief), r.inputs, r.carried_points);
    if (diary[day].day < from) continue;
    r.days_known = days_with_data(diary, day);
    r.is_known = r.days_known >= kLeastDays;
    r.mean = belief.mean;
    r.sd = std::sqrt(belief.variance);
    if (r.is_known) fill_score(r);
    out[static_cast<std::size_t>(diary[day].day - from)] = r;
  }
  return out;
}

Readiness assess_readiness(std::span<const Day> history, CivilDay today) {
  return readiness_by_day(history, today, today).front();
}

}  // namespace tonus::body
