#include <scenarios/session/placing.hpp>

#include <cmath>

#include <engine/core/math.hpp>

namespace tonus::session {
namespace {

constexpr double kStep_m = 0.25;
constexpr int kDirections = 16;
constexpr double kWalk_per_m = 0.03;
constexpr float kBodyClear_m = 0.35F;  // from the middle of who stands

}  // namespace

Placing find_place(const Scenario& scenario, const RoomPlan& plan, const Fit& fit) {
  const RoomGuard room(plan);
  Placing best;
  double best_score = -1e9;
  const auto consider = [&](double x, double z, bool is_captured_place) {
    const Vec3 at{static_cast<float>(x), 0.0F, static_cast<float>(z)};
    const Vec3 head = at + Vec3{0.0F, static_cast<float>(kUsualHead_m), 0.0F};
    const bool stays_seated = fit.is_seated && is_captured_place;
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
