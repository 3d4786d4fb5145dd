#include <engine/scene/pose.hpp>
#include <engine/scene/scene_frame.hpp>

#include <type_traits>

#include <gtest/gtest.h>

namespace {

using namespace tonus;
static_assert(std::is_trivially_copyable_v<SceneFrame>, "a frame crosses threads");

constexpr float kQuarterTurn_rad = 1.57079633F;

void expect_near(Vec3 a, Vec3 b) {
  EXPECT_NEAR(a.x, b.x, 1e-6F);
  EXPECT_NEAR(a.y, b.y, 1e-6F);
  EXPECT_NEAR(a.z, b.z, 1e-6F);
}

TEST(Pose, AQuarterTurnToTheLeftLooksAlongMinusX) {
  expect_near(rotate(axis_angle({0, 1, 0}, kQuarterTurn_rad), {0, 0, -1}), {-1, 0, 0});
}

TEST(Pose, CrossIsRightHanded) { expect_near(cross({1, 0, 0}, {0, 1, 0}), {0, 0, 1}); }

TEST(Pose, APoseAndItsInverseCancel) {
  const Pose pose{axis_angle(normalized({1, 2, 3}), 0.7F), {4, -5, 6}};
  expect_near(transform(inverse(pose), transform(pose, {7, 8, 9})), {7, 8, 9});
  expect_near(transform(pose * inverse(pose), {1, 2, 3}), {1, 2, 3});
}

TEST(Pose, ProductsApplyTheRightOneFirst) {
  const Pose turn{axis_angle({0, 1, 0}, kQuarterTurn_rad), {}};
  const Pose step{{}, {0, 0, -1}};
  expect_near(transform(turn * step, {}), {-1, 0, 0});
  expect_near(transform(step * turn, {}), {0, 0, -1});
}

TEST(Pose, InterpolationMeetsItsEndsTakesTheShorterArcAndStaysUnitLength) {
  const Pose a{axis_angle({0, 1, 0}, 0.1F), {0, 0, 0}};
  const Quat q = axis_angle({0, 1, 0}, 0.5F);
  const Pose b{{-q.x, -q.y, -q.z, -q.w}, {2, 0, 0}};  // the same rotation, written the other way round
  expect_near(interpolate(a, b, 0.5F).position, {1, 0, 0});
  const Vec3 ahead = rotate(interpolate(a, b, 0.5F).rotation, {0, 0, -1});
  expect_near(ahead, rotate(axis_angle({0, 1, 0}, 0.3F), {0, 0, -1}));
  const Quat m = interpolate(a, b, 0.25F).rotation;
  EXPECT_NEAR(m.x * m.x + m.y * m.y + m.z * m.z + m.w * m.w, 1.0F, 1e-6F);
}

TEST(Pose, AVectorWithoutLengthNormalisesToTheFallback) {
  EXPECT_EQ(normalized({0, 0, 0}, {0, 0, 1}), (Vec3{0, 0, 1}));
  EXPECT_NEAR(length(normalized({3, 4, 12})), 1.0F, 1e-6F);
}

}  // namespace
