#pragma once
// How this person's heart answers load, learned while they work: gain, time constant, delay, each with what is still
// unknown about it. Load is intensity 0…1 (of the actuator's full scale), the answer is in bpm.
//
// A bank of Kalman filters (facts e.3): each assumes one time constant and one delay and estimates base, gain, drift
// and slow variability; how well each foretold the heart weighs it. The two-phase answer is facts d.2: 35 % at once (15
// s), the rest with the time constant. Bounds and default spreads are the population's (facts d.2).

#include <array>
#include <cstddef>
#include <cstdint>

#include <engine/core/hash.hpp>

namespace tonus::adaptation {

/// What is believed before the first beat; from a previous session where there was one.
struct ResponsePrior {
  double gain_bpm = 120.0;  ///< steady rise that intensity 1 brings, 20…400
  double gain_spread_bpm = 36.0;
  double tau_s = 68.7, tau_spread_s = 21.5;     ///< of the slow phase, Hunt 2019
  double delay_s = 13.0, delay_spread_s = 5.0;  ///< actuator, body and sensor together
};

/// A gain of 5…1000 bpm within 10…300 s after 1…30 s, spreads likewise; false for anything else and for NaN.
[[nodiscard]] bool is_plausible(const ResponsePrior& prior) noexcept;
/// What is left of `learned` after so many days (negative ones count as none): its gain is doubted by 1 % of itself
/// more a day, up to the doubt there is about somebody unknown.
[[nodiscard]] ResponsePrior after_days(const ResponsePrior& learned, int days, const ResponsePrior& unknown) noexcept;
/// Seconds from a step of the load until half of the answer is there, the delay included.
[[nodiscard]] double half_answer_s(double tau_s, double delay_s) noexcept;

/// What the law steers by: one model, its state, and its doubt.
struct ResponseEstimate {
  double gain_bpm = 120.0, gain_spread_bpm = 36.0;
  double tau_s = 68.7, tau_spread_s = 21.5;
  double delay_s = 13.0, delay_spread_s = 5.0;
  double base_bpm = 65.0;         ///< where the rate would settle without load, drift so far included
  double drift_bpm_per_s = 0.0;   ///< of the base
  double wave_bpm = 0.0;          ///< slow variability on top, which passes within a minute
  double fast = 0.0, slow = 0.0;  ///< share of full load that each phase has taken up, without the delay
  double level_spread_bpm = 5.0;  ///< of base + wave + answer, one standard deviation
};

/// What to believe at the beginning of the next session: this session's result, with some doubt added.
[[nodiscard]] ResponsePrior carried_over(const ResponseEstimate& estimate) noexcept;

/// Shares and time constant of the two phases (facts d.2).
inline constexpr double kFastShare = 0.35, kFastTau_s = 15.0;
/// Slow variability: one standard deviation, and the time after which it has passed by two thirds (VLF, facts d.2).
inline constexpr double kWave_bpm = 2.3, kWaveTau_s = 45.0;
/// How far a rest that was measured at home is from that of the day, one standard deviation.
inline constexpr double kRestSpread_bpm = 4.0;
/// A reading farther from what is foretold is not believed at first: a second moves a heart by less.
inline constexpr double kStrange_bpm = 15.0;
/// What is doubted of a gain from one day to another, and more with every day.
inline constexpr double kDayToDay = 0.08, kDoubtADay = 0.01;

class PersonModel {
 public:
  PersonModel(const ResponsePrior& prior, double rest_bpm) noexcept;

  /// One second with this load (0…1; what the actuator was told). A reading of that second's heart rate follows, or
  /// none.
  void advance(double load) noexcept;
  /// A trusted heart rate of this second, bpm, with its standard deviation.
  void observe(double bpm, double spread_bpm) noexcept;

  /// From here on gain, time constant and delay stay what they are; base, drift and variability are still followed.
  void freeze() noexcept;

  [[nodiscard]] ResponseEstimate estimate() const noexcept;
  /// True once the data have told more of the gain than the prior did (its variance has halved); until then "not
  /// identifiable yet". `now`: what estimate() said.
  [[nodiscard]] bool is_identified(const ResponseEstimate& now) const noexcept;
  void mix_into(StateHash& hash) const noexcept;

 private:
  static constexpr std::size_t kTaus = 5, kDelays = 5, kModels = kTaus * kDelays;
  static constexpr std::size_t kMemory_s = 32;
  static constexpr std::size_t kBase = 0, kGain = 1, kDrift = 2, kWave = 3, kStates = 4;
  using Vector = std::array<double, kStates>;
  struct Filter {
    Vector x{};
    std::array<double, 10> p{};  ///< upper triangle, row by row
  };

  [[nodiscard]] double felt(std::size_t model) const noexcept;
  void weigh() noexcept;

  ResponsePrior prior_;
  std::array<double, kTaus> tau_s_{}, keep_{};
  std::array<double, kDelays> delay_s_{};
  std::array<Filter, kModels> filters_{};
  std::array<double, kModels> log_weight_{}, weight_{};
  // Answers without delay, newest at at_, one a second.
  std::array<double, kMemory_s> fast_{};
  std::array<std::array<double, kMemory_s>, kTaus> slow_{};
  std::size_t at_ = 0;
  std::int64_t seconds_ = 0;
  double usual_load_ = 0.0;            ///< mean of the last minutes
  std::int64_t strange_readings_ = 0;  ///< in a row, far from what is foretold
  bool is_lived_in_ = false;           ///< a reading has been taken
  bool is_frozen_ = false;
  double excitation_ = 0.0;  ///< how much the load has moved lately, in intensity
};

}  // namespace tonus::adaptation
