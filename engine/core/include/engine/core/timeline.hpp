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

/// Time that moves only when told to: tests, replay, sessions at maximum speed.
class ManualTimeline final : public Timeline {
 public:
  [[nodiscard]] Instant now() const noexcept override { return Instant{Duration{ns_.load(std::memory_order_acquire)}}; }
  void set(Instant t) noexcept { ns_.store(t.time_since_epoch().count(), std::memory_order_release); }

 private:
  std::atomic<std::int64_t> ns_{0};
};

}  // namespace tonus
