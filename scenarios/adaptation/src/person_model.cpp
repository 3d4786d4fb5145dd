#include <scenarios/adaptation/person_model.hpp>

#include <cmath>

#include <engine/core/math.hpp>

namespace tonus::adaptation {
namespace {

// Time constants and delays that cover the population (facts d.2), as factors and offsets of the prior.
constexpr std::array kTauFactors{0.5, 0.72, 1.0, 1.38, 1.9};
constexpr std::array kDelaysAt_s{4.0, 8.0, 12.0, 17.0, 22.0};
constexpr double kLeastTau_s = 20.0, kMostTau_s = 170.0;

constexpr double kDriftSpread_bpm_per_s = 0.3 / 60.0;
// What a second may change.
constexpr double kBaseStep_bpm = 0.08, kGainStep = 0.0006, kDriftStep_bpm_per_s = 5e-5;
constexpr std::int64_t kMostStrange = 60;  // readings in a row: they are believed all the same
constexpr double kLeastLogWeight = -9.0;
constexpr double kUsualTau_s = 120.0;
constexpr double kQuiet = 0.01, kLively = 0.03;      // excitation below which nothing is learned of the dynamics
constexpr double kLeastGain = 0.3, kMostGain = 2.6;  // of the prior

const double kFastKeep = math::exp(-1.0 / kFastTau_s);
const double kWaveKeep = math::exp(-1.0 / kWaveTau_s);

double square(double x) { return x * x; }

// Index of (i, k), i <= k, in the upper triangle.
constexpr std::size_t at(std::size_t i, std::size_t k) { return i * 4 - i * (i + 1) / 2 + k; }

bool is_within(double x, double low, double high) { return x >= low && x <= high; }  // false for NaN

}  // namespace

bool is_plausible(const ResponsePrior& p) noexcept {
  return is_within(p.gain_bpm, 5.0, 1000.0) && is_within(p.gain_spread_bpm, 0.5, 1000.0) &&
         is_within(p.tau_s, 10.0, 300.0) && is_within(p.tau_spread_s, 1.0, 300.0) && is_within(p.delay_s, 1.0, 30.0) &&
         is_within(p.delay_spread_s, 0.5, 30.0);
}

ResponsePrior after_days(const ResponsePrior& learned, int days, const ResponsePrior& unknown) noexcept {
  ResponsePrior out = learned;
  const double grown_bpm = learned.gain_spread_bpm + kDoubtADay * learned.gain_bpm * (days > 0 ? days : 0);
  const double most_bpm = unknown.gain_spread_bpm / unknown.gain_bpm * learned.gain_bpm;
  out.gain_spread_bpm = std::fmin(grown_bpm, std::fmax(most_bpm, learned.gain_spread_bpm));
  return out;
}

double half_answer_s(double tau_s, double delay_s) noexcept {
  double low_s = 0.0, high_s = kFastTau_s + tau_s;
  for (int i = 0; i < 30; ++i) {
    const double middle_s = 0.5 * (low_s + high_s);
    const double left =
        kFastShare * math::exp(-middle_s / kFastTau_s) + (1.0 - kFastShare) * math::exp(-middle_s / tau_s);
    (left > 0.5 ? low_s : high_s) = middle_s;
  }
  return delay_s + high_s;
}

PersonModel::PersonModel(const ResponsePrior& prior, double rest_bpm) noexcept : prior_(prior) {
  double sum = 0.0;
  for (std::size_t i = 0; i < kTaus; ++i) {
    tau_s_[i] = math::clamp(prior.tau_s * kTauFactors[i], kLeastTau_s, kMostTau_s);
    keep_[i] = math::exp(-1.0 / tau_s_[i]);
  }
  delay_s_ = kDelaysAt_s;
  const double tau_spread = prior.tau_spread_s / prior.tau_s;
  for (std::size_t m = 0; m < kModels; ++m) {
    const double tau_off = math::log(tau_s_[m / kDelays] / prior.tau_s) / tau_spread;
    const double delay_off = (delay_s_[m % kDelays] - prior.delay_s) / prior.delay_spread_s;
    log_weight_[m] = -0.5 * (square(tau_off) + square(delay_off));
    weight_[m] = math::exp(log_weight_[m]);
    sum += weight_[m];
    Filter& f = filters_[m];
    f.x = {rest_bpm, prior.gain_bpm, 0.0, 0.0};
    f.p[at(kBase, kBase)] = square(kRestSpread_bpm);
    f.p[at(kGain, kGain)] = square(prior.gain_spread_bpm);
    f.p[at(kDrift, kDrift)] = square(kDriftSpread_bpm_per_s);
    f.p[at(kWave, kWave)] = square(kWave_bpm);
  }
  for (double& w : weight_) w /= sum;
}

void PersonModel::freeze() noexcept {
  is_frozen_ = true;
  const double gain_bpm = estimate().gain_bpm;
  for (Filter& f : filters_) {
    f.x[kGain] = gain_bpm;
    for (std::size_t i = 0; i < kStates; ++i) f.p[i < kGain ? at(i, kGain) : at(kGain, i)] = 0.0;
  }
}

double PersonModel::felt(std::size_t model) const noexcept {
  const auto delay = static_cast<std::size_t>(delay_s_[model % kDelays]);
  const std::size_t then = (at_ + kMemory_s - delay) % kMemory_s;
  return fast_[then] + slow_[model / kDelays][then];
}

void PersonModel::advance(double load) noexcept {
  const double u = load >= 0.0 ? math::clamp(load, 0.0, 1.0) : 0.0;
  const std::size_t before = at_;
  at_ = (at_ + 1) % kMemory_s;
  ++seconds_;
  fast_[at_] = kFastShare * u + (fast_[before] - kFastShare * u) * kFastKeep;
  for (std::size_t i = 0; i < kTaus; ++i) {
    const double goal = (1.0 - kFastShare) * u;
    slow_[i][at_] = goal + (slow_[i][before] - goal) * keep_[i];
  }
  const double share = 1.0 / kUsualTau_s;
  const double off = u - usual_load_;
  usual_load_ += off * share;
  excitation_ += (std::fabs(off) - excitation_) * share;

  constexpr double kWaveVariance = kWave_bpm * kWave_bpm;
  for (Filter& f : filters_) {
    f.x[kBase] += f.x[kDrift];
    f.x[kWave] *= kWaveKeep;
    auto& p = f.p;
    // P = F P F' + Q with F = I but base += drift and wave *= keep.
    p[at(kBase, kBase)] += 2.0 * p[at(kBase, kDrift)] + p[at(kDrift, kDrift)] + square(kBaseStep_bpm);
    p[at(kBase, kGain)] += p[at(kGain, kDrift)];
    p[at(kBase, kDrift)] += p[at(kDrift, kDrift)];
    p[at(kBase, kWave)] = (p[at(kBase, kWave)] + p[at(kDrift, kWave)]) * kWaveKeep;
    p[at(kGain, kWave)] *= kWaveKeep;
    p[at(kDrift, kWave)] *= kWaveKeep;
    p[at(kWave, kWave)] = (p[at(kWave, kWave)] - kWaveVariance) * square(kWaveKeep) + kWaveVariance;
    if (!is_frozen_) p[at(kGain, kGain)] += square(kGainStep * prior_.gain_bpm);
    p[at(kDrift, kDrift)] += square(kDriftStep_bpm_per_s);
  }
}

void PersonModel::observe(double bpm, double spread_bpm) noexcept {
  if (!(bpm > 20.0 && bpm < 260.0) || !(spread_bpm > 0.0)) return;
  // A reading far from all that is foretold is not of this heart, unless it goes on.
  double foretold_bpm = 0.0;
  for (std::size_t m = 0; m < kModels; ++m) {
    const Vector& x = filters_[m].x;
    foretold_bpm += weight_[m] * (x[kBase] + felt(m) * x[kGain] + x[kWave]);
  }
  const bool is_strange = std::fabs(bpm - foretold_bpm) > kStrange_bpm;
  strange_readings_ = is_strange && strange_readings_ <= kMostStrange ? strange_readings_ + 1 : 0;
  if (is_strange && strange_readings_ <= kMostStrange && is_lived_in_) return;
  is_lived_in_ = true;
  const double learn = is_frozen_ ? 0.0 : math::ramp(excitation_, kQuiet, kLively);
  const double least = kLeastGain * prior_.gain_bpm, most = kMostGain * prior_.gain_bpm;
  for (std::size_t m = 0; m < kModels; ++m) {
    Filter& f = filters_[m];
    const auto& p = f.p;
    const double z = felt(m);
    // h = (1, z, 0, 1)
    const Vector ph{p[at(kBase, kBase)] + z * p[at(kBase, kGain)] + p[at(kBase, kWave)],
                    p[at(kBase, kGain)] + z * p[at(kGain, kGain)] + p[at(kGain, kWave)],
                    p[at(kBase, kDrift)] + z * p[at(kGain, kDrift)] + p[at(kDrift, kWave)],
                    p[at(kBase, kWave)] + z * p[at(kGain, kWave)] + p[at(kWave, kWave)]};
    const double variance = ph[kBase] + z * ph[kGain] + ph[kWave] + square(spread_bpm);
    const double innovation = bpm - (f.x[kBase] + z * f.x[kGain] + f.x[kWave]);
    const double inverse = 1.0 / variance;
    for (std::size_t i = 0; i < kStates; ++i) f.x[i] += ph[i] * inverse * innovation;
    for (std::size_t i = 0; i < kStates; ++i) {
      for (std::size_t k = i; k < kStates; ++k) f.p[at(i, k)] -= ph[i] * ph[k] * inverse;
    }
    f.x[kGain] = math::clamp(f.x[kGain], least, most);
    if (learn > 0.0) log_weight_[m] -= 0.5 * learn * (innovation * innovation * inverse + math::log(variance));
  }
  if (learn > 0.0) weigh();
}

void PersonModel::weigh() noexcept {
  double best = log_weight_[0];
  for (const double w : log_weight_) best = w > best ? w : best;
  double sum = 0.0;
  for (std::size_t m = 0; m < kModels; ++m) {
    log_weight_[m] = math::clamp(log_weight_[m] - best, kLeastLogWeight, 0.0);
    weight_[m] = math::exp(log_weight_[m]);
    sum += weight_[m];
  }
  for (double& w : weight_) w /= sum;
}

ResponseEstimate PersonModel::estimate() const noexcept {
  ResponseEstimate e{.gain_bpm = 0.0,
                     .gain_spread_bpm = 0.0,
                     .tau_s = 0.0,
                     .tau_spread_s = 0.0,
                     .delay_s = 0.0,
                     .delay_spread_s = 0.0,
                     .base_bpm = 0.0,
                     .drift_bpm_per_s = 0.0,
                     .wave_bpm = 0.0,
                     .fast = fast_[at_],
                     .slow = 0.0,
                     .level_spread_bpm = 0.0};
  double gain_square = 0.0, tau_square = 0.0, delay_square = 0.0, level_variance = 0.0;
  for (std::size_t m = 0; m < kModels; ++m) {
    const double w = weight_[m];
    const Filter& f = filters_[m];
    const double tau = tau_s_[m / kDelays], delay = delay_s_[m % kDelays];
    e.gain_bpm += w * f.x[kGain];
    gain_square += w * (f.p[at(kGain, kGain)] + square(f.x[kGain]));
    e.tau_s += w * tau;
    tau_square += w * tau * tau;
    e.delay_s += w * delay;
    delay_square += w * delay * delay;
    e.base_bpm += w * f.x[kBase];
    e.drift_bpm_per_s += w * f.x[kDrift];
    e.wave_bpm += w * f.x[kWave];
    e.slow += w * slow_[m / kDelays][at_];
    const double z = felt(m);
    const auto& p = f.p;
    level_variance += w * (p[at(kBase, kBase)] + z * z * p[at(kGain, kGain)] + p[at(kWave, kWave)] +
                           2.0 * (z * p[at(kBase, kGain)] + p[at(kBase, kWave)] + z * p[at(kGain, kWave)]));
  }
  const auto spread = [](double mean_square, double mean) {
    return std::sqrt(std::fmax(mean_square - mean * mean, 0.0));
  };
  e.gain_spread_bpm = spread(gain_square, e.gain_bpm);
  e.tau_spread_s = spread(tau_square, e.tau_s);
  e.delay_spread_s = spread(delay_square, e.delay_s);
  e.level_spread_bpm = std::sqrt(std::fmax(level_variance, 0.0));
  return e;
}

bool PersonModel::is_identified(const ResponseEstimate& now) const noexcept {
  return square(now.gain_spread_bpm) < 0.5 * square(prior_.gain_spread_bpm);
}

ResponsePrior carried_over(const ResponseEstimate& e) noexcept {
  return {.gain_bpm = e.gain_bpm,
          .gain_spread_bpm = std::sqrt(square(e.gain_spread_bpm) + square(kDayToDay * e.gain_bpm)),
          .tau_s = e.tau_s,
          .tau_spread_s = std::fmax(e.tau_spread_s, 0.1 * e.tau_s),
          .delay_s = e.delay_s,
          .delay_spread_s = std::fmax(e.delay_spread_s, 1.5)};
}

void PersonModel::mix_into(StateHash& hash) const noexcept {
  for (const Filter& f : filters_) {
    for (const double x : f.x) hash.mix(x);
    for (const double x : f.p) hash.mix(x);
  }
  for (const double w : log_weight_) hash.mix(w);
  for (const double w : weight_) hash.mix(w);
  for (const double x : fast_) hash.mix(x);
  for (const auto& series : slow_) {
    for (const double x : series) hash.mix(x);
  }
  hash.mix(static_cast<std::uint64_t>(at_));
  hash.mix(seconds_);
  hash.mix(usual_load_);
  hash.mix(excitation_);
  hash.mix(is_frozen_);
  hash.mix(is_lived_in_);
  hash.mix(strange_readings_);
}

}  // namespace tonus::adaptation
