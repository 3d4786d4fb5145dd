#pragma once
// From load to heart rate: delays, two phases or Cheng's two states, saturation, drift. No randomness.

#include <array>
#include <cstddef>

#include <sensors/athlete/athlete.hpp>

namespace tonus::athlete {

/// Share of the way to its goal that a first-order lag goes in one step.
[[nodiscard]] double share_of_step(double tau_s) noexcept;

/// What went in `delay_s` ago (to the nearest step, at most 25.5 s); 0 before.
class DelayLine {
 public:
  explicit DelayLine(double delay_s) noexcept;
  [[nodiscard]] double step(double x) noexcept {
    past_[at_] = x;
    const double then = past_[(at_ - steps_) & (kLength - 1)];
    at_ = (at_ + 1) & (kLength - 1);
    return then;
  }

 private:
  static constexpr std::size_t kLength = 256;
  std::array<double, kLength> past_{};
  std::size_t at_ = 0, steps_ = 0;
};

class HeartPlant {
 public:
  HeartPlant(const Parameters& parameters, const Circumstances& circumstances) noexcept;
  /// Advances by 0.1 s of work at `load`.
  void step(double load) noexcept;
  /// Rest, both phases (or x1) and drift.
  [[nodiscard]] double bpm() const noexcept { return p_.rest_bpm + fast_bpm_ + slow_bpm_ + drift_bpm_; }

 private:
  void step_two_phase(double load) noexcept;
  void step_nonlinear(double load) noexcept;
  void advance_drift(double steady_bpm) noexcept;

  Parameters p_;
  DelayLine body_;
  double reserve_bpm_, drift_bpm_per_step_, drift_after_s_;
  double fast_bpm_ = 0.0, slow_bpm_ = 0.0, drift_bpm_ = 0.0;
  double fast_step_, rise_step_, fall_step_, memory_step_;
  double remembered_load_ = 0.0;
  double work_s_ = 0.0;
  // Cheng's x1 is fast_bpm_.
  double x2_ = 0.0;
  double a1_ = 0.0, a2_ = 0.0, a3_ = 0.0, a4_ = 0.0;
  double square_of_load_ = 0.0;  ///< u^2 for a load (its square on a treadmill) of 1
  double bpm_of_square_ = 0.0;   ///< heart rate above rest after ten minutes, for u^2 = 1
};

}  // namespace tonus::athlete
