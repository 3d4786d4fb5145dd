#include <scenarios/session/placing.hpp>

#include <cmath>

#include <engine/core/math.hpp>

namespace tonus::session {
namespace {

constexpr double kStep_m = 0.25;
constexpr int kDirections = 16;
constexpr double kWalk_per_m = 0.03;
constexpr float kBodyClear_m = 0.35F;  // from the middle of who stands

/// The walls alone: a floor is captured as a rectangle, and some of it may lie behind them.
RoomGuard walls_of(const RoomPlan& plan) {
  RoomPlan walls;
  walls.ceiling_m = plan.ceiling_m;
  for (const RoomBox& box : plan.boxes) {
    if (box.label == RoomLabel::Wall) static_cast<void>(walls.boxes.try_push(box));
  }
  return RoomGuard(walls);
}

/// In sight of whoever captured the room, so in the same room. Who stood in a wall saw nothing that can be relied on.
bool is_in_sight(const RoomGuard& walls, Vec3 floor_m) {
  constexpr float kEye_m = 0.9F, kThin_m = 0.02F;  // below most windows
  const Vec3 from{0.0F, kEye_m, 0.0F};
  const float way_m = length(floor_m);
  const float free_m = walls.free_m(from, normalized(floor_m), kThin_m, way_m);
  return way_m < kThin_m || free_m < 0.0F || free_m >= way_m;
}

}  // namespace

Placing find_place(const Scenario& scenario, const RoomPlan& plan, const Fit& fit) {
  const RoomGuard room(plan), walls = walls_of(plan);
  Placing best;
  double best_score = -1e9;
  const auto consider = [&](double x, double z, bool is_captured_place) {
    const Vec3 at{static_cast<float>(x), 0.0F, static_cast<float>(z)};
    const Vec3 head = at + Vec3{0.0F, static_cast<float>(kUsualHead_m), 0.0F};
    const bool stays_seated = fit.is_seated && is_captured_place;
    if (!is_in_sight(walls, at)) return;
    if (!stays_seated && room.nearest_to_body_m(head) < kBodyClear_m) return;
    for (int i = 0; i < kDirections; ++i) {
      const auto yaw_rad = static_cast<float>(2.0 * math::kPi * i / kDirections);
      const Pose world_from_stage = inverse(Pose{i == 0 ? Quat{} : axis_angle({0.0F, 1.0F, 0.0F}, yaw_rad), at});
      const double share = scenario.share_of(room, world_from_stage);
      const double score = share - kWalk_per_m * std::sqrt(x * x + z * z);
      if (!(score > best_score)) continue;
      best_score = score;
      best = {world_from_stage, share};
    }
  };
  consider(0.0, 0.0, true);
  if (plan.outline.size() < 3 || fit.is_seated) return best;
  Vec3 low = plan.outline[0], high = low;
  for (const Vec3 c : plan.outline) {
    low = {c.x < low.x ? c.x : low.x, 0.0F, c.z < low.z ? c.z : low.z};
    high = {c.x > high.x ? c.x : high.x, 0.0F, c.z > high.z ? c.z : high.z};
  }
  // A hall of 100 m is tried with longer steps.
  const auto steps = [](float from, float to) {
    const double n = static_cast<double>(to - from) / kStep_m;
    return n < 40.0 ? math::floor_to_int(n) : std::int64_t{40};
  };
  const std::int64_t nx = steps(low.x, high.x), nz = steps(low.z, high.z);
  for (std::int64_t i = 1; i < nx; ++i) {
    for (std::int64_t k = 1; k < nz; ++k) {
      const double x = math::lerp(static_cast<double>(low.x), static_cast<double>(high.x),
                                  static_cast<double>(i) / static_cast<double>(nx));
      const double z = math::lerp(static_cast<double>(low.z), static_cast<double>(high.z),
                                  static_cast<double>(k) / static_cast<double>(nz));
      consider(x, z, false);
    }
  }
  return best;
}

}  // namespace tonus::session
