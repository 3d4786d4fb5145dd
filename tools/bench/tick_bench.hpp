#pragma once
// What a tick costs beside plain Bullet on the same scene, in the same run: processor time of the thread.

#include <cstdint>

namespace tonus::bench {

struct TickFigures {
  std::int64_t ticks = 0;      ///< measured
  double session_us = 0.0;     ///< median over blocks of the mean cost of Session::tick
  double bullet_us = 0.0;      ///< of plain Bullet making the same calls on the same bodies
  double world_us = 0.0;       ///< of physics::World making them
  double overhead_us = 0.0;    ///< median over blocks of session - bullet
  double world_ratio = 0.0;    ///< median over blocks of world / bullet
  double awake_bodies = 0.0;   ///< mean
  bool is_same_scene = false;  ///< plain Bullet ended with the very same transforms
};

/// A scripted strike session at a steady 80 %: warm-up, then `blocks` blocks of five seconds, the three kinds in turn.
[[nodiscard]] TickFigures measure_ticks(int blocks);

}  // namespace tonus::bench
