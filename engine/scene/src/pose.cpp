#include <engine/scene/pose.hpp>

#include <engine/core/math.hpp>

namespace tonus {

Quat axis_angle(Vec3 unit_axis, float angle_rad) {
  const double half = 0.5 * static_cast<double>(angle_rad);
  const auto s = static_cast<float>(math::sin(half));
  const auto c = static_cast<float>(math::cos(half));
  return {unit_axis.x * s, unit_axis.y * s, unit_axis.z * s, c};
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
