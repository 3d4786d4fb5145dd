#pragma once
// From beats to a heart rate one can steer by: value, spread, age, and a quality with every factor visible.
// Pure: time arrives inside samples and as an argument. A Kalman filter over accepted RR intervals, with the device's
// own rate as fallback.

#include <cstdint>

#include <engine/core/hash.hpp>
#include <engine/core/inline_vector.hpp>
#include <engine/core/time.hpp>
#include <engine/core/units.hpp>
#include <sensors/body/beat_cleaner.hpp>
#include <sensors/body/heart_filter.hpp>
#include <sensors/body/irregular_rhythm.hpp>
#include <sensors/body/signal_checks.hpp>
#include <sensors/signal/sample.hpp>

namespace tonus::body {

/// Each factor 0…1; the product is the quality. Definitions: facts on the signal-quality gate, docs/formulas.md.
struct QualityFactors {
  double freshness = 0.0;  ///< 1 up to 2.0 s old, linear to 0 at 5 s
  double range = 0.0;      ///< 30…220 bpm: the median of the last five beats, or the newest device value
  double slew = 0.0;       ///< 0 until 3 s after a change above 6 bpm/s from RR, 4 bpm/s from the device value
  double artifacts = 0.0;  ///< 1 below 20 % artifacts in the last 10 s (refused at once, or found by the cleaner six
                           ///< beats later), falling to 0 at 50 %
  double alive = 0.0;    ///< 0 when frozen (sd of RR < 1 ms over 15 s, 12 equal beats, device value equal for 60 s) or
                         ///< contact is lost; 0.5 when the device value has been equal for 20 s and the load says more
                         ///< than 3 bpm off
  double device = 0.0;   ///< what the device or recording says of its newest sample
  double cadence = 0.0;  ///< 0 while the rate is locked to the cadence of the movement (see CadenceLock)
  double agreement = 0.0;  ///< 1 while another sensor says the same within 8 bpm, or there is none; 0 from 10 bpm

  [[nodiscard]] double product() const noexcept {
    return freshness * range * slew * artifacts * alive * device * cadence * agreement;
  }
};

struct HeartEstimate {
  bool is_known = false;  ///< false: absent (never heard, or older than 8 s); then value means nothing
  BeatsPerMinute value{};
  BeatsPerMinute spread{};  ///< one standard deviation, grows while blind
  /// What the newest beats say by themselves (accepted ones of the last 2 s), or the device's newest value: for whoever
  /// filters anew with a model of their own.
  BeatsPerMinute reading{};
  Duration age{};  ///< since the newest accepted beat or value
  /// For how long it has stood still although the load should have moved it (see QualityFactors::alive); 0: it has not.
  Duration still_for{};
  Quality quality{};  ///< product of the factors; 0 when unknown
  QualityFactors factors;
  bool is_from_beats = false;  ///< single beats stand behind the value; false: a rate that the device computed
  bool is_stale = true;        ///< older than 3 s: shown blank, steers nothing upward
  bool is_irregular = false;   ///< the rhythm looks irregular (see IrregularRhythm): nothing should adapt to it
  HeartPrediction in_30s;      ///< from the newest reading; known while that is not stale
};

/// Value and spread come out of HeartFilter, which also predicts; it is told power where there is some, else what the
/// session asks. Beats: accepted within 25 % of the median of the last nine accepted ones (Kubios "medium", 0.25 s at
/// 60 bpm, scaled with the rate). A run of rejected beats that agree among themselves (15 %) is a real jump: taken
/// after 4 beats when the rate rises and after 8 when it falls, because a false fall would raise the load. Device
/// values likewise: 3 and 6 readings. From the third beat or first reading of it until 3 s after the last the slew
/// factor is 0: a jump blocks every rise, it is never silently dropped. After 8 s of silence a device value 15 bpm from
/// what the load foretells is heard once as many have agreed within 15 bpm; until then the rate stays absent. Beats of
/// two sources are never mixed: another source is heard only when the followed one has been silent for 5 s. Samples
/// whose time does not rise within their stream are ignored, so a stuck clock grows old instead of looking fresh.
///
/// Thread: the sim thread. No allocation; observe() costs a few passes over at most 127 beats, estimate() little.
class HeartEstimator {
 public:
  /// Takes heart-rate, RR, contact, power and cadence samples, in time order; ignores the rest, and any value that is
  /// not a number.
  void observe(const sensors::Sample& sample) noexcept;
  /// What the session asks, as the load where no power meter says better. `full_gain`: steady rise of the rate that
  /// goes with intensity 1, as far as known, 10…250 bpm.
  /// Call about once a second; anything out of range is ignored.
  void observe_demand(Instant now, Intensity demand, BeatsPerMinute full_gain) noexcept;
  /// The estimate as of `now`; never an extrapolation, only an older value with more spread.
  [[nodiscard]] HeartEstimate estimate(Instant now) const noexcept;
  /// Every number the estimate depends on.
  void mix_into(StateHash& hash) const noexcept;

