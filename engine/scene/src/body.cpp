#include <engine/scene/body.hpp>

namespace tonus {
namespace {
constexpr float kShoulderAside_m = 0.17F, kShoulderBelow_m = 0.28F;
}  // namespace

BodyPoses taken_into(const Pose& a_from_b, const BodyPoses& body) noexcept {
  BodyPoses out = body;
  if (a_from_b == Pose{}) return out;
  out.world_from_head = a_from_b * body.world_from_head;
  for (std::size_t h = 0; h < kHands; ++h) {
    out.hands[h].world_from_hand = a_from_b * body.hands[h].world_from_hand;
    if (!body.joints[h].is_tracked) continue;
    for (Vec3& joint : out.joints[h].position_m) joint = transform(a_from_b, joint);
  }
  return out;
}

Vec3 shoulder_of(const Pose& head, Hand hand) noexcept {
  const Vec3 right = rotate(head.rotation, {1.0F, 0.0F, 0.0F});
  const Vec3 aside = normalized({right.x, 0.0F, right.z}, {1.0F, 0.0F, 0.0F});
  const float sign = hand == Hand::Left ? -1.0F : 1.0F;
  return head.position + aside * (sign * kShoulderAside_m) - Vec3{0.0F, kShoulderBelow_m, 0.0F};
}

}  // namespace tonus
