#pragma once
// Keeps a loop at its rate without drifting: a late frame does not make the next ones hurry.

#include <engine/core/timeline.hpp>

namespace tonus::xr {

/// Pure: says how long to wait; the caller sleeps. Thread: its owner's.
class FramePacer {
 public:
  /// rate_hz 0: never waits.
  explicit FramePacer(double rate_hz);

  /// How long to sleep before the next frame may start, given that it is `now`; marks that frame as started then.
  [[nodiscard]] Duration wait_from(Instant now);
  [[nodiscard]] Duration period() const { return period_; }

 private:
  Duration period_{};
  Instant next_{};
  bool has_started_ = false;
};

}  // namespace tonus::xr
