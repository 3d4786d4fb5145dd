#pragma once
// Checks of a heart rate against what other sensors say. Pure, streaming, no allocation, no libm.

#include <array>
#include <cstddef>
#include <cstdint>

#include <engine/core/hash.hpp>
#include <engine/core/time.hpp>

namespace tonus::body {

/// Whether a rate lies so near to the cadence or twice it that it may be the cadence; false where either is NaN.
[[nodiscard]] bool is_on_cadence(double bpm, double cadence_per_min, double within_bpm) noexcept;

/// Optical sensors may follow the rhythm of the movement instead of the heart: the rate sits on the cadence or twice
/// it. Locked: within 3.5 bpm of cadence x 1 or x 2 for more than 14 s, moving with it (its distance to the cadence
/// no more unsteady than such a lock wobbles, or correlation above 0.8), while the model says something 10 bpm away; up
/// to two readings in a row may stray. Over when the rate has left the cadence for 5 s.
class CadenceLock {
 public:
  void observe_cadence(Instant at, double rpm) noexcept;
  /// After silence: what the rate should be by the load alone.
  void expect(Instant at, double bpm) noexcept;
  /// `expected_bpm`: what the rate should be without this reading, from half a minute ago; NaN where nothing is known:
  /// then the newest that was, for three minutes.
  void observe_rate(Instant at, double bpm, double expected_bpm) noexcept;
  [[nodiscard]] bool is_locked() const noexcept { return is_locked_; }
  void mix_into(StateHash& hash) const noexcept;

 private:
  static constexpr std::size_t kPairs = 20;
  struct Pair {
    double bpm = 0.0, rpm = 0.0;
  };
  /// One of the two multiples.
  struct Suspicion {
    double times = 1.0;
    Instant since, near_at;
    bool is_on = false;
    std::size_t readings = 0, strangers = 0;  ///< near the cadence; of them, far from what was expected
  };
  /// Rate and so many times the cadence, of the newest pairs alone.
  [[nodiscard]] bool moves_together(std::size_t newest, double times) const noexcept;
  void follow(Suspicion& s, Instant at, double bpm, double expected_bpm) noexcept;

  std::array<Suspicion, 2> suspicions_{Suspicion{.times = 1.0}, Suspicion{.times = 2.0}};
  std::array<Pair, kPairs> pairs_{};  ///< newest, one a second
  std::size_t pairs_known_ = 0, pair_next_ = 0;
  Instant cadence_at_, pair_at_, left_at_, expected_at_;
  double expected_bpm_ = 0.0;  ///< newest that was known
  double rpm_ = 0.0;
  bool has_cadence_ = false, is_locked_ = false;
};

struct LegsReading {
  bool is_known = false;  ///< a rate, not stale
  bool is_from_beats = true;
  bool is_slew_failing = false;
  double bpm = 0.0;
  double slope_bpm_per_s = 0.0;  ///< over the last 10 s
  double cadence_per_min = 0.0;  ///< NaN where nothing says
  double answered = 0.0;         ///< intensity that the heart has had the time to answer to
  double gain_bpm = 0.0;         ///< as believed now: steady rise that intensity 1 brings
};

/// CadenceLock finds a rate that leaps onto the cadence; this one, once a second, a rate that slides onto it and looks
/// like a heart that tires. Suspected after 20 s within 4 bpm of the cadence or twice it; no longer when it has been
/// off it as long. A rate that, suspected and therefore eased, sinks off the cadence as hearts do (slower than 1 bpm/s,
/// 8 bpm from either multiple) is a heart, and for 10 min not suspected again, unless it stays on the cadence while the
/// load should have lifted it by 14 bpm: no heart stays within 4 bpm then.
class LegsWatch {
 public:
  /// A second is over.
  void observe(const LegsReading& reading) noexcept;
  [[nodiscard]] bool may_be_legs() const noexcept;
  void mix_into(StateHash& hash) const noexcept;

 private:
  double suspected_s_ = 0.0;                  ///< up to a minute, runs back
  double believed_s_ = 0.0;                   ///< for which it still is a heart
  double on_s_ = 0.0;                         ///< on the cadence while it is believed, up to a minute, runs back
  double on_from_ = 0.0, on_gain_bpm_ = 0.0;  ///< what had been answered and was believed when that began
};

/// Whether another sensor says the same: 1 up to 8 bpm apart, 0 from 10; 1 where no other was heard for 5 s.
class Agreement {
 public:
  /// A rate of a sensor that is not followed.
  void observe_other(Instant at, double bpm) noexcept;
  [[nodiscard]] double factor(Instant now, double followed_bpm) const noexcept;
  void mix_into(StateHash& hash) const noexcept;

 private:
  double bpm_ = 0.0;  ///< smoothed over about 4 s
  Instant at_;
  bool is_known_ = false;
};

}  // namespace tonus::body
