// A pointer and two buttons as two hands.

#include <cmath>

#include <gtest/gtest.h>

#include <xr/desktop/glove_control.hpp>

namespace tonus::xr::desktop {
namespace {

constexpr Vec3 kEye{0.0F, 1.65F, 0.0F};
constexpr Vec3 kChest{0.0F, 1.35F, 0.0F};
const Vec3 kAhead = normalized({0.0F, -0.2F, -1.0F});

Vec3 hand(const GloveControl& gloves, Hand which, double at_s) {
  return gloves.body(instant_at(at_s)).hands[static_cast<std::size_t>(which)].world_from_hand.position;
}

TEST(GloveControl, HandsAreUntrackedUntilThePointerIsKnown) {
  const GloveControl gloves;
  EXPECT_FALSE(gloves.body(instant_at(1.0)).hands[0].is_tracked);
}

TEST(GloveControl, BothGlovesWaitBesideTheAimWithinGuardReach) {
  GloveControl gloves;
  gloves.aim(kEye, kAhead, instant_at(1.0));
  const Vec3 left = hand(gloves, Hand::Left, 1.0), right = hand(gloves, Hand::Right, 1.0);
  EXPECT_LT(left.x, -0.1F);
  EXPECT_GT(right.x, 0.1F);
  for (const Vec3 glove : {left, right}) {
    EXPECT_GT(length(glove - kChest), 0.40F);
    EXPECT_LT(length(glove - kChest), 0.55F);
  }
}

TEST(GloveControl, APunchGoesToTheAimAtFullReachAndComesBack) {
  GloveControl gloves;
  gloves.aim(kEye, kAhead, instant_at(1.0));
  const Vec3 guard = hand(gloves, Hand::Right, 1.0);
  gloves.punch(Hand::Right, instant_at(1.0));
  const Vec3 out = hand(gloves, Hand::Right, 1.11);
  EXPECT_NEAR(length(out - kChest), 0.68F, 0.01F);
  // On the line of sight: nothing is left across it.
  EXPECT_NEAR(length(cross(out - kEye, kAhead)), 0.0F, 0.01F);
  const Vec3 back = hand(gloves, Hand::Right, 1.5);
  EXPECT_NEAR(length(back - guard), 0.0F, 0.01F);
  const Vec3 other = hand(gloves, Hand::Left, 1.11);
  EXPECT_LT(length(other - kChest), 0.55F);
}

TEST(GloveControl, APunchIsQuickButNotFasterThanAPerson) {
  GloveControl gloves;
  gloves.aim(kEye, kAhead, instant_at(1.0));
  gloves.punch(Hand::Left, instant_at(1.0));
  float peak_m_s = 0.0F;
  for (int tick = 0; tick < 40; ++tick) {
    const double at = 1.0 + tick * kTick_s;
    peak_m_s =
        std::max(peak_m_s, length(hand(gloves, Hand::Left, at + kTick_s) - hand(gloves, Hand::Left, at)) * 120.0F);
  }
  EXPECT_GT(peak_m_s, 2.5F);
  EXPECT_LT(peak_m_s, 9.0F);
}

TEST(GloveControl, MovingThePointerAtOnceDoesNotTearTheGloves) {
  GloveControl gloves;
  gloves.aim(kEye, kAhead, instant_at(1.0));
  const Vec3 before = hand(gloves, Hand::Left, 1.1);
  gloves.aim(kEye, normalized({0.6F, -0.2F, -1.0F}), instant_at(1.1));
  EXPECT_LT(length(hand(gloves, Hand::Left, 1.1 + kTick_s) - before), 0.08F);
  EXPECT_GT(length(hand(gloves, Hand::Left, 1.5) - before), 0.15F);
}

TEST(GloveControl, PressingAgainOnTheWayOutDoesNotRestartThePunch) {
  GloveControl gloves, pressed_twice;
  for (auto* g : {&gloves, &pressed_twice}) {
    g->aim(kEye, kAhead, instant_at(1.0));
    g->punch(Hand::Left, instant_at(1.0));
  }
  pressed_twice.punch(Hand::Left, instant_at(1.05));
  EXPECT_EQ(hand(gloves, Hand::Left, 1.1), hand(pressed_twice, Hand::Left, 1.1));
}

}  // namespace
}  // namespace tonus::xr::desktop
