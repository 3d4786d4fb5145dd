#pragma once
// The safety envelope: the last word before the world. It may only lower. Pure and total: all it remembers is in the
// EnvelopeState that it is given and gives back, so a ledger row recomputes from itself. The rules, their sources and
// the hazards they answer to stand in docs/safety.md; this file and envelope.cpp hold at most 300 lines together.

#include <cstdint>
#include <string_view>

#include <scenarios/adaptation/limits.hpp>

namespace tonus::adaptation {

/// Whether the person does what is asked, as far as power, cadence or hands tell.
enum class Effort : std::uint8_t { Unknown, Kept, Lost, Count };
[[nodiscard]] std::string_view code(Effort effort);  ///< "unknown", "kept", "lost"

/// Why the latch closed. It never opens again in a session.
enum class StopCause : std::uint8_t { None, Fall, Symptom, Oxygen, OverCeiling, RateJump, RateFall, Exertion, Count };
[[nodiscard]] std::string_view code(StopCause cause);  ///< "none", "fall", "symptom", …

/// What the person is asked, the most pressing alone.
enum class Ask : std::uint8_t { None, HowDoYouFeel, SeeDoctor, CheckStrap, WhoIsThis, PedalOn, OldReadiness, Count };
[[nodiscard]] std::string_view code(Ask ask);  ///< "none", "how-do-you-feel", …

struct EnvelopeInputs {
  double proposed = 0.0;
  double previous = 0.0;  ///< applied until now
  double dt_s = 1.0;      ///< since the previous verdict; more than 10 counts as 10
  double bpm = 0.0, spread_bpm = 0.0;
  double slope_bpm_per_s = 0.0;  ///< of the estimate over the last 10 s
  double quality = 0.0;
  double blind_s = 0.0;      ///< since the last trusted heart rate; 0 when there is one
  double irregular_s = 0.0;  ///< since the rhythm began to look irregular; 0 when it does not
  double ceiling_bpm = 0.0;  ///< 0: none
  double fallback = 0.0;     ///< a light load: at most what brings rest + 30 % of heart-rate reserve
  double most = 1.0;         ///< a clinician's hard limit on intensity; 1: none
  double cadence_rpm = 0.0, oxygen_percent = 0.0;
  double expected_rise_bpm = 0.0;  ///< over the last 2 min, by a model of the response (see ResponseMonitor)
  double expected_spread_bpm = 0.0, seen_rise_bpm = 0.0;  ///< over the same time
  double pending_rise_bpm = 0.0;  ///< what the intensity applied will still bring, by the same model; 0 or more
  double still_level = 1.0;       ///< when the rate last moved, while it stands still though it should move; else 1
  double rpe = 0.0;               ///< 6…20 as last said; 0: not said
  double dose_trimp = 0.0, dose_cap_trimp = 0.0;  ///< of this session so far; cap 0: none
  double readiness_scale = 1.0;                   ///< what readiness multiplied the plan by
  double readiness_age_h = 0.0;                   ///< below 0: from the future, a clock is wrong
  Effort effort = Effort::Unknown;
  bool is_known = false;
  bool is_from_beats = true;                         ///< false: a rate that the device computed; it may be of anything
  bool is_slew_failing = false, asks_power = false;  ///< a trainer is asked for watts
  bool has_load_changed = false;                     ///< so lately that the heart's answer may still be to show
  bool has_response = false;                         ///< expected and seen rise are known
  bool is_cadence_known = false, is_oxygen_known = false;
  bool is_still = false;                                        ///< legs and power are known to do nothing
  bool may_be_legs = false;                                     ///< the rate, by LegsWatch
  bool has_symptom = false, has_fallen = false;                 ///< by the person's button; by FallDetector
  bool is_profile_doubted = false;                              ///< the heart does not fit the limits it is measured by
  bool is_paused = false, is_held = false, is_cooling = false;  ///< nothing; no rise; no rise
  bool must_stop = false;                                       ///< stop pressed: fall to rest quickly
};

/// All that is remembered from one verdict to the next. Times are of evidence: seconds without a break.
struct EnvelopeState {
  double level = 0.0;            ///< intensity while all was well, or since a stop the most there may be; 0: not yet
  double rise_left = 0.12;       ///< what may be added at this moment
  double usual_bpm = 0.0;        ///< slow mean of sure readings, for miscounts; 0: not yet
  double over_s = 0.0;           ///< far above the ceiling, for sure
  double jump_from_bpm = 0.0;    ///< the level before a jump that nothing explains; 0: none
  double jump_s = 0.0;           ///< above it, for sure
  double calm_s = 0.0;           ///< of sure readings before it; doubt takes eight times as fast
  double slew_s = 0.0;           ///< the estimator refuses what comes
  double fall_s = 0.0;           ///< the rate fell although the effort is kept
  double fall_sure_s = 0.0;      ///< and it is no miscount
  double doubtful_s = 0.0;       ///< one of these, on a rate that may be a miscount
  double flat_s = 0.0;           ///< the rate answers by less than half
  double no_response_bpm = 0.0;  ///< the rate when that was believed; 0: it is not
  double lost_s = 0.0;           ///< effort collapsed
  double oxygen_s = 0.0;         ///< saturation too low
  StopCause stopped = StopCause::None;
};

struct EnvelopeVerdict {
  double allowed = 0.0;  ///< 0…1, never above proposed; never above previous unless the signal is trusted
  std::uint32_t limits = 0;
  Ask ask = Ask::None;
  StopCause stop = StopCause::None;  ///< latched: down to nothing, a fall at once, all else by a ramp
  bool is_shedding = false;          ///< lowered for a hazard; comes back when that is over
  bool wants_cooldown = false;       ///< to be announced
  bool wants_end = false;            ///< blind far too long, or a stop has come to its end
  bool wants_release = false;        ///< a trainer should let go of its watts: the cadence collapses (H6)
};

struct EnvelopeStep {
  EnvelopeVerdict verdict;
  EnvelopeState next;
};
/// NaN in any input: half of what was, no rule of the heart; a person's stop and a fall act all the same.
[[nodiscard]] EnvelopeStep safety_envelope(const EnvelopeState& before, const EnvelopeInputs& in) noexcept;

}  // namespace tonus::adaptation
