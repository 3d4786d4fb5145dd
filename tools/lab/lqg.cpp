#include "lqg.hpp"

#include <algorithm>
#include <cmath>

#include <engine/core/math.hpp>

#include "riccati.hpp"

namespace tonus::lab {
namespace {

using Eigen::MatrixXd;

// As in sensors/athlete: what is true of the people there.
constexpr double kVlfTau_s = 45.0;
constexpr double kWave_hz = 0.1, kWaveTau_s = 15.0;
/// A base that truly wanders cannot be regulated for ever; one that forgets within two days is the same thing.
constexpr double kBaseKeep = 1.0 - 5e-6;

/// What a reading shows of VLF, wave, wave before and base.
Eigen::Vector4d seen_of_noise() { return {1.0, 1.0, 0.0, 1.0}; }

/// Slope of steady_bpm() at a load.
double local_gain(const athlete::Parameters& p, double load) {
  const double h = 1e-3 * machine(p.work).most;
  return (steady_bpm(p, load + h) - steady_bpm(p, load - h)) / (2.0 * h);
}

}  // namespace

LqgBound::LqgBound(const Brief& brief, const athlete::Parameters& p, double move_price, std::uint64_t seed)
    : least_(brief.machine->least),
      most_(brief.machine->most),
      fast_share_(p.fast_share),
      fast_keep_(math::exp(-1.0 / p.fast_tau_s)),
      slow_keep_(math::exp(-2.0 / (p.rise_tau_s + p.fall_tau_s))),
      vlf_keep_(math::exp(-1.0 / kVlfTau_s)),
      vlf_sd_(p.vlf_bpm),
      delay_s_(static_cast<std::size_t>(p.actuator_delay_s + p.body_delay_s + 0.5)),
      random_(seed) {
  const double there = steady_load(p, brief.target_bpm);
  gain_ = std::max(local_gain(p, there), 0.1 * p.gain);
  const double r2 = math::exp(-2.0 / kWaveTau_s);
  const double w = 2.0 * math::kPi * kWave_hz;
  wave_twice_ = 2.0 * math::exp(-1.0 / kWaveTau_s) * math::cos(w);
  wave_decay_ = r2;
  wave_sd_drive_ = p.lf_bpm / std::sqrt((1.0 + r2) / ((1.0 - r2) * (1.0 + r2 * r2 - 2.0 * r2 * math::cos(2.0 * w))));
  // Told exactly: the steady state at the working point, and that the heart is at rest now.
  const double base = steady_bpm(p, there) - gain_ * there;
  noise_[3] = base;
  fast_ = fast_share_ * (p.rest_bpm - base);
  slow_ = (1.0 - fast_share_) * (p.rest_bpm - base);
  load_ = least_;
  past_.assign(delay_s_ + 2 * kEvery_s, (p.rest_bpm - base));
  solve_filter();
  solve_regulator(move_price);
}

void LqgBound::solve_filter() {
  noise_keep_(0, 0) = vlf_keep_;
  noise_keep_(1, 1) = wave_twice_;
  noise_keep_(1, 2) = -wave_decay_;
  noise_keep_(2, 1) = 1.0;
  noise_keep_(3, 3) = kBaseKeep;
  noise_drive_(0, 0) = vlf_sd_ * vlf_sd_ * (1.0 - vlf_keep_ * vlf_keep_);
  noise_drive_(1, 1) = wave_sd_drive_ * wave_sd_drive_;
  noise_drive_(3, 3) = kWander_bpm_per_rt_s * kWander_bpm_per_rt_s;
  covariance_ = riccati(noise_keep_.transpose(), seen_of_noise(), noise_drive_, kNoise_bpm * kNoise_bpm);
}

void LqgBound::solve_regulator(double move_price) {
  // States: fast, slow, VLF, wave, wave before, base, loads of the last steps (newest first). Input: the move.
  const std::size_t whole_steps = delay_s_ / kEvery_s, rest_s = delay_s_ % kEvery_s;
  const std::size_t loads = whole_steps + 1, n = 2 + kNoiseStates + loads, first = 2 + kNoiseStates;
  MatrixXd a = MatrixXd::Zero(n, n), b = MatrixXd::Zero(n, 1), q = a;
  const auto phase = [&](std::size_t state, double keep, double share) {
    double now = 0.0, before = 0.0;  // weight of the load that arrives in this step, and of the one before it
    for (std::size_t j = 0; j < kEvery_s; ++j) {
      now *= keep;
      before *= keep;
      (j < rest_s ? before : now) += share * (1.0 - keep);
    }
    a(state, state) = math::pow(keep, kEvery_s);
    // The load of `whole_steps` ago: the newest kept one stands for the step before this.
    if (whole_steps == 0) {
      a(state, first) += now + before;
      b(state, 0) = now;
    } else {
      a(state, first + whole_steps - 1) += now;
      a(state, first + whole_steps) += before;
    }
  };
  phase(0, fast_keep_, fast_share_);
  phase(1, slow_keep_, 1.0 - fast_share_);
  const Eigen::Matrix2d wave{{wave_twice_, -wave_decay_}, {1.0, 0.0}};
  Eigen::Matrix2d waves = Eigen::Matrix2d::Identity();
  for (int j = 0; j < kEvery_s; ++j) waves *= wave;
  a(2, 2) = math::pow(vlf_keep_, kEvery_s);
  a.block<2, 2>(3, 3) = waves;
  a(5, 5) = math::pow(kBaseKeep, kEvery_s);
  a(first, first) = 1.0;
  b(first, 0) = 1.0;
  for (std::size_t i = 1; i < loads; ++i) a(first + i, first + i - 1) = 1.0;
  for (const std::size_t r : {0, 1, 2, 3, 5})
    for (const std::size_t c : {0, 1, 2, 3, 5}) q(r, c) = 1.0;
  const MatrixXd p = riccati(a, b, q, move_price);
  const MatrixXd bp = b.transpose() * p;
  const double s = (bp * b).value() + move_price;
  const MatrixXd k = bp * a;
  feedback_.resize(n);
  for (std::size_t i = 0; i < n; ++i) feedback_[i] = k(0, i) / s;
}

void LqgBound::see(const athlete::Truth& truth) noexcept {
  const double noise_bpm = kNoise_bpm * random_.normal();
  seen_bpm_ = truth.is_silent ? kAbsent : truth.bpm + noise_bpm;
}

void LqgBound::advance_plant() noexcept {
  const double felt = past_[past_.size() - 1 - delay_s_];
  fast_ = fast_keep_ * fast_ + (1.0 - fast_keep_) * fast_share_ * felt;
  slow_ = slow_keep_ * slow_ + (1.0 - slow_keep_) * (1.0 - fast_share_) * felt;
  // The base is told from where it is: what it forgets matters to the stationary solutions alone.
  const double base = noise_[3];
  noise_ = noise_keep_ * noise_;
  noise_[3] = base;
  covariance_ = noise_keep_ * covariance_ * noise_keep_.transpose() + noise_drive_;
}

double LqgBound::command(const LawInputs& in) noexcept {
  if (seconds_ > 0) advance_plant();
  if (!std::isnan(seen_bpm_)) {
    const Noise seen = seen_of_noise(), spread = covariance_ * seen;
    const Noise gain = spread / (seen.dot(spread) + kNoise_bpm * kNoise_bpm);
    noise_ += gain * (seen_bpm_ - fast_ - slow_ - seen.dot(noise_));
    covariance_ -= gain * spread.transpose();
  }
  if (seconds_++ % kEvery_s == 0) {
    const std::size_t first = 2 + kNoiseStates, loads = feedback_.size() - first;
    double move = feedback_[0] * fast_ + feedback_[1] * slow_;
    for (std::size_t i = 0; i < kNoiseStates; ++i) move += feedback_[2 + i] * noise_[static_cast<Eigen::Index>(i)];
    move -= feedback_[5] * in.target_bpm;
    for (std::size_t i = 0; i < loads; ++i) {
      move += feedback_[first + i] * past_[past_.size() - 1 - i * kEvery_s];
    }
    load_ = std::clamp(past_.back() / gain_ - move / gain_, least_, most_);
  }
  std::rotate(past_.begin(), past_.begin() + 1, past_.end());
  past_.back() = gain_ * load_;
  return load_;
}

}  // namespace tonus::lab
