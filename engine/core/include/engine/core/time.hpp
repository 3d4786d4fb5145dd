#pragma once
// The one clock of a session: int64 nanoseconds since session start, on a clock type without now().
// A pure layer cannot ask for the time; only a Timeline (timeline.hpp) hands out instants.

#include <chrono>
#include <cstdint>
#include <ratio>

namespace tonus {

struct SessionClock {
  using rep = std::int64_t;
  using period = std::nano;
  using duration = std::chrono::duration<rep, period>;
  using time_point = std::chrono::time_point<SessionClock>;
  static constexpr bool is_steady = true;
};

using Duration = SessionClock::duration;
using Instant = SessionClock::time_point;

/// The session advances in ticks of exactly 1/120 s; an hour of ticks is exactly one hour.
inline constexpr std::int64_t kTicksPerSecond = 120;
using Ticks = std::chrono::duration<std::int64_t, std::ratio<1, kTicksPerSecond>>;
inline constexpr double kTick_s = 1.0 / double{kTicksPerSecond};

/// Start of tick n, rounded down to a nanosecond (25/3 ms a tick: exact every third tick).
constexpr Instant tick_start(std::int64_t tick) { return Instant{Duration{tick * 25'000'000 / 3}}; }
/// Seconds since session start, for display and for maths that wants a double.
constexpr double seconds(Duration d) { return std::chrono::duration<double>(d).count(); }
constexpr double seconds(Instant t) { return seconds(t.time_since_epoch()); }
/// Nearest nanosecond; s must lie within ±9e9.
constexpr Duration from_seconds(double s) {
  return Duration{static_cast<std::int64_t>(s * 1e9 + (s < 0.0 ? -0.5 : 0.5))};
}
constexpr Instant instant_at(double s) { return Instant{from_seconds(s)}; }

}  // namespace tonus
