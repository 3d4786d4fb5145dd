#pragma once
// Figures of a session for its summary, gathered as it runs.

#include <cstdint>
#include <optional>

#include <scenarios/session/coach_view.hpp>

namespace tonus::tool {

/// Intensity over all ticks; heart rate over whole seconds in which it was known and fresh.
class Statistics {
 public:
  void add(std::int64_t tick, const session::CoachView& view) noexcept;

  [[nodiscard]] double intensity_mean() const noexcept {
    return ticks_ > 0 ? intensity_sum_ / static_cast<double>(ticks_) : 0.0;
  }
  [[nodiscard]] double intensity_min() const noexcept { return ticks_ > 0 ? intensity_min_ : 0.0; }
  [[nodiscard]] double intensity_max() const noexcept { return intensity_max_; }
  [[nodiscard]] std::optional<double> mean_bpm() const noexcept;
  [[nodiscard]] std::optional<double> max_bpm() const noexcept;
  /// Share of seconds with a fresh heart rate, 0…1.
  [[nodiscard]] double coverage() const noexcept;
  /// Share of known work seconds within ±5 bpm of the target, in percent; nothing without any.
  [[nodiscard]] std::optional<double> in_band_percent() const noexcept;
  /// Root mean square of target minus heart rate over known work seconds, bpm.
  [[nodiscard]] std::optional<double> work_rmse_bpm() const noexcept;

 private:
  std::int64_t ticks_ = 0;
  double intensity_sum_ = 0.0, intensity_min_ = 1.0, intensity_max_ = 0.0;
  std::int64_t seconds_ = 0, known_seconds_ = 0, work_seconds_ = 0, band_seconds_ = 0;
  double bpm_sum_ = 0.0, bpm_max_ = 0.0, work_square_sum_ = 0.0;
};

}  // namespace tonus::tool
