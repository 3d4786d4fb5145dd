// Resampled Welch spectrum of the intervals.
#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include <kiss_fftr.h>

#include <engine/core/math.hpp>

#include "hrv_parts.hpp"

namespace tonus::body::hrv {
namespace {

constexpr double kRate_hz = 4.0;
constexpr std::size_t kWindow = 512, kHop = kWindow / 2, kBins = kWindow / 2 + 1;
constexpr double kBin_hz = kRate_hz / double{kWindow};
constexpr double kLow_hz = 0.04, kMiddle_hz = 0.15, kHigh_hz = 0.4;
constexpr double kSlowestBreath_hz = 0.12, kFastestBreath_hz = 0.7;
constexpr std::size_t kPeakBins = 4;          // ±0.03 Hz
constexpr double kPeakShare = 0.45;           // of the power of the band, within that
constexpr double kLeastBreathWindows = 0.34;  // of all windows

using Samples = std::array<double, kWindow>;

/// Natural cubic spline through (t, x), t rising, sampled from t[0] on at kRate_hz: give(sample) for each.
template <class Give>
void resample(std::span<const double> t_s, Run x, Give give) {
  const std::size_t n = x.size();
  // Second derivatives: a tridiagonal system, forward then back.
  std::vector<double> bend(n, 0.0), upper(n, 0.0);
  for (std::size_t i = 1; i + 1 < n; ++i) {
    const double before = t_s[i] - t_s[i - 1], after = t_s[i + 1] - t_s[i];
    const double kink = 6.0 * ((x[i + 1] - x[i]) / after - (x[i] - x[i - 1]) / before);
    const double pivot = 2.0 * (before + after) - before * upper[i - 1];
    upper[i] = after / pivot;
    bend[i] = (kink - before * bend[i - 1]) / pivot;
  }
  for (std::size_t i = n - 1; i-- > 1;) bend[i] -= upper[i] * bend[i + 1];

  const auto count = static_cast<std::size_t>((t_s[n - 1] - t_s[0]) * kRate_hz) + 1;
  std::size_t i = 0;
  for (std::size_t k = 0; k < count; ++k) {
    const double t = t_s[0] + static_cast<double>(k) / kRate_hz;
    while (i + 2 < n && t_s[i + 1] < t) ++i;
    const double h = t_s[i + 1] - t_s[i];
    const double b = (t - t_s[i]) / h, a = 1.0 - b;
    give(a * x[i] + b * x[i + 1] + ((a * a * a - a) * bend[i] + (b * b * b - b) * bend[i + 1]) * h * h / 6.0);
  }
}

class Welch {
 public:
  Welch() : plan_(kiss_fftr_alloc(static_cast<int>(kWindow), 0, nullptr, nullptr), &free_plan) {
    for (std::size_t i = 0; i < kWindow; ++i) {
      hann_[i] = 0.5 - 0.5 * math::cos(2.0 * math::kPi * static_cast<double>(i) / double{kWindow});
      hann_squares_ += hann_[i] * hann_[i];
    }
  }

  void add(const Samples& x) {
    double sum = 0.0, along = 0.0;
    constexpr double kMiddle = 0.5 * double{kWindow - 1};
    for (std::size_t i = 0; i < kWindow; ++i) {
      sum += x[i];
      along += (static_cast<double>(i) - kMiddle) * x[i];
    }
    const double mean = sum / double{kWindow};
    constexpr double kSpread = double{kWindow} * (double{kWindow} * double{kWindow} - 1.0) / 12.0;
    const double slope = along / kSpread;
    for (std::size_t i = 0; i < kWindow; ++i) {
      in_[i] = static_cast<float>((x[i] - mean - slope * (static_cast<double>(i) - kMiddle)) * hann_[i]);
    }
    kiss_fftr(plan_.get(), in_.data(), out_.data());
    std::array<double, kBins> power;
    for (std::size_t k = 0; k < kBins; ++k) {
      const auto re = static_cast<double>(out_[k].r), im = static_cast<double>(out_[k].i);
      const bool is_alone = k == 0 || k + 1 == kBins;
      power[k] = (is_alone ? 1.0 : 2.0) * (re * re + im * im) / (kRate_hz * hann_squares_);
      density_[k] += power[k];
    }
    ++windows_;
    if (const double hz = breath_hz(power); hz > 0.0) breaths_hz_.push_back(hz);
  }

