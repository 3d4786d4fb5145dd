#include <sensors/body/heart_filter.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include <engine/core/math.hpp>

namespace tonus::body {
namespace {

using namespace std::chrono_literals;

constexpr double kSlopeTau_s = 10.0;
constexpr double kSlope_bpm_per_s = 0.45, kSlopeUnderLoad_bpm_per_s = 0.08;  // its standard deviation at large
constexpr double kBaseWander_bpm2_per_s = 0.02;
constexpr double kWave_bpm = 3.0, kWaveTau_s = 45.0;
constexpr double kGate = 8.81;  // chi square, one degree, 99.7 %
constexpr std::uint32_t kMostRefused = 3;
constexpr double kOpenUp_bpm2 = 60.0;

constexpr Duration kDeadTime = 5s;
constexpr double kFastShare = 0.35, kFastTau_s = 15.0, kSlowTau_s = 50.0;
constexpr double kRecentTau_s = 3.0;  // the load of so long is taken to go on

constexpr double kNinetyPercent = 1.645;
constexpr double kWrong = 0.070;  // share that may miss: judged against the level, which is smoother than the truth
constexpr double kLearn = 0.05;
constexpr double kLeastScale = 0.3, kMostScale = 4.0;
constexpr Duration kPredictEvery = 1s;
constexpr Duration kTooLate = 3s;  // a reading this long after the time predicted says nothing of it

double decay(double s, double tau_s) { return math::exp(-s / tau_s); }

void mix_prediction(const HeartPrediction& p, StateHash& hash) noexcept {
  hash.mix(p.is_known);
  hash.mix(p.made_at.time_since_epoch().count());
  for (const double x : {p.bpm, p.low_bpm, p.high_bpm}) hash.mix(x);
}

}  // namespace

void HeartFilter::Felt::run(double load, double s) noexcept {
  if (!(s > 0.0)) return;
  fast_ += (kFastShare * load - fast_) * (1.0 - decay(s, kFastTau_s));
  slow_ += ((1.0 - kFastShare) * load - slow_) * (1.0 - decay(s, kSlowTau_s));
}

void HeartFilter::Felt::set(Instant at, double load) noexcept {
  if (!is_known_) {
    *this = Felt{};
    is_known_ = true;
    now_ = at;
    load_ = recent_ = load;
    fast_ = kFastShare * load;
    slow_ = (1.0 - kFastShare) * load;
    return;
  }
  const Instant before = waiting_.empty() ? now_ : waiting_.back().at - kDeadTime;
  const double share = 1.0 - decay(std::clamp(seconds(at - before), 0.0, 10.0), kRecentTau_s);
  const double off = load - recent_;
  recent_ += off * share;
  variance_ += (off * off - variance_) * share;
  if (waiting_.is_full()) {
    std::copy(waiting_.begin() + 1, waiting_.end(), waiting_.begin());
    waiting_.shrink(waiting_.size() - 1);
  }
  waiting_.try_push({at + kDeadTime, load});
}

void HeartFilter::Felt::advance(Instant to) noexcept {
  if (!is_known_ || to <= now_) return;
  std::size_t due = 0;
  for (; due < waiting_.size() && waiting_[due].at <= to; ++due) {
    run(load_, seconds(waiting_[due].at - now_));
    now_ = std::max(now_, waiting_[due].at);
    load_ = waiting_[due].load;
  }
  if (due > 0) {
    std::copy(waiting_.begin() + due, waiting_.end(), waiting_.begin());
    waiting_.shrink(waiting_.size() - due);
  }
  run(load_, seconds(to - now_));
  now_ = to;
}

double HeartFilter::Felt::value() const noexcept { return is_known_ ? fast_ + slow_ : 0.0; }

double HeartFilter::Felt::ahead(double s) const noexcept {
  if (!is_known_) return 0.0;
  Felt later = *this;
  later.advance(now_ + kDeadTime);
  later.run(recent_, s - seconds(kDeadTime));
  return later.fast_ + later.slow_;
}

double HeartFilter::Felt::unrest() const noexcept { return is_known_ ? std::sqrt(variance_) : 0.0; }

void HeartFilter::Felt::mix_into(StateHash& hash) const noexcept {
  hash.mix(static_cast<std::uint64_t>(waiting_.size()));
  for (const Step& step : waiting_) {
    hash.mix(step.at.time_since_epoch().count());
    hash.mix(step.load);
  }
  hash.mix(now_.time_since_epoch().count());
  for (const double x : {load_, fast_, slow_, recent_, variance_}) hash.mix(x);
  hash.mix(is_known_);
}

HeartFilter::Vector HeartFilter::row() const noexcept { return {1.0, 0.0, 1.0, felt_.value()}; }

double HeartFilter::bpm() const noexcept {
  const Vector h = row();
  double sum = 0.0;
  for (std::size_t i = 0; i < kStates; ++i) sum += h[i] * state_[i];
  return sum;
}

double HeartFilter::spread_bpm() const noexcept {
  const Vector h = row();
  double sum = 0.0;
  for (std::size_t i = 0; i < kStates; ++i) {
    for (std::size_t k = 0; k < kStates; ++k) sum += h[i] * covariance_[i][k] * h[k];
  }
  return std::sqrt(std::max(sum, 0.0));
}

void HeartFilter::begin(Instant at, double bpm) noexcept {
  felt_.advance(at);
  const double gain = state_[kGain];
  const double gain_variance = covariance_[kGain][kGain];
  state_ = {bpm - gain * felt_.value(), 0.0, 0.0, gain};
  covariance_ = {};
  covariance_[kBase][kBase] = 25.0;
  covariance_[kSlope][kSlope] = 0.05;
  covariance_[kWave][kWave] = kWave_bpm * kWave_bpm;
  covariance_[kGain][kGain] = gain_variance;
  // What the gain may be wrong by, the base makes up for: together they are the level.
  const double z = felt_.value();
  covariance_[kBase][kBase] += z * z * gain_variance;
  covariance_[kBase][kGain] = covariance_[kGain][kBase] = -z * gain_variance;
  at_ = at;
  refused_ = 0;
  prediction_ = {};
  has_begun_ = true;
}

void HeartFilter::observe_load(Instant at, double load, const LoadPrior& prior) noexcept {
  if (!std::isfinite(load)) return;
  if (prior.gain_bpm != prior_.gain_bpm || !felt_.is_known()) {
    // The level stays, the base gives what the load now explains.
    const double level = bpm();
    const bool is_new = prior.gain_bpm != prior_.gain_bpm;
    felt_.forget();
    felt_.set(at, load);
    prior_ = prior;
    if (is_new) {
      state_[kGain] = prior.gain_bpm;
      covariance_[kGain][kGain] = prior.gain_spread_bpm * prior.gain_spread_bpm;
    }
    if (has_begun_) {
      const double base_variance = covariance_[kBase][kBase];
      state_[kBase] = level - state_[kWave] - state_[kGain] * felt_.value();
      const double z = felt_.value(), gain_variance = covariance_[kGain][kGain];
      for (std::size_t i = 0; i < kStates; ++i) {
        if (i != kGain) covariance_[i][kGain] = covariance_[kGain][i] = 0.0;
      }
      covariance_[kBase][kBase] = base_variance + z * z * gain_variance;
      covariance_[kBase][kGain] = covariance_[kGain][kBase] = -z * gain_variance;
    }
    return;
  }
  felt_.advance(at);
  felt_.set(at, load);
}

void HeartFilter::lose_load() noexcept {
  if (!felt_.is_known()) return;
  const double level = bpm();
  felt_.forget();
  if (!has_begun_) return;
  state_[kBase] = level - state_[kWave];
  for (std::size_t i = 0; i < kStates; ++i) {
    if (i != kGain) covariance_[i][kGain] = covariance_[kGain][i] = 0.0;
  }
}

void HeartFilter::advance(Instant to) noexcept {
  const double s = std::clamp(seconds(to - at_), 0.0, 600.0);
  felt_.advance(to);
  at_ = to;
  if (!(s > 0.0)) return;
  const double slope_keep = decay(s, kSlopeTau_s);
  const double reach = kSlopeTau_s * (1.0 - slope_keep);  // of the slope, into the base
  const double wave_keep = decay(s, kWaveTau_s);
  state_[kBase] += reach * state_[kSlope];
  state_[kSlope] *= slope_keep;
  state_[kWave] *= wave_keep;

  // P = F P F' with F = I but for the three entries above.
  Matrix& p = covariance_;
  for (std::size_t k = 0; k < kStates; ++k) p[kBase][k] += reach * p[kSlope][k];
  for (std::size_t k = 0; k < kStates; ++k) p[kSlope][k] *= slope_keep;
  for (std::size_t k = 0; k < kStates; ++k) p[kWave][k] *= wave_keep;
  for (std::size_t i = 0; i < kStates; ++i) p[i][kBase] += reach * p[i][kSlope];
  for (std::size_t i = 0; i < kStates; ++i) p[i][kSlope] *= slope_keep;
  for (std::size_t i = 0; i < kStates; ++i) p[i][kWave] *= wave_keep;

  const double slope = felt_.is_known() ? kSlopeUnderLoad_bpm_per_s : kSlope_bpm_per_s;
  const double slope_variance = slope * slope * (1.0 - slope_keep * slope_keep);
  p[kSlope][kSlope] += slope_variance;
  p[kBase][kBase] += kBaseWander_bpm2_per_s * s + slope_variance * s * s / 3.0;
  p[kWave][kWave] += kWave_bpm * kWave_bpm * (1.0 - wave_keep * wave_keep);
  p[kGain][kGain] += 1e-6 * prior_.gain_spread_bpm * prior_.gain_spread_bpm * s;
}

void HeartFilter::observe(Instant at, double bpm_read, double spread) noexcept {
  if (!has_begun_ || at < at_ || !std::isfinite(bpm_read)) return;
  advance(at);
  const Vector h = row();
  Vector ph{};
  double innovation_variance = spread * spread;
  double expected = 0.0;
  for (std::size_t i = 0; i < kStates; ++i) {
    for (std::size_t k = 0; k < kStates; ++k) ph[i] += covariance_[i][k] * h[k];
    innovation_variance += h[i] * ph[i];
    expected += h[i] * state_[i];
  }
  const double innovation = bpm_read - expected;
  if (innovation * innovation > kGate * innovation_variance) {
    if (++refused_ >= kMostRefused) covariance_[kBase][kBase] += kOpenUp_bpm2;
    return;
  }
  refused_ = 0;
  for (std::size_t i = 0; i < kStates; ++i) state_[i] += ph[i] / innovation_variance * innovation;
  for (std::size_t i = 0; i < kStates; ++i) {
    for (std::size_t k = i; k < kStates; ++k) {
      covariance_[i][k] -= ph[i] * ph[k] / innovation_variance;
      covariance_[k][i] = covariance_[i][k];
    }
  }
  score(at);
  if (!prediction_.is_known || at - prediction_.made_at >= kPredictEvery) predict(at);
}

void HeartFilter::predict(Instant at) noexcept {
  const double ahead_s = seconds(kAhead);
  const double slope_keep = decay(ahead_s, kSlopeTau_s);
  const double reach = kSlopeTau_s * (1.0 - slope_keep);
  const double wave_keep = decay(ahead_s, kWaveTau_s);
  const double z = felt_.ahead(ahead_s);
  // The rate then as a row over the state now.
  const Vector h{1.0, reach, wave_keep, z};
  double bpm_then = 0.0, variance = 0.0;
  for (std::size_t i = 0; i < kStates; ++i) {
    bpm_then += h[i] * state_[i];
    for (std::size_t k = 0; k < kStates; ++k) variance += h[i] * covariance_[i][k] * h[k];
  }
  const double slope = felt_.is_known() ? kSlopeUnderLoad_bpm_per_s : kSlope_bpm_per_s;
  const double unrest_bpm = 0.3 * state_[kGain] * felt_.unrest();
  variance += kWave_bpm * kWave_bpm * (1.0 - wave_keep * wave_keep) + kBaseWander_bpm2_per_s * ahead_s +
              slope * slope * kSlopeTau_s * ahead_s + unrest_bpm * unrest_bpm;
  const double half = kNinetyPercent * scale_ * std::sqrt(std::max(variance, 1.0));
  prediction_ = {
      .is_known = true, .made_at = at, .bpm = bpm_then, .low_bpm = bpm_then - half, .high_bpm = bpm_then + half};
  if (open_.is_full()) {
    std::copy(open_.begin() + 1, open_.end(), open_.begin());
    open_.shrink(open_.size() - 1);
  }
  open_.try_push(prediction_);
}

void HeartFilter::score(Instant at) noexcept {
  std::size_t due = 0;
  const double now_bpm = bpm();
  for (; due < open_.size() && open_[due].made_at + kAhead <= at; ++due) {
    if (at - (open_[due].made_at + kAhead) > kTooLate) continue;
    const bool has_missed = now_bpm < open_[due].low_bpm || now_bpm > open_[due].high_bpm;
    scale_ = math::clamp(scale_ * (1.0 + kLearn * ((has_missed ? 1.0 : 0.0) - kWrong)), kLeastScale, kMostScale);
  }
  if (due == 0) return;
  std::copy(open_.begin() + due, open_.end(), open_.begin());
  open_.shrink(open_.size() - due);
}

double HeartFilter::predicted_before_bpm(Instant now) const noexcept {
  double best = std::numeric_limits<double>::quiet_NaN();
  for (const HeartPrediction& p : open_) {
    if (now - (p.made_at + kAhead) < -1500ms) break;
    best = p.bpm;
  }
  return best;
}

double HeartFilter::foretold_bpm(Instant at) const noexcept {
  HeartFilter blind = *this;
  blind.advance(at);
  return blind.bpm();
}

void HeartFilter::mix_into(StateHash& hash) const noexcept {
  for (const double x : state_) hash.mix(x);
  for (const Vector& line : covariance_) {
    for (const double x : line) hash.mix(x);
  }
  felt_.mix_into(hash);
  hash.mix(prior_.gain_bpm);
  hash.mix(prior_.gain_spread_bpm);
  hash.mix(at_.time_since_epoch().count());
  hash.mix(refused_);
  hash.mix(scale_);
  hash.mix(has_begun_);
  mix_prediction(prediction_, hash);
  hash.mix(static_cast<std::uint64_t>(open_.size()));
  for (const HeartPrediction& p : open_) mix_prediction(p, hash);
}

}  // namespace tonus::body
