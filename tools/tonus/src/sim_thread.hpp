#pragma once
// The sim thread of a window session: ticks in real time, takes poses and events from rings, publishes the latest
// frame.

#include <atomic>
#include <memory>
#include <optional>
#include <thread>

#include <engine/core/latest.hpp>
#include <engine/core/spsc_ring.hpp>
#include <engine/core/timeline.hpp>

#include "performance.hpp"

namespace tonus::tool {

/// Made, fed and read by the display thread. Instants are session time.
class SimThread {
 public:
  /// `first`: where the person is until poses have been fed.
  SimThread(Performance& performance, SessionTimeline& time, const BodyPoses& first);
  ~SimThread();

  /// Session time now; stands still while the machine cannot keep up with real time.
  [[nodiscard]] Instant now() const noexcept { return time_.now(); }
  /// Poses for every tick that begins by `until`; body(at) is asked with wall time.
  template <class Body>
  void feed_poses(Instant until, Body&& body) {
    for (; tick_start(next_pose_) <= until; ++next_pose_) {
      if (!poses_.try_push({next_pose_, body(tick_start(next_pose_) + time_.offset())})) return;
    }
  }
  /// Stop must never be lost: sixty-four presses may wait.
  void send(Action action, std::uint8_t value = 0) noexcept { events_.try_push({now(), action, value}); }
  /// Ends the session at once on its next tick.
  void end() noexcept { must_end_.store(true, std::memory_order_relaxed); }
  /// Waits for the thread; call end() first unless it has ended.
  void join() { thread_.join(); }

  /// What is to be felt now, oldest first: every one, as long as the display thread asks once a frame. False: no more.
  bool try_take(HapticPulse& pulse) noexcept { return pulses_.try_pop(pulse); }

  /// Takes over what was published since; the references stay valid until the next call.
  void update() noexcept {
    frame_.try_update();
    view_.try_update();
  }
  [[nodiscard]] const SceneFrame& frame() const noexcept { return frame_.front(); }
  [[nodiscard]] const session::CoachView& view() const noexcept { return view_.front(); }
  /// How far between the previous and the current tick of frame() the moment `now` is, 0…1.
  [[nodiscard]] float alpha() const noexcept;
  [[nodiscard]] bool has_ended() const noexcept { return has_ended_.load(std::memory_order_acquire); }

 private:
  struct TimedPoses {
    std::int64_t tick = 0;
    BodyPoses poses;
  };
  void run(const BodyPoses& first) noexcept;

  Performance& performance_;
  SessionTimeline& time_;
  SpscRing<TimedPoses, 512> poses_;
  SpscRing<InputEvent, 65> events_;
  SpscRing<HapticPulse, 64> pulses_;
  Latest<SceneFrame> frame_;
  Latest<session::CoachView> view_;
  std::atomic<bool> must_end_{false};
  std::atomic<bool> has_ended_{false};
  std::int64_t next_pose_ = 0;  ///< display thread
  std::jthread thread_;
};

}  // namespace tonus::tool
