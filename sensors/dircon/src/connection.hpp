#pragma once
// A TCP connection to one device: non-blocking, small frames at once, a dead peer noticed within seconds.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <engine/core/time.hpp>

#include "resolver.hpp"

namespace tonus::sensors::dircon {

/// Waits for `events` of poll(2) on a descriptor, or only waits where it is negative. Any real time up to `at_most`.
void wait_for(int descriptor, short events, Duration at_most) noexcept;

/// TCP_NODELAY, keep-alive with short probes, unacknowledged octets for `patience` at most.
void tune(int descriptor, Duration patience) noexcept;

class Connection {
 public:
  /// What went wrong, as errno has it.
  struct Failure {
    int code = 0;
  };
  enum class Progress { Pending, Ready };

  Connection() noexcept = default;
  ~Connection() { close(); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] Result<void, Failure> open(const Address& address);
  [[nodiscard]] Result<Progress, Failure> progress();
  /// Sends what it can and keeps the rest for flush().
  [[nodiscard]] Result<void, Failure> send(std::span<const std::byte> octets);
  [[nodiscard]] Result<void, Failure> flush();
  /// What has arrived: nothing yet is an empty optional, the end of the stream is an empty span. Borrowed until the
  /// next call.
  [[nodiscard]] Result<std::optional<std::span<const std::byte>>, Failure> receive();
  /// Sends the rest if it can, then says goodbye; what arrived meanwhile is read away, so that no reset is sent.
  void close() noexcept;

  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }
  [[nodiscard]] bool has_unsent() const noexcept { return !unsent_.empty(); }

 private:
  int descriptor_ = -1;
  bool is_ready_ = false;
  std::vector<std::byte> unsent_;
  std::vector<std::byte> arrived_;
};

}  // namespace tonus::sensors::dircon
