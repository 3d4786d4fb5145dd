#pragma once
// The least that anybody could do: a linear-quadratic regulator that is given the person's true plant and true noise.
// A bound, not a law to be built.

#include <array>
#include <vector>

#include <Eigen/Dense>

#include <engine/core/random.hpp>

#include "law.hpp"

namespace tonus::lab {

/// Price of a squared move of the load between two steps of 5 s, in the bpm that it would bring in the end, against the
/// squared error of a step.
inline constexpr std::array<double, kLqgPrices> kMovePrices{0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0};

/// Plant, linear around the working point: both phases (rise and fall averaged), true gain there, true delay. Noise:
/// VLF, 0.1-Hz wave, and a base that wanders (drift). Sees the true heart rate with kNoise_bpm on top each second but
/// while the device is silent, filters it with a Kalman filter, and moves every 5 s by the stationary regulator of the
/// plant with its delay line.
class LqgBound final : public Oracle {
 public:
  static constexpr int kEvery_s = 5;
  static constexpr double kNoise_bpm = 0.6;             ///< of a reading
  static constexpr double kWander_bpm_per_rt_s = 0.04;  ///< of the base, per root second

  /// `seed`: of the sensor noise.
  LqgBound(const Brief& brief, const athlete::Parameters& person, double move_price, std::uint64_t seed);
  void see(const athlete::Truth& truth) noexcept override;
  double command(const LawInputs& in) noexcept override;

 private:
  static constexpr std::size_t kNoiseStates = 4;  ///< VLF, wave, wave before, base

  using Noise = Eigen::Matrix<double, kNoiseStates, 1>;
  using NoiseMatrix = Eigen::Matrix<double, kNoiseStates, kNoiseStates>;

  void solve_filter();
  void solve_regulator(double move_price);
  void advance_plant() noexcept;

  double least_, most_, gain_, fast_share_, fast_keep_, slow_keep_;
  double vlf_keep_, vlf_sd_, wave_twice_, wave_decay_, wave_sd_drive_;
  std::size_t delay_s_;
  Random random_;

  Noise noise_ = Noise::Zero();  ///< filtered; the base is told from a target of 0
  NoiseMatrix noise_keep_ = NoiseMatrix::Zero(), noise_drive_ = NoiseMatrix::Zero();  ///< of a second
  NoiseMatrix covariance_ = NoiseMatrix::Zero();                                      ///< of noise_
  std::vector<double> feedback_;  ///< of fast, slow, noise states, past loads
  std::vector<double> past_;      ///< loads in bpm, one a second, newest last
  double fast_ = 0.0, slow_ = 0.0;
  double load_;
  double seen_bpm_ = kAbsent;  ///< in this second
  int seconds_ = 0;
};

}  // namespace tonus::lab
