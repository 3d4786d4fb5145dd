#pragma once
// From beats to a heart rate one can steer by: value, spread, age, and a quality with every factor visible.
// Pure: time arrives inside samples and as an argument. First version: RR-median with device value as fallback.

#include <cstdint>

#include <engine/core/hash.hpp>
#include <engine/core/inline_vector.hpp>
#include <engine/core/time.hpp>
#include <engine/core/units.hpp>
#include <sensors/signal/sample.hpp>

namespace tonus::body {

/// Each factor 0…1; the product is the quality. Definitions: facts on the signal-quality gate, docs/formulas.md.
struct QualityFactors {
  double freshness = 0.0;  ///< 1 up to 2.0 s old, linear to 0 at 5 s
  double range = 0.0;      ///< 30…220 bpm
  double slew = 0.0;       ///< at most 6 bpm/s from RR, 4 bpm/s from the device value
  double artifacts = 0.0;  ///< 1 below 20 % rejected beats in the last 10 s, falling to 0 at 50 %
  double alive = 0.0;      ///< 0 when the signal is frozen (sd of RR < 1 ms over 15 s) or contact is lost
};

struct HeartEstimate {
  bool is_known = false;        ///< false: absent (never heard, or older than 8 s); then value means nothing
  BeatsPerMinute value{};
  BeatsPerMinute spread{};      ///< one standard deviation, grows while blind
  Duration age{};               ///< since the newest accepted beat or value
  Quality quality{};            ///< product of the factors; 0 when unknown
  QualityFactors factors;
  bool is_stale = true;         ///< older than 3 s: shown blank, steers nothing upward
};

/// Thread: the sim thread. No allocation after construction.
class HeartEstimator {
 public:
  /// Takes heart-rate, RR and contact samples, in time order; ignores the rest.
  void observe(const sensors::Sample& sample) noexcept;
  /// The estimate as of `now`; never an extrapolation, only an older value with more spread.
  [[nodiscard]] HeartEstimate estimate(Instant now) const noexcept;
  /// Every number the estimate depends on.
  void mix_into(StateHash& hash) const noexcept;

 private:
  struct Beat {
    Instant at;
    double rr_ms = 0.0;
    bool accepted = false;
  };
  static constexpr std::size_t kWindow = 64;
  InlineVector<Beat, kWindow> beats_;  ///< newest last
  Instant rate_at_{};                  ///< of the newest device heart rate
  double rate_bpm_ = 0.0;
  double previous_rate_bpm_ = 0.0;
  Instant previous_rate_at_{};
  bool has_rate_ = false;
  bool contact_lost_ = false;
  Instant frozen_since_{};
  double last_bpm_ = 0.0;     ///< last accepted heart rate from either stream
  Instant last_at_{};
  bool has_last_ = false;
};

}  // namespace tonus::body
