#include <algorithm>

#include <sensors/gatt/beat_clock.hpp>

namespace tonus::sensors {

namespace {
constexpr Duration kMostLag = std::chrono::milliseconds(2500);
}

Instant BeatClock::beat(double rr_ms, double later_ms, Instant arrival) noexcept {
  const Instant latest = arrival - from_seconds(later_ms / 1000.0);  // this beat cannot have been after that
  Instant at = latest;
  if (newest_) {
    const Instant accumulated = *newest_ + from_seconds(rr_ms / 1000.0);
    if (accumulated <= latest && latest - accumulated <= kMostLag) at = accumulated;
    at = std::max(at, *newest_);
  }
  newest_ = at;
  return at;
}

}  // namespace tonus::sensors
