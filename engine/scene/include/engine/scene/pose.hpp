#pragma once
// Vectors, rotations, poses. Right-handed, metres, +y up, -z ahead of the person; floats, because Bullet and the GPU
// are.

#include <cmath>

namespace tonus {

struct Vec3 {
  float x = 0.0F, y = 0.0F, z = 0.0F;

  friend constexpr bool operator==(const Vec3&, const Vec3&) = default;
  friend constexpr Vec3 operator+(Vec3 a, Vec3 b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
  friend constexpr Vec3 operator-(Vec3 a, Vec3 b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
  friend constexpr Vec3 operator-(Vec3 a) { return {-a.x, -a.y, -a.z}; }
  friend constexpr Vec3 operator*(Vec3 a, float s) { return {a.x * s, a.y * s, a.z * s}; }
  friend constexpr Vec3 operator*(float s, Vec3 a) { return a * s; }
};

[[nodiscard]] constexpr float dot(Vec3 a, Vec3 b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
[[nodiscard]] constexpr Vec3 cross(Vec3 a, Vec3 b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
[[nodiscard]] inline float length(Vec3 a) { return std::sqrt(dot(a, a)); }
/// Unit vector; the fallback where a is (nearly) zero.
[[nodiscard]] inline Vec3 normalized(Vec3 a, Vec3 fallback = {0.0F, 1.0F, 0.0F}) {
  const float n = length(a);
  return n > 1e-9F ? a * (1.0F / n) : fallback;
}
[[nodiscard]] constexpr Vec3 lerp(Vec3 a, Vec3 b, float t) { return a + (b - a) * t; }

/// Unit quaternion, identity by default.
struct Quat {
  float x = 0.0F, y = 0.0F, z = 0.0F, w = 1.0F;

  friend constexpr bool operator==(const Quat&, const Quat&) = default;
  friend constexpr Quat operator*(Quat a, Quat b) {
    return {a.w * b.x + a.x * b.w + a.y * b.z - a.z * b.y, a.w * b.y - a.x * b.z + a.y * b.w + a.z * b.x,
            a.w * b.z + a.x * b.y - a.y * b.x + a.z * b.w, a.w * b.w - a.x * b.x - a.y * b.y - a.z * b.z};
  }
};

[[nodiscard]] constexpr Quat conjugate(Quat q) { return {-q.x, -q.y, -q.z, q.w}; }
[[nodiscard]] constexpr Vec3 rotate(Quat q, Vec3 v) {
  const Vec3 u{q.x, q.y, q.z};
  const Vec3 t = 2.0F * cross(u, v);
  return v + q.w * t + cross(u, t);
}
/// Rotation of angle_rad about a unit axis; deterministic (engine/core/math).
[[nodiscard]] Quat axis_angle(Vec3 unit_axis, float angle_rad);
/// Rotation about +y that takes -z to the horizontal part of `ahead`, with sqrt alone; none where `ahead` is vertical.
[[nodiscard]] Quat facing(Vec3 ahead);
/// Whether a gaze says where somebody faces: not (nearly) straight up or down.
[[nodiscard]] bool has_heading(Vec3 gaze);
/// Normalised linear interpolation along the shorter arc; enough between two ticks.
[[nodiscard]] Quat nlerp(Quat a, Quat b, float t);

/// world_from_body and the like: first rotate, then translate.
struct Pose {
  Quat rotation{};
  Vec3 position{};

  friend constexpr bool operator==(const Pose&, const Pose&) = default;
  friend constexpr Pose operator*(const Pose& a, const Pose& b) {
    return {a.rotation * b.rotation, a.position + rotate(a.rotation, b.position)};
  }
};
[[nodiscard]] constexpr Vec3 transform(const Pose& p, Vec3 v) { return p.position + rotate(p.rotation, v); }
[[nodiscard]] constexpr Pose inverse(const Pose& p) {
  const Quat r = conjugate(p.rotation);
  return {r, rotate(r, -p.position)};
}
[[nodiscard]] inline Pose interpolate(const Pose& a, const Pose& b, float t) {
  return {nlerp(a.rotation, b.rotation, t), lerp(a.position, b.position, t)};
}

[[nodiscard]] inline bool is_finite(Vec3 v) { return dot(v, v) - dot(v, v) == 0.0F; }
[[nodiscard]] inline bool is_finite(const Pose& p) {
  const Quat& q = p.rotation;
  const float sum = q.x * q.x + q.y * q.y + q.z * q.z + q.w * q.w;
  return is_finite(p.position) && sum - sum == 0.0F;
}

}  // namespace tonus
