#pragma once
// Takes samples of one head or hand as they come.

#include <cmath>

#include <xr/motion/recording.hpp>

namespace tonus::xr {

inline constexpr float kFarthest_m = 100.0F;
inline constexpr double kLongest_s = 86400.0;

class TrackBuilder {
 public:
  explicit TrackBuilder(std::vector<MotionSample>& samples) : samples_(samples) {}

  /// False for what is no time, or a pose nobody can have. Rotations become unit; one of nothing becomes none.
  [[nodiscard]] bool add(double t_s, Pose pose) {
    const Vec3 p = pose.position;
    if (!(dot(p, p) <= kFarthest_m * kFarthest_m) || !is_finite(pose)) return false;
    if (!(t_s >= -kLongest_s && t_s <= kLongest_s)) return false;
    if (!samples_.empty() && !(t_s > samples_.back().t_s)) {
      ++skipped_;
      return true;
    }
    Quat& q = pose.rotation;
    const float n = std::sqrt(q.x * q.x + q.y * q.y + q.z * q.z + q.w * q.w);
    q = n > 1e-3F ? Quat{q.x / n, q.y / n, q.z / n, q.w / n} : Quat{};
    samples_.push_back({t_s, pose});
    return true;
  }
  [[nodiscard]] std::size_t skipped() const { return skipped_; }

 private:
  std::vector<MotionSample>& samples_;
  std::size_t skipped_ = 0;
};

}  // namespace tonus::xr
