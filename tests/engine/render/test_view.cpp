// Views as plain data.

#include <cmath>

#include <gtest/gtest.h>

#include <engine/render/view.hpp>

namespace tonus::render {
namespace {

TEST(SymmetricView, HasSquarePixels) {
  const View view = symmetric_view({}, 1.0F, {1600, 800});
  EXPECT_FLOAT_EQ(view.angle_up_rad, 0.5F);
  EXPECT_FLOAT_EQ(view.angle_down_rad, -0.5F);
  EXPECT_FLOAT_EQ(std::tan(view.angle_right_rad), 2.0F * std::tan(view.angle_up_rad));
  EXPECT_FLOAT_EQ(view.angle_left_rad, -view.angle_right_rad);
}

TEST(CentredBeside, PutsStraightAheadInTheMiddleOfWhatIsFreeAndStretchesNothing) {
  const Extent extent{1000, 500};
  const View plain = symmetric_view({}, 1.0F, extent);
  const View moved = centred_beside(plain, extent, 0.0F, 300.0F);
  EXPECT_NEAR(length(ray_through(moved, extent, 350.0F, 250.0F) - Vec3{0, 0, -1}), 0.0F, 1e-6F);
  EXPECT_FLOAT_EQ(std::tan(moved.angle_right_rad) - std::tan(moved.angle_left_rad),
                  std::tan(plain.angle_right_rad) - std::tan(plain.angle_left_rad));
  EXPECT_EQ(centred_beside(plain, extent, 40.0F, 40.0F).angle_left_rad, plain.angle_left_rad);
  EXPECT_EQ(centred_beside(plain, {}, 0.0F, 40.0F).angle_left_rad, plain.angle_left_rad);
}

TEST(RayThrough, PointsAheadInTheMiddleAndAlongTheAnglesAtTheEdges) {
  const Extent extent{400, 200};
  const View view = symmetric_view({axis_angle({0, 1, 0}, 0.6F), {1, 2, 3}}, 1.0F, extent);
  const Vec3 ahead = rotate(view.world_from_eye.rotation, {0, 0, -1});
  EXPECT_NEAR(length(ray_through(view, extent, 200, 100) - ahead), 0.0F, 1e-6F);
  const Vec3 top = rotate(conjugate(view.world_from_eye.rotation), ray_through(view, extent, 200, 0));
  EXPECT_NEAR(std::atan2(top.y, -top.z), 0.5F, 1e-6F);
  EXPECT_NEAR(length(ray_through(view, {}, 0, 0) - ahead), 0.0F, 1e-6F);
}

}  // namespace
}  // namespace tonus::render
