#include <engine/scene/pose.hpp>

#include <engine/core/math.hpp>

namespace tonus {

Quat axis_angle(Vec3 unit_axis, float angle_rad) {
  const double half = 0.5 * static_cast<double>(angle_rad);
  const auto s = static_cast<float>(math::sin(half));
  const auto c = static_cast<float>(math::cos(half));
  return {unit_axis.x * s, unit_axis.y * s, unit_axis.z * s, c};
}

Quat facing(Vec3 ahead) {
  const float n = std::sqrt(ahead.x * ahead.x + ahead.z * ahead.z);
  if (!(n > 1e-6F)) return {};
  // Turning -z by an angle a about +y gives (-sin a, 0, -cos a); half of it by the half-angle formulas.
  const float c = -ahead.z / n, s = -ahead.x / n;
  const float w = std::sqrt(0.5F * (1.0F + c > 0.0F ? 1.0F + c : 0.0F));
  if (w < 1e-4F) return {0.0F, 1.0F, 0.0F, 0.0F};
  const float y = 0.5F * s / w;
  const float length = std::sqrt(y * y + w * w);
  return {0.0F, y / length, 0.0F, w / length};
}

bool has_heading(Vec3 gaze) {
  constexpr float kAlongFloor = 0.2F;
  return gaze.x * gaze.x + gaze.z * gaze.z > kAlongFloor * kAlongFloor;
}

Quat nlerp(Quat a, Quat b, float t) {
  const float d = a.x * b.x + a.y * b.y + a.z * b.z + a.w * b.w;
  const float u = d < 0.0F ? -t : t;
  const float k = 1.0F - t;
  const Quat q{a.x * k + b.x * u, a.y * k + b.y * u, a.z * k + b.z * u, a.w * k + b.w * u};
  const float n = std::sqrt(q.x * q.x + q.y * q.y + q.z * q.z + q.w * q.w);
  return n > 1e-9F ? Quat{q.x / n, q.y / n, q.z / n, q.w / n} : a;
}

}  // namespace tonus
