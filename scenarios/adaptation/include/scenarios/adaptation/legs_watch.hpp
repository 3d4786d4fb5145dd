#pragma once
// Whether a rate that a device computed may be that of the legs. CadenceLock (sensors/body) finds a rate that leaps onto
// the cadence; this one, a rate that slides onto it and looks like a heart that tires. Pure; a call a second; no
// allocation.

#include <engine/core/hash.hpp>

namespace tonus::adaptation {

struct LegsReading {
  bool is_known = false;  ///< a rate, not stale
  bool is_from_beats = true;
  bool is_slew_failing = false;
  double bpm = 0.0;
  double slope_bpm_per_s = 0.0;  ///< over the last 10 s
  double cadence_per_min = 0.0;  ///< NaN where nothing says
};

/// Suspected after 20 s within 4 bpm of the cadence or twice it; no longer when it has been off it as long. A rate that,
/// suspected and therefore eased, sinks off the cadence as hearts do (slower than 1 bpm/s, 8 bpm from either multiple)
/// is a heart, and for 10 min not suspected again.
class LegsWatch {
 public:
  void observe(const LegsReading& reading) noexcept;
  [[nodiscard]] bool may_be_legs() const noexcept;
  void mix_into(StateHash& hash) const noexcept;

 private:
  double suspected_s_ = 0.0;  ///< up to a minute, runs back
  double believed_s_ = 0.0;   ///< for which it still is a heart
};

}  // namespace tonus::adaptation
