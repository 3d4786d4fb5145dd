#pragma once
// What happened to live devices in a session: on stderr while it plays, and in summary and report afterwards.

#include <array>
#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <engine/core/spsc_ring.hpp>
#include <sensors/signal/device_status.hpp>
#include <sensors/source/sensor_source.hpp>

#include "runner.hpp"

namespace tonus::tool {

/// "KICKR: silent for 3 s".
[[nodiscard]] std::string sentence(const sensors::DeviceEvent& event, std::string_view device);

/// "KICKR (dircon): 1234 packets, 2 unreadable, 0 lost by us, about 3 beats missing, 1 reconnect, 0.4 ms to the session
/// (99 %: 1.2 ms)".
[[nodiscard]] std::string figures(const sensors::DeviceStatus& device);

class DeviceLog final : public DeviceSink {
 public:
  static constexpr std::size_t kMostKept = 10'000;  ///< of a session; further ones are counted
  struct Entry {
    sensors::DeviceEvent event;
    std::string device;  ///< as it called itself then
  };

  /// Sim thread.
  void take(const sensors::DeviceEvent& event) noexcept override;
  /// One other thread, again and again: takes over what came since the last call and returns it.
  std::span<const Entry> update();
  [[nodiscard]] const std::vector<Entry>& all() const noexcept { return all_; }
  /// Events that are not among all().
  [[nodiscard]] std::uint64_t lost() const noexcept { return ring_.dropped() + beyond_; }

 private:
  SpscRing<sensors::DeviceEvent, 512> ring_;
  std::array<std::string, sensors::kMostDevices> names_;
  std::vector<Entry> all_;
  std::uint64_t beyond_ = 0;
};

/// A time in which a device gave nothing.
struct DeviceGap {
  double from_s = 0.0, to_s = 0.0;
};
/// Of device `source`, in order, from what was logged of it; an open one ends at `end_s`.
[[nodiscard]] std::vector<DeviceGap> gaps_of(std::span<const DeviceLog::Entry> log, std::uint8_t source, double end_s);

}  // namespace tonus::tool
