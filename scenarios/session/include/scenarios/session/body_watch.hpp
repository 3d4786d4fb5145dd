#pragma once
// What the safety envelope must know of the person apart from the heart rate of this moment: effort, falls, what they
// said, how much it has been, and whether they are who the limits say. A second at a time; decides nothing.

#include <array>
#include <cstdint>
#include <limits>

#include <engine/core/hash.hpp>
#include <engine/scene/input.hpp>
#include <scenarios/adaptation/fall.hpp>
#include <scenarios/adaptation/person_model.hpp>
#include <scenarios/adaptation/response.hpp>
#include <scenarios/session/definition.hpp>
#include <sensors/body/heart_estimator.hpp>
#include <sensors/body/signal_checks.hpp>

namespace tonus::session {

/// What a tick says of the body apart from its heart; NaN where nothing does.
struct BodySigns {
  double power_w = std::numeric_limits<double>::quiet_NaN();
  double cadence_rpm = std::numeric_limits<double>::quiet_NaN();
  double oxygen_percent = std::numeric_limits<double>::quiet_NaN();
  BodyPoses poses;         ///< in stage space: turning the world under somebody moves nobody
  Quat play_from_stage{};  ///< how stage lies in the space of play, where -z is the way a strike goes
};

/// How a hand went from one tick to the next.
struct HandMove {
  bool is_tracked = false;  ///< in both
  Vec3 by_m;                ///< in the space of play
};

/// Quality from which a heart rate may raise the load, or teach.
[[nodiscard]] bool is_trusted(const body::HeartEstimate& heart) noexcept;

class BodyWatch {
 public:
  explicit BodyWatch(const SessionDefinition& definition) noexcept;

  /// Every tick. Poses count from the second on: the first only says where the body is.
  void note(double t_s, const BodySigns& signs) noexcept;
  /// Once a second, with the slope of the rate over the last 10 s, what was applied until now and what is believed of
  /// the heart's answer.
  void second(const body::HeartEstimate& heart, double slope_bpm_per_s, double applied,
              const adaptation::ResponseEstimate& learned, bool is_paused) noexcept;
  void say_symptom() noexcept { has_symptom_ = true; }
  void say_rpe(double rpe) noexcept { rpe_ = rpe; }  ///< 6…20

  [[nodiscard]] bool has_fallen() const noexcept { return fall_.has_fallen(); }
  [[nodiscard]] const std::array<HandMove, kHands>& hand_moves() const noexcept { return moves_; }
  /// Legs and power are known to do nothing, although for some seconds something was asked.
  [[nodiscard]] bool is_still() const noexcept;
  /// Writes all that is not of the heart rate, of time or of commands.
  void describe(adaptation::EnvelopeInputs& in) const noexcept;
  void mix_into(StateHash& hash) const noexcept;

 private:
  body::HeartLimits limits_;
  double least_;  ///< the least the machine can do, intensity
  BodySigns signs_;
  bool has_signs_ = false;
  std::array<HandMove, kHands> moves_{};  ///< up to the newest tick
  adaptation::FallDetector fall_;
  adaptation::ResponseMonitor response_;
  body::LegsWatch legs_;
  double hands_sum_m_per_s_ = 0.0;  ///< of this second
  std::int64_t hands_ticks_ = 0;    ///< of this second, with a hand tracked
  double dose_trimp_ = 0.0;
  double rpe_ = 0.0;        ///< as last said
  double doubted_s_ = 0.0;  ///< a sure rate that does not fit the limits
  double asked_s_ = 0.0;    ///< for which at least the least has been asked
  bool has_symptom_ = false;
};

}  // namespace tonus::session
