#include "athlete.hpp"

#include <algorithm>
#include <cmath>

#include <engine/core/math.hpp>

namespace tonus::sensors::athlete {
namespace {

constexpr double kFastShare = 0.35;  // Phase I, vagal
constexpr double kFallScale = 0.9;   // recovery is a little quicker than the rise (off-transients, facts d.1)
constexpr double kKnee_bpm = 6.0;    // of the saturation at the maximum
constexpr double kDriftAfter_s = 600.0;
constexpr double kDriftMost_bpm = 12.0;
constexpr double kWorkingDemand = 0.15;

// Total about 2.7 bpm at 130 bpm: what a published PI law sees on a cycle ergometer (facts d.2).
constexpr double kVlf_bpm = 2.0, kVlfTau_s = 45.0;
constexpr double kUlf_bpm = 1.1, kUlfTau_s = 400.0;
constexpr double kWave_bpm = 1.4, kWave_hz = 0.1, kWaveTau_s = 15.0;
constexpr double kBreath_bpm = 54.0, kBreathDecay_bpm = 25.0, kBreathMost_bpm = 6.0;
constexpr double kJitter_ms = 2.1;  // of each beat time; an interval has two, so 3 ms

double share_of_step(double tau_s) { return 1.0 - math::exp(-kStep_s / tau_s); }

/// x bent smoothly so that it never passes `limit`.
double soft_min(double x, double limit, double knee) {
  const double room = (limit - x) / knee;
  return room > 40.0 ? x : limit - knee * math::log(1.0 + math::exp(room));
}

/// One step of an Ornstein-Uhlenbeck process with a stationary sd.
double wander(double x, double sd, double tau_s, double normal) {
  const double keep = math::exp(-kStep_s / tau_s);
  return keep * x + sd * std::sqrt(1.0 - keep * keep) * normal;
}

}  // namespace

Heart::Heart(const AthleteParameters& parameters, std::uint64_t seed) noexcept
    : p_(parameters),
      random_(seed),
      delay_steps_(static_cast<std::size_t>(math::clamp(math::floor_to_int(parameters.dead_time_s / kStep_s),
                                                        std::int64_t{0}, static_cast<std::int64_t>(kDelaySteps) - 1))),
      fast_share_of_step_(share_of_step(parameters.fast_tau_s)),
      rise_share_of_step_(share_of_step(parameters.slow_tau_s)),
      fall_share_of_step_(share_of_step(kFallScale * parameters.slow_tau_s)),
      bpm_(parameters.rest_bpm) {
  vlf_bpm_ = kVlf_bpm * random_.normal();
  ulf_bpm_ = kUlf_bpm * random_.normal();
  phase_ = random_.uniform();
}

double Heart::delayed(double demand) noexcept {
  delay_[delay_at_] = demand;
  const std::size_t then = (delay_at_ + kDelaySteps - delay_steps_) % kDelaySteps;
  delay_at_ = (delay_at_ + 1) % kDelaySteps;
  return delay_[then];
}

void Heart::advance_drift(double demand) noexcept {
  if (demand < kWorkingDemand) return;
  work_s_ += kStep_s;
  if (work_s_ < kDriftAfter_s) return;
  const double share = (fast_bpm_ + slow_bpm_) / (p_.max_bpm - p_.rest_bpm) / 0.7;
  drift_bpm_ += p_.drift_bpm_per_min / 60.0 * kStep_s * share * share * (1.0 - drift_bpm_ / kDriftMost_bpm);
}

double Heart::noise() noexcept {
  const double slow = random_.normal();
  vlf_bpm_ = wander(vlf_bpm_, kVlf_bpm, kVlfTau_s, slow);
  const double slower = random_.normal();
  ulf_bpm_ = wander(ulf_bpm_, kUlf_bpm, kUlfTau_s, slower);

  // A damped 0.1-Hz resonator driven by white noise: AR(2) with poles r e^{±iw}, scaled to its stationary sd.
  const double r = math::exp(-kStep_s / kWaveTau_s);
  const double w = 2.0 * math::kPi * kWave_hz * kStep_s;
  const double r2 = r * r;
  const double variance = (1.0 + r2) / ((1.0 - r2) * (1.0 + r2 * r2 - 2.0 * r2 * math::cos(2.0 * w)));
  const double next =
      2.0 * r * math::cos(w) * wave_bpm_ - r2 * wave_before_bpm_ + kWave_bpm / std::sqrt(variance) * random_.normal();
  wave_before_bpm_ = wave_bpm_;
  wave_bpm_ = next;

  const double effort = math::ramp(bpm_, p_.rest_bpm, p_.max_bpm);
  breath_rad_ += 2.0 * math::kPi * math::lerp(0.25, 0.6, effort) * kStep_s;
  if (breath_rad_ > 2.0 * math::kPi) breath_rad_ -= 2.0 * math::kPi;
  const double depth =
      std::min(kBreathMost_bpm, p_.breathing_scale * kBreath_bpm * math::exp(-bpm_ / kBreathDecay_bpm));
  return vlf_bpm_ + ulf_bpm_ + wave_bpm_ + depth * math::sin(breath_rad_);
}

double Heart::next_beat_length() noexcept {
  if (is_after_ectopic_) {
    is_after_ectopic_ = false;
    return 1.35;  // compensatory pause
  }
  if (p_.ectopic_share > 0.0 && random_.uniform() < p_.ectopic_share) {
    is_after_ectopic_ = true;
    return 0.65;
  }
  return p_.irregularity > 0.0 ? std::max(0.4, 1.0 + p_.irregularity * random_.normal()) : 1.0;
}

InlineVector<BeatEvent, 2> Heart::step(double demand) noexcept {
  const double felt = delayed(demand);
  const double steady = soft_min(p_.rest_bpm + p_.gain_bpm * response(felt), p_.max_bpm, kKnee_bpm) - p_.rest_bpm;
  fast_bpm_ += (kFastShare * steady - fast_bpm_) * fast_share_of_step_;
  const double slow_goal = (1.0 - kFastShare) * steady;
  slow_bpm_ += (slow_goal - slow_bpm_) * (slow_goal > slow_bpm_ ? rise_share_of_step_ : fall_share_of_step_);
  advance_drift(felt);
  const double wanted = p_.rest_bpm + fast_bpm_ + slow_bpm_ + drift_bpm_ + noise();
  bpm_ = std::max(30.0, soft_min(wanted, p_.max_bpm + 2.0, 2.0));

  InlineVector<BeatEvent, 2> beats;
  const double beats_per_s = bpm_ / 60.0;
  double done_s = 0.0;
  while (!beats.is_full()) {
    const double left_s = (beat_length_ - phase_) / beats_per_s;
    if (left_s > kStep_s - done_s) break;
    done_s += std::max(left_s, 0.0);
    since_beat_s_ += std::max(left_s, 0.0);
    const double jitter_ms = kJitter_ms * random_.normal();
    beats.try_push({.offset_s = done_s, .rr_ms = has_beaten_ ? since_beat_s_ * 1000.0 + jitter_ms - jitter_ms_ : 0.0});
    jitter_ms_ = jitter_ms;
    has_beaten_ = true;
    since_beat_s_ = 0.0;
    phase_ = 0.0;
    beat_length_ = next_beat_length();
  }
  phase_ += beats_per_s * (kStep_s - done_s);
  since_beat_s_ += kStep_s - done_s;
  return beats;
}

}  // namespace tonus::sensors::athlete
