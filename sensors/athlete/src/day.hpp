#pragma once
// What happens to a person and a device in a session, second by second, and how the person moves.

#include <cstdint>

#include <engine/core/random.hpp>
#include <sensors/athlete/parameters.hpp>

namespace tonus::athlete {

/// Comes and goes: a Poisson process in whole seconds.
class Spell {
 public:
  Spell(double per_hour, double least_s, double most_s) noexcept;
  /// Two draws whatever its state: no spell moves the draws of another.
  void advance_second(Random& random) noexcept;
  void begin(double length_s) noexcept { left_s_ = length_s; }
  [[nodiscard]] bool is_on() const noexcept { return left_s_ > 0.0; }

 private:
  double per_s_, least_s_, most_s_;
  double left_s_ = 0.0;
};

class Day {
 public:
  Day(const Parameters& parameters, const Circumstances& circumstances, std::uint64_t seed) noexcept;
  /// Begins a second.
  void begin_second() noexcept;
  /// Of a person who works at `load`: revolutions or steps a minute, 0 for none.
  [[nodiscard]] double cadence_per_min(double load) const noexcept;

  Spell svt, stress, pause;
  Spell dropout, spike, lock, freeze;
  double spike_bpm = 30.0;
  double lock_offset_bpm = 0.0;

 private:
  Random random_;
  Work work_;
  double threshold_load_;
  double cadence_bias_per_min_, wander_per_min_ = 0.0;
  double session_lock_at_s_ = -1.0, session_lock_s_ = 0.0;
  double now_s_ = 0.0;
};

}  // namespace tonus::athlete
