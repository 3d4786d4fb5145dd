#include "hrv_bench.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <complex>
#include <vector>

#include <engine/core/random.hpp>
#include <sensors/body/hrv.hpp>

namespace tonus::bench {
namespace {

constexpr double kPi = 3.14159265358979323846;

std::vector<double> day() {
  Random random(24);
  std::vector<double> rr;
  for (double t_s = 0.0; t_s < 86400.0;) {
    double ms = 850.0 * (1.0 + 0.25 * std::sin(2.0 * kPi * t_s / 86400.0)) + 30.0 * std::sin(2.0 * kPi * 0.1 * t_s) +
                25.0 * std::sin(2.0 * kPi * 0.27 * t_s) + 12.0 * random.normal();
    t_s += ms / 1000.0;
    if (random.uniform() < 0.004) ms *= random.uniform() < 0.5 ? 0.65 : 2.0;
    rr.push_back(ms);
  }
  return rr;
}

template <class Work>
double median_ms(int runs, Work work) {
  std::vector<double> times;
  for (int i = 0; i < runs; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    times.push_back(1e3 * std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }
  std::ranges::sort(times);
  return times[times.size() / 2];
}

/// The threshold of the cleaning at every beat, each window copied and sorted.
double plain_thresholds(const std::vector<double>& x) {
  double sum = 0.0;
  std::vector<double> window;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const std::size_t from = i > 45 ? i - 45 : 0, to = std::min(i + 46, x.size());
    window.assign(x.begin() + static_cast<std::ptrdiff_t>(from), x.begin() + static_cast<std::ptrdiff_t>(to));
    std::ranges::sort(window);
    sum += window[3 * window.size() / 4] - window[window.size() / 4];
  }
  return sum;
}

double plain_spectrum(const std::vector<double>& rr) {
  std::vector<double> samples;
  double t_s = 0.0, next_s = 0.0;
  for (std::size_t i = 1; i < rr.size(); ++i) {
    const double end_s = t_s + rr[i] / 1000.0;
    for (; next_s < end_s; next_s += 0.25)
      samples.push_back(rr[i - 1] + (rr[i] - rr[i - 1]) * (next_s - t_s) / (end_s - t_s));
    t_s = end_s;
  }
  double power = 0.0;
  for (std::size_t from = 0; from + 512 <= samples.size(); from += 256) {
    for (int bin = 5; bin <= 51; ++bin) {  // 0.04 to 0.4 Hz, the sum of the definition
      std::complex<double> sum;
      for (std::size_t i = 0; i < 512; ++i) {
        const double hann = 0.5 - 0.5 * std::cos(2.0 * kPi * static_cast<double>(i) / 512.0);
        sum += samples[from + i] * hann * std::polar(1.0, -2.0 * kPi * bin * static_cast<double>(i) / 512.0);
      }
      power += std::norm(sum);
    }
  }
  return power;
}

double plain_fluctuation(const std::vector<double>& rr) {
  double mean = 0.0;
  for (const double ms : rr) mean += ms / static_cast<double>(rr.size());
  double sum = 0.0;
  for (std::size_t box = 4; box <= 16; ++box) {
    std::vector<double> profile;
    double y = 0.0;
    for (const double ms : rr) profile.push_back(y += ms - mean);
    for (std::size_t from = 0; from + box <= profile.size(); from += box) {
      double sx = 0.0, sy = 0.0, sxx = 0.0, sxy = 0.0;
      const double n = static_cast<double>(box);
      for (std::size_t i = 0; i < box; ++i) {
        const double x = static_cast<double>(i);
        sx += x;
        sy += profile[from + i];
        sxx += x * x;
        sxy += x * profile[from + i];
      }
      const double slope = (n * sxy - sx * sy) / (n * sxx - sx * sx), level = (sy - slope * sx) / n;
      for (std::size_t i = 0; i < box; ++i) {
        const double off = profile[from + i] - level - slope * static_cast<double>(i);
        sum += off * off;
      }
    }
  }
  return sum;
}

double plain_rmssd(const std::vector<double>& rr) {
  double sum = 0.0;
  for (std::size_t i = 1; i < rr.size(); ++i) sum += (rr[i] - rr[i - 1]) * (rr[i] - rr[i - 1]);
  return std::sqrt(sum / static_cast<double>(rr.size() - 1));
}

}  // namespace

HrvFigures measure_hrv_cost() {
  const std::vector<double> rr = day();
  HrvFigures f;
  f.beats = rr.size();
  body::CleanedRr cleaned;
  body::Hrv figures;
  f.clean_ms = median_ms(5, [&] { cleaned = body::clean_rr(rr); });
  f.measure_ms = median_ms(5, [&] { figures = body::measure_hrv(cleaned); });

  double kept = 0.0;  // printed nowhere, but used, so that no work is left out
  f.plain_ms = median_ms(1, [&] {
    std::vector<double> differences;
    for (std::size_t i = 1; i < rr.size(); ++i) differences.push_back(std::abs(rr[i] - rr[i - 1]));
    kept += plain_thresholds(differences) + plain_thresholds(rr);  // of differences, and of distances from the median
    kept += plain_spectrum(rr) + plain_fluctuation(rr) + plain_rmssd(rr);
  });
  f.ratio = kept > 0.0 ? f.plain_ms / (f.clean_ms + f.measure_ms) : 0.0;
  f.rmssd_difference = std::abs(body::measure_hrv(body::uncleaned_rr(rr)).rmssd_ms.value / plain_rmssd(rr) - 1.0);
  return f;
}

}  // namespace tonus::bench
