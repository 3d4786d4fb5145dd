#pragma once
// Figures of one session.

#include <span>

#include "scene.hpp"

namespace tonus::lab {

inline constexpr double kBand_bpm = 5.0;
inline constexpr double kSettled_s = 600.0;
inline constexpr int kSample_s = 5;

/// Root mean square of truth minus target on samples every 5 s after minute 10, bpm.
[[nodiscard]] double rmse_bpm(std::span<const Second> session) noexcept;
/// Mean square of the load's moves between samples every 5 s after minute 10, times gain²: bpm².
[[nodiscard]] double move_power_bpm2(std::span<const Second> session, double gain) noexcept;
/// Mean of the true rate over the 15 s that end with second `at`; fewer at the start.
[[nodiscard]] double smooth_bpm(std::span<const Second> session, std::size_t at) noexcept;
/// First second from `from` on at which the 15-s mean lies within ±5 bpm of the target, counted from `from`; infinite
/// if there is none.
[[nodiscard]] double time_to_band_s(std::span<const Second> session, std::size_t from = 0) noexcept;
/// Percent of the seconds after time_to_band_s() within ±5 bpm; 0 if it never got there.
[[nodiscard]] double in_band_percent(std::span<const Second> session, bool is_smoothed) noexcept;
/// Most that the state without variability passes the target in the first 15 min, at least 0.
[[nodiscard]] double overshoot_bpm(std::span<const Second> session) noexcept;
/// Times the load rose in [from, to) on an estimate of less than 0.7 quality.
[[nodiscard]] double untrusted_rises(std::span<const Second> session, std::size_t from, std::size_t to) noexcept;
/// Whether the true rate stays above `limit_bpm` for more than 10 s.
[[nodiscard]] bool stays_above(std::span<const Second> session, double limit_bpm) noexcept;

/// How the state without variability moves in a stretch.
struct Swing {
  double width_bpm = 0.0;  ///< highest minus lowest
  int crossings = 0;       ///< of its own middle, (highest + lowest) / 2
};
[[nodiscard]] Swing swing_of(std::span<const Second> stretch) noexcept;
/// More than 2 bpm wide and to and fro at least three times: not a slow approach.
[[nodiscard]] bool is_limit_cycle(const Swing& swing) noexcept;

}  // namespace tonus::lab
