#pragma once
// A recording of somebody's motion as the poses of ticks.

#include <memory>

#include <xr/motion/recording.hpp>

namespace tonus::xr {

/// Pure and deterministic: equal recordings and ticks give equal poses on every processor (no libm); feeds the tick
/// path: no clock, no allocation. Any thread.
///
/// The person is put into the middle of the floor and looks ahead (-z): where they stood and faced on average. At its
/// end it begins anew, after half a second in which head and hands go back to where they were at first. A hand that was
/// not recorded for a quarter of a second is not tracked meanwhile; a head stays where it was last seen.
class MotionPlayer {
 public:
  /// `recording` is not null.
  explicit MotionPlayer(std::shared_ptr<const MotionRecording> recording);
  [[nodiscard]] BodyPoses at(std::int64_t tick) const noexcept;

 private:
  std::shared_ptr<const MotionRecording> recording_;
  Pose play_from_recording_{};
  double length_s_ = 0.0;
  std::int64_t period_ = 1;  ///< ticks
};

}  // namespace tonus::xr
