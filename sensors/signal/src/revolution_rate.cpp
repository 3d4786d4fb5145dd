#include <sensors/signal/revolution_rate.hpp>

#include <algorithm>

namespace tonus::sensors {
namespace {

constexpr int kHeldFrames = 4;
/// 15/16 of the time in which 16 bits wrap: 60 s at 1024 ticks a second, 30 s at 2048.
constexpr double longest_gap_s(unsigned ticks_per_s) { return 61440.0 / ticks_per_s; }

}  // namespace

std::optional<double> RevolutionRate::start_anew(std::uint32_t revolutions, std::uint16_t event_time, Instant arrival,
                                                 std::optional<double> rate_hz) noexcept {
  has_baseline_ = true;
  revolutions_ = revolutions;
  event_time_ = event_time;
  event_arrival_ = last_arrival_ = arrival;
  equal_frames_ = 0;
  return rate_hz_ = rate_hz;
}

bool RevolutionRate::has_rested(Instant arrival) const noexcept {
  if (!rate_hz_ || *rate_hz_ <= 0.0 || equal_frames_ < kHeldFrames) return false;
  return seconds(arrival - event_arrival_) > std::clamp(2.5 / *rate_hz_, 2.0, 10.0);
}

std::optional<double> RevolutionRate::update(std::uint32_t revolutions, std::uint16_t event_time, Instant arrival,
                                             bool is_at_rest) noexcept {
  const double gap_s = seconds(arrival - last_arrival_);
  const double longest_s = longest_gap_s(ticks_per_s_);
  if (!has_baseline_ || gap_s > longest_s) {
    return start_anew(revolutions, event_time, arrival, is_at_rest ? std::optional(0.0) : std::nullopt);
  }
  last_arrival_ = arrival;

  const std::uint32_t turned = (revolutions - revolutions_) & mask_;
  const auto ticks = static_cast<std::uint16_t>(event_time - event_time_);
  // Turns in no time at all: such a frame is ignored.
  if (turned == 0 || ticks == 0) {
    ++equal_frames_;
    if (has_rested(arrival)) rate_hz_ = 0.0;
    return rate_hz_;
  }
  // After a rest longer than the wrap the ticks mean nothing; the next event will.
  if (seconds(arrival - event_arrival_) > longest_s) return start_anew(revolutions, event_time, arrival, rate_hz_);
  const double rate_hz = static_cast<double>(turned) * ticks_per_s_ / ticks;
  if (turned > mask_ / 2 || rate_hz > most_hz_) return start_anew(revolutions, event_time, arrival, std::nullopt);
  revolutions_ = revolutions;
  event_time_ = event_time;
  event_arrival_ = arrival;
  equal_frames_ = 0;
  return rate_hz_ = rate_hz;
}

}  // namespace tonus::sensors
