#pragma once
// Who hands out instants: the wall (SteadyTimeline) or a test, a recording or a simulation (ManualTimeline).

#include <atomic>
#include <chrono>

#include <engine/core/time.hpp>

namespace tonus {

/// Source of session time. Thread: any.
class Timeline {
 public:
  virtual ~Timeline() = default;
  [[nodiscard]] virtual Instant now() const noexcept = 0;
};

/// Real time since construction, from the steady clock.
class SteadyTimeline final : public Timeline {
 public:
  [[nodiscard]] Instant now() const noexcept override {
    return Instant{std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - start_)};
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// Session time in real time: negative until the session begins, and held back when the machine cannot keep up.
/// Thread: any for now(); begin() and slip() belong to whoever drives the session.
class SessionTimeline final : public Timeline {
 public:
  explicit SessionTimeline(const Timeline& wall) noexcept : wall_(wall) {}
  [[nodiscard]] Instant now() const noexcept override {
    return has_begun_.load(std::memory_order_acquire) ? wall_.now() - offset() : Instant{Duration{-1}};
  }
  void begin() noexcept {
    offset_ns_.store(wall_.now().time_since_epoch().count(), std::memory_order_relaxed);
    has_begun_.store(true, std::memory_order_release);
  }
  void slip(Duration late) noexcept { offset_ns_.fetch_add(late.count(), std::memory_order_relaxed); }
  /// Wall time of session start.
  [[nodiscard]] Duration offset() const noexcept { return Duration{offset_ns_.load(std::memory_order_relaxed)}; }

 private:
  const Timeline& wall_;
  std::atomic<std::int64_t> offset_ns_{0};
  std::atomic<bool> has_begun_{false};
};

/// Time that moves only when told to: tests, replay, sessions at maximum speed.
class ManualTimeline final : public Timeline {
 public:
  [[nodiscard]] Instant now() const noexcept override { return Instant{Duration{ns_.load(std::memory_order_acquire)}}; }
  void set(Instant t) noexcept { ns_.store(t.time_since_epoch().count(), std::memory_order_release); }

 private:
  std::atomic<std::int64_t> ns_{0};
};

}  // namespace tonus