  [[nodiscard]] Spectrum result() {
    Spectrum out;
    out.windows = windows_;
    if (windows_ == 0) return out;
    for (std::size_t k = 0; k < kBins; ++k) {
      const double hz = static_cast<double>(k) * kBin_hz;
      const double ms2 = density_[k] / static_cast<double>(windows_) * kBin_hz;
      if (hz >= kLow_hz && hz < kMiddle_hz) out.lf_ms2 += ms2;
      if (hz >= kMiddle_hz && hz < kHigh_hz) out.hf_ms2 += ms2;
    }
    if (static_cast<double>(breaths_hz_.size()) >= kLeastBreathWindows * static_cast<double>(windows_)) {
      const auto middle = breaths_hz_.begin() + static_cast<std::ptrdiff_t>(breaths_hz_.size() / 2);
      std::ranges::nth_element(breaths_hz_, middle);
      out.respiration_hz = *middle;
    }
    return out;
  }

 private:
  static void free_plan(void* plan) { kiss_fft_free(plan); }

  /// 0 where no peak holds most of its band.
  static double breath_hz(const std::array<double, kBins>& power) {
    constexpr auto kFirst = static_cast<std::size_t>(kSlowestBreath_hz / kBin_hz + 1.0);
    constexpr auto kLast = static_cast<std::size_t>(kFastestBreath_hz / kBin_hz);
    std::size_t top = kFirst;
    double band = 0.0, peak = 0.0;
    for (std::size_t k = kFirst; k <= kLast; ++k) {
      band += power[k];
      if (power[k] > power[top]) top = k;
    }
    // A band that rises towards its edge has no peak of its own.
    if (top == kFirst || top == kLast) return 0.0;
    for (std::size_t k = std::max(kFirst, top - kPeakBins); k <= std::min(kLast, top + kPeakBins); ++k)
      peak += power[k];
    if (!(peak >= kPeakShare * band) || !(band > 0.0)) return 0.0;
    const double left = power[top - 1], here = power[top], right = power[top + 1];
    const double bend = left - 2.0 * here + right;
    return (static_cast<double>(top) + (bend < 0.0 ? 0.5 * (left - right) / bend : 0.0)) * kBin_hz;
  }

  std::unique_ptr<kiss_fftr_state, void (*)(void*)> plan_;
  Samples hann_{};
  double hann_squares_ = 0.0;
  std::array<float, kWindow> in_{};
  std::array<kiss_fft_cpx, kBins> out_{};
  std::array<double, kBins> density_{};
  std::vector<double> breaths_hz_;
  std::size_t windows_ = 0;
};

bool is_usable(double ms) { return ms > 0.0 && ms < 1e7; }

}  // namespace

Spectrum measure_spectrum(std::span<const Run> runs) {
  constexpr double kLeast_s = double{kWindow - 1} / kRate_hz;
  Welch welch;
  double covered_s = 0.0;
  std::vector<double> t_s;
  for (const Run& run : runs) {
    // An interval of 0 or worse has no place on a time axis.
    if (run.size() < 3 || !std::ranges::all_of(run, is_usable)) continue;
    t_s.clear();
    double t = 0.0;
    for (const double ms : run) t_s.push_back(t += ms / 1000.0);
    if (t_s.back() - t_s.front() < kLeast_s) continue;
    covered_s += t_s.back();
    Samples window{};
    std::size_t filled = 0;
    resample(t_s, run, [&](double sample) {
      window[filled++] = sample;
      if (filled < kWindow) return;
      welch.add(window);
      std::copy(window.begin() + kHop, window.end(), window.begin());
      filled = kWindow - kHop;
    });
  }
  Spectrum out = welch.result();
  out.covered_s = covered_s;
  return out;
}

}  // namespace tonus::body::hrv
