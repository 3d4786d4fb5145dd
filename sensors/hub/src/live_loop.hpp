#pragma once
// What the device threads of all transports have in common.

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

#include <sensors/gatt/peer.hpp>
#include <sensors/source/threaded.hpp>

namespace tonus::sensors {

/// Brings what peers measure onto the session clock. Device thread. Before the session begins, samples are dropped: the
/// devices are already paired and warm then, but nothing is asked of anybody.
class SessionOutlet final : public PeerOutlet {
 public:
  SessionOutlet(ThreadedSource::Outlet& outlet, const Timeline& device_time, const Timeline& session_time) noexcept
      : outlet_(outlet), device_time_(device_time), session_time_(session_time) {}

  void put(Instant at, SampleKind kind, double value, Quality quality, std::uint8_t source) noexcept override;
  void tell(const DeviceEvent& event) noexcept override;
  void publish(const std::vector<std::unique_ptr<Peer>>& peers) noexcept;

 private:
  [[nodiscard]] Instant on_session(Instant at) const noexcept {
    return at + (session_time_.now() - device_time_.now());
  }

  ThreadedSource::Outlet& outlet_;
  const Timeline& device_time_;
  const Timeline& session_time_;
};

/// Runs until `stop`; then takes loads off, for at most 2 s. `run_once` waits at most as long as it is told and calls
/// the peers.
void run_peers(const std::stop_token& stop, const Timeline& device_time, ThreadedSource::Outlet& outlet,
               SessionOutlet& session, std::vector<std::unique_ptr<Peer>>& peers,
               const std::function<void(Duration)>& run_once);

}  // namespace tonus::sensors
