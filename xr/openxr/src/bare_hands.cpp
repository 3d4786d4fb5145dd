#include <xr/openxr/bare_hands.hpp>

#include <cmath>

#include <engine/scene/body.hpp>

namespace tonus::xr::openxr {
namespace {

// In the order of XR_EXT_hand_tracking.
constexpr std::size_t kThumbTip = 5, kIndexProximal = 7, kIndexTip = 10;
constexpr float kMeets_m = 0.015F, kParts_m = 0.030F;

}  // namespace

bool is_pinching(const HandJoints& joints, bool was_pinching) {
  const float apart_m = length(joints.position_m[kThumbTip] - joints.position_m[kIndexTip]);
  return joints.is_tracked && apart_m < (was_pinching ? kParts_m : kMeets_m);
}

Pose aim_of(const HandJoints& joints, const Pose& head, Hand hand) {
  const Vec3 from = joints.position_m[kIndexProximal];
  const Vec3 ahead = normalized(from - shoulder_of(head, hand), {0.0F, 0.0F, -1.0F});
  const float yaw = std::atan2(-ahead.x, -ahead.z);
  const float pitch = std::atan2(ahead.y, std::sqrt(ahead.x * ahead.x + ahead.z * ahead.z));
  return {axis_angle({0.0F, 1.0F, 0.0F}, yaw) * axis_angle({1.0F, 0.0F, 0.0F}, pitch), from};
}

}  // namespace tonus::xr::openxr
