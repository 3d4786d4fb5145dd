#include <sensors/body/illness.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include <engine/core/math.hpp>

#include "diary.hpp"
#include "readiness_inputs.hpp"

namespace tonus::body {
namespace {

constexpr std::size_t kSigns = 4;
constexpr double kLeastSign = 1.0;
constexpr double kEnoughEvidence = 2.6;
constexpr double kYesterday = 0.4;

using Signs = std::array<std::optional<double>, kSigns>;  // resting rate, ln rMSSD, respiration, temperature; up is bad

/// Deviation of the last value from those before it.
std::optional<double> deviation(std::span<const double> values, double sign, const BaselineDefinition& definition,
                                std::optional<double>* delta = nullptr) {
  const double value = values.back();
  if (std::isnan(value)) return std::nullopt;
  const auto usual = find_baseline(values.first(values.size() - 1), definition);
  if (!usual) return std::nullopt;
  if (delta != nullptr) *delta = value - usual->mean;
  return sign * (value - usual->mean) / usual->spread;
}

/// What the signs of a day come to; 0 where none is known.
double evidence_of(const Signs& signs) {
  double sum = 0.0, count = 0.0;
  for (const auto& z : signs) {
    if (!z) continue;
    sum += math::clamp(*z, -1.0, 4.0);
    count += 1.0;
  }
  return count > 0.0 ? sum / std::sqrt(count) : 0.0;
}

struct Columns {
  std::vector<double> rest, hrv, respiration, temperature;
};

Columns columns_of(std::span<const Day> diary) {
  constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();
  Columns out;
  for (const Day& day : diary) {
    out.rest.push_back(day.rest_bpm.value_or(kAbsent));
    out.hrv.push_back(day.rmssd_ms ? math::log(*day.rmssd_ms) : kAbsent);
    out.respiration.push_back(day.breaths_per_min.value_or(kAbsent));
    out.temperature.push_back(day.temperature_dev_c.value_or(kAbsent));
  }
  return out;
}

Signs signs_on(const Columns& columns, std::size_t days, std::optional<double>* rest_delta) {
  const auto upto = [days](const std::vector<double>& column) { return std::span(column).first(days); };
  const auto usual = [](ReadinessInput input) -> const BaselineDefinition& {
    return input_definitions()[static_cast<std::size_t>(input)].baseline;
  };
  return {deviation(upto(columns.rest), +1.0, usual(ReadinessInput::RestingRate), rest_delta),
          deviation(upto(columns.hrv), -1.0, kDailyLnRmssd),
          deviation(upto(columns.respiration), +1.0, usual(ReadinessInput::Respiration)),
          deviation(upto(columns.temperature), +1.0, usual(ReadinessInput::Temperature))};
}

IllnessSigns judge(const Signs& signs, const std::optional<double>& rest_delta, double yesterday) {
  IllnessSigns out;
  out.rest_z = signs[0];
  out.rest_delta_bpm = rest_delta;
  if (signs[1]) out.hrv_z = -*signs[1];
  out.respiration_z = signs[2];
  out.temperature_z = signs[3];
  out.evidence = evidence_of(signs) + kYesterday * std::max(0.0, yesterday);

  const auto above = [](const std::optional<double>& z, double limit) { return z && *z > limit; };
  const bool is_rest_up = above(out.rest_z, 2.5) || above(out.rest_delta_bpm, 7.0);
  const bool is_confirmed = above(signs[1], 1.5) || above(signs[2], 2.0) || above(signs[3], 2.0);
  const auto pointing = std::count_if(signs.begin(), signs.end(), [&](const auto& z) { return above(z, kLeastSign); });
  const bool is_bodily = above(signs[0], kLeastSign) || above(signs[2], kLeastSign) || above(signs[3], kLeastSign);
  out.is_pattern = (is_rest_up && is_confirmed) || (pointing >= 2 && is_bodily && out.evidence >= kEnoughEvidence);
  return out;
}

}  // namespace

std::vector<IllnessSigns> illness_signs_by_day(std::span<const Day> history, CivilDay from, CivilDay to) {
  std::vector<IllnessSigns> out;
  if (from > to) return out;
  out.resize(static_cast<std::size_t>(to - from) + 1);
  const std::vector<Day> diary = lay_out(history, from, to);
  const Columns columns = columns_of(diary);
  double yesterday = 0.0;
  for (std::size_t day = 0; day < diary.size(); ++day) {
    if (diary[day].day < from - 1) continue;
    std::optional<double> rest_delta;
    const Signs signs = signs_on(columns, day + 1, &rest_delta);
    if (diary[day].day >= from)
      out[static_cast<std::size_t>(diary[day].day - from)] = judge(signs, rest_delta, yesterday);
    yesterday = evidence_of(signs);
  }
  return out;
}

IllnessSigns illness_signs(std::span<const Day> history, CivilDay today) {
  return illness_signs_by_day(history, today, today).front();
}

}  // namespace tonus::body
