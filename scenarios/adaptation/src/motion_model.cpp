#include <scenarios/adaptation/motion_model.hpp>

#include <cmath>

#include <engine/core/math.hpp>
#include <engine/core/time.hpp>

namespace tonus::adaptation {
namespace {

// Of the sum of both costs as of the gain (facts d.1), of the part that is the strikes' so that its spread is
// kUsualShareSpread.
constexpr double kSumSpread = 0.31, kDifferenceSpread = 2.0 * kUsualShareSpread;
// Readings count as means of blocks, so that a delay believed some seconds wrong does little (3 s moved the share by
// 0.13 with single readings); kBlock_bpm is what is left of their noise, and of that.
constexpr int kBlock_s = 24;
constexpr double kLeastReadings = 12.0, kBlock_bpm = 1.0;
// What a second may change; the base has no drift of its own here and follows by walking.
constexpr double kBaseStep_bpm = 0.12, kCostStep = 0.0006;
constexpr std::int64_t kMostStrange = 3;  // blocks in a row
constexpr double kForward_m_s = 0.8, kSlow_m_s = 0.2;
constexpr double kMost_bpm = 2000.0;
const double kFastKeep = math::exp(-1.0 / kFastTau_s), kWaveKeep = math::exp(-1.0 / kWaveTau_s);

double square(double x) { return x * x; }

}  // namespace

bool is_plausible(const MotionAnswer& a) noexcept {
  const auto is_within = [](double x, double low) { return x >= low && x <= kMost_bpm; };
  return is_within(a.path_bpm_per_m_s, 0.0) && is_within(a.strike_bpm_s, 0.0) &&
         is_within(a.path_spread_bpm_per_m_s, 1e-6) && is_within(a.strike_spread_bpm_s, 1e-6) && a.correlation > -1.0 &&
         a.correlation < 1.0;
}

MotionAnswer after_days(const MotionAnswer& learned, int days) noexcept {
  const double more = kDayToDay + kDoubtADay * (days > 0 ? days : 0);
  MotionAnswer out = learned;
  const auto doubt = [more](double spread, double of) { return std::sqrt(square(spread) + square(more * of)); };
  out.path_spread_bpm_per_m_s = doubt(learned.path_spread_bpm_per_m_s, learned.path_bpm_per_m_s);
  out.strike_spread_bpm_s = doubt(learned.strike_spread_bpm_s, learned.strike_bpm_s);
  // The covariance stays what it was.
  const double then = learned.path_spread_bpm_per_m_s * learned.strike_spread_bpm_s;
  const double now = out.path_spread_bpm_per_m_s * out.strike_spread_bpm_s;
  out.correlation = now > 0.0 ? learned.correlation * then / now : 0.0;
  return out;
}

MotionModel::MotionModel(const Actuators& a, const MotionAnswer& before, const ResponsePrior& response,
                         double rest_bpm) noexcept
    : full_path_m_per_s_(a.rate_most_per_s * path_per_strike_m(a.reach_most_m)),
      full_rate_per_s_(a.rate_most_per_s),
      cost_scale_bpm_(response.gain_bpm),
      slow_keep_(math::exp(-1.0 / response.tau_s)),
      delay_s_(static_cast<std::size_t>(math::clamp(response.delay_s, 0.0, static_cast<double>(kMemory_s - 1)))) {
  x_ = {rest_bpm, kUsualShare * cost_scale_bpm_, kUsualShare * cost_scale_bpm_, 0.0};
  const double sum = square(kSumSpread * cost_scale_bpm_), difference = square(kDifferenceSpread * cost_scale_bpm_);
  p_[kBase][kBase] = square(kRestSpread_bpm);
  p_[kWave][kWave] = square(kWave_bpm);
  p_[kPath][kPath] = p_[kStrike][kStrike] = 0.25 * (sum + difference);
  p_[kPath][kStrike] = p_[kStrike][kPath] = 0.25 * (sum - difference);
  if (!before.is_known) return;
  const double path_spread = before.path_spread_bpm_per_m_s * full_path_m_per_s_;
  const double strike_spread = before.strike_spread_bpm_s * full_rate_per_s_;
  x_[kPath] = before.path_bpm_per_m_s * full_path_m_per_s_;
  x_[kStrike] = before.strike_bpm_s * full_rate_per_s_;
  p_[kPath][kPath] = square(path_spread);
  p_[kStrike][kStrike] = square(strike_spread);
  p_[kPath][kStrike] = p_[kStrike][kPath] = before.correlation * path_spread * strike_spread;
}

void MotionModel::note(std::size_t hand, double moved_m, double forward_m) noexcept {
  path_m_ += moved_m;
  const double forward_m_s = forward_m / kTick_s;
  if (forward_m_s < kSlow_m_s) is_ready_[hand] = true;
  if (is_ready_[hand] && forward_m_s > kForward_m_s) {
    is_ready_[hand] = false;
    ++struck_;
  }
}

void MotionModel::Felt::advance(double x, double slow_keep) noexcept {
  fast = kFastShare * x + (fast - kFastShare * x) * kFastKeep;
  slow = (1.0 - kFastShare) * x + (slow - (1.0 - kFastShare) * x) * slow_keep;
}

void MotionModel::second(bool has_reading, double bpm) noexcept {
  if (!(full_rate_per_s_ > 0.0)) return;
  at_ = (at_ + 1) % kMemory_s;
  path_then_[at_] = path_m_ / full_path_m_per_s_;
  strikes_then_[at_] = static_cast<double>(struck_) / full_rate_per_s_;
  path_m_ = 0.0;
  struck_ = 0;
  const std::size_t then = (at_ + kMemory_s - delay_s_) % kMemory_s;
  path_.advance(path_then_[then], slow_keep_);
  strikes_.advance(strikes_then_[then], slow_keep_);

  x_[kWave] *= kWaveKeep;
  for (std::size_t i = 0; i < kStates; ++i) {
    p_[i][kWave] *= kWaveKeep;
    p_[kWave][i] *= kWaveKeep;
  }
  p_[kWave][kWave] += square(kWave_bpm) * (1.0 - square(kWaveKeep));
  p_[kBase][kBase] += square(kBaseStep_bpm);
  p_[kPath][kPath] += square(kCostStep * cost_scale_bpm_);
  p_[kStrike][kStrike] += square(kCostStep * cost_scale_bpm_);
  if (has_reading && bpm > 20.0 && bpm < 260.0) {
    block_.bpm += bpm;
    block_.path += path_.fast + path_.slow;
    block_.strikes += strikes_.fast + strikes_.slow;
    block_.readings += 1.0;
  }
  if (++block_.seconds < kBlock_s) return;
  if (block_.readings >= kLeastReadings) learn();
  block_ = {};
}

void MotionModel::learn() noexcept {
  const double n = block_.readings;
  const std::array<double, kStates> h{1.0, block_.path / n, block_.strikes / n, 1.0};
  double foretold_bpm = 0.0, variance = square(kBlock_bpm);
  std::array<double, kStates> ph{};
  for (std::size_t i = 0; i < kStates; ++i) {
    foretold_bpm += h[i] * x_[i];
    for (std::size_t k = 0; k < kStates; ++k) ph[i] += p_[i][k] * h[k];
    variance += h[i] * ph[i];
  }
  const double innovation = block_.bpm / n - foretold_bpm;
  // A rate far from what is foretold is not of this motion, unless it goes on.
  const bool is_strange = std::fabs(innovation) > kStrange_bpm;
  strange_blocks_ = is_strange && strange_blocks_ <= kMostStrange ? strange_blocks_ + 1 : 0;
  if (is_strange && strange_blocks_ <= kMostStrange && is_lived_in_) return;
  is_lived_in_ = true;
  for (std::size_t i = 0; i < kStates; ++i) x_[i] += ph[i] / variance * innovation;
  for (std::size_t i = 0; i < kStates; ++i) {
    for (std::size_t k = 0; k < kStates; ++k) p_[i][k] -= ph[i] * ph[k] / variance;
  }
  // Motion lowers no heart rate, and costs no more than twice a heart's range.
  for (const std::size_t i : {kPath, kStrike}) x_[i] = math::clamp(x_[i], 0.0, 2.0 * cost_scale_bpm_);
}

StrikeCost MotionModel::cost() const noexcept {
  const double path = x_[kPath], strike = x_[kStrike], sum = path + strike;
  if (!(sum > 0.1 * cost_scale_bpm_)) return {kUsualShare, kUsualShareSpread};
  const double variance = square(path) * p_[kStrike][kStrike] + square(strike) * p_[kPath][kPath] -
                          2.0 * path * strike * p_[kPath][kStrike];
  return {strike / sum, std::sqrt(std::fmax(variance, 0.0)) / square(sum)};
}

bool MotionModel::is_known() const noexcept {
  return full_rate_per_s_ > 0.0 && square(cost().share_spread) < 0.5 * square(kUsualShareSpread);
}

MotionAnswer MotionModel::answer() const noexcept {
  if (!(full_rate_per_s_ > 0.0)) return {};
  const double path_spread = std::sqrt(std::fmax(p_[kPath][kPath], 0.0)),
               strike_spread = std::sqrt(std::fmax(p_[kStrike][kStrike], 0.0));
  const double both = path_spread * strike_spread;
  return {.path_bpm_per_m_s = x_[kPath] / full_path_m_per_s_,
          .path_spread_bpm_per_m_s = path_spread / full_path_m_per_s_,
          .strike_bpm_s = x_[kStrike] / full_rate_per_s_,
          .strike_spread_bpm_s = strike_spread / full_rate_per_s_,
          .correlation = both > 0.0 ? math::clamp(p_[kPath][kStrike] / both, -0.999, 0.999) : 0.0,
          .is_known = is_known()};
}

void MotionModel::mix_into(StateHash& hash) const noexcept {
  if (!(full_rate_per_s_ > 0.0)) return;
  for (const double x : x_) hash.mix(x);
  for (const auto& row : p_) {
    for (const double x : row) hash.mix(x);
  }
  for (const double x : {path_.fast, path_.slow, strikes_.fast, strikes_.slow, path_m_}) hash.mix(x);
  for (const double x : path_then_) hash.mix(x);
  for (const double x : strikes_then_) hash.mix(x);
  hash.mix(static_cast<std::uint64_t>(at_));
  hash.mix(strange_blocks_);
  for (const double x : {block_.bpm, block_.path, block_.strikes, block_.readings}) hash.mix(x);
  hash.mix(block_.seconds);
  hash.mix(struck_);
  for (const bool is_ready : is_ready_) hash.mix(is_ready);
  hash.mix(is_lived_in_);
}

}  // namespace tonus::adaptation
