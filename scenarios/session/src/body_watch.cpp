#include <scenarios/session/body_watch.hpp>

#include <engine/core/math.hpp>
#include <scenarios/adaptation/envelope.hpp>
#include <sensors/body/load.hpp>

namespace tonus::session {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kStill_rpm = 20.0, kStill_w = 15.0, kAsked_s = 5.0;
constexpr double kAsleep_rpm = 1.0;
constexpr double kMisfit_s = 30.0, kMisfitAbove_bpm = 5.0, kMisfitBelow_bpm = 10.0;  // a rate outside the profile

}  // namespace

bool is_trusted(const body::HeartEstimate& heart) noexcept {
  return heart.is_known && heart.quality.value >= adaptation::kTrustedQuality;
}

BodyWatch::BodyWatch(const SessionDefinition& definition) noexcept
    : limits_(definition.limits),
      least_(definition.least),
      response_(definition.limits.rest.value, definition.response.tau_s) {}

void BodyWatch::note(double t_s, const BodySigns& signs) noexcept {
  if (has_signs_) {
    const Pose& head = signs.poses.world_from_head;
    const auto head_m = static_cast<double>(length(head.position - signs_.poses.world_from_head.position));
    const bool sees_head = signs.poses.is_head_tracked && signs_.poses.is_head_tracked;
    fall_.observe(t_s, sees_head ? static_cast<double>(head.position.y) : kNaN, head_m / kTick_s);
    for (const Hand hand : {Hand::Left, Hand::Right}) {
      const auto h = static_cast<std::size_t>(hand);
      const auto now = place_of(signs.poses, hand), before = place_of(signs_.poses, hand);
      // Taking up a controller is no movement of the hand.
      const bool is_same = signs.poses.hands[h].is_tracked == signs_.poses.hands[h].is_tracked;
      moves_[h] = {now && before && is_same, now && before ? *now - *before : Vec3{}};
      if (!moves_[h].is_tracked) continue;
      if (!(signs.play_from_stage == Quat{})) moves_[h].by_m = rotate(signs.play_from_stage, moves_[h].by_m);
      hands_sum_m_per_s_ += static_cast<double>(length(moves_[h].by_m)) / kTick_s;
      ++hands_ticks_;
    }
  }
  signs_ = signs;
  has_signs_ = true;
}

void BodyWatch::second(const body::HeartEstimate& heart, double slope_bpm_per_s, double applied,
                       const adaptation::ResponseEstimate& learned, bool is_paused) noexcept {
  const bool is_sure = heart.is_known && heart.quality.value >= adaptation::kSureQuality;
  const double bpm = heart.value.value;
  legs_.observe({.is_known = heart.is_known && !heart.is_stale,
                 .is_from_beats = heart.is_from_beats,
                 .is_slew_failing = heart.factors.slew < 1.0,
                 .bpm = bpm,
                 .slope_bpm_per_s = slope_bpm_per_s,
                 .cadence_per_min = signs_.cadence_rpm,
                 .answered = response_.answered(),
                 .gain_bpm = learned.gain_bpm});
  // A treadmill that stands lets nobody move.
  asked_s_ = !is_paused && applied >= least_ ? asked_s_ + 1.0 : 0.0;
  response_.observe({.intensity = is_still() ? 0.0 : applied,
                     .power_w = signs_.power_w,
                     .cadence_rpm = signs_.cadence_rpm,
                     .hands_m_per_s = hands_ticks_ > 0 ? hands_sum_m_per_s_ / static_cast<double>(hands_ticks_) : kNaN,
                     .bpm = is_sure ? bpm : kNaN,
                     .gain_bpm = learned.gain_bpm,
                     .gain_spread_bpm = learned.gain_spread_bpm,
                     .still_s = seconds(heart.still_for),
                     .is_paused = is_paused});
  hands_sum_m_per_s_ = 0.0;
  hands_ticks_ = 0;
  const bool fits = bpm >= limits_.rest.value - kMisfitBelow_bpm && bpm <= limits_.max.value + kMisfitAbove_bpm;
  if (is_sure) doubted_s_ = fits ? 0.0 : doubted_s_ + 1.0;
  if (is_trusted(heart)) {
    const body::HeartStretch stretch{.minutes = 1.0 / 60.0, .bpm = bpm};
    dose_trimp_ += body::banister_trimp({&stretch, 1}, limits_, body::TrimpVariant::Men);
  }
}

bool BodyWatch::is_still() const noexcept {
  return asked_s_ >= kAsked_s && signs_.cadence_rpm < kStill_rpm && !(signs_.power_w >= kStill_w);
}

void BodyWatch::describe(adaptation::EnvelopeInputs& in) const noexcept {
  const auto number = [](double x) { return x == x ? x : 0.0; };
  in.cadence_rpm = number(signs_.cadence_rpm);
  // Legs that do nothing give no power: then the cadence is that of a sensor that sleeps.
  const bool sleeps = signs_.cadence_rpm < kAsleep_rpm && signs_.power_w >= kStill_w;
  in.is_cadence_known = signs_.cadence_rpm == signs_.cadence_rpm && !sleeps;
  in.is_still = is_still();
  in.may_be_legs = legs_.may_be_legs();
  in.oxygen_percent = number(signs_.oxygen_percent);
  in.is_oxygen_known = signs_.oxygen_percent == signs_.oxygen_percent;
  in.rpe = rpe_;
  in.dose_trimp = dose_trimp_;
  in.has_symptom = has_symptom_;
  in.has_fallen = fall_.has_fallen();
  in.is_profile_doubted = doubted_s_ >= kMisfit_s;
  response_.describe(in);
}

void BodyWatch::mix_into(StateHash& hash) const noexcept {
  fall_.mix_into(hash);
  response_.mix_into(hash);
  legs_.mix_into(hash);
  for (const double x : {hands_sum_m_per_s_, dose_trimp_, rpe_, doubted_s_, asked_s_}) hash.mix(x);
  hash.mix(hands_ticks_);
  hash.mix(has_symptom_);
}

}  // namespace tonus::session
