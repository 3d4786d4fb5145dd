#include "predict_bench.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <engine/core/random.hpp>
#include <sensors/body/heart_estimator.hpp>
#include <sensors/source/simulated.hpp>

namespace tonus::bench {
namespace {

using sensors::Sample;
using sensors::SampleKind;

constexpr std::size_t kAhead_s = 30;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// One a second; NaN where nothing is known.
struct Traces {
  std::vector<double> truth, seen, predicted, low, high;

  void add(double true_bpm, double seen_bpm, const body::HeartPrediction& p) {
    truth.push_back(true_bpm);
    seen.push_back(seen_bpm);
    predicted.push_back(p.is_known ? p.bpm : kNaN);
    low.push_back(p.low_bpm);
    high.push_back(p.high_bpm);
  }

  [[nodiscard]] PredictionFigures figures() const {
    PredictionFigures f;
    double inside = 0.0;
    for (std::size_t i = kAhead_s; i + kAhead_s < truth.size(); ++i) {
      const double then = truth[i + kAhead_s];
      const double trend = 2.0 * seen[i] - seen[i - kAhead_s];
      if (std::isnan(then) || std::isnan(trend) || std::isnan(predicted[i])) continue;
      ++f.predictions;
      f.error_bpm += std::abs(predicted[i] - then);
      f.hold_error_bpm += std::abs(seen[i] - then);
      f.trend_error_bpm += std::abs(trend - then);
      f.half_width_bpm += 0.5 * (high[i] - low[i]);
      inside += then >= low[i] && then <= high[i] ? 1.0 : 0.0;
    }
    const double n = static_cast<double>(std::max<std::size_t>(f.predictions, 1));
    for (double* sum : {&f.error_bpm, &f.hold_error_bpm, &f.trend_error_bpm, &f.half_width_bpm}) *sum /= n;
    f.coverage_percent = 100.0 * inside / n;
    return f;
  }
};

std::vector<Sample> samples_of(const exchange::Activity& activity) {
  std::vector<Sample> out;
  const auto put = [&](double t_s, SampleKind kind, double value) {
    out.push_back(
        {.at = instant_at(t_s), .value = value, .sequence = static_cast<std::uint32_t>(out.size()), .kind = kind});
  };
  for (const auto& r : activity.records) {
    if (r.power_w) put(r.t_s, SampleKind::Power, *r.power_w);
    if (r.cadence_rpm) put(r.t_s, SampleKind::Cadence, *r.cadence_rpm);
    if (r.hr_bpm) put(r.t_s, SampleKind::HeartRate, *r.hr_bpm);
  }
  for (const auto& beat : activity.beats) put(beat.t_s, SampleKind::RrInterval, beat.rr_ms);
  std::ranges::stable_sort(out, {}, &Sample::at);
  return out;
}

}  // namespace

PredictionFigures together(const PredictionFigures& a, const PredictionFigures& b) {
  const double n = static_cast<double>(a.predictions), m = static_cast<double>(b.predictions);
  const auto mean = [&](double x, double y) { return n + m > 0.0 ? (n * x + m * y) / (n + m) : 0.0; };
  return {.predictions = a.predictions + b.predictions,
          .error_bpm = mean(a.error_bpm, b.error_bpm),
          .hold_error_bpm = mean(a.hold_error_bpm, b.hold_error_bpm),
          .trend_error_bpm = mean(a.trend_error_bpm, b.trend_error_bpm),
          .coverage_percent = mean(a.coverage_percent, b.coverage_percent),
          .half_width_bpm = mean(a.half_width_bpm, b.half_width_bpm)};
}

PredictionFigures predict_ride(const exchange::Activity& activity) {
  const std::vector<Sample> samples = samples_of(activity);
  body::HeartEstimator estimator;
  Traces traces;
  std::size_t next = 0, record = 0;
  const auto length_s = static_cast<std::size_t>(exchange::duration_s(activity));
  for (std::size_t second = 0; second <= length_s; ++second) {
    const double t_s = static_cast<double>(second);
    for (; next < samples.size() && samples[next].at <= instant_at(t_s); ++next) estimator.observe(samples[next]);
    // What the recorder said for this second; absent in pauses.
    while (record + 1 < activity.records.size() && activity.records[record + 1].t_s <= t_s) ++record;
    double recorded = kNaN;
    if (record < activity.records.size() && std::abs(activity.records[record].t_s - t_s) < 2.0) {
      recorded = activity.records[record].hr_bpm.value_or(kNaN);
    }
    const body::HeartEstimate heart = estimator.estimate(instant_at(t_s));
    traces.add(recorded, recorded, heart.in_30s);
  }
  return traces.figures();
}

PredictionFigures predict_athlete(std::string_view persona, std::uint64_t seed, double seconds) {
  auto athlete = sensors::SimulatedAthlete::create({.persona = std::string(persona), .seed = seed});
  if (!athlete) return {};
  Random random(seed + 1000);
  body::HeartEstimator estimator;
  Traces traces;
  double demand = 0.2, goal = 0.3, goal_until_s = 180.0;
  for (double t_s = 0.0; t_s < seconds; t_s += 1.0) {
    if (t_s >= goal_until_s) {
      goal = random.uniform(0.25, 0.8);
      goal_until_s = t_s + random.uniform(120.0, 300.0);
    }
    demand += std::clamp(goal - demand, -0.032, 0.012);
    sensors::SampleBatch batch;
    (*athlete)->poll(instant_at(t_s), {.demand = {demand}}, batch);
    for (const Sample& sample : batch) estimator.observe(sample);
    estimator.observe_demand(instant_at(t_s), {demand}, {120.0});
    const body::HeartEstimate heart = estimator.estimate(instant_at(t_s));
    traces.add((*athlete)->true_bpm().value, heart.is_known ? heart.value.value : kNaN, heart.in_30s);
  }
  return traces.figures();
}

}  // namespace tonus::bench
