#pragma once
// How fast something turns, from a revolution counter and the time of its last event as CSC and Cycling Power send
// them. Both wrap; sensors reset them, repeat themselves and fall silent. Facts: sensors 1.4.

#include <cstdint>
#include <optional>

#include <engine/core/time.hpp>

namespace tonus::sensors {

/// Thread: one, the device's. No allocation.
class RevolutionRate {
 public:
  /// `ticks_per_s`: 1024, or 2048 for the wheel of Cycling Power; `counter_bits`: 16 or 32; what is faster than
  /// `most_hz` is not believed.
  constexpr RevolutionRate(unsigned ticks_per_s, unsigned counter_bits, double most_hz) noexcept
      : ticks_per_s_(ticks_per_s), mask_(counter_bits == 32 ? 0xFFFFFFFFU : 0xFFFFU), most_hz_(most_hz) {}

  /// Revolutions a second after this frame; absent while unknown: first frame, after a gap close to the wrap of the
  /// event time (60 s, or 30 s at 2048), a counter that ran backwards, or a jump too fast to be true. Without a new
  /// event the last rate holds for 4 equal frames and max(2 s, 2.5 periods), 10 s at most, then is 0. `is_at_rest`: the
  /// frame says by other means that nothing turns, so that a first frame is 0 and not unknown.
  std::optional<double> update(std::uint32_t revolutions, std::uint16_t event_time, Instant arrival,
                               bool is_at_rest = false) noexcept;
  /// After a reconnect: the next frame is a first one.
  void restart() noexcept { has_baseline_ = false; }

 private:
  std::optional<double> start_anew(std::uint32_t revolutions, std::uint16_t event_time, Instant arrival,
                                   std::optional<double> rate_hz) noexcept;
  [[nodiscard]] bool has_rested(Instant arrival) const noexcept;

  unsigned ticks_per_s_;
  std::uint32_t mask_;
  double most_hz_;
  bool has_baseline_ = false;
  std::uint32_t revolutions_ = 0;  ///< at the last event
  std::uint16_t event_time_ = 0;
  Instant event_arrival_{}, last_arrival_{};
  int equal_frames_ = 0;  ///< since the last event
  std::optional<double> rate_hz_;
};

}  // namespace tonus::sensors
