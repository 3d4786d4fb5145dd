#include "room_scene.hpp"

#include <engine/core/contract.hpp>

namespace tonus::session {
namespace {

constexpr physics::Group kWorld = 1;  // as every scenario has it for what never moves
constexpr physics::Group kAllButWorld = 0xFFFE;
constexpr std::uint32_t kFurnitureTag = 0x4000;
constexpr std::uint32_t kFirstId = 0x4000'0000;  // of instances; scenarios have those below
constexpr float kThinnest_m = 0.005F;            // half
constexpr float kLine_m = 0.014F;
constexpr Vec3 kLineColor{0.13F, 0.16F, 0.19F};
constexpr float kQuiet = 0.25F, kNear = 5.0F;  // emission

}  // namespace

void Furniture::set_up(const RoomGuard& room, const Pose& world_from_stage, physics::World& world) {
  for (const RoomBox& box : room.solids()) {
    const auto thick = [](float half) { return half > kThinnest_m ? half : kThinnest_m; };
    const auto shape = world.add_box({thick(box.half_m.x), thick(box.half_m.y), thick(box.half_m.z)});
    TONUS_EXPECTS(shape.has_value());
    const auto body = world.add_body({.shape = *shape,
                                      .motion = physics::Motion::Static,
                                      .friction = 0.8F,
                                      .group = kWorld,
                                      .collides_with = kAllButWorld,
                                      .tag = kFurnitureTag});
    TONUS_EXPECTS(body.has_value());  // a world holds a scenario and the fullest room
    things_.try_push({*body, box.stage_from_box, box.half_m, box.label == RoomLabel::Wall && box.half_m.z == 0.0F});
  }
  move(world_from_stage, world);
}

void Furniture::move(const Pose& world_from_stage, physics::World& world) noexcept {
  for (const Thing& thing : things_) world.place(thing.body, world_from_stage * thing.stage_from_box);
}

void Furniture::draw(float nearness, const physics::World& world, SceneFrame& frame) const noexcept {
  std::uint32_t id = kFirstId;
  const float emission = kQuiet + (kNear - kQuiet) * nearness;
  const auto bar = [&](const Pose& box, Vec3 at_m, Vec3 size_m) {
    Instance line{.scale_m = size_m, .color = kLineColor, .emission = emission, .roughness = 0.9F, .id = id++};
    line.current = box * Pose{{}, at_m};
    line.previous = line.current;
    if (!frame.instances.try_push(line)) ++frame.dropped_instances;
  };
  for (const Thing& thing : things_) {
    const Pose box = world.pose(thing.body);
    const Vec3 h = thing.half_m;
    if (thing.is_edge) {
      bar(box, {0.0F, -h.y + 0.01F, 0.0F}, {2.0F * h.x, kLine_m, kLine_m});
      continue;
    }
    // The upper side's four edges say enough of a table or a couch, and hide nothing that comes.
    const float up = rotate(box.rotation, {0.0F, 1.0F, 0.0F}).y;
    const float y = up < 0.0F ? -h.y : h.y;
    for (const float side : {-1.0F, 1.0F}) {
      bar(box, {0.0F, y, side * h.z}, {2.0F * h.x + kLine_m, kLine_m, kLine_m});
      bar(box, {side * h.x, y, 0.0F}, {kLine_m, kLine_m, 2.0F * h.z + kLine_m});
    }
  }
}

}  // namespace tonus::session
