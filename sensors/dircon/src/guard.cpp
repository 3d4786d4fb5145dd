#include <sensors/dircon/guard.hpp>

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <vector>

#include <sensors/dircon/message.hpp>

namespace tonus::sensors::dircon {
namespace {

// A control point takes one request at a time, so the next waits a little for the answer to the last.
constexpr std::int64_t kBetweenFrames_ms = 300;

class DirconFarewell final : public Farewell {
 public:
  DirconFarewell(int connection, std::span<const ReleasePacket> packets) : connection_(connection) {
    std::uint8_t sequence = 0xF0;
    for (const ReleasePacket& packet : packets)
      frames_.push_back(encode(Request{Write{packet.characteristic, octets_of(packet.packet)}}, sequence++));
  }
  int descriptor() const noexcept override { return connection_; }
  void say(std::int64_t until_ms) const noexcept override {
    for (const auto& frame : frames_) {
      if (!guard_write(connection_, frame, until_ms)) return;
      if (!read_away(std::min(until_ms, guard_now_ms() + kBetweenFrames_ms))) return;
    }
    shutdown(connection_, SHUT_WR);
    read_away(until_ms);
  }

 private:
  /// Until `until_ms`, or until the trainer hangs up. Unread octets at close would reset the connection, and a reset
  /// may cost the trainer what it has not read yet.
  bool read_away(std::int64_t until_ms) const noexcept {
    for (std::int64_t left = until_ms - guard_now_ms(); left > 0; left = until_ms - guard_now_ms()) {
      pollfd waiting{connection_, POLLIN, 0};
      if (poll(&waiting, 1, static_cast<int>(left)) <= 0) continue;
      char scrap[512];
      const auto got = recv(connection_, scrap, sizeof scrap, MSG_DONTWAIT);
      if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) return false;
    }
    return true;
  }

  int connection_;
  std::vector<std::vector<std::byte>> frames_;
};

}  // namespace

Result<UnloadGuard, Error> arm_guard(int connection, std::span<const ReleasePacket> packets) {
  if (packets.empty()) return fail(Error{"unload guard: no packet to release the trainer with"});
  return UnloadGuard::arm(DirconFarewell(connection, packets));
}

}  // namespace tonus::sensors::dircon
