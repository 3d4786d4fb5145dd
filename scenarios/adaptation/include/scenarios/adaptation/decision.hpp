#pragma once
// The words of the decision ledger: why intensity is what it is. Plain data; sentences are made where they are shown.

#include <cstdint>
#include <string_view>

#include <engine/core/time.hpp>
#include <scenarios/adaptation/envelope.hpp>
#include <scenarios/adaptation/limits.hpp>
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
  RhythmCooldown,  ///< irregular for minutes: cool-down
  RateJump,        ///< heart rate jumped though the load did not: shed
  RateFall,        ///< heart rate fell though the effort is kept: held, then shed
  DoubtfulRate,    ///< a minute of what would be a stop, on a rate that may be a miscount: cool-down
  NoResponse,      ///< heart rate does not answer to the load: no more of it
  EffortLost,      ///< the effort collapsed: shed
  CadenceLow,      ///< pedals too slow for the watts asked: no more of them
  DoseReached,     ///< enough for this session: cool-down
  ProfileDoubted,  ///< the heart does not fit the profile: nothing rises
  OldReadiness,    ///< readiness has expired: what it added is taken away
  ClinicianLimit,  ///< at the limit that a clinician set
  RiseLimited,     ///< wanted more than the envelope's own pace
  SafetyFall,      ///< a fall: everything stops at once
  SafetySymptom,   ///< the symptom button: stop by cool-down
  SafetyOxygen,    ///< oxygen saturation too low: stop by cool-down
  SafetyCeiling,   ///< far above the ceiling in spite of shedding: stop by cool-down
  SafetyJump,      ///< a jump of heart rate that stayed: stop by cool-down
  SafetyRateFall,  ///< a fall of heart rate that stayed: stop by cool-down
  SafetyExertion,  ///< as hard as can be, said the person: stop by cool-down
  Symptom,         ///< the person pressed the symptom button
  Rpe,             ///< the person said how hard it is
  Count
};
/// "opening", "on-target", "quality-hold", … as written into ledger.jsonl.
[[nodiscard]] std::string_view code(Reason reason);
/// The reason of a stop; Count for none.
[[nodiscard]] Reason reason_of(StopCause cause);
[[nodiscard]] std::string_view code(State state);  ///< "warmup", "track", …

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
  EnvelopeState envelope_before;
  EnvelopeInputs envelope;
  body::QualityFactors signal;  ///< what the quality is made of; 0 throughout when no heart rate is known
  EnvelopeVerdict verdict;
  double from = 0.0, to = 0.0;  ///< intensity applied before and after
};

}  // namespace tonus::adaptation