 private:
  struct Beat {
    Instant at;
    double rr_ms = 0.0;
    bool accepted = false;
    bool is_artifact = false;  ///< refused at once, or by the cleaner later
  };
  /// What one stream (beats, or device values) currently says.
  struct Track {
    Instant heard_at;      ///< newest sample of any kind, accepted or not
    Instant at;            ///< newest accepted
    Instant reference_at;  ///< of the slew test, about one second back
    Instant slew_failed_at;
    double bpm = 0.0;
    double spread_bpm = 0.0;
    double reference_bpm = 0.0;
    double artifact_share = 0.0;
    double device_quality = 1.0;
    double alive = 1.0;
    bool has_heard = false;
    bool is_known = false;
    bool has_slew_failed = false;
    bool is_in_range = true;
    std::uint8_t source = 0;

    [[nodiscard]] bool try_follow(const sensors::Sample& sample) noexcept;
    void accept(Instant when, double value_bpm, double spread, double slew_limit_bpm_per_s) noexcept;
    void fail_slew(Instant when) noexcept;
    void mix_into(StateHash& hash) const noexcept;
  };
  static constexpr std::size_t kWindow = 64;

  void observe_beat(const sensors::Sample& sample) noexcept;
  void observe_rate(const sensors::Sample& sample) noexcept;
  void observe_contact(const sensors::Sample& sample) noexcept;
  void observe_power(const sensors::Sample& sample) noexcept;
  void compare(const sensors::Sample& sample) noexcept;
  void clean(const sensors::Sample& sample, Duration since_previous) noexcept;
  void forget_old_power(Instant now) noexcept;
  [[nodiscard]] bool is_plausible(double rr_ms, Instant at) const noexcept;
  void judge_jump() noexcept;
  void judge_beats() noexcept;
  void update_beat_rate() noexcept;
  [[nodiscard]] const Track& better_track(Instant now) const noexcept;
  [[nodiscard]] double newest_beats_bpm() const noexcept;

  InlineVector<Beat, kWindow> beats_;  ///< newest last
  Instant beats_valid_from_;           ///< start of the current level; older beats belong to the level before a jump
  Instant level_from_;                 ///< beats_valid_from_ when the filter last began
  Track beat_track_;
  Track rate_track_;
  double pending_bpm_ = 0.0;  ///< newest device value of a jump that is not believed yet
  std::uint32_t pending_count_ = 0;
  double constant_bpm_ = 0.0;  ///< for the frozen test of device values
  Instant constant_since_;
  std::uint8_t contact_lost_mask_ = 0;  ///< one bit a source

  HeartFilter beat_filter_, rate_filter_;
  BeatCleaner cleaner_;
  IrregularRhythm rhythm_;
  CadenceLock lock_;
  Agreement agreement_;
  Instant power_at_;
  bool has_power_ = false;
};

}  // namespace tonus::body
