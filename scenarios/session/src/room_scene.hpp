#pragma once
// The room as bodies that things bounce off, and as a quiet outline of what stands in it.

#include <array>

#include <engine/physics/world.hpp>
#include <engine/scene/room.hpp>
#include <engine/scene/scene_frame.hpp>

namespace tonus::session {

class Furniture {
 public:
  /// Before the first tick. Things without extent get a centimetre.
  void set_up(const RoomGuard& room, const Pose& world_from_stage, physics::World& world);
  void move(const Pose& world_from_stage, physics::World& world) noexcept;
  /// `nearness` 0…1 lets it glow.
  void draw(float nearness, const physics::World& world, SceneFrame& frame) const noexcept;

 private:
  struct Thing {
    physics::BodyId body;
    Pose stage_from_box;
    Vec3 half_m;
    bool is_edge = false;  ///< of the floor: drawn along its foot alone
  };
  InlineVector<Thing, kMaxRoomBoxes + kMaxRoomCorners> things_;
};

}  // namespace tonus::session
