// Bare hands point away from the shoulder and press by a pinch.

#include <gtest/gtest.h>

#include <xr/openxr/bare_hands.hpp>

namespace tonus::xr::openxr {
namespace {

HandJoints hand_at(Vec3 knuckle, float pinch_m) {
  HandJoints joints;
  joints.is_tracked = true;
  joints.position_m.fill(knuckle);
  joints.position_m[10] = knuckle + Vec3{0.0F, 0.0F, -0.08F};
  joints.position_m[5] = joints.position_m[10] + Vec3{pinch_m, 0.0F, 0.0F};
  return joints;
}

TEST(BareHands, PinchAtFifteenMillimetresAndLetGoAtThirty) {
  EXPECT_FALSE(is_pinching(hand_at({}, 0.020F), false));
  EXPECT_TRUE(is_pinching(hand_at({}, 0.012F), false));
  EXPECT_TRUE(is_pinching(hand_at({}, 0.025F), true));
  EXPECT_FALSE(is_pinching(hand_at({}, 0.035F), true));
  HandJoints unseen = hand_at({}, 0.0F);
  unseen.is_tracked = false;
  EXPECT_FALSE(is_pinching(unseen, true));
}

TEST(BareHands, PointAwayFromTheirShoulder) {
  const Pose head{{}, {0.0F, 1.6F, 0.0F}};
  // Straight ahead of the right shoulder.
  const Pose ahead = aim_of(hand_at({0.17F, 1.32F, -0.5F}, 0.1F), head, Hand::Right);
  EXPECT_LT(length(rotate(ahead.rotation, {0, 0, -1}) - Vec3{0, 0, -1}), 1e-3F);
  // Up and to the left of it.
  const Pose aside = aim_of(hand_at({-0.13F, 1.62F, -0.3F}, 0.1F), head, Hand::Right);
  const Vec3 looks = rotate(aside.rotation, {0, 0, -1});
  EXPECT_LT(length(looks - normalized(Vec3{-0.3F, 0.3F, -0.3F})), 1e-3F);
  // A person who turned left has turned their shoulders.
  const Pose turned{axis_angle({0, 1, 0}, 1.5707963F), {0.0F, 1.6F, 0.0F}};
  const Pose left = aim_of(hand_at({-0.5F, 1.32F, -0.17F}, 0.1F), turned, Hand::Right);
  EXPECT_LT(length(rotate(left.rotation, {0, 0, -1}) - Vec3{-1, 0, 0}), 1e-3F);
}

}  // namespace
}  // namespace tonus::xr::openxr
