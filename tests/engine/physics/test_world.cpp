// Bullet behind handles: it falls, it pushes, it parks, and equal calls give equal bits.
#include <engine/physics/world.hpp>

#include <thread>

#include <gtest/gtest.h>

#include <engine/core/random.hpp>

namespace tonus::physics {
namespace {

constexpr int kTicks = 120;

struct Scene {
  std::unique_ptr<World> world = World::create();
  std::vector<BodyId> boxes;
};

Scene box_rain(std::uint64_t seed, int count) {
  Scene s;
  Random random(seed);
  s.world->place(*s.world->add_body({.shape = *s.world->add_plane(0.0F), .motion = Motion::Static}), {});
  const auto box = *s.world->add_box({0.1F, 0.1F, 0.1F});
  for (int i = 0; i < count; ++i) {
    const auto id = *s.world->add_body({.shape = box});
    const auto x = static_cast<float>(random.uniform(-0.5, 0.5));
    const auto y = static_cast<float>(random.uniform(0.5, 4.0));
    const auto z = static_cast<float>(random.uniform(-0.5, 0.5));
    s.world->place(id, {{}, {x, y, z}});
    s.boxes.push_back(id);
  }
  return s;
}

std::uint64_t hash_after(std::uint64_t seed, int ticks) {
  Scene s = box_rain(seed, 60);
  for (int i = 0; i < ticks; ++i) s.world->step();
  StateHash hash;
  s.world->mix_into(hash);
  return hash.value();
}

TEST(World, ABodyFallsAsGalileiSays) {
  auto world = World::create();
  const auto ball = *world->add_body({.shape = *world->add_sphere(0.1F)});
  world->place(ball, {{}, {0, 100, 0}});
  for (int i = 0; i < kTicks; ++i) world->step();
  EXPECT_NEAR(world->pose(ball).position.y, 100.0 - 0.5 * 9.81, 0.05);
  EXPECT_NEAR(world->velocity_m_s(ball).y, -9.81, 0.01);
  EXPECT_GT(world->previous_pose(ball).position.y, world->pose(ball).position.y);
}

TEST(World, ABodyWithoutGravityFliesStraight) {
  auto world = World::create();
  const auto ball = *world->add_body({.shape = *world->add_sphere(0.1F), .gravity_scale = 0.0F});
  world->place(ball, {{}, {0, 1, -10}}, {0, 0, 4});
  for (int i = 0; i < kTicks; ++i) world->step();
  EXPECT_NEAR(world->pose(ball).position.z, -6.0, 1e-3);
  EXPECT_NEAR(world->pose(ball).position.y, 1.0, 1e-4);
}

TEST(World, AMovingGlovePushesWhatIsInItsWayAndReportsTheClosingSpeed) {
  auto world = World::create();
  const auto ball = *world->add_body({.shape = *world->add_sphere(0.1F), .gravity_scale = 0.0F, .tag = 7});
  const auto glove = *world->add_body({.shape = *world->add_sphere(0.1F), .motion = Motion::Kinematic, .tag = 9});
  world->place(ball, {{}, {0, 1, -1}});
  world->place(glove, {{}, {0, 1, 0}});
  float closing = 0.0F;
  for (int i = 1; i <= kTicks / 2; ++i) {
    world->move_to(glove, {{}, {0, 1, -3.0F * static_cast<float>(i) / 120.0F}});
    world->step();
    for (const Contact& contact : world->contacts()) {
      EXPECT_EQ(contact.tag_a + contact.tag_b, 16U);
      closing = std::max(closing, contact.closing_m_s);
    }
  }
  EXPECT_NEAR(closing, 3.0F, 0.2F);
  EXPECT_LT(world->velocity_m_s(ball).z, -2.5F);
}

TEST(World, AParkedBodyTakesNoPart) {
  auto world = World::create();
  const auto shape = *world->add_sphere(0.1F);
  const auto a = *world->add_body({.shape = shape});
  EXPECT_TRUE(world->is_parked(a));
  world->place(a, {{}, {0, 5, 0}});
  world->step();
  world->park(a);
  const Pose before = world->pose(a);
  for (int i = 0; i < 10; ++i) world->step();
  EXPECT_EQ(world->pose(a), before);
  EXPECT_EQ(world->awake_bodies(), 0U);
  world->place(a, {{}, {0, 2, 0}});
  EXPECT_EQ(world->velocity_m_s(a), Vec3{});
}

TEST(World, EqualCallsGiveEqualBits) { EXPECT_EQ(hash_after(3, 600), hash_after(3, 600)); }

TEST(World, AnotherSceneGivesAnotherHash) { EXPECT_NE(hash_after(3, 60), hash_after(4, 60)); }

TEST(World, ManyWorldsOnManyThreadsDoNotDisturbEachOther) {
  const std::uint64_t expected = hash_after(5, 300);
  std::array<std::uint64_t, 4> got{};
  {
    std::vector<std::jthread> threads;
    for (auto& hash : got) threads.emplace_back([&hash] { hash = hash_after(5, 300); });
  }
  for (const auto hash : got) EXPECT_EQ(hash, expected);
}

TEST(World, TooManyBodiesAndImpossibleShapesAreRefused) {
  auto world = World::create({.max_bodies = 1});
  EXPECT_EQ(world->add_sphere(0.0F).error(), WorldError::BadShape);
  EXPECT_EQ(world->add_hull({}).error(), WorldError::BadShape);
  EXPECT_EQ(world->add_body({.shape = {42}}).error(), WorldError::BadShape);
  const auto shape = *world->add_sphere(0.1F);
  EXPECT_EQ(world->add_body({.shape = shape, .mass_kg = 0.0F}).error(), WorldError::BadShape);
  EXPECT_TRUE(world->add_body({.shape = shape}));
  EXPECT_EQ(world->add_body({.shape = shape}).error(), WorldError::TooManyBodies);
}

}  // namespace
}  // namespace tonus::physics
