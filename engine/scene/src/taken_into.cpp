#include <engine/scene/taken_into.hpp>

namespace tonus {

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

}  // namespace tonus
