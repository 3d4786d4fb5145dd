#include "hands.hpp"

#include <engine/core/time.hpp>

#include "bodies.hpp"

namespace tonus::strike {
namespace {

using physics::Motion;
using physics::World;

constexpr float kFistRadius_m = 0.095F, kPalm_m = 0.045F, kFingertip_m = 0.015F;
constexpr std::uint32_t kFirstFistId = 100, kFirstKnobId = 500;  // of instances

/// Without a place it is taken away.
void move(Striker& striker, const Pose* to, bool has_jumped, World& world) noexcept {
  if (to == nullptr) {
    if (striker.is_placed) world.park(striker.body);
    striker.is_placed = false;
    return;
  }
  if (!striker.is_placed || has_jumped) {
    striker.is_placed = true;
    striker.velocity_m_s = {};
    world.place(striker.body, *to);
  } else {
    const Vec3 now = (to->position - striker.position_m) * static_cast<float>(kTicksPerSecond);
    striker.velocity_m_s = striker.velocity_m_s + (now - striker.velocity_m_s) * 0.4F;
    world.move_to(striker.body, *to);
  }
  striker.position_m = to->position;
}

}  // namespace

void Hands::add_fists(World& world) {
  const auto fist = expect_room(world.add_sphere(kFistRadius_m));
  for (std::size_t h = 0; h < kHands; ++h) {
    fists_[h].hand = static_cast<Hand>(h);
    fists_[h].body = expect_room(world.add_body({.shape = fist,
                                                 .motion = Motion::Kinematic,
                                                 .friction = 0.4F,
                                                 .group = kFist,
                                                 .collides_with = kTarget | kShard,
                                                 .tag = kFistTag + static_cast<std::uint32_t>(h)}));
  }
}

void Hands::add_bare(World& world) {
  const auto tip = expect_room(world.add_sphere(kFingertip_m)), palm = expect_room(world.add_sphere(kPalm_m));
  for (std::size_t h = 0; h < kHands; ++h) {
    for (std::size_t k = 0; k < kKnobs; ++k) {
      knobs_[h][k].hand = static_cast<Hand>(h);
      knobs_[h][k].body = expect_room(world.add_body({.shape = k == 0 ? palm : tip,
                                                      .motion = Motion::Kinematic,
                                                      .friction = 0.4F,
                                                      .group = kFist,
                                                      .collides_with = kTarget | kShard,
                                                      .tag = kKnobTag + static_cast<std::uint32_t>(h * kKnobs + k),
                                                      .is_spare = true}));
    }
  }
}

void Hands::move(const BodyPoses& poses, bool has_jumped, World& world) noexcept {
  for (std::size_t h = 0; h < kHands; ++h) {
    const HandPose& hand = poses.hands[h];
    strike::move(fists_[h], hand.is_tracked ? &hand.world_from_hand : nullptr, has_jumped, world);
    const HandJoints& joints = poses.joints[h];
    for (std::size_t k = 0; k < kKnobs; ++k) {
      const Pose at{{}, joints.position_m[k == 0 ? kPalm : kFingertips[k - 1]]};
      strike::move(knobs_[h][k], joints.is_tracked ? &at : nullptr, has_jumped, world);
    }
  }
}

const Striker* Hands::find(std::uint32_t tag) const noexcept {
  if (tag >= kFistTag && tag < kFistTag + kHands) return &fists_[tag - kFistTag];
  if (tag < kKnobTag || tag >= kKnobTag + kHands * kKnobs) return nullptr;
  return &knobs_[(tag - kKnobTag) / kKnobs][(tag - kKnobTag) % kKnobs];
}

void Hands::draw(const World& world, bool is_paused, SceneFrame& frame) const noexcept {
  const auto add = [&](const Striker& striker, std::uint32_t id, Mesh mesh, float size_m) {
    if (!striker.is_placed) return;
    Instance thing{.scale_m = {size_m, size_m, size_m},
                   .color = color_of(striker.hand) * 0.8F,
                   .emission = 0.15F,
                   .roughness = 0.45F,
                   .id = id,
                   .mesh = mesh,
                   .role = striker.hand == Hand::Left ? Role::GloveLeft : Role::GloveRight};
    thing.current = world.pose(striker.body);
    thing.previous = is_paused ? thing.current : world.previous_pose(striker.body);
    if (!frame.instances.try_push(thing)) ++frame.dropped_instances;
  };
  for (std::size_t h = 0; h < kHands; ++h)
    add(fists_[h], kFirstFistId + static_cast<std::uint32_t>(h), Mesh::Glove, 2.3F * kFistRadius_m);
  for (std::size_t h = 0; h < kHands; ++h) {
    for (std::size_t k = 0; k < kKnobs; ++k) {
      add(knobs_[h][k], kFirstKnobId + static_cast<std::uint32_t>(h * kKnobs + k), Mesh::Sphere,
          2.0F * (k == 0 ? kPalm_m : kFingertip_m));
    }
  }
}

void Hands::mix_into(StateHash& hash) const noexcept {
  const auto mix = [&hash](Vec3 v) {
    for (const float x : {v.x, v.y, v.z}) hash.mix(x);
  };
  for (const Striker& fist : fists_) {
    hash.mix(fist.is_placed);
    mix(fist.velocity_m_s);
  }
  for (const auto& hand : knobs_) {
    for (const Striker& knob : hand) {
      if (knob.is_placed) mix(knob.velocity_m_s);
    }
  }
}

}  // namespace tonus::strike
