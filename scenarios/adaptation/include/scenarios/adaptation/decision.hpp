#pragma once
// The words of the decision ledger: why intensity is what it is. Plain data; sentences are made where they are shown.

#include <cstdint>
#include <string_view>

#include <engine/core/time.hpp>
#include <scenarios/adaptation/allocation.hpp>
#include <scenarios/adaptation/envelope.hpp>
#include <scenarios/adaptation/limits.hpp>
#include <scenarios/adaptation/person_model.hpp>
#include <sensors/body/heart_estimator.hpp>

namespace tonus::adaptation {

/// Where the session stands. Order is not precedence.
enum class State : std::uint8_t { Warmup, Track, Hold, Ease, Cooldown, Paused, Ended, Count };

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
  UserNotNow,      ///< the person said "not now": nothing rises for two minutes
  NotNowOver,      ///< they are over
  UserLimit,       ///< below target, and no harder than the person said
  CoachLimit,      ///< below target, at the limit that a coach set
  Allocated,       ///< a phrase began that divides intensity noticeably differently
  TrackingLost,    ///< nobody knows where the head is: everything pauses
  Count
};
/// "opening", "on-target", "quality-hold", … as written into ledger.jsonl.
[[nodiscard]] std::string_view code(Reason reason);
/// The reason of a stop; Count for none.
[[nodiscard]] Reason reason_of(StopCause cause);
[[nodiscard]] std::string_view code(State state);  ///< "warmup", "track", …

/// Parameters of the law; u is intensity 0…1 of the actuator's full scale. Tuned on simulated people
/// (docs/adaptation.md).
struct ControlSettings {
  double horizon_s = 20.0;    ///< the error is weighed at one, two and three times this after the delay
  double move_rise_s = 2.0;   ///< time constant of a move before the target is first met
  double move_track_s = 5.0;  ///< and after
  // Comfort, in what this heart makes of it: 4 W/s in the first rise, 2 W/s after it, 8 W/s down, at 0.392 bpm/W (facts
  // e.3, d.1). Safety may take away quicker. Legs have a say too: a heart that answers little is not driven up faster
  // than a quarter above what a usual one is.
  double usual_gain_bpm = 120.0;
  double slew_first_bpm_per_s = 1.57;
  double slew_up_bpm_per_s = 0.78;
  double slew_down_bpm_per_s = 3.1;
  double slew_caution = 0.3;  ///< share of the first slew kept back while the gain is as doubtful as in the population
  double most_overdrive = 1.25;  ///< of the load that would hold the target, while the heart is on its way
  // In a first rise a heart that climbs more than the model foretells is believed: its slope less what slow waves make
  // of one, through the delay and then dying away; only while so much of the load is still to be answered.
  double climb_s = 20.0, climb_noise_bpm_per_s = 0.2, climb_pending = 0.1;
  double least = 0.05, most = 1.0;  ///< actuator range
  double hysteresis = 0.0025;       ///< smaller changes are not made
};

/// What the law remembers from one decision to the next.
struct ControlState {
  bool is_settled = false;  ///< the target has been met since it last moved far
  double settled_target_bpm = 0.0;
  double withheld = 0.0;  ///< moves too small to be made, kept until together they are worth it
};

/// What one decision is made of: all of it came out of TickInputs.
struct ControlInputs {
  double dt_s = 1.0;             ///< since the previous decision of the law
  double previous = 0.0;         ///< intensity applied until now
  double planned_bpm = 0.0;      ///< what plan and person ask for
  double target_bpm = 0.0;       ///< what is steered to: never nearer to the ceiling than its margin
  double next_target_bpm = 0.0;  ///< what the plan asks next,
  double next_in_s = 1e9;        ///< in so many seconds: a heart that falls slowly is led down before the work ends
  double ceiling_bpm = 250.0;
  double opening_base_bpm = 65.0;  ///< base when the session began
  double person_most = 1.0;        ///< intensity above which the person said "too hard", or nothing rises at their word
  ResponseEstimate model;
  double bpm = 0.0;              ///< estimate; meaningless when not known
  double slope_bpm_per_s = 0.0;  ///< of it over the last 10 s
  double quality = 0.0;          ///< 0…1
  bool is_known = false;
};

/// Parts of what is asked, in intensity.
struct ControlTerms {
  double feedforward = 0.0;   ///< holds the target for this heart as it was at the opening
  double proportional = 0.0;  ///< what the way to the target and passing variability take
  double integral = 0.0;      ///< what the base has moved since the opening
  double drift = 0.0;         ///< what it will have moved by the time this takes effect
  [[nodiscard]] double sum() const noexcept { return feedforward + proportional + integral + drift; }
};

struct ControlStep {
  ControlTerms terms;     ///< add up to `asked` exactly
  double asked = 0.0;     ///< before any limit
  double proposed = 0.0;  ///< after ceiling, slew, the person's word, range and hysteresis
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
  bool has_allocation = false;  ///< the row says how a phrase divided the intensity; else the two below say nothing
  AllocationInputs allocation_inputs;
  Allocation allocation;
};

}  // namespace tonus::adaptation
