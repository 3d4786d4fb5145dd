#include "variability.hpp"

#include <algorithm>
#include <cmath>

#include <engine/core/math.hpp>

namespace tonus::athlete {
namespace {

constexpr double kVlfTau_s = 45.0;
constexpr double kWave_hz = 0.1, kWaveTau_s = 15.0;
constexpr double kBreath_bpm = 54.0, kBreathDecay_bpm = 25.0, kBreathMost_bpm = 6.0;
constexpr double kBreathAtRest_hz = 0.25, kBreathAtMax_hz = 0.6;
constexpr double kStep_s = 0.1;

/// What makes the sd of a process, drawn each second and interpolated in tenths, that of the process itself.
double undo_interpolation(double correlation_of_a_second) {
  return 1.0 / std::sqrt(1.0 - 0.33 * (1.0 - correlation_of_a_second));
}

}  // namespace

Variability::Variability(const Parameters& p, std::uint64_t seed) noexcept
    : random_(seed), rest_bpm_(p.rest_bpm), max_bpm_(p.max_bpm), breathing_scale_(p.breathing_scale) {
  vlf_keep_ = math::exp(-1.0 / kVlfTau_s);
  const double vlf_sd = p.vlf_bpm * undo_interpolation(vlf_keep_);
  vlf_innovation_ = vlf_sd * std::sqrt(1.0 - vlf_keep_ * vlf_keep_);

  // A damped 0.1-Hz resonator driven by white noise: AR(2) with poles r e^{±iw}, scaled to its stationary sd.
  const double r = math::exp(-1.0 / kWaveTau_s);
  const double w = 2.0 * math::kPi * kWave_hz;
  const double r2 = r * r;
  wave_twice_ = 2.0 * r * math::cos(w);
  wave_decay_ = r2;
  const double correlation = wave_twice_ / (1.0 + r2);
  const double variance = (1.0 + r2) / ((1.0 - r2) * (1.0 + r2 * r2 - 2.0 * r2 * math::cos(2.0 * w)));
  const double wave_sd = p.lf_bpm * undo_interpolation(correlation);
  wave_innovation_ = wave_sd / std::sqrt(variance);

  // Stationary from the start.
  vlf_bpm_ = vlf_sd * random_.normal();
  wave_before_bpm_ = wave_sd * random_.normal();
  wave_bpm_ = correlation * wave_before_bpm_ + wave_sd * std::sqrt(1.0 - correlation * correlation) * random_.normal();
  to_bpm_ = vlf_bpm_ + wave_bpm_;
}

void Variability::draw() noexcept {
  vlf_bpm_ = vlf_keep_ * vlf_bpm_ + vlf_innovation_ * random_.normal();
  const double wave = wave_twice_ * wave_bpm_ - wave_decay_ * wave_before_bpm_ + wave_innovation_ * random_.normal();
  wave_before_bpm_ = wave_bpm_;
  wave_bpm_ = wave;
}

void Variability::begin_second(double bpm) noexcept {
  from_bpm_ = to_bpm_;
  draw();
  to_bpm_ = vlf_bpm_ + wave_bpm_;
  slope_bpm_ = kStep_s * (to_bpm_ - from_bpm_);
  steps_ = 0.0;

  depth_bpm_ = std::min(kBreathMost_bpm, breathing_scale_ * kBreath_bpm * math::exp(-bpm / kBreathDecay_bpm));
  // The turn of a step, from the tangent of half its angle: exactly of length one, and the angle is small.
  const double breath_hz = math::lerp(kBreathAtRest_hz, kBreathAtMax_hz, math::ramp(bpm, rest_bpm_, max_bpm_));
  const double half = math::kPi * breath_hz * kStep_s;
  const double norm = 1.0 / (1.0 + half * half);
  turn_cos_ = (1.0 - half * half) * norm;
  turn_sin_ = 2.0 * half * norm;
  // Rounding must not grow over hours.
  const double length = 1.0 / std::sqrt(breath_sin_ * breath_sin_ + breath_cos_ * breath_cos_);
  breath_sin_ *= length;
  breath_cos_ *= length;
}

}  // namespace tonus::athlete
