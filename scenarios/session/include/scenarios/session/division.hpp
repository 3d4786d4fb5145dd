#pragma once
// How the one intensity is divided among what a scenario can vary: what the next phrase is made of, what the one under
// way was made of, and what the person's motion and decisions tell about both. Without actuators nothing happens here.

#include <array>
#include <cstdint>

#include <engine/core/hash.hpp>
#include <scenarios/adaptation/allocation.hpp>
#include <scenarios/adaptation/decision.hpp>
#include <scenarios/adaptation/motion_model.hpp>
#include <scenarios/session/body_watch.hpp>
#include <scenarios/session/coach_view.hpp>
#include <scenarios/session/definition.hpp>

namespace tonus::session {

class Division {
 public:
  Division(const adaptation::Actuators& actuators, const SessionDefinition& definition) noexcept;

  /// What was decided in the scenario so far.
  void note_decisions(const Score& score) noexcept { right_ = score.right(), wrong_ = score.wrong(); }
  /// Every tick.
  void note(const std::array<HandMove, kHands>& moves) noexcept;
  /// Once a second; `can_teach`: `bpm` is a trusted heart rate of this second.
  void second(bool can_teach, double bpm) noexcept { motion_.second(can_teach, bpm); }
  /// A phrase began in the tick before, with what was offered then.
  void begin_phrase(bool is_stopping) noexcept;
  /// Divides this intensity for a phrase that begins now.
  void offer(double intensity) noexcept;

  [[nodiscard]] const adaptation::Allocation& allocation() const noexcept { return allocation_; }
  /// What is under way differs noticeably from what was written.
  [[nodiscard]] bool wants_row() const noexcept { return wants_row_; }
  /// Into this row.
  void write(adaptation::Decision& row) noexcept;
  void describe(CoachView& view) const noexcept;
  void mix_into(StateHash& hash) const noexcept;

 private:
  adaptation::Actuators actuators_;
  adaptation::MotionModel motion_;
  adaptation::AllocationInputs offered_, taken_;             ///< for the next phrase, of the one under way
  adaptation::Allocation allocation_, under_way_, written_;  ///< of these; of the newest row
  std::int64_t phrases_ = 0;                                 ///< begun
  std::int32_t right_ = 0, wrong_ = 0;                       ///< decisions now,
  std::int32_t right_then_ = 0, wrong_then_ = 0;             ///< and when a phrase began
  bool wants_row_ = false;
};

}  // namespace tonus::session
