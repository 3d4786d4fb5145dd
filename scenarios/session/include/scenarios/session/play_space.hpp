#pragma once
// Where the person is in the session's world: poses come in the space that is tracked in (stage), recentring and
// turning say how it lies in the world. Watches for what a person cannot see: the edge of the floor, furniture, lost
// tracking. Pure: no clock, no allocation.

#include <cstdint>
#include <span>

#include <engine/core/hash.hpp>
#include <engine/scene/input.hpp>
#include <engine/scene/room.hpp>
#include <scenarios/session/definition.hpp>

namespace tonus::session {

inline constexpr double kTurn_rad = 0.52359877559829887;  ///< 30°, one press

class PlaySpace {
 public:
  explicit PlaySpace(const SessionDefinition& definition) noexcept;

  /// Every tick, first of all: what was tracked in this tick, and what was pressed.
  void tick(const BodyPoses& stage, std::span<const InputEvent> events) noexcept;

  /// Of this tick, joints on the grid of recordings, nothing that is no number. A head that is not tracked stays where
  /// it was.
  [[nodiscard]] const BodyPoses& stage() const noexcept { return stage_; }
  [[nodiscard]] const BodyPoses& world() const noexcept { return world_; }
  [[nodiscard]] const Pose& world_from_stage() const noexcept { return world_from_stage_; }
  /// The world moved under the person in this tick.
  [[nodiscard]] bool has_moved() const noexcept { return has_moved_; }
  /// What is asked lies so much higher than authored.
  [[nodiscard]] double height_m() const noexcept { return height_m_; }
  /// Null without a room.
  [[nodiscard]] const RoomGuard* room() const noexcept { return has_room_ ? &room_ : nullptr; }

  /// The head has not been tracked for 0.4 s.
  [[nodiscard]] bool is_lost() const noexcept;
  /// The head has been tracked for a second.
  [[nodiscard]] bool is_steady() const noexcept;
  /// 0 far from everything … 1 about to touch something, out of bounds, or lost; rises within 0.3 s, falls within 0.8
  /// s.
  [[nodiscard]] float passthrough() const noexcept { return passthrough_; }
  /// 1 right after a turn, 0 half a second later.
  [[nodiscard]] float vignette() const noexcept;
  void mix_into(StateHash& hash) const noexcept;

 private:
  void recenter() noexcept;
  void turn(double angle_rad) noexcept;
  void move_from(const Pose& before) noexcept;
  void take_over(const BodyPoses& stage) noexcept;
  void measure_height() noexcept;
  void watch_room() noexcept;

  Fit fit_;
  RoomGuard room_;
  bool has_room_ = false;
  bool has_moved_ = false;
  BodyPoses stage_, world_;
  Pose world_from_stage_{};
  std::int64_t lost_ticks_ = 0, tracked_ticks_ = 0;  ///< in a row
  std::int64_t measured_ticks_ = 0;                  ///< of the head's height, since the start or a recentring
  double head_m_ = 0.0, height_m_ = 0.0;
  float passthrough_ = 0.0F;
  std::int32_t vignette_ticks_ = 0;  ///< left
};

}  // namespace tonus::session
