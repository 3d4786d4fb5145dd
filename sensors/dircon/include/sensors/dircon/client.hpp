#pragma once
// A trainer or bridge that speaks Direct Connect, as a GattLink: connects, discovers, asks, listens, and comes back by
// itself when the connection is gone.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <engine/core/result.hpp>
#include <engine/core/time.hpp>
#include <engine/core/timeline.hpp>
#include <sensors/dircon/guard.hpp>
#include <sensors/dircon/message.hpp>
#include <sensors/gatt/link.hpp>

namespace tonus::sensors::dircon {

struct ClientDefinition {
  std::string host;  ///< name, IPv4 or IPv6 address (with "%interface" where link-local)
  std::uint16_t port = kDefaultPort;
  Duration request_timeout = std::chrono::seconds(5);
  Duration connect_timeout = std::chrono::seconds(5);  ///< of each address of the host, IPv4 first
  std::uint64_t backoff_seed = 1;
  /// What an UnloadGuard writes when this process dies; those whose characteristic the device has are used. Empty: no
  /// guard.
  std::vector<ReleasePacket> release = {};
};

/// "host", "host:port", "[v6]:port"; the port defaults to 36866. Error, one line.
[[nodiscard]] Result<ClientDefinition, Error> parse_address(std::string_view text);

/// Thread: one, the device's, which calls run_once() again and again. It never blocks for longer than told: names are
/// resolved beside it.
///
/// The link is lost when the connection ends, when three requests in a row get no answer, when nothing at all arrives
/// for 10 s with a request pending, or when what arrives is not Direct Connect; then attempts follow, spaced by
/// Backoff. After disconnect() there are none any more.
class Client final : public GattLink {
 public:
  /// Both must outlive the client.
  Client(ClientDefinition definition, LinkListener& listener, const Timeline& timeline);
  /// Closes an open connection in good order; the listener is not called.
  ~Client() override;

  /// Waits at most `at_most` of real time for something to happen and deals with it; calls the listener.
  void run_once(Duration at_most);

  void read(const Uuid& characteristic) override;
  void write(const Uuid& characteristic, std::span<const std::byte> packet) override;
  void subscribe(const Uuid& characteristic) override;
  void reconnect(const std::string& why) override;
  void disconnect() override;

  /// Connected and discovered.
  [[nodiscard]] bool is_connected() const noexcept;
  [[nodiscard]] bool is_guarded() const noexcept;
  /// Frames that could not be understood since the start; each was left out.
  [[nodiscard]] std::uint64_t ignored_frames() const noexcept;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tonus::sensors::dircon
