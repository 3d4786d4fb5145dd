#include "statistics.hpp"

#include <cmath>

namespace tonus::tool {

void Statistics::add(std::int64_t tick, const session::CoachView& view) noexcept {
  ++ticks_;
  intensity_sum_ += view.intensity;
  if (view.intensity < intensity_min_) intensity_min_ = view.intensity;
  if (view.intensity > intensity_max_) intensity_max_ = view.intensity;
  if (tick % kTicksPerSecond != 0) return;
  ++seconds_;
  if (!view.heart.is_known || view.heart.is_stale) return;
  const double bpm = view.heart.value.value;
  ++known_seconds_;
  bpm_sum_ += bpm;
  if (bpm > bpm_max_) bpm_max_ = bpm;
  if (view.phase != session::Phase::Work || view.is_paused) return;
  ++work_seconds_;
  work_square_sum_ += (view.target_bpm - bpm) * (view.target_bpm - bpm);
  if (bpm >= view.band_low_bpm && bpm <= view.band_high_bpm) ++band_seconds_;
}

std::optional<double> Statistics::mean_bpm() const noexcept {
  if (known_seconds_ == 0) return {};
  return bpm_sum_ / static_cast<double>(known_seconds_);
}
std::optional<double> Statistics::max_bpm() const noexcept {
  if (known_seconds_ == 0) return {};
  return bpm_max_;
}
double Statistics::coverage() const noexcept {
  return seconds_ > 0 ? static_cast<double>(known_seconds_) / static_cast<double>(seconds_) : 0.0;
}
std::optional<double> Statistics::in_band_percent() const noexcept {
  if (work_seconds_ == 0) return {};
  return 100.0 * static_cast<double>(band_seconds_) / static_cast<double>(work_seconds_);
}
std::optional<double> Statistics::work_rmse_bpm() const noexcept {
  if (work_seconds_ == 0) return {};
  return std::sqrt(work_square_sum_ / static_cast<double>(work_seconds_));
}

}  // namespace tonus::tool
