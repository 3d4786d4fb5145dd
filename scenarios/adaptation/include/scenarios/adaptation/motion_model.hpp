#pragma once
// What this person's motion costs their heart, learned while they play: so many bpm for each metre a second that the
// hands go, so many for each strike a second (facts e.3), each with what is still unknown about it. No allocation.

#include <array>
#include <cstddef>
#include <cstdint>

#include <engine/core/hash.hpp>
#include <scenarios/adaptation/allocation.hpp>
#include <scenarios/adaptation/person_model.hpp>

namespace tonus::adaptation {

/// Steady rise of the heart for motion, and its covariance. From a session before, or none.
struct MotionAnswer {
  double path_bpm_per_m_s = 0.0, path_spread_bpm_per_m_s = 0.0;
  double strike_bpm_s = 0.0, strike_spread_bpm_s = 0.0;  ///< for one strike a second
  double correlation = 0.0;                              ///< of the two, above −1, below 1
  bool is_known = false;
};
/// Both 0…2000 bpm of their unit with spreads above 0; false for anything else and for NaN.
[[nodiscard]] bool is_plausible(const MotionAnswer& answer) noexcept;
/// What is left of it after so many days: doubted by 1 % of itself more a day, on top of 8 % from one day to another.
[[nodiscard]] MotionAnswer after_days(const MotionAnswer& learned, int days) noexcept;

/// Kalman filter on base, both costs and slow variability, with the two-phase answer and the delay that are believed of
/// the person.
class MotionModel {
 public:
  /// `before`: of an earlier session, or not known. Without actuators nothing is learned.
  MotionModel(const Actuators& actuators, const MotionAnswer& before, const ResponsePrior& response,
              double rest_bpm) noexcept;

  static constexpr std::size_t kHands = 2;
  /// Every tick and tracked hand: how far it has gone, and how much of that away from the body. A strike is counted
  /// where a hand goes forward at more than 0.8 m/s and was slow before.
  void note(std::size_t hand, double moved_m, double forward_m) noexcept;
  /// The hand is not tracked: it has not moved, and what it does next is no strike yet.
  void lose(std::size_t hand) noexcept { is_ready_[hand] = false; }
  /// A second is over. `has_reading`: `bpm` is a trusted heart rate of this second.
  void second(bool has_reading, double bpm) noexcept;

  /// Strikes' part of what full motion costs; of anybody while this person's is not known.
  [[nodiscard]] StrikeCost cost() const noexcept;
  /// True once the doubt about that part is less than half of what it is about anybody (of its variance).
  [[nodiscard]] bool is_known() const noexcept;
  [[nodiscard]] MotionAnswer answer() const noexcept;
  void mix_into(StateHash& hash) const noexcept;

 private:
  static constexpr std::size_t kMemory_s = 32;
  static constexpr std::size_t kBase = 0, kPath = 1, kStrike = 2, kWave = 3, kStates = 4;
  struct Felt {
    double fast = 0.0, slow = 0.0;
    void advance(double x, double slow_keep) noexcept;
  };

  /// Sums over the seconds with a reading.
  struct Block {
    double bpm = 0.0, path = 0.0, strikes = 0.0, readings = 0.0;
    std::int32_t seconds = 0;
  };
  void learn() noexcept;

  double full_path_m_per_s_, full_rate_per_s_, cost_scale_bpm_;
  double slow_keep_;
  std::size_t delay_s_;
  std::array<double, kStates> x_{};
  std::array<std::array<double, kStates>, kStates> p_{};
  Felt path_, strikes_;
  std::array<double, kMemory_s> path_then_{}, strikes_then_{};  ///< rings, newest at at_
  std::size_t at_ = 0;
  Block block_;
  std::int64_t strange_blocks_ = 0;  ///< in a row
  bool is_lived_in_ = false;         ///< a reading has been taken
  // Of this second.
  double path_m_ = 0.0;
  std::int64_t struck_ = 0;
  std::array<bool, kHands> is_ready_{};  ///< slow since the strike before
};

}  // namespace tonus::adaptation
