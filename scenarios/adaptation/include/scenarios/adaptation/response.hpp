#pragma once
// What the heart should have done by now, and whether the person does what is asked: numbers for the safety envelope
// from a model of the response that is deliberately plain. Pure; a call a second; no allocation.

#include <array>
#include <cstddef>
#include <limits>

#include <engine/core/hash.hpp>
#include <scenarios/adaptation/envelope.hpp>

namespace tonus::adaptation {

/// One second of work; NaN where nothing says.
struct Work {
  double intensity = 0.0;  ///< applied
  double power_w = std::numeric_limits<double>::quiet_NaN();
  double cadence_rpm = std::numeric_limits<double>::quiet_NaN();
  double hands_m_per_s = std::numeric_limits<double>::quiet_NaN();  ///< mean speed of the tracked hands
  double bpm = std::numeric_limits<double>::quiet_NaN();            ///< NaN below kSureQuality
  double gain_bpm = 120.0, gain_spread_bpm = 36.0;  ///< as believed now: steady rise that intensity 1 brings
  double still_s = 0.0;  ///< for which the rate has stood still although the load should have moved it; 0: it has not
  bool is_paused = false;
};

/// First order with dead time (10 s). What it expects is what was believed of this heart two minutes ago
/// (from 50 s on in the first two minutes), so that a
/// heart that stops answering is not believed to have answered little all along; its spread is that belief's, at least
/// 15 %, and 3 bpm. A heart quicker than the model has risen already: no more is expected of it than what the model is
/// ahead. The rate two minutes ago is the lowest sure one of the 30 s around then, so that a miscount of up to half a
/// minute does no harm.
class ResponseMonitor {
 public:
  ResponseMonitor(double rest_bpm, double tau_s) noexcept;
  void observe(const Work& work) noexcept;
  /// Writes effort, has_load_changed, has_response, expected, seen and pending rise, and the level at which the rate
  /// last moved.
  void describe(EnvelopeInputs& in) const noexcept;
  /// Intensity that the heart has had the time to answer to.
  [[nodiscard]] double answered() const noexcept { return answered_; }
  void mix_into(StateHash& hash) const noexcept;

 private:
  static constexpr std::size_t kSeconds = 136;
  /// The newest kSeconds values, one a second; ago(0) is the newest.
  class Past {
   public:
    void push(double x) noexcept;
    [[nodiscard]] double ago(std::size_t s) const noexcept { return x_[(next_ + 2 * kSeconds - 1 - s) % kSeconds]; }
    /// Of the numbers among ago(from)…ago(to - 1); NaN when fewer than half of them are numbers.
    [[nodiscard]] double lowest(std::size_t from, std::size_t to) const noexcept;
    [[nodiscard]] double mean(std::size_t from, std::size_t to) const noexcept;
    void mix_into(StateHash& hash) const noexcept;

   private:
    std::array<double, kSeconds> x_ = [] {
      std::array<double, kSeconds> none{};
      none.fill(std::numeric_limits<double>::quiet_NaN());
      return none;
    }();
    std::size_t next_ = 0;
  };
  [[nodiscard]] Effort effort() const noexcept;

  double rest_bpm_, tau_s_;
  double answered_ = 0.0;  ///< share of the full rise
  double still_s_ = 0.0;
  double change_s_ = 0.0;  ///< since the session began or went on after a pause
  bool is_paused_ = false;
  std::size_t lived_s_ = 0;  ///< seconds observed, up to kSeconds
  Past intensity_, power_, cadence_, hands_, answer_, gain_, spread_, bpm_;
};

}  // namespace tonus::adaptation
