#pragma once
// The last resort of a trainer under load: when this process dies without a goodbye (a crash, SIGKILL, out of memory),
// a child that was made before takes the load off, then ends. What it says to whom is its transport's affair.

#include <cstddef>
#include <cstdint>
#include <span>

#include <engine/core/result.hpp>
#include <engine/core/time.hpp>

namespace tonus::sensors {

/// What the child does once its parent is gone. Everything it needs is made before the child exists.
class Farewell {
 public:
  virtual ~Farewell() = default;
  /// In the child, whose parent had threads: only what signal-safety(7) lists; no allocation, no lock. Ends by
  /// `until_ms` of guard_now_ms().
  virtual void say(std::int64_t until_ms) const noexcept = 0;
  /// A descriptor that the child keeps open; -1: none.
  [[nodiscard]] virtual int descriptor() const noexcept { return -1; }
};

/// CLOCK_MONOTONIC. Safe in the child.
[[nodiscard]] std::int64_t guard_now_ms() noexcept;
/// All of it into a stream socket. False: the other side is gone, or it would not take it by then. Safe in the child.
[[nodiscard]] bool guard_write(int socket, std::span<const std::byte> octets, std::int64_t until_ms) noexcept;

/// Owns the child. The child closes everything but a pipe and what its farewell needs, has a session of its own,
/// ignores everything that can be ignored, and is gone within kLongestFarewell of the end of its parent. Nothing helps
/// when the machine itself loses power, radio or network: trainers that let go by themselves when a client disappears
/// are the remedy there.
/// Thread: the device's.
class UnloadGuard {
 public:
  static constexpr Duration kLongestFarewell = std::chrono::seconds(2);

  UnloadGuard() noexcept = default;
  /// Forks. `farewell` need only live until this returns. Error: the system has no process or descriptor left.
  [[nodiscard]] static Result<UnloadGuard, Error> arm(const Farewell& farewell);
  ~UnloadGuard() { dismiss(); }
  UnloadGuard(UnloadGuard&& other) noexcept;
  UnloadGuard& operator=(UnloadGuard&& other) noexcept;

  /// Ends the child without a word to the trainer, and waits for it (it takes no time). Call it before a connection
  /// that it shares is closed.
  void dismiss() noexcept;
  [[nodiscard]] bool is_armed() const noexcept { return child_ > 0; }
  /// Process id of the child; 0 when there is none.
  [[nodiscard]] int child() const noexcept { return child_; }

 private:
  int child_ = 0;
  int pipe_ = -1;  ///< the end whose closing the child waits for
};

}  // namespace tonus::sensors
