#pragma once
// What moves a heart that nothing asks of: VLF, the 0.1-Hz wave, breathing. Slow parts are drawn each second and
// interpolated, which costs a tenth; their standard deviations allow for what interpolation takes.

#include <cstdint>

#include <engine/core/random.hpp>
#include <sensors/athlete/parameters.hpp>

namespace tonus::athlete {

class Variability {
 public:
  Variability(const Parameters& parameters, std::uint64_t seed) noexcept;
  /// Begins a second in which the heart beats at `bpm`.
  void begin_second(double bpm) noexcept;
  /// Advances by 0.1 s.
  [[nodiscard]] double step() noexcept {
    ++steps_;
    const double cosine = breath_cos_ * turn_cos_ - breath_sin_ * turn_sin_;
    breath_sin_ = breath_sin_ * turn_cos_ + breath_cos_ * turn_sin_;
    breath_cos_ = cosine;
    return from_bpm_ + slope_bpm_ * steps_ + depth_bpm_ * breath_sin_;
  }

 private:
  void draw() noexcept;

  Random random_;
  double rest_bpm_, max_bpm_, breathing_scale_;
  double vlf_keep_, vlf_innovation_;
  double wave_twice_, wave_decay_, wave_innovation_;
  double vlf_bpm_ = 0.0, wave_bpm_ = 0.0, wave_before_bpm_ = 0.0;
  double from_bpm_ = 0.0, to_bpm_ = 0.0, slope_bpm_ = 0.0;
  double steps_ = 0.0;  ///< of this second
  double breath_sin_ = 0.0, breath_cos_ = 1.0, turn_sin_ = 0.0, turn_cos_ = 1.0;
  double depth_bpm_ = 0.0;
};

}  // namespace tonus::athlete
