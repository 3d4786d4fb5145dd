#pragma once
// Checks of a heart rate against what other sensors say. Pure, streaming, no allocation, no libm.

#include <array>
#include <cstddef>
#include <cstdint>

#include <engine/core/hash.hpp>
#include <engine/core/time.hpp>

namespace tonus::body {

/// Optical sensors may follow the rhythm of the movement instead of the heart: the rate sits on the cadence or twice
/// it. Locked: within 3.5 bpm of cadence x 1 or x 2 for more than 14 s, moving with it (correlation above 0.8, where
/// either moves more than such a lock wobbles), while the model says something 10 bpm away; up to two readings in a row
/// may stray. Over when the rate has left the cadence for 5 s.
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
