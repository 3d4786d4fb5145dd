#include "plant.hpp"

#include <cmath>

#include <engine/core/math.hpp>

#include "soft_min.hpp"

namespace tonus::athlete {
namespace {

constexpr double kKnee_bpm = 6.0;
constexpr double kAsymmetryTau_s = 60.0;
constexpr double kDriftMost_bpm = 12.0;
constexpr double kWorkingShare = 0.15;  // of reserve

// Cheng's model: see athlete.hpp for what is read and what is chosen.
constexpr double kA1_per_min = 1.84, kA2 = 24.3, kA3_per_min = 0.0636, kA5_bpm = 8.32, kSteepness_per_bpm = 15.0;
constexpr double kLoopGainOfDrift = 0.25 / 0.40;  // loop gain for a drift of 1 bpm/min
constexpr double kMostLoopGain = 0.66;
constexpr double kStep_min = Athlete::kStep_s / 60.0;

}  // namespace

double share_of_step(double tau_s) noexcept { return 1.0 - math::exp(-Athlete::kStep_s / tau_s); }

DelayLine::DelayLine(double delay_s) noexcept
    : steps_(static_cast<std::size_t>(
          math::floor_to_int(math::clamp(delay_s / Athlete::kStep_s, 0.0, double{kLength - 1}) + 0.5))) {
  if (steps_ > kLength - 1) steps_ = kLength - 1;
}

HeartPlant::HeartPlant(const Parameters& parameters, const Circumstances& circumstances) noexcept
    : p_(parameters),
      body_(parameters.body_delay_s),
      reserve_bpm_(parameters.max_bpm - parameters.rest_bpm),
      drift_after_s_(circumstances.drift_after_s),
      fast_step_(share_of_step(parameters.fast_tau_s)),
      rise_step_(share_of_step(parameters.rise_tau_s)),
      fall_step_(share_of_step(parameters.fall_tau_s)),
      memory_step_(share_of_step(kAsymmetryTau_s)) {
  const double own = circumstances.drift_bpm_per_min;
  const double drift_bpm_per_min = (own >= 0.0 ? own : p_.drift_bpm_per_min) * circumstances.heat;
  drift_bpm_per_step_ = drift_bpm_per_min * kStep_min;

  const double mean_tau_s = p_.work == Work::Cycle ? 68.7 : 62.5;
  a1_ = kA1_per_min * mean_tau_s / p_.rise_tau_s;
  a2_ = kA2;
  a3_ = kA3_per_min;
  const double loop_gain = math::clamp(kLoopGainOfDrift * drift_bpm_per_min, 0.0, kMostLoopGain);
  a4_ = loop_gain * a1_ * a3_ / a2_;
  const double rest_of_loop = 1.0 - loop_gain;
  // x1 as it stands after ten minutes, for 1 of its fast part: the slow loop, behind x1 twice.
  const double slow_min = 10.0 - 2.0 / a1_;
  const double after_ten_minutes = 1.0 + loop_gain / rest_of_loop * (1.0 - math::exp(-slow_min * a3_ * rest_of_loop));
  bpm_of_square_ = a2_ / a1_ * after_ten_minutes;
  square_of_load_ = p_.gain / bpm_of_square_;
  if (p_.work == Work::Treadmill) square_of_load_ *= p_.gain / (0.6 * reserve_bpm_);
}

void HeartPlant::step(double load) noexcept {
  const double felt = body_.step(load);
  if (p_.plant == Plant::TwoPhase) {
    step_two_phase(felt);
  } else {
    step_nonlinear(felt);
  }
}

void HeartPlant::step_two_phase(double load) noexcept {
  remembered_load_ += (load - remembered_load_) * memory_step_;
  const double above = load > p_.threshold_load ? load - p_.threshold_load : 0.0;
  const double steady = p_.gain * (load - p_.flattening * above);
  const double transient = p_.gain * 0.5 * p_.asymmetry * std::fabs(load - remembered_load_);
  const double asked = soft_min(steady + transient, reserve_bpm_, kKnee_bpm);
  fast_bpm_ += (p_.fast_share * asked - fast_bpm_) * fast_step_;
  const double slow_goal = (1.0 - p_.fast_share) * asked;
  slow_bpm_ += (slow_goal - slow_bpm_) * (slow_goal > slow_bpm_ ? rise_step_ : fall_step_);
  advance_drift(steady);
}

void HeartPlant::step_nonlinear(double load) noexcept {
  const double asked = square_of_load_ * (p_.work == Work::Treadmill ? load * load : load);
  const double u_square = soft_min(asked * bpm_of_square_, reserve_bpm_, kKnee_bpm) / bpm_of_square_;
  const double over = kSteepness_per_bpm * (fast_bpm_ - kA5_bpm);
  const double gate = over > 40.0 ? 1.0 : over < -40.0 ? 0.0 : 1.0 / (1.0 + math::exp(-over));
  const double x1 = fast_bpm_;
  fast_bpm_ += kStep_min * (-a1_ * x1 + a2_ * (x2_ + u_square));
  x2_ += kStep_min * (-a3_ * x2_ + a4_ * x1 * gate);
}

void HeartPlant::advance_drift(double steady_bpm) noexcept {
  if (steady_bpm < kWorkingShare * reserve_bpm_) return;
  work_s_ += Athlete::kStep_s;
  if (work_s_ < drift_after_s_) return;
  const double share = (fast_bpm_ + slow_bpm_) / (0.7 * reserve_bpm_);
  drift_bpm_ += drift_bpm_per_step_ * share * share * (1.0 - drift_bpm_ / kDriftMost_bpm);
}

}  // namespace tonus::athlete
