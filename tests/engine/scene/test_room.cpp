// What a room allows, against a walk in small steps.
#include <engine/scene/room.hpp>

#include <limits>
#include <type_traits>
#include <utility>

#include <gtest/gtest.h>

#include <engine/core/random.hpp>

namespace {

using namespace tonus;
static_assert(std::is_trivially_copyable_v<RoomGuard>, "a session holds it by value");

RoomPlan square(float half_m) {
  RoomPlan plan;
  for (const auto& [x, z] :
       {std::pair{-1.0F, -1.0F}, std::pair{1.0F, -1.0F}, std::pair{1.0F, 1.0F}, std::pair{-1.0F, 1.0F}})
    plan.outline.try_push({x * half_m, 0.0F, z * half_m});
  return plan;
}

TEST(Facing, TurnsMinusZToTheHorizontalPartOfAnything) {
  Random random(1);
  for (int i = 0; i < 1000; ++i) {
    const auto x = static_cast<float>(random.normal());
    const auto y = static_cast<float>(random.normal());
    const auto z = static_cast<float>(random.normal());
    const Vec3 wanted = normalized({x, 0.0F, z});
    const Vec3 got = rotate(facing({x, y, z}), {0, 0, -1});
    EXPECT_LT(length(got - wanted), 1e-3F) << x << " " << z;
    EXPECT_EQ(got.y, 0.0F);
  }
  EXPECT_EQ(facing({0, 0, -3}), Quat{});
  EXPECT_EQ(facing({0, 1, 0}), Quat{});
  EXPECT_LT(length(rotate(facing({0, 0, 1}), {0, 0, -1}) - Vec3{0, 0, 1}), 1e-5F) << "behind";
}

TEST(RoomBox, DistanceIsToTheNearestSurfaceHoweverItIsTurned) {
  const RoomBox box{{axis_angle({0, 1, 0}, 0.7853982F), {1, 1, 1}}, {0.5F, 0.25F, 0.5F}, RoomLabel::Table};
  EXPECT_EQ(distance_m(box, {1, 1, 1}), 0.0F);
  EXPECT_NEAR(distance_m(box, {1, 2, 1}), 0.75F, 1e-6F);
  EXPECT_NEAR(distance_m(box, {3, 1, 1}), 2.0F - 0.7071068F, 1e-5F) << "its corner points there";
}

TEST(RoomGuard, OutOfBoundsAndInsideThingsNothingIsLeft) {
  RoomPlan plan = square(2.0F);
  plan.boxes.try_push({{{}, {1, 0.5F, 0}}, {0.3F, 0.5F, 0.3F}, RoomLabel::Table});
  const RoomGuard room(plan);
  EXPECT_NEAR(room.nearest_m({-1.5F, 1.2F, 0}), 0.5F, 1e-5F) << "the edge";
  EXPECT_NEAR(room.nearest_m({1, 1.4F, 0}), 0.4F, 1e-5F) << "the table";
  EXPECT_NEAR(room.nearest_m({-0.5F, 2.3F, 0}), 0.2F, 1e-5F) << "the ceiling";
  EXPECT_EQ(room.nearest_m({1, 0.4F, 0}), 0.0F);
  EXPECT_EQ(room.nearest_m({2.1F, 1, 0}), 0.0F);
  EXPECT_EQ(room.nearest_m({0, 2.6F, 0}), 0.0F);
  EXPECT_EQ(room.nearest_m({std::numeric_limits<float>::quiet_NaN(), 1, 0}), 0.0F);
  EXPECT_NEAR(room.nearest_to_body_m({0, 1.7F, 0}), 0.7F, 1e-5F) << "legs, though the head is high above it";
  EXPECT_EQ(RoomGuard().nearest_m({50, 50, 50}), 950.0F) << "no room, no edge";
}

TEST(RoomGuard, AFreeWayIsFreeAllAlongAndAsLongAsCanBe) {
  Random random(7);
  const auto draw = [&random](double low, double high) { return static_cast<float>(random.uniform(low, high)); };
  int free_ones = 0, tight_ones = 0;
  for (int i = 0; i < 2000; ++i) {
    RoomPlan plan = square(3.0F);
    for (int k = 0; k < 6; ++k) {
      RoomBox box;
      const float yaw = draw(0, 6.28);
      box.stage_from_box.rotation = axis_angle({0, 1, 0}, yaw);
      box.stage_from_box.position.x = draw(-3, 3);
      box.stage_from_box.position.y = draw(0, 2);
      box.stage_from_box.position.z = draw(-3, 3);
      box.half_m.x = draw(0.0, 0.6);
      box.half_m.y = draw(0.0, 0.6);
      box.half_m.z = draw(0.0, 0.6);
      plan.boxes.try_push(box);
    }
    const RoomGuard room(plan);
    Vec3 from, way;
    from.x = draw(-2.5, 2.5);
    from.y = draw(0.5, 2);
    from.z = draw(-2.5, 2.5);
    way.x = draw(-1, 1);
    way.y = draw(-0.3, 0.3);
    way.z = draw(-1, 1);
    way = normalized(way);
    constexpr float kRadius_m = 0.3F, kMost_m = 4.0F;
    const float free = room.free_m(from, way, kRadius_m, kMost_m);
    ASSERT_LE(free, kMost_m);
    for (float t = 0.0F; t <= free; t += 0.01F)
      ASSERT_GE(room.nearest_m(from + way * t), kRadius_m - 1e-3F) << i << " at " << t << " of " << free;
    free_ones += free > 0.0F ? 1 : 0;
    // Where it ends, unless on the floor, something is near: within the radius, or its corner.
    if (free < 0.0F || free >= kMost_m || (from + way * free).y < 0.01F) continue;
    ASSERT_LT(room.nearest_m(from + way * (free + 0.02F)), 1.74F * kRadius_m) << i;
    ++tight_ones;
  }
  EXPECT_GT(free_ones, 400);
  EXPECT_GT(tight_ones, 300);
}

}  // namespace
