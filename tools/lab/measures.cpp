#include "measures.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tonus::lab {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();
constexpr std::size_t kSmooth_s = 15;
constexpr double kTrusted = 0.7;

}  // namespace

double rmse_bpm(std::span<const Second> s) noexcept {
  double sum = 0.0;
  int n = 0;
  for (auto i = static_cast<std::size_t>(kSettled_s) + kSample_s; i < s.size(); i += kSample_s) {
    const double error = s[i].bpm - s[i].target_bpm;
    sum += error * error;
    ++n;
  }
  return n > 0 ? std::sqrt(sum / n) : kAbsent;
}

double move_power_bpm2(std::span<const Second> s, double gain) noexcept {
  double sum = 0.0;
  int n = 0;
  for (auto i = static_cast<std::size_t>(kSettled_s) + kSample_s; i < s.size(); i += kSample_s) {
    const double move = gain * (s[i].command - s[i - kSample_s].command);
    sum += move * move;
    ++n;
  }
  return n > 0 ? sum / n : kAbsent;
}

double smooth_bpm(std::span<const Second> s, std::size_t at) noexcept {
  const std::size_t from = at + 1 >= kSmooth_s ? at + 1 - kSmooth_s : 0;
  double sum = 0.0;
  for (std::size_t i = from; i <= at; ++i) sum += s[i].bpm;
  return sum / static_cast<double>(at + 1 - from);
}

double time_to_band_s(std::span<const Second> s, std::size_t from) noexcept {
  for (std::size_t i = from; i < s.size(); ++i) {
    if (std::fabs(smooth_bpm(s, i) - s[i].target_bpm) <= kBand_bpm) return static_cast<double>(i - from);
  }
  return kInfinite;
}

double in_band_percent(std::span<const Second> s, bool is_smoothed) noexcept {
  const double begin_s = time_to_band_s(s);
  if (std::isinf(begin_s)) return 0.0;
  const auto begin = static_cast<std::size_t>(begin_s);
  int inside = 0;
  for (std::size_t i = begin; i < s.size(); ++i) {
    const double bpm = is_smoothed ? smooth_bpm(s, i) : s[i].bpm;
    inside += std::fabs(bpm - s[i].target_bpm) <= kBand_bpm ? 1 : 0;
  }
  return 100.0 * inside / static_cast<double>(s.size() - begin);
}

double overshoot_bpm(std::span<const Second> s) noexcept {
  double most = 0.0;
  for (std::size_t i = 0; i < std::min<std::size_t>(s.size(), 900); ++i) {
    most = std::max(most, s[i].state_bpm - s[i].target_bpm);
  }
  return most;
}

double untrusted_rises(std::span<const Second> s, std::size_t from, std::size_t to) noexcept {
  int rises = 0;
  for (std::size_t i = std::max<std::size_t>(from, 1); i < std::min(to, s.size()); ++i) {
    rises += s[i].quality < kTrusted && s[i].command > s[i - 1].command ? 1 : 0;
  }
  return rises;
}

bool stays_above(std::span<const Second> s, double limit_bpm) noexcept {
  int above_s = 0;
  for (const Second& second : s) {
    above_s = second.bpm > limit_bpm ? above_s + 1 : 0;
    if (above_s > 10) return true;
  }
  return false;
}

Swing swing_of(std::span<const Second> stretch) noexcept {
  double low = kInfinite, high = -kInfinite;
  for (const Second& s : stretch) {
    low = std::min(low, s.state_bpm);
    high = std::max(high, s.state_bpm);
  }
  const double middle = 0.5 * (low + high);
  Swing swing{.width_bpm = high - low};
  for (std::size_t i = 1; i < stretch.size(); ++i) {
    swing.crossings += (stretch[i].state_bpm > middle) != (stretch[i - 1].state_bpm > middle) ? 1 : 0;
  }
  return swing;
}

bool is_limit_cycle(const Swing& swing) noexcept { return swing.width_bpm > 2.0 && swing.crossings >= 3; }

}  // namespace tonus::lab
