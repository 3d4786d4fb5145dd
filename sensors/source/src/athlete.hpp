#pragma once
// The heart of the simulated athlete: demand in, heart rate and beats out, in steps of 0.1 s. Pure state, own random
// numbers.

#include <array>
#include <cstdint>

#include <engine/core/inline_vector.hpp>
#include <engine/core/random.hpp>

#include "personas.hpp"

namespace tonus::sensors::athlete {

inline constexpr double kStep_s = 0.1;
inline constexpr std::int64_t kStepsPerSecond = 10;

/// Share of the gain a steady demand brings: linear up to the first threshold, flatter above (Mongin 2020).
[[nodiscard]] constexpr double response(double demand) {
  constexpr double kThreshold = 0.6, kFlattening = 0.2;
  return demand - (demand > kThreshold ? kFlattening * (demand - kThreshold) : 0.0);
}

struct BeatEvent {
  double offset_s = 0.0;  ///< into the step
  double rr_ms = 0.0;     ///< 0 for the very first beat, which ends no interval
};

class Heart {
 public:
  Heart(const AthleteParameters& parameters, std::uint64_t seed) noexcept;
  /// Advances by 0.1 s of work at `demand` (0…1) and returns the beats that fell into it, in order.
  InlineVector<BeatEvent, 2> step(double demand) noexcept;
  [[nodiscard]] double bpm() const noexcept { return bpm_; }

 private:
  [[nodiscard]] double delayed(double demand) noexcept;
  void advance_drift(double demand) noexcept;
  [[nodiscard]] double noise() noexcept;
  [[nodiscard]] double next_beat_length() noexcept;

  static constexpr std::size_t kDelaySteps = 128;

  AthleteParameters p_;
  Random random_;
  std::array<double, kDelaySteps> delay_{};  ///< demands of the last steps
  std::size_t delay_at_ = 0, delay_steps_ = 0;
  double fast_bpm_ = 0.0, slow_bpm_ = 0.0, drift_bpm_ = 0.0;
  double fast_share_of_step_ = 0.0, rise_share_of_step_ = 0.0, fall_share_of_step_ = 0.0;
  double work_s_ = 0.0;
  double vlf_bpm_ = 0.0, ulf_bpm_ = 0.0;
  double wave_bpm_ = 0.0, wave_before_bpm_ = 0.0;
  double breath_rad_ = 0.0;
  double bpm_ = 0.0;
  double phase_ = 0.0, beat_length_ = 1.0;  ///< in beats
  double since_beat_s_ = 0.0, jitter_ms_ = 0.0;
  bool is_after_ectopic_ = false, has_beaten_ = false;
};

}  // namespace tonus::sensors::athlete
