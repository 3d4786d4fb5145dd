#pragma once
// How large the pictures of a headset are drawn, so that they come in time. Pure: time arrives with the frames.

#include <array>
#include <cstddef>
#include <optional>

#include <engine/core/time.hpp>

namespace tonus::xr::openxr {

/// A factor on the recommended size, each way. It falls by a step when frames are late for two seconds and rises by one
/// after twenty seconds without a late one; a rise that does not last makes the next one wait twice as long, up to 160
/// s. No two changes are nearer than two seconds. Thread: its owner's.
class ResolutionScale {
 public:
  static constexpr float kStep = 0.85F;
  static constexpr float kLeast = 0.5F;

  /// Begins at `most` and never goes above it; below kLeast only where `most` is.
  explicit ResolutionScale(float most) : most_(most) {}

  /// A frame that is to be seen at `displayed_at`, of a display that shows one a `period`. Late is a frame that is seen
  /// more than 1.5 periods after the one before. Trouble is more than 5 % of the last two seconds, three frames at
  /// least.
  void frame(Instant displayed_at, Duration period);
  /// Nothing is shown: what comes before and after is not compared, and the first second after it is not judged.
  void interrupt();
  [[nodiscard]] float scale() const;

 private:
  struct Shown {
    Instant at;
    bool is_late = false;
  };
  void step(int down, Instant now);
  void forget_frames();
  void drop_oldest();

  float most_;
  int steps_ = 0;                     ///< down from `most_`
  std::array<Shown, 1024> window_{};  ///< a ring: two seconds at 500 Hz
  std::size_t first_ = 0, count_ = 0, late_ = 0;
  std::optional<Instant> last_;
  Instant judged_from_{}, calm_since_{};
  Duration calm_needed_ = std::chrono::seconds(20);
  std::optional<Instant> rose_at_;  ///< while it is not known whether that lasts
};

}  // namespace tonus::xr::openxr
