#pragma once
// Kalman filter from single readings of a heart rate, whenever they come, to its level, how far that is to be trusted,
// and where it will be in half a minute. Pure: time comes as an argument. No allocation, no libm.

#include <array>
#include <cstddef>
#include <cstdint>

#include <engine/core/hash.hpp>
#include <engine/core/inline_vector.hpp>
#include <engine/core/time.hpp>

namespace tonus::body {

/// What is known of the load, in its own unit.
struct LoadPrior {
  double gain_bpm = 0.392;  ///< steady bpm per unit; a cycle ergometer: 0.392 ± 0.120 bpm/W (Hunt et al. 2019)
  double gain_spread_bpm = 0.12;
};

struct HeartPrediction {
  bool is_known = false;
  Instant made_at;  ///< for made_at + HeartFilter::kAhead
  double bpm = 0.0;
  double low_bpm = 0.0, high_bpm = 0.0;  ///< 90 %
};

/// Model: rate = b + v + k z(t). b wanders and has a slope that dies away (10 s); v comes and goes by itself (45 s, the
/// very slow waves of facts d.2); z is the load behind its dead time (5 s) through a fast (35 %, 15 s) and a slow stage
/// (50 s), known exactly; k, the person's gain, is a state like the others and begins at its prior. Without a load z is
/// 0 and the slope alone leads.
///
/// Readings outside the 99.7 % gate do not move the state; after three in a row the state opens up to take the next.
/// The interval of the prediction is scaled by what predictions of the last minutes were worth (adaptive conformal
/// inference, Gibbs & Candès 2021), so that nine of ten hold whatever the person's noise.
class HeartFilter {
 public:
  static constexpr Duration kAhead = std::chrono::seconds(30);

  /// Begins anew at a level; gain and scale of the prediction stay as learnt.
  void begin(Instant at, double bpm) noexcept;
  /// A reading with its own standard deviation; `at` not before the reading before.
  void observe(Instant at, double bpm, double spread_bpm) noexcept;
  /// The load from `at` on. Another prior than the last means another unit: the gain is learnt anew.
  void observe_load(Instant at, double load, const LoadPrior& prior) noexcept;
  /// The load is no longer known.
  void lose_load() noexcept;

  [[nodiscard]] bool has_begun() const noexcept { return has_begun_; }
  /// As of the newest reading.
  [[nodiscard]] double bpm() const noexcept;
  [[nodiscard]] double spread_bpm() const noexcept;
  [[nodiscard]] double gain_bpm() const noexcept { return state_[kGain]; }
  /// From the newest reading; made at most once a second.
  [[nodiscard]] const HeartPrediction& prediction() const noexcept { return prediction_; }
  /// What was predicted, half a minute ago, for now; NaN where nothing was.
  [[nodiscard]] double predicted_before_bpm(Instant now) const noexcept;
  /// What is to be expected at `at`, not before the newest reading, by the load alone.
  [[nodiscard]] double foretold_bpm(Instant at) const noexcept;
  void mix_into(StateHash& hash) const noexcept;

 private:
  enum State : std::size_t { kBase, kSlope, kWave, kGain, kStates };
  using Vector = std::array<double, kStates>;
  using Matrix = std::array<Vector, kStates>;

  /// The load as the heart feels it: dead time, then two stages.
  class Felt {
   public:
    void set(Instant at, double load) noexcept;
    void forget() noexcept { *this = Felt{}; }
    void advance(Instant to) noexcept;
    /// If the load stays where it was on average lately.
    [[nodiscard]] double ahead(double s) const noexcept;
    [[nodiscard]] double value() const noexcept;
    [[nodiscard]] double unrest() const noexcept;  ///< standard deviation of the load around its recent mean
    [[nodiscard]] bool is_known() const noexcept { return is_known_; }
    void mix_into(StateHash& hash) const noexcept;

   private:
    struct Step {
      Instant at;
      double load = 0.0;
    };
    void run(double load, double s) noexcept;

    InlineVector<Step, 32> waiting_;  ///< still within the dead time
    Instant now_;
    double load_ = 0.0, fast_ = 0.0, slow_ = 0.0;
    double recent_ = 0.0, variance_ = 0.0;
    bool is_known_ = false;
  };

  void advance(Instant to) noexcept;
  void predict(Instant at) noexcept;
  void score(Instant at) noexcept;
  [[nodiscard]] Vector row() const noexcept;

  Vector state_{};
  Matrix covariance_{};
  Felt felt_;
  LoadPrior prior_{0.0, 0.0};
  Instant at_;
  std::uint32_t refused_ = 0;  ///< readings in a row
  double scale_ = 1.0;         ///< of the interval
  bool has_begun_ = false;
  HeartPrediction prediction_;
  InlineVector<HeartPrediction, 40> open_;  ///< predictions whose time has not come, oldest first
};

}  // namespace tonus::body
