#pragma once
// A road as a trainer simulates it, and revolutions as a sensor counts them.

#include <cmath>
#include <cstdint>

namespace tonus::sensors::dircon {

/// As FTMS op 11 gives it: head wind positive; drag is air density times drag area.
struct Road {
  double grade = 0.0;  ///< rise over run
  double wind_m_s = 0.0;
  double rolling = 0.004;
  double drag_kg_m = 0.51;
};
inline constexpr double kRiderAndBike_kg = 83.0;

/// What it takes to ride at a steady speed: P = v (m g (sin + Crr cos) + Cw (v + wind)² / 2) (Martin et al. 1998).
[[nodiscard]] inline double road_power_w(const Road& road, double speed_m_s) noexcept {
  constexpr double kGravity_m_s2 = 9.81;
  const double slope = 1.0 / std::sqrt(1.0 + road.grade * road.grade);
  const double air_m_s = speed_m_s + road.wind_m_s;
  return speed_m_s * (kRiderAndBike_kg * kGravity_m_s2 * slope * (road.grade + road.rolling) +
                      0.5 * road.drag_kg_m * air_m_s * std::abs(air_m_s));
}

/// The greatest speed up to 25 m/s that this power keeps up.
[[nodiscard]] inline double road_speed_m_s(const Road& road, double power_w) noexcept {
  constexpr int kHalvings = 24;
  double low = 0.0, high = 25.0;
  if (road_power_w(road, high) <= power_w) return high;
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = 0.5 * (low + high);
    (road_power_w(road, middle) <= power_w ? low : high) = middle;
  }
  return low;
}

/// Counts whole revolutions in the width of its field and remembers when the last one ended.
template <class Counter>
class RevolutionClock {
 public:
  RevolutionClock() noexcept = default;
  explicit RevolutionClock(Counter first) noexcept : revolutions_(first) {}

  /// `turns` more (less than two) within the `step_s` that begin at `at_s`.
  void advance(double turns, double at_s, double step_s) noexcept {
    phase_ += turns;
    if (phase_ < 1.0) return;
    const double whole = std::floor(phase_);
    phase_ -= whole;
    revolutions_ = static_cast<Counter>(revolutions_ + static_cast<Counter>(whole));
    event_s_ = at_s + step_s * (1.0 - phase_ / turns);
  }
  [[nodiscard]] Counter revolutions() const noexcept { return revolutions_; }
  /// Of the end of the last revolution, in ticks a second, wrapped to 16 bits.
  [[nodiscard]] std::uint16_t event_time(int ticks_per_s) const noexcept {
    return static_cast<std::uint16_t>(static_cast<std::uint64_t>(event_s_ * ticks_per_s) & 0xFFFF);
  }

 private:
  Counter revolutions_ = 0;
  double phase_ = 0.0;
  double event_s_ = 0.0;
};

}  // namespace tonus::sensors::dircon
