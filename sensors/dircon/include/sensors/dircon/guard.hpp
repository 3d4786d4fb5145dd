#pragma once
// The last resort of a trainer under load: when this process dies without a goodbye (a crash, SIGKILL, out of memory),
// a child that shares the connection asks the trainer to let go, then ends.

#include <cstddef>
#include <span>

#include <engine/core/result.hpp>
#include <engine/core/time.hpp>
#include <sensors/gatt/trainer_control.hpp>

namespace tonus::sensors::dircon {

/// Owns the child. The child closes everything but the connection and a pipe, has a session of its own, ignores
/// everything that can be ignored, calls only what is safe in the child of a process with threads, and is gone within
/// kLongestFarewell of the end of its parent. Nothing helps when the machine itself loses power or network: trainers
/// that let go by themselves when a client disappears are the remedy there.
/// Thread: the device's.
class UnloadGuard {
 public:
  static constexpr Duration kLongestFarewell = std::chrono::seconds(2);

  UnloadGuard() noexcept = default;
  /// Forks. `connection` is a connected Direct Connect socket, which stays the caller's. Error: no packets, or the
  /// system has no process or descriptor left.
  [[nodiscard]] static Result<UnloadGuard, Error> arm(int connection, std::span<const ReleasePacket> packets);
  ~UnloadGuard() { dismiss(); }
  UnloadGuard(UnloadGuard&& other) noexcept;
  UnloadGuard& operator=(UnloadGuard&& other) noexcept;

  /// Ends the child without a word to the trainer, and waits for it (it takes no time). Call it before the connection
  /// is closed.
  void dismiss() noexcept;
  [[nodiscard]] bool is_armed() const noexcept { return child_ > 0; }
  /// Process id of the child; 0 when there is none.
  [[nodiscard]] int child() const noexcept { return child_; }

 private:
  int child_ = 0;
  int pipe_ = -1;  ///< the end whose closing the child waits for
};

}  // namespace tonus::sensors::dircon
