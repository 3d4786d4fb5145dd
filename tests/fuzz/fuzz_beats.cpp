// Any doubles as intervals, loads and cadences: cleaning, variability and the estimate are total functions.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include <sensors/body/beat_cleaner.hpp>
#include <sensors/body/heart_estimator.hpp>
#include <sensors/body/hrv.hpp>

#include "packets.hpp"

namespace {

using namespace tonus;
using namespace tonus::fuzz;

void check_batch(const std::vector<double>& rr, const std::vector<std::uint8_t>& follows) {
  const body::CleanedRr cleaned = body::clean_rr(rr, follows);
  expect(cleaned.is_clean.size() == cleaned.rr_ms.size() && cleaned.follows.size() == cleaned.rr_ms.size());
  expect(cleaned.artifacts.size() <= rr.size());
  for (std::size_t i = 0; i < cleaned.artifacts.size(); ++i) {
    expect(cleaned.artifacts[i].index < rr.size());
    expect(i == 0 || cleaned.artifacts[i].index > cleaned.artifacts[i - 1].index);
  }
  for (const double ms : cleaned.rr_ms) expect(ms > 0.0 && ms <= 20000.0);
  const body::Hrv h = body::measure_hrv(cleaned);
  expect(!h.rmssd_ms.is_known() || (h.rmssd_ms.value >= 0.0 && h.rmssd_ms.value < 1e5));
  expect(!h.lf_ms2.is_known() || h.lf_ms2.value >= 0.0);
  (void)body::measure_hrv(body::uncleaned_rr(rr, follows));
}

void check_live(const std::vector<double>& values) {
  body::BeatCleaner cleaner;
  body::HeartEstimator estimator;
  double t_s = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    (void)cleaner.push(values[i]);
    const auto kind = static_cast<sensors::SampleKind>(i * 7 % 5);
    t_s += 0.3;
    estimator.observe(
        {.at = instant_at(t_s), .value = values[i], .kind = kind, .source = static_cast<std::uint8_t>(i / 50 % 2)});
    estimator.observe({.at = instant_at(t_s), .value = values[i], .kind = sensors::SampleKind::RrInterval});
    estimator.observe_demand(instant_at(t_s), {values[i]}, {values[values.size() - 1 - i]});
    const body::HeartEstimate heart = estimator.estimate(instant_at(t_s));
    expect(heart.quality.value >= 0.0 && heart.quality.value <= 1.0);
    expect(!heart.is_known || (std::isfinite(heart.value.value) && heart.spread.value >= 0.0));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<double> values;
  std::vector<std::uint8_t> follows;
  // An octet says how to read what follows: a double as it lies there, or an interval near 800 ms in one octet.
  for (std::size_t i = 0; i < size && values.size() < 3000;) {
    const std::uint8_t how = data[i++];
    follows.push_back(how % 16 != 0 ? 1 : 0);
    if (how % 4 == 0 && i + sizeof(double) <= size) {
      double value = 0.0;
      std::memcpy(&value, data + i, sizeof value);
      values.push_back(value);
      i += sizeof value;
    } else {
      values.push_back(800.0 + 4.0 * static_cast<double>(how) - 512.0 * (how % 3 == 0 ? 1.0 : 0.5));
    }
  }
  check_batch(values, follows);
  check_live(values);
  return 0;
}
