#pragma once
// The words of the decision ledger: why intensity is what it is. Plain data; sentences are made where they are shown.

#include <cstdint>
#include <string_view>

#include <engine/core/time.hpp>
#include <sensors/body/heart_estimator.hpp>

namespace tonus::adaptation {

/// Where the session stands. Order is not precedence.
enum class State : std::uint8_t { Warmup, Track, Hold, Ease, Cooldown, Paused, Ended };

/// The one reason that best explains a row.
enum class Reason : std::uint8_t {
  Opening,            ///< the session begins
  OnTarget,           ///< heart rate in the band, nothing to change
  Raise,              ///< below target
  Ease,               ///< above target
  HysteresisHold,     ///< a change too small to be worth it
  SlewLimited,        ///< wanted more than the allowed pace of change
  ActuatorLimit,      ///< at the least or the most the scenario can ask
  TargetUnreachable,  ///< at the most for a minute and still below target
  QualityHold,        ///< signal stale or poor: nothing may rise
  QualityDecay,       ///< blind for 15 s: easing towards a light load
  SignalLost,         ///< blind for 60 s: cool-down
  SignalBack,         ///< a trusted heart rate again
  CeilingPredicted,   ///< would pass the ceiling: held or lowered
  CeilingHit,         ///< above the ceiling: shed
  UserEasier,
  UserHarder,
  UserHold,
  UserRelease,
  UserPause,
  UserResume,
  WorkBegins,      ///< warm-up is over
  CooldownBegins,  ///< the plan says so
  Cooling,         ///< intensity falls as planned
  Stop,            ///< the person asked: cool-down
  StopNow,         ///< the person asked twice: over
  Finished,        ///< the session is over
  StillSo,         ///< no change for a minute
  Irregular,       ///< the rhythm looks irregular: nothing rises, then it eases
  Count
};
/// "opening", "on-target", "quality-hold", … as written into ledger.jsonl.
[[nodiscard]] std::string_view code(Reason reason);
[[nodiscard]] std::string_view code(State state);  ///< "warmup", "track", …

/// What bound the outcome, as bits.
enum Limit : std::uint32_t {
  kLimitSlewUp = 1u << 0,
  kLimitSlewDown = 1u << 1,
  kLimitActuatorMin = 1u << 2,
  kLimitActuatorMax = 1u << 3,
  kLimitQuality = 1u << 4,
  kLimitBlind = 1u << 5,
  kLimitCeilingPredicted = 1u << 6,
  kLimitCeiling = 1u << 7,
  kLimitHysteresis = 1u << 8,
  kLimitHold = 1u << 9,
  kLimitPaused = 1u << 10,
  kLimitCooldown = 1u << 11,
  kLimitStop = 1u << 12,
  kLimitIrregular = 1u << 13,
};
inline constexpr int kLimitCount = 14;
/// "slew_up", "quality", … for bit 0…13.
[[nodiscard]] std::string_view limit_code(int bit);

/// Quality of the heart-rate estimate (0…1) below which intensity never rises.
inline constexpr double kTrustedQuality = 0.7;

/// Parameters of the law for this person and scenario; u is intensity 0…1.
struct ControlSettings {
  double rest_bpm = 65.0;
  double gain_bpm = 120.0;          ///< steady bpm per unit of intensity (k)
  double tau_s = 65.0;              ///< plant time constant
  double closed_loop_s = 90.0;      ///< t_c; 40 brisk … 120 smooth
  double slew_up_per_s = 0.012;     ///< most intensity added per second
  double slew_down_per_s = 0.032;   ///< most taken away per second by the law (safety may be quicker)
  double least = 0.05, most = 1.0;  ///< actuator range
  double hysteresis = 0.008;        ///< smaller changes are not made
};

/// What the law remembers from one decision to the next.
struct ControlState {
  double integral = 0.0;  ///< in units of intensity
};

/// What one decision is made of: all of it came out of TickInputs.
struct ControlInputs {
  double dt_s = 1.0;      ///< since the previous decision of the law
  double previous = 0.0;  ///< intensity applied until now
  double target_bpm = 0.0;
  double bpm = 0.0;       ///< estimate; meaningless when not known
  double quality = 0.0;   ///< 0…1
  bool is_known = false;  ///< false: open loop, feedforward only downward
};

struct ControlTerms {
  double feedforward = 0.0, proportional = 0.0, integral = 0.0, drift = 0.0;
  [[nodiscard]] double sum() const noexcept { return feedforward + proportional + integral + drift; }
};

struct ControlStep {
  ControlTerms terms;     ///< add up to `asked` exactly
  double asked = 0.0;     ///< before any limit
  double proposed = 0.0;  ///< after slew, range and hysteresis
  ControlState next;
  std::uint32_t limits = 0;  ///< Limit bits
};

/// What the safety envelope looks at. It may only lower.
struct EnvelopeInputs {
  double proposed = 0.0;
  double previous = 0.0;  ///< applied until now
  double dt_s = 1.0;      ///< since the previous verdict
  double bpm = 0.0;
  double spread_bpm = 0.0;
  double slope_bpm_per_s = 0.0;  ///< of the estimate over the last seconds, for the 30-s outlook
  double quality = 0.0;
  double blind_s = 0.0;      ///< since the last trusted heart rate; 0 when there is one
  double irregular_s = 0.0;  ///< since the rhythm began to look irregular; 0 when it does not
  double ceiling_bpm = 0.0;
  double fallback = 0.0;  ///< a light load to ease towards while blind
  bool is_known = false;
  bool is_paused = false;
  bool is_held = false;     ///< coach or user said hold: no rise
  bool is_cooling = false;  ///< cool-down: no rise
  bool must_stop = false;   ///< stop pressed: fall to rest quickly
};

struct EnvelopeVerdict {
  double allowed = 0.0;  ///< never above proposed; never above previous unless the signal is trusted
  std::uint32_t limits = 0;
  bool wants_cooldown = false;  ///< blind too long
  bool wants_end = false;       ///< blind far too long
};

/// One row of the ledger: enough to recompute the outcome from the row alone.
struct Decision {
  std::int64_t tick = 0;
  Instant at;
  State state = State::Warmup;
  Reason reason = Reason::Opening;
  bool law_ran = false;  ///< false: only the envelope was asked (between phrases, commands)
  ControlSettings settings;
  ControlState before;
  ControlInputs inputs;
  ControlStep step;
  EnvelopeInputs envelope;
  body::QualityFactors signal;  ///< what the quality is made of; 0 throughout when no heart rate is known
  EnvelopeVerdict verdict;
  double from = 0.0, to = 0.0;  ///< intensity applied before and after
};

}  // namespace tonus::adaptation
