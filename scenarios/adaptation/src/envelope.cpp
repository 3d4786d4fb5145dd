#include <scenarios/adaptation/envelope.hpp>

#include <sensors/body/signal_checks.hpp>

namespace tonus::adaptation {
namespace {

constexpr double kRise_per_s = 0.02, kRiseAtOnce = 0.12;  // nothing rises faster, whatever is proposed
constexpr double kShed_per_s = 0.05, kDoubtedShed_per_s = 0.02, kPredictedEase_per_s = 0.02, kUserStop_per_s = 0.25;
constexpr double kStopOut_per_s = 0.005;  // from a light load to nothing in less than a minute (H5)
constexpr double kBlindHold_s = 6.0, kBlindEase_s = 15.0, kBlindCooldown_s = 60.0, kBlindEnd_s = 180.0;
constexpr double kBlindEase_per_s = 0.01, kBlindRise_per_s = 0.04, kToCome_bpm = 5.0, kOfLast = 0.6;
constexpr double kOutlook_s = 30.0, kNearOutlook_s = 15.0, kFarOver_bpm = 10.0, kSure_s = 10.0;
constexpr double kJump_bpm = 25.0, kJumpOver_bpm = 15.0, kJump_s = 10.0, kCalm_s = 60.0, kSlew_s = 4.0;
constexpr double kFall_bpm = 15.0, kFallStop_s = 30.0, kResponse_bpm = 10.0, kAnswered_bpm = 5.0, kFlat_s = 25.0;
constexpr double kDoubtful_s = 60.0, kRhythmCooldown_s = 180.0, kLost_s = 3.0, kLostAsk_s = 10.0;
constexpr double kLeastCadence_rpm = 50.0, kLock_bpm = 4.0, kLeastOxygen_percent = 88.0;
constexpr double kLongestStep_s = 10.0, kLongestEvidence_s = 2.0, kUsual_s = 60.0, kUsualUp_s = 20.0;

bool has_nan(const EnvelopeInputs& in) {
  const double sum = in.proposed + in.previous + in.dt_s + in.bpm + in.spread_bpm + in.slope_bpm_per_s + in.quality +
                     in.blind_s + in.irregular_s + in.ceiling_bpm + in.fallback + in.most + in.cadence_rpm +
                     in.oxygen_percent + in.expected_rise_bpm + in.expected_spread_bpm + in.seen_rise_bpm +
                     in.pending_rise_bpm + in.still_level + in.rpe + in.dose_trimp + in.dose_cap_trimp +
                     in.readiness_scale + in.readiness_age_h;
  return sum != sum;
}

double within(double x, double low, double high) { return x > low ? (x < high ? x : high) : low; }
bool is_near(double a, double b, double within_of) { return a - b < within_of && b - a < within_of; }
void run(double& timer_s, bool is_on, double dt_s) { timer_s = is_on ? within(timer_s + dt_s, 0.0, 1e4) : 0.0; }

/// The same miscount halves or doubles a rate; a rate on the cadence may be the cadence.
bool may_be_miscount(const EnvelopeState& s, const EnvelopeInputs& in) {
  const double share = s.usual_bpm > 0.0 ? in.bpm / s.usual_bpm : 1.0;
  const bool is_on_cadence = in.is_cadence_known && body::is_on_cadence(in.bpm, in.cadence_rpm, kLock_bpm);
  return !in.is_from_beats || is_on_cadence || is_near(share, 0.5, 0.04) || is_near(share, 2.0, 0.12);
}

/// What the heart says, as evidence that grows while it lasts.
void follow_heart(EnvelopeState& s, const EnvelopeInputs& in, double dt_s) {
  const bool is_sure = in.is_known && in.quality >= kSureQuality;
  const bool is_proof = is_sure && !may_be_miscount(s, in);
  const bool is_far_over = in.is_known && in.ceiling_bpm > 0.0 && in.bpm > in.ceiling_bpm + kFarOver_bpm;
  run(s.over_s, is_far_over && is_proof, dt_s);

  const bool is_unusual = !(s.usual_bpm > 0.0) || in.bpm > s.usual_bpm + kJump_bpm;
  const double level_bpm = in.bpm - in.slope_bpm_per_s * kJump_s;  // ten seconds ago
  if (s.jump_from_bpm == 0.0 && in.is_known && in.bpm > level_bpm + kJump_bpm && is_unusual && !in.has_load_changed)
    s.jump_from_bpm = within(level_bpm > s.usual_bpm ? level_bpm : s.usual_bpm, 1.0, 300.0);
  if (in.is_known && in.bpm < s.jump_from_bpm + kJumpOver_bpm) s.jump_from_bpm = 0.0;
  const bool is_up = s.jump_from_bpm > 0.0 && in.bpm > s.jump_from_bpm + kJump_bpm;
  run(s.jump_s, is_up && is_proof && s.calm_s >= kCalm_s, dt_s);
  if (s.jump_from_bpm == 0.0) s.calm_s = within(s.calm_s + (is_sure ? dt_s : -8.0 * dt_s), 0.0, 2.0 * kCalm_s);
  if (in.is_known) run(s.slew_s, (in.is_slew_failing || s.jump_from_bpm > 0.0) && !in.has_load_changed, dt_s);

  const bool can_compare = in.has_response && in.effort == Effort::Kept;
  const bool fell = can_compare && !in.has_load_changed && in.seen_rise_bpm < in.expected_rise_bpm - kFall_bpm &&
                    s.usual_bpm > 0.0 && in.bpm < s.usual_bpm - kFall_bpm;
  run(s.fall_s, fell && is_sure, dt_s);
  run(s.fall_sure_s, fell && is_proof, dt_s);
  run(s.doubtful_s, is_sure && (is_far_over || is_up || fell), dt_s);

  const bool is_flat = can_compare && in.is_known && in.quality >= kTrustedQuality &&
                       in.expected_rise_bpm - in.expected_spread_bpm >= kResponse_bpm &&
                       in.seen_rise_bpm < 0.5 * in.expected_rise_bpm &&
                       in.seen_rise_bpm < in.expected_rise_bpm - 1.6 * in.expected_spread_bpm;
  run(s.flat_s, is_flat, dt_s);
  if (s.no_response_bpm == 0.0 && s.flat_s >= kFlat_s) s.no_response_bpm = within(in.bpm, 1.0, 300.0);
  const bool answers = in.is_known && in.quality >= kTrustedQuality && in.bpm >= s.no_response_bpm + kAnswered_bpm;
  if (answers || (in.has_response && in.expected_rise_bpm < kAnswered_bpm)) s.no_response_bpm = 0.0;

  run(s.lost_s, in.effort == Effort::Lost && in.is_known, dt_s);
  const double share = s.usual_bpm > 0.0 ? dt_s / (in.bpm > s.usual_bpm ? kUsualUp_s : kUsual_s) : 1.0;
  if (is_sure && s.jump_from_bpm == 0.0 && s.fall_s == 0.0)
    s.usual_bpm = within(s.usual_bpm + (in.bpm - s.usual_bpm) * share, 0.0, 300.0);
}

StopCause cause_of(const EnvelopeState& s, const EnvelopeInputs& in) {
  if (in.has_fallen) return StopCause::Fall;  // also after another stop: the ramp becomes a cut
  if (s.stopped != StopCause::None) return s.stopped;
  if (in.has_symptom) return StopCause::Symptom;
  if (s.oxygen_s >= kSure_s) return StopCause::Oxygen;
  if (s.over_s >= kSure_s) return StopCause::OverCeiling;
  if (s.jump_s >= kSure_s) return StopCause::RateJump;
  if (s.fall_sure_s >= kFallStop_s) return StopCause::RateFall;
  return in.rpe >= kHardRpe ? StopCause::Exertion : StopCause::None;
}

Ask ask_of(const EnvelopeState& s, const EnvelopeVerdict& v, const EnvelopeInputs& in) {
  if (s.stopped == StopCause::RateJump || in.irregular_s > 0.0) return Ask::SeeDoctor;
  if (s.stopped != StopCause::None || s.fall_s >= kSure_s || s.lost_s >= kLostAsk_s) return Ask::HowDoYouFeel;
  if (s.jump_from_bpm > 0.0 || s.no_response_bpm > 0.0 || s.doubtful_s > 0.0 || in.blind_s >= kBlindEase_s ||
      in.may_be_legs || in.still_level < 1.0)
    return Ask::CheckStrap;
  if (in.is_profile_doubted) return Ask::WhoIsThis;
  if (v.wants_release) return Ask::PedalOn;
  return (v.limits & kLimitReadiness) != 0 ? Ask::OldReadiness : Ask::None;
}

}  // namespace

EnvelopeStep safety_envelope(const EnvelopeState& before, const EnvelopeInputs& in) noexcept {
  EnvelopeStep step{{}, before};
  EnvelopeVerdict& out = step.verdict;
  EnvelopeState& s = step.next;
  const bool is_sane = !has_nan(in);
  const double dt = within(in.dt_s, 0.0, kLongestStep_s);
  const double evidence_s = within(dt, 0.0, kLongestEvidence_s);  // one reading after a gap proves little
  const double previous = within(in.previous, 0.0, 1.0);
  const bool is_trusted = is_sane && in.is_known && in.quality >= kTrustedQuality;

  // Evidence, then the latch: one way, whatever else comes in.
  if (is_sane) follow_heart(s, in, evidence_s);
  run(s.oxygen_s, in.is_oxygen_known && in.oxygen_percent < kLeastOxygen_percent, evidence_s);
  s.stopped = cause_of(s, in);
  if (s.stopped != before.stopped) s.level = previous;

  out.allowed = within(in.proposed == in.proposed ? in.proposed : 1.0, 0.0, 1.0);
  const auto cap = [&out](double most, Limit why) {
    if (!(out.allowed > most)) return;
    out.allowed = most > 0.0 ? most : 0.0;
    out.limits |= why;
  };
  if (!is_sane) cap(0.5 * previous, kLimitQuality);
  const auto shed = [&](double per_s, double floor, Limit why) {
    const double lower = previous - per_s * dt;
    cap(lower > floor ? lower : (previous < floor ? previous : floor), why);
    out.is_shedding = true;
  };
  const double light = within(in.fallback, 0.0, 1.0);
  const double fallback = s.level > 0.0 && kOfLast * s.level < light ? kOfLast * s.level : light;
  const auto ease = [&](double per_s, Limit why) {
    const double eased = previous * (1.0 - per_s * dt);
    cap(previous <= fallback ? previous : (eased > fallback ? eased : fallback), why);
  };

  // Not knowing. What the load will still bring would come unseen.
  if (!is_trusted) cap(previous, kLimitQuality);
  if (in.blind_s >= kBlindHold_s) cap(previous, kLimitBlind);
  if (in.blind_s >= kBlindEase_s) ease(kBlindEase_per_s, kLimitBlind);
  if (in.blind_s >= kBlindHold_s && in.pending_rise_bpm > kToCome_bpm) ease(kBlindRise_per_s, kLimitBlind);
  if (in.irregular_s > 0.0) cap(previous, kLimitIrregular);
  if (in.irregular_s >= kBlindEase_s) ease(kBlindEase_per_s, kLimitIrregular);

  // The heart. A poor signal above the ceiling still sheds: too easy does no harm.
  if (in.is_known && in.ceiling_bpm > 0.0) {
    const double climb = in.slope_bpm_per_s > 0.0 ? in.slope_bpm_per_s : 0.0;
    const double to_come = climb * kOutlook_s > in.pending_rise_bpm ? climb * kOutlook_s : in.pending_rise_bpm;
    if (in.bpm + to_come + 2.0 * in.spread_bpm > in.ceiling_bpm) cap(previous, kLimitCeilingPredicted);
    if (in.bpm + climb * kNearOutlook_s > in.ceiling_bpm)
      cap(previous - kPredictedEase_per_s * dt, kLimitCeilingPredicted);
    if (in.bpm > in.ceiling_bpm) shed(is_trusted ? kShed_per_s : kDoubtedShed_per_s, 0.0, kLimitCeiling);
  }
  if (s.jump_from_bpm > 0.0) cap(previous, kLimitRateJump);
  if (s.slew_s > kSlew_s && in.is_known) shed(kShed_per_s, light, kLimitRateJump);
  if (s.fall_s > 0.0) cap(previous, kLimitRateFall);
  if (s.fall_s >= kSure_s) shed(kShed_per_s, light, kLimitRateFall);
  if (s.no_response_bpm > 0.0) cap(previous, kLimitNoResponse);
  const bool may_be_legs = in.may_be_legs || (s.no_response_bpm > 0.0 && !in.is_from_beats);
  if (may_be_legs) ease(kBlindEase_per_s, kLimitNoResponse);
  cap(in.still_level, kLimitNoResponse);  // what was added on a rate that stood still

  // What the person does, who the person is, and how much it has been.
  if (in.effort == Effort::Lost) cap(previous, kLimitEffort);
  if (s.lost_s >= kLost_s) shed(kShed_per_s, light, kLimitEffort);
  out.wants_release = in.asks_power && in.is_cadence_known && in.cadence_rpm < kLeastCadence_rpm;
  if (out.wants_release || in.is_still) cap(previous, kLimitCadence);
  const bool is_enough = in.dose_cap_trimp > 0.0 && in.dose_trimp >= in.dose_cap_trimp;
  if (is_enough) cap(previous, kLimitDose);
  if (in.is_profile_doubted) cap(previous, kLimitProfile);
  if ((in.readiness_age_h > kReadinessExpires_h || in.readiness_age_h < 0.0) && in.readiness_scale > 1.0)
    cap(in.proposed / in.readiness_scale, kLimitReadiness);

  // Clinician, coach, person; the slew of all of it; the latch.
  cap(within(in.most, 0.0, 1.0), kLimitClinician);
  if (in.is_held) cap(previous, kLimitHold);
  if (in.is_cooling) cap(previous, kLimitCooldown);
  if (in.must_stop) cap(previous - kUserStop_per_s * dt, kLimitStop);
  if (in.is_paused) cap(0.0, kLimitPaused);
  const double rise_left = within(within(s.rise_left, 0.0, kRiseAtOnce) + kRise_per_s * dt, 0.0, kRiseAtOnce);
  cap(previous + rise_left, kLimitRise);
  if (s.stopped == StopCause::Fall) {
    cap(0.0, kLimitSafetyStop);
  } else if (s.stopped != StopCause::None) {
    const double from = s.level < previous ? s.level : previous;
    cap(from - (from > light ? kShed_per_s : kStopOut_per_s) * dt, kLimitSafetyStop);
  }

  out.stop = s.stopped;
  out.wants_cooldown = in.blind_s >= kBlindCooldown_s || in.irregular_s >= kRhythmCooldown_s || is_enough ||
                       s.doubtful_s >= kDoubtful_s || s.stopped != StopCause::None;
  out.wants_end = in.blind_s >= kBlindEnd_s || (s.stopped != StopCause::None && !(out.allowed > 0.0));
  out.ask = ask_of(s, out, in);
  s.rise_left = within(rise_left - (out.allowed > previous ? out.allowed - previous : 0.0), 0.0, kRiseAtOnce);
  if (s.stopped != StopCause::None || (is_trusted && !may_be_legs && !(in.irregular_s > 0.0))) s.level = out.allowed;
  return step;
}

}  // namespace tonus::adaptation
