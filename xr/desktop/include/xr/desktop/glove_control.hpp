#pragma once
// How a pointer and two buttons become two hands. Pure: no window, no clock.

#include <array>

#include <engine/core/time.hpp>
#include <engine/scene/input.hpp>

namespace tonus::xr::desktop {

/// Guard: both gloves wait at 0.45 m from the chest, left and right of where the pointer aims. A punch takes its glove
/// to where the pointer aims, out to 0.68 m, in 0.11 s, and back in 0.20 s.
class GloveControl {
 public:
  /// The pointer's ray into the world: eye position and unit direction. Gloves follow within about 0.05 s.
  void aim(Vec3 eye, Vec3 direction, Instant at);
  /// Starts a punch; one that is still on its way out goes on.
  void punch(Hand hand, Instant at);
  /// Hands at an instant not before the last aim().
  [[nodiscard]] BodyPoses body(Instant at) const;

 private:
  struct Glove {
    Vec3 guard;  ///< where it is on guard, following guard_goal
    Vec3 guard_goal;
    Vec3 strike_goal;  ///< where a punch ends; frozen when it starts
    Instant punched_at{};
    bool has_punched = false;
  };
  [[nodiscard]] Vec3 guard_at(const Glove& glove, Instant at) const;

  std::array<Glove, kHands> gloves_{};
  Pose head_{{}, {0.0F, 1.65F, 0.0F}};
  Vec3 aim_{0.0F, -0.15F, -1.0F};
  Instant aimed_at_{};
  bool has_aim_ = false;
};

}  // namespace tonus::xr::desktop
