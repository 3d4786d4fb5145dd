#include <xr/desktop/glove_control.hpp>

#include <algorithm>
#include <cmath>

namespace tonus::xr::desktop {
namespace {

/// Middle of the shoulders below the eye.
constexpr Vec3 kChestBelowEye{0.0F, -0.30F, 0.0F};
constexpr float kGuardReach_m = 0.45F;
constexpr float kStrikeReach_m = 0.68F;
constexpr float kGuardSide_m = 0.17F;  ///< to either side of the aim
constexpr float kGuardDrop_m = 0.07F;  ///< below it, so that gloves do not hide what they aim at
constexpr double kFollow_s = 0.05;
constexpr double kOut_s = 0.11;
constexpr double kBack_s = 0.20;

/// Where a ray from the eye leaves a ball around the chest; the eye is inside of it or close above.
Vec3 on_reach(Vec3 eye, Vec3 direction, float reach_m) {
  const Vec3 chest = eye + kChestBelowEye;
  const Vec3 from_chest = eye - chest;
  const float along = dot(from_chest, direction);
  const float inside = reach_m * reach_m - dot(from_chest, from_chest);
  const float root = std::sqrt(std::max(along * along + inside, 0.0F));
  return eye + direction * std::max(root - along, 0.1F);
}

float minimum_jerk(double share) {
  const double t = std::clamp(share, 0.0, 1.0);
  return static_cast<float>(t * t * t * (10.0 + t * (-15.0 + 6.0 * t)));
}

/// 0 on guard … 1 fully out.
float extension(double since_s) {
  if (since_s < 0.0) return 0.0F;
  if (since_s < kOut_s) return minimum_jerk(since_s / kOut_s);
  return 1.0F - minimum_jerk((since_s - kOut_s) / kBack_s);
}

}  // namespace

Vec3 GloveControl::guard_at(const Glove& glove, Instant at) const {
  const double since = std::max(seconds(at - aimed_at_), 0.0);
  return lerp(glove.guard_goal, glove.guard, static_cast<float>(std::exp(-since / kFollow_s)));
}

void GloveControl::aim(Vec3 eye, Vec3 direction, Instant at) {
  const Vec3 side = normalized(cross(direction, {0.0F, 1.0F, 0.0F}), {1.0F, 0.0F, 0.0F});
  const Vec3 middle = on_reach(eye, direction, kGuardReach_m);
  for (std::size_t h = 0; h < kHands; ++h) {
    auto& glove = gloves_[h];
    if (has_aim_) glove.guard = guard_at(glove, at);
    const float sign = h == static_cast<std::size_t>(Hand::Left) ? -1.0F : 1.0F;
    glove.guard_goal = middle + side * (sign * kGuardSide_m) + Vec3{0.0F, -kGuardDrop_m, 0.0F};
    if (!has_aim_) glove.guard = glove.guard_goal;
  }
  head_.position = eye;
  aim_ = direction;
  aimed_at_ = at;
  has_aim_ = true;
}

void GloveControl::punch(Hand hand, Instant at) {
  auto& glove = gloves_[static_cast<std::size_t>(hand)];
  if (glove.has_punched && seconds(at - glove.punched_at) < kOut_s) return;
  glove.has_punched = true;
  glove.punched_at = at;
  glove.strike_goal = on_reach(head_.position, aim_, kStrikeReach_m);
}

BodyPoses GloveControl::body(Instant at) const {
  BodyPoses body;
  body.world_from_head = head_;
  if (!has_aim_) return body;
  for (std::size_t h = 0; h < kHands; ++h) {
    const auto& glove = gloves_[h];
    const Vec3 guard = guard_at(glove, at);
    const float out = glove.has_punched ? extension(seconds(at - glove.punched_at)) : 0.0F;
    // On guard the fists look a little inward and up; a punch straightens them.
    const float sign = h == static_cast<std::size_t>(Hand::Left) ? -1.0F : 1.0F;
    const float relaxed = 1.0F - out;
    const float yaw = std::atan2(-aim_.x, -aim_.z) + sign * 0.35F * relaxed;
    const float pitch = std::asin(std::clamp(aim_.y, -1.0F, 1.0F)) + 0.45F * relaxed;
    body.hands[h].world_from_hand = {axis_angle({0.0F, 1.0F, 0.0F}, yaw) * axis_angle({1.0F, 0.0F, 0.0F}, pitch),
                                     lerp(guard, glove.strike_goal, out)};
    body.hands[h].is_tracked = true;
  }
  return body;
}

}  // namespace tonus::xr::desktop
