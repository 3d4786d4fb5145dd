#include <algorithm>
#include <cmath>

#include <sensors/gatt/beat_clock.hpp>

namespace tonus::sensors {

namespace {
constexpr Duration kMostLag = std::chrono::milliseconds(2500);
}

void BeatClock::miss(Duration open, double rr_ms) noexcept {
  constexpr double kShortest_ms = 200.0;
  const double beats = std::floor(seconds(open) * 1000.0 / std::max(rr_ms, kShortest_ms) + 0.5);
  if (beats > 0.0) lost_ += static_cast<std::uint32_t>(std::min(beats, 1e6));
}

Instant BeatClock::beat(double rr_ms, double later_ms, Instant arrival) noexcept {
  const Instant latest = arrival - from_seconds(later_ms / 1000.0);  // this beat cannot have been after that
  Instant at = latest;
  if (newest_) {
    const Instant accumulated = *newest_ + from_seconds(rr_ms / 1000.0);
    if (accumulated <= latest && latest - accumulated <= kMostLag) at = accumulated;
    if (latest - accumulated > kMostLag) miss(latest - accumulated, rr_ms);
    at = std::max(at, *newest_);
  } else if (before_) {
    miss(latest - *before_ - from_seconds(rr_ms / 1000.0), rr_ms);
    before_.reset();
  }
  newest_ = at;
  return at;
}

}  // namespace tonus::sensors
