#pragma once
// How evenly frames came and what they cost us, told at the end.

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <engine/core/timeline.hpp>
#include <xr/headset/headset.hpp>

namespace tonus::tool {

/// Display thread. Keeps the newest 2^16 frames: 12 minutes at 90 Hz. Allocates when it is made.
class FrameLog {
 public:
  FrameLog();

  /// Right after wait_frame(), for frames that were seen.
  void began(const xr::FrameTiming& timing);
  /// Right after the frame was handed over. Somebody plays, or reads a screen that waits for them.
  void ended(bool is_played);
  /// The next frame follows a gap that is nobody's fault: the session was not seen.
  void interrupted() { has_last_ = false; }

  /// "600 frames of play, 11.1 ms apart (p95 12.3, p99 17.0, most 41.0), 0.8 % more than 1.5 periods of 11.1 ms; our
  /// work p50 0.9, p99 1.4 ms; woken 9.0 ms before the light, seen from 2.1 mm and 0.4 degrees beside where it was
  /// drawn for (p95 6.0 mm, 1.5 degrees); drawn at 1.00 of the recommended size, at least 0.85; 90 frames of other
  /// screens, 14.2 ms apart". Empty without frames of play.
  [[nodiscard]] std::string sentence() const;

 private:
  struct Row {
    float interval_ms = 0.0F, work_ms = 0.0F, ahead_ms = 0.0F, period_ms = 0.0F;
    std::optional<xr::ViewError> view_error{};
  };
  std::vector<Row> rows_;  ///< of play
  std::uint64_t other_count_ = 0;
  double other_ms_ = 0.0;
  std::uint64_t count_ = 0;
  float scale_ = 1.0F, least_scale_ = std::numeric_limits<float>::max();  ///< resolution: the latest, the least
  Row row_;
  Instant last_{};
  double cpu_ms_ = 0.0;
  bool has_last_ = false, is_open_ = false;
};

}  // namespace tonus::tool
