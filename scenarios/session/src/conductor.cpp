#include <scenarios/session/conductor.hpp>

#include <cmath>
#include <limits>

#include <engine/core/math.hpp>
#include <scenarios/adaptation/decision_fields.hpp>
#include <scenarios/adaptation/envelope.hpp>
#include <scenarios/adaptation/law.hpp>

namespace tonus::session {
namespace {

using adaptation::Decision;
using adaptation::State;
namespace limit = adaptation;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kBand_bpm = 5.0;  // either side of the target
constexpr double kTooHard = 0.92;  // of what was too hard is the most from then on
constexpr std::int64_t kNotNow = 120 * kTicksPerSecond;
constexpr double kFallback = 0.25;        // a light load to ease towards while blind
constexpr double kStopCooldown_s = 30.0;  // after Stop, at most
constexpr double kBlindCooldown_s = 180.0;
constexpr double kSafetyCooldown_s = 90.0;  // at least as long as the envelope takes to come down from anywhere
constexpr double kCoolingStep = 0.03;       // intensity falls in steps one can tell apart
constexpr std::int64_t kSureAgain = 5 * kTicksPerSecond;  // of trusted heart rate, after it was lost for long
constexpr std::int64_t kDecideEvery = kTicksPerSecond;
constexpr std::int64_t kLawAtLeastEvery = 8 * kTicksPerSecond;
// Of the heart: a reading as the model takes it (breathing and the 0.1-Hz wave are noise to it).
constexpr double kReadingSpread_bpm = 1.8;
constexpr std::int64_t kRowAtLeastEvery = 60 * kTicksPerSecond;

/// Of the clinician's and the coach's, 0 where neither set one.
double lower_dose_trimp(const SessionDefinition& d) {
  if (!(d.dose_cap_trimp > 0.0 && d.coach_dose_trimp > 0.0)) return std::fmax(d.dose_cap_trimp, d.coach_dose_trimp);
  return std::fmin(d.dose_cap_trimp, d.coach_dose_trimp);
}

double to_s(std::int64_t ticks) { return static_cast<double>(ticks) * kTick_s; }

}  // namespace

Conductor::Conductor(const SessionDefinition& definition, const adaptation::Actuators& actuators)
    : definition_(definition),
      course_(definition),
      model_(definition.response, definition.limits.rest.value),
      learned_(model_.estimate()),
      body_(definition),
      division_(actuators, definition) {
  settings_.usual_gain_bpm = definition.response.gain_bpm;
  settings_.least = definition.least;
  settings_.most = definition.coach_most_intensity;
  applied_ = std::fmin(definition.opening, settings_.most);
  recent_bpm_.fill(kNaN);
  division_.offer(applied_);
}

double Conductor::active_s() const noexcept { return to_s(active_ticks_); }

void Conductor::learn(const body::HeartEstimate& heart) noexcept {
  // What was applied until now has been lived through, by whoever moved; a reading of this moment tells what came of
  // it.
  if (tick_ - model_tick_ < kTicksPerSecond) return;
  for (; tick_ - model_tick_ >= kTicksPerSecond; model_tick_ += kTicksPerSecond) {
    model_.advance(is_paused_ || body_.is_still() ? 0.0 : applied_);
  }
  const bool can_teach = is_trusted(heart) && !heart.is_irregular;
  if (can_teach) model_.observe(heart.reading.value, kReadingSpread_bpm);
  division_.second(can_teach, heart.reading.value);
  learned_ = model_.estimate();
}

void Conductor::note_heart(const body::HeartEstimate& heart) noexcept {
  heart_ = heart;
  (is_trusted(heart) ? trusted_tick_ : doubted_tick_) = tick_;
  if (!heart.is_irregular) {
    irregular_since_ = -1;
  } else if (irregular_since_ < 0) {
    irregular_since_ = tick_ > 0 ? tick_ - 1 : 0;
  }
}

double Conductor::slope_bpm_per_s() const noexcept {
  const double oldest = recent_bpm_[recent_next_];
  if (!heart_.is_known || oldest != oldest) return 0.0;
  return (heart_.value.value - oldest) / static_cast<double>(kSlopeSeconds);
}

void Conductor::tick(std::int64_t tick, const body::HeartEstimate& heart, const BodySigns& signs,
                     std::span<const InputEvent> events, bool at_boundary, Rows& rows) noexcept {
  if (!is_paused_) active_ticks_ += tick - tick_;
  tick_ = tick;
  if (phase() == Phase::Over) return;
  note_heart(heart);
  body_.note(to_s(tick_), signs);
  boundary_pending_ = boundary_pending_ || at_boundary;
  division_.note(body_.hand_moves());
  if (at_boundary) division_.begin_phrase(is_stopping_);
  if (!is_open_) {
    is_open_ = true;
    decide(Reason::Opening, heart, rows);
  }
  for (const InputEvent& event : events) {
    if (phase() == Phase::Over) return;
    command(event, heart, rows);
  }
  if (phase() == Phase::Over) return;
  // Somebody who has said stop is not kept waiting.
  if (is_tracking_lost_ && !is_paused_ && !is_stopping_) {
    is_tracking_pause_ = true;
    pause(Reason::TrackingLost, heart, rows);
  }
  advance_phase(heart, rows);
  if (phase() == Phase::Over) return;
  if (not_now_until_ >= 0 && tick_ >= not_now_until_) {
    not_now_until_ = -1;
    decide(Reason::NotNowOver, heart, rows);
    if (phase() == Phase::Over) return;
  }
  const bool has_just_fallen = body_.has_fallen() && envelope_.stopped != adaptation::StopCause::Fall;
  learn(heart);
  if (tick_ - verdict_tick_ >= kDecideEvery || has_just_fallen) {
    if (!has_just_fallen) body_.second(heart, slope_bpm_per_s(), applied_, learned_, is_paused_);
    decide(Reason::Count, heart, rows);
    // Beside the decision of the same moment, so that no evidence of the envelope's is cut in two.
    if (division_.wants_row() && phase() != Phase::Over) decide(Reason::Allocated, heart, rows);
    recent_bpm_[recent_next_] = heart.is_known ? heart.value.value : kNaN;
    recent_next_ = (recent_next_ + 1) % kSlopeSeconds;
  }
  division_.offer(applied_);
}

void Conductor::command(const InputEvent& event, const body::HeartEstimate& heart, Rows& rows) noexcept {
  const auto shifted = [&](Reason why) {
    is_held_ = false;
    boundary_pending_ = true;  // the person asked: the law answers at once
    decide(why, heart, rows);
  };
  switch (event.action) {
    case Action::Easier:
      person_most_ =
          std::fmax(kTooHard * std::fmin(is_paused_ ? paused_from_ : applied_, person_most_), settings_.least);
      course_.ask_less(active_s());
      shifted(Reason::UserEasier);
      break;
    case Action::Harder:
      person_most_ = 1.0;
      not_now_until_ = -1;
      course_.ask_more();
      shifted(Reason::UserHarder);
      break;
    case Action::NotNow:
      not_now_until_ = tick_ + kNotNow;
      decide(Reason::UserNotNow, heart, rows);
      break;
    case Action::Hold:
      is_held_ = !is_held_;
      decide(is_held_ ? Reason::UserHold : Reason::UserRelease, heart, rows);
      break;
    case Action::Pause:
      if (is_paused_) {
        resume(heart, rows);
      } else {
        pause(Reason::UserPause, heart, rows);
      }
      break;
    case Action::Begin:
      if (is_tracking_pause_) resume(heart, rows);
      break;
    case Action::Skip:
      if (phase() == Phase::Warmup) {
        course_.end_warmup(active_s());
      } else if (phase() == Phase::Work) {
        begin_cooldown(course_.cooldown_s(), Reason::CooldownBegins, heart, rows);
      }
      break;
    case Action::Stop:
      if (is_stopping_) {
        end(Reason::StopNow, heart, rows);
      } else {
        is_stopping_ = true;
        is_paused_ = is_tracking_pause_ = false;
        begin_cooldown(std::fmin(course_.cooldown_s(), kStopCooldown_s), Reason::Stop, heart, rows);
      }
      break;
    case Action::Symptom:
      body_.say_symptom();
      decide(Reason::Symptom, heart, rows);
      break;
    case Action::Rpe:
      body_.say_rpe(event.value);
      decide(Reason::Rpe, heart, rows);
      break;
    case Action::None:
    case Action::Recenter:
    case Action::TurnLeft:
    case Action::TurnRight: break;  // of the play space
  }
}

void Conductor::pause(Reason why, const body::HeartEstimate& heart, Rows& rows) noexcept {
  is_paused_ = true;
  paused_from_ = applied_;
  decide(why, heart, rows);
}

void Conductor::resume(const body::HeartEstimate& heart, Rows& rows) noexcept {
  // Of a pause for lost tracking: nothing comes at somebody whose head nobody knows.
  if (is_tracking_pause_ && !is_tracking_steady_) return;
  is_paused_ = is_tracking_pause_ = false;
  decide(Reason::UserResume, heart, rows);
}

void Conductor::return_from_blindness(const body::HeartEstimate& heart, Rows& rows) noexcept {
  const bool is_stopped = decided_.verdict.stop != adaptation::StopCause::None;
  if (!course_.is_cooling_for_now() || is_stopped || tick_ - doubted_tick_ < kSureAgain) return;
  if (!course_.try_take_back(active_s())) return;
  boundary_pending_ = true;
  decide(Reason::SignalBack, heart, rows);
}

void Conductor::begin_cooldown(double lasting_s, Reason why, const body::HeartEstimate& heart, Rows& rows) noexcept {
  course_.begin_cooldown(active_s(), lasting_s, why == Reason::SignalLost);
  cooldown_from_ = applied_;
  is_held_ = false;
  boundary_pending_ = true;
  decide(why, heart, rows);
}

void Conductor::end(Reason why, const body::HeartEstimate& heart, Rows& rows) noexcept {
  course_.end();
  decide(why, heart, rows);
}

void Conductor::advance_phase(const body::HeartEstimate& heart, Rows& rows) noexcept {
  if (phase() == Phase::Warmup && course_.is_warm(active_s())) {
    course_.begin_work();
    decide(Reason::WorkBegins, heart, rows);
  }
  return_from_blindness(heart, rows);
  if (phase() != Phase::Cooldown && course_.is_worked(active_s())) {
    begin_cooldown(course_.cooldown_s(), Reason::CooldownBegins, heart, rows);
  }
  if (course_.is_over(active_s())) end(Reason::Finished, heart, rows);
}

void Conductor::decide(Reason why, const body::HeartEstimate& heart, Rows& rows) noexcept {
  Decision d;
  d.tick = tick_;
  d.at = tick_start(tick_);
  d.settings = settings_;
  d.before = control_;
  d.from = applied_;
  d.inputs = {.dt_s = to_s(tick_ - law_tick_),
              .previous = applied_,
              .planned_bpm = course_.planned_bpm(active_s()),
              .target_bpm = course_.target_bpm(active_s()),
              .ceiling_bpm = definition_.limits.ceiling.value,
              .opening_base_bpm = definition_.limits.rest.value,
              .person_most = not_now_until_ >= 0 ? std::fmin(person_most_, applied_) : person_most_,
              .model = learned_,
              .bpm = heart.is_known ? heart.value.value : 0.0,
              .slope_bpm_per_s = slope_bpm_per_s(),
              .quality = heart.quality.value,
              .is_known = heart.is_known};
  course_.look_ahead(active_s(), d.inputs);
  const bool due = boundary_pending_ || tick_ - law_tick_ >= kLawAtLeastEvery;
  d.law_ran = due && tick_ > law_tick_ && !is_held_ && !is_paused_ && !heart.is_irregular &&
              (phase() == Phase::Warmup || phase() == Phase::Work);
  double proposed = applied_;
  if (d.law_ran) {
    d.step = adaptation::control(settings_, control_, d.inputs);
    proposed = d.step.proposed;
  } else if (phase() == Phase::Cooldown) {
    const double goal = math::lerp(cooldown_from_, settings_.least, course_.cooldown_progress(active_s()));
    if (applied_ - goal >= kCoolingStep) proposed = goal;
  } else if (phase() == Phase::Over) {
    proposed = 0.0;
  }
  if (!d.law_ran) proposed = std::fmin(proposed, d.inputs.person_most);
  if (due) {
    law_tick_ = tick_;
    boundary_pending_ = false;
  }
  d.envelope = {.proposed = proposed,
                .previous = applied_,
                .dt_s = to_s(tick_ - verdict_tick_),
                .bpm = d.inputs.bpm,
                .spread_bpm = heart.is_known ? heart.spread.value : 0.0,
                .slope_bpm_per_s = d.inputs.slope_bpm_per_s,
                .quality = heart.quality.value,
                .blind_s = is_trusted(heart) ? 0.0 : to_s(tick_ - trusted_tick_),
                .irregular_s = irregular_since_ < 0 ? 0.0 : to_s(tick_ - irregular_since_),
                .ceiling_bpm = definition_.limits.ceiling.value,
                .fallback = kFallback,
                .is_known = heart.is_known && !heart.is_stale,
                .is_paused = is_paused_,
                .is_held = is_held_,
                .is_cooling = phase() == Phase::Cooldown,
                .must_stop = is_stopping_};
  d.envelope.most = definition_.most_intensity;
  d.envelope.dose_cap_trimp = lower_dose_trimp(definition_);
  // What readiness added is in what the law asks for, and in nothing else.
  d.envelope.readiness_scale = d.law_ran ? definition_.readiness.scale : 1.0;
  d.envelope.readiness_age_h = definition_.readiness.age_h + to_s(tick_) / 3600.0;
  d.envelope.is_from_beats = heart.is_from_beats;
  d.envelope.is_slew_failing = heart.is_known && heart.factors.slew < 1.0;
  d.envelope.asks_power = definition_.trainer_most_w > 0.0;
  body_.describe(d.envelope);
  d.signal = heart.factors;
  d.envelope_before = envelope_;
  const adaptation::EnvelopeStep judged = adaptation::safety_envelope(envelope_, d.envelope);
  envelope_ = judged.next;
  d.verdict = judged.verdict;
  d.to = d.verdict.allowed;
  if (d.law_ran) {
    control_ = d.step.next;
    is_readiness_old_ = (d.verdict.limits & limit::kLimitReadiness) != 0;
  }
  applied_ = d.to;
  verdict_tick_ = tick_;

  const bool is_below = is_trusted(heart) && d.inputs.bpm < d.inputs.target_bpm - kBand_bpm;
  if (!(applied_ > settings_.most - settings_.hysteresis && is_below)) {
    at_most_since_ = -1;
  } else if (at_most_since_ < 0) {
    at_most_since_ = tick_;
  }

  const State before = state_;
  state_ = d.state = state_now(d);
  const bool was_blind = before == State::Hold || before == State::Ease;
  const bool sees_again = was_blind && state_ != before && is_trusted(heart) && last_.envelope.blind_s > 0.0;
  const bool stops_now = d.verdict.stop != d.envelope_before.stopped;
  // After long blindness the way back to the target is a rise like the first.
  if (sees_again && before == State::Ease) control_.is_settled = false;
  if (why == Reason::Allocated) {
    division_.write(d);
    if (d.to != d.from) why = Reason::Count;  // something else has happened as well
  }
  if (stops_now && phase() != Phase::Over) {
    d.reason = adaptation::reason_of(d.verdict.stop);
  } else {
    d.reason = why != Reason::Count ? why : (sees_again ? Reason::SignalBack : explain(d));
  }
  const bool is_overdue = tick_ - row_tick_ >= kRowAtLeastEvery;
  if (is_overdue && d.to == d.from && (d.reason == Reason::OnTarget || d.reason == Reason::HysteresisHold))
    d.reason = Reason::StillSo;
  decided_ = d;
  if (why != Reason::Count || d.has_allocation || stops_now || d.to != d.from || state_ != before || is_overdue)
    write(d, rows);

  if (phase() == Phase::Over) return;
  if (d.verdict.wants_end) {
    end(Reason::Finished, heart, rows);
  } else if (d.verdict.wants_cooldown && phase() != Phase::Cooldown) {
    const Reason reason = why_cooldown(d);
    // A lost signal may come back until the envelope ends it.
    const double least_s = reason == Reason::SignalLost ? kBlindCooldown_s : kSafetyCooldown_s;
    begin_cooldown(std::fmax(course_.cooldown_s(), least_s), reason, heart, rows);
  }
}

Conductor::Reason Conductor::why_cooldown(const Decision& d) noexcept {
  if (d.verdict.stop != adaptation::StopCause::None) return Reason::CooldownBegins;
  if (d.envelope.blind_s >= 60.0) return Reason::SignalLost;
  if (d.envelope.irregular_s >= 60.0) return Reason::RhythmCooldown;
  return d.envelope.dose_cap_trimp > 0.0 && d.envelope.dose_trimp >= d.envelope.dose_cap_trimp ? Reason::DoseReached
                                                                                               : Reason::DoubtfulRate;
}

Conductor::Reason Conductor::explain(const Decision& d) noexcept {
  const std::uint32_t v = d.verdict.limits;
  const std::uint32_t l = d.law_ran ? d.step.limits : 0;
  const double change = d.to - d.from;
  if ((v & limit::kLimitStop) != 0) return Reason::Stop;
  if ((v & limit::kLimitCeiling) != 0) return Reason::CeilingHit;
  if ((v & limit::kLimitRateJump) != 0) return Reason::RateJump;
  if ((v & limit::kLimitRateFall) != 0) return Reason::RateFall;
  if ((v & limit::kLimitEffort) != 0) return Reason::EffortLost;
  if (d.envelope.irregular_s > 0.0 && phase() != Phase::Cooldown) return Reason::Irregular;
  if (d.envelope.blind_s >= 15.0 && change < 0.0) return Reason::QualityDecay;
  if (d.envelope.blind_s > 0.0) return Reason::QualityHold;
  if (phase() == Phase::Cooldown) return Reason::Cooling;
  if ((v & limit::kLimitCeilingPredicted) != 0) return Reason::CeilingPredicted;
  if ((v & limit::kLimitNoResponse) != 0) return Reason::NoResponse;
  if ((v & limit::kLimitCadence) != 0) return Reason::CadenceLow;
  if ((v & limit::kLimitProfile) != 0) return Reason::ProfileDoubted;
  if ((v & limit::kLimitClinician) != 0) return Reason::ClinicianLimit;
  if ((v & limit::kLimitReadiness) != 0) return Reason::OldReadiness;
  if ((v & limit::kLimitRise) != 0) return Reason::RiseLimited;
  const double error = d.inputs.target_bpm - d.inputs.bpm;
  const bool in_band = error < kBand_bpm && error > -kBand_bpm;
  if ((l & limit::kLimitPerson) != 0 && error >= kBand_bpm) return Reason::UserLimit;
  const bool is_at_coachs = settings_.most < 1.0 && d.to > settings_.most - settings_.hysteresis;
  if (is_at_coachs && error >= kBand_bpm) return Reason::CoachLimit;
  if (at_most_since_ >= 0 && tick_ - at_most_since_ >= kRowAtLeastEvery) return Reason::TargetUnreachable;
  // The slew limit is laid on after the actuator's: where both are named, it is the one that binds.
  if ((l & (limit::kLimitSlewUp | limit::kLimitSlewDown)) != 0 && !in_band) return Reason::SlewLimited;
  if ((l & (limit::kLimitActuatorMin | limit::kLimitActuatorMax)) != 0 && !in_band) return Reason::ActuatorLimit;
  if (in_band) return change == 0.0 && (l & limit::kLimitHysteresis) != 0 ? Reason::HysteresisHold : Reason::OnTarget;
  if (change > 0.0) return Reason::Raise;
  return change < 0.0 ? Reason::Ease : Reason::HysteresisHold;
}

State Conductor::state_now(const Decision& d) const noexcept {
  if (phase() == Phase::Over) return State::Ended;
  if (is_paused_) return State::Paused;
  if (phase() == Phase::Cooldown) return State::Cooldown;
  // What eases or holds for safety's sake shows as such in every phase.
  constexpr auto kEasing = limit::kLimitCeiling | limit::kLimitRateJump | limit::kLimitRateFall | limit::kLimitEffort;
  constexpr auto kHolding =
      limit::kLimitCeilingPredicted | limit::kLimitNoResponse | limit::kLimitCadence | limit::kLimitProfile;
  const bool is_eased = (d.verdict.limits & limit::kLimitNoResponse) != 0 && d.to < d.from;
  if ((d.verdict.limits & kEasing) != 0 || is_eased || d.envelope.blind_s >= 15.0 || d.envelope.irregular_s >= 15.0)
    return State::Ease;
  if (is_held_ || not_now_until_ >= 0 || d.envelope.blind_s > 0.0 || d.envelope.irregular_s > 0.0 ||
      (d.verdict.limits & kHolding) != 0)
    return State::Hold;
  return phase() == Phase::Warmup ? State::Warmup : State::Track;
}

void Conductor::write(Decision& d, Rows& rows) noexcept {
  if (!d.has_allocation) last_ = d;
  row_tick_ = tick_;
  // Sixteen commands in one tick cannot all have a row; the newest one keeps the last place.
  if (!rows.try_push(d)) rows.back() = d;
}

void Conductor::describe(CoachView& view) const noexcept {
  const auto& limits = definition_.limits;
  view.at = tick_start(tick_);
  view.ends_at = instant_at(to_s(tick_ - active_ticks_) + course_.ends_s());
  view.phase = phase();
  view.state = state_;
  view.heart = heart_;
  view.rest_bpm = limits.rest.value;
  view.max_bpm = limits.max.value;
  view.ceiling_bpm = limits.ceiling.value;
  view.target_bpm = course_.target_bpm(active_s());
  view.band_low_bpm = view.target_bpm - kBand_bpm;
  view.band_high_bpm = view.target_bpm + kBand_bpm;
  view.zone = heart_.is_known && !heart_.is_stale ? body::zone(limits, heart_.value) : 0;
  view.intensity = applied_;
  view.user_offset_bpm = course_.offset_bpm();
  view.is_held = is_held_;
  view.rpe = decided_.envelope.rpe;
  view.not_now_s = not_now_until_ >= 0 ? to_s(not_now_until_ - tick_) : 0.0;
  view.is_paused = is_paused_;
  view.is_stopping = is_stopping_;
  view.is_tracking_lost = is_tracking_lost_;
  view.is_tracking_pause = is_tracking_pause_;
  view.source_reacts = definition_.source_reacts;
  view.readiness = definition_.readiness;
  view.is_answer_known = model_.is_identified(learned_);
  view.answer = adaptation::carried_over(learned_);
  division_.describe(view);
  view.ask = decided_.verdict.ask;
  if (view.ask == adaptation::Ask::None && is_readiness_old_) view.ask = adaptation::Ask::OldReadiness;
  view.safety_stop = decided_.verdict.stop;
  view.is_shedding = decided_.verdict.is_shedding;
  view.wants_release = decided_.verdict.wants_release;
  view.decision = last_;
}

void Conductor::mix_into(StateHash& hash) const noexcept {
  hash.mix(active_ticks_);
  hash.mix(verdict_tick_);
  hash.mix(law_tick_);
  hash.mix(trusted_tick_);
  hash.mix(doubted_tick_);
  hash.mix(row_tick_);
  hash.mix(at_most_since_);
  hash.mix(irregular_since_);
  hash.mix(state_);
  hash.mix(applied_);
  hash.mix(person_most_);
  hash.mix(paused_from_);
  hash.mix(not_now_until_);
  hash.mix(cooldown_from_);
  adaptation::visit_fields(control_, [&](const char*, const auto& x) { hash.mix(x); });
  model_.mix_into(hash);
  hash.mix(model_tick_);
  adaptation::visit_fields(envelope_, [&](const char*, const auto& x) { hash.mix(x); });
  body_.mix_into(hash);
  course_.mix_into(hash);
  division_.mix_into(hash);
  hash.mix(is_held_);
  hash.mix(is_paused_);
  hash.mix(is_stopping_);
  hash.mix(boundary_pending_);
  hash.mix(is_tracking_pause_);
  for (const double bpm : recent_bpm_) hash.mix(bpm);
  hash.mix(recent_next_);
}

}  // namespace tonus::session
