#pragma once
// Falls, seen from the height of the head: a drop of more than half a metre within a second, down to the floor, and
// then stillness. Pure; no allocation.

#include <array>
#include <cstddef>
#include <limits>

#include <engine/core/hash.hpp>

namespace tonus::adaptation {

/// Says a fall within 1.5 s of the drop. A squat, a duck and sitting down stay above 55 % of the usual height; who
/// comes up or moves on has not fallen; a headset laid on a low table takes its time (3.5 s from the head to 0.45 m was
/// tried). A jump faster
/// than a body falls (8 m/s), or a gap of a quarter of a second, is lost tracking: all starts anew. Not seen: a fall
/// onto a seat or the knees, one that begins while lying, one while tracking is lost.
class FallDetector {
 public:
  /// The head at session time `at_s`: height above the floor, and how fast it moves in any direction. NaN: not tracked.
  void observe(double at_s, double height_m, double speed_m_per_s) noexcept;
  /// True from the moment of the fall on until the head is back above 70 % of the usual height.
  [[nodiscard]] bool has_fallen() const noexcept { return has_fallen_; }
  void mix_into(StateHash& hash) const noexcept;

 private:
  void forget() noexcept;
  static constexpr std::size_t kKept = 40;  ///< one every 30 ms: more than a second
  struct Point {
    double at_s = 0.0, height_m = 0.0, speed_m_per_s = 0.0;
  };
  std::array<Point, kKept> points_{};
  std::size_t count_ = 0, next_ = 0;
  double last_s_ = std::numeric_limits<double>::quiet_NaN(), last_m_ = 0.0;
  double usual_m_ = 0.0;                                         ///< height of the head when upright; 0: not yet
  double dropped_s_ = std::numeric_limits<double>::quiet_NaN();  ///< when a drop was last seen
  bool has_fallen_ = false;
};

}  // namespace tonus::adaptation
