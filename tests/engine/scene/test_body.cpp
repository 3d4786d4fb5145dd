#include <engine/scene/body.hpp>

#include <gtest/gtest.h>

namespace tonus {
namespace {

BodyPoses somebody() {
  BodyPoses body;
  body.world_from_head = {{}, {0.1F, 1.6F, -0.2F}};
  body.hands[1] = {{{}, {0.3F, 1.2F, -0.5F}}, true};
  body.joints[0].is_tracked = true;
  body.joints[0].position_m[7] = {-0.2F, 1.1F, -0.4F};
  return body;
}

TEST(TakenInto, EverythingThatIsTrackedTurnsAndMovesTogether) {
  const Pose turned{axis_angle({0.0F, 1.0F, 0.0F}, 1.5707963F), {1.0F, 0.0F, 2.0F}};
  const BodyPoses body = somebody(), out = taken_into(turned, body);
  const auto expect_near = [](Vec3 is, Vec3 should) { EXPECT_NEAR(length(is - should), 0.0F, 1e-6F); };
  // A quarter turn to the left: ahead (-z) becomes left (-x), right (+x) becomes ahead.
  expect_near(out.world_from_head.position, {1.0F - 0.2F, 1.6F, 2.0F - 0.1F});
  expect_near(out.hands[1].world_from_hand.position, {1.0F - 0.5F, 1.2F, 2.0F - 0.3F});
  expect_near(out.joints[0].position_m[7], {1.0F - 0.4F, 1.1F, 2.0F + 0.2F});
  expect_near(rotate(out.world_from_head.rotation, {0.0F, 0.0F, -1.0F}), {-1.0F, 0.0F, 0.0F});
  EXPECT_TRUE(out.hands[1].is_tracked);
  const BodyPoses back = taken_into(inverse(turned), out);
  expect_near(back.joints[0].position_m[7], body.joints[0].position_m[7]);
}

TEST(TakenInto, TheSameSpaceChangesNoBit) {
  const BodyPoses body = somebody(), out = taken_into({}, body);
  EXPECT_EQ(out.world_from_head, body.world_from_head);
  EXPECT_EQ(out.hands[1].world_from_hand, body.hands[1].world_from_hand);
  EXPECT_EQ(out.joints[0].position_m, body.joints[0].position_m);
}

TEST(Shoulder, IsToTheSideAndBelowHoweverTheHeadIsTurned) {
  const auto expect_near = [](Vec3 is, Vec3 should) { EXPECT_NEAR(length(is - should), 0.0F, 1e-6F); };
  const Vec3 eyes{0.1F, 1.6F, -0.2F};
  expect_near(shoulder_of({{}, eyes}, Hand::Left), {0.1F - 0.17F, 1.32F, -0.2F});
  expect_near(shoulder_of({{}, eyes}, Hand::Right), {0.1F + 0.17F, 1.32F, -0.2F});
  // A quarter turn to the left takes the right shoulder ahead; looking down moves none.
  const Quat left = axis_angle({0.0F, 1.0F, 0.0F}, 1.5707963F), down = axis_angle({1.0F, 0.0F, 0.0F}, -1.2F);
  expect_near(shoulder_of({left, eyes}, Hand::Right), {0.1F, 1.32F, -0.2F - 0.17F});
  expect_near(shoulder_of({left * down, eyes}, Hand::Right), {0.1F, 1.32F, -0.2F - 0.17F});
}

TEST(Heading, IsThereUnlessAGazeIsNearlyVertical) {
  EXPECT_TRUE(has_heading({0.0F, 0.0F, -1.0F}));
  EXPECT_TRUE(has_heading({0.3F, -0.95F, 0.0F}));
  EXPECT_FALSE(has_heading({0.1F, 0.99F, 0.1F}));
}

}  // namespace
}  // namespace tonus
