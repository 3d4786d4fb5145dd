#pragma once
// From a notification's arrival on the device thread to the tick that has it among its inputs and has decided on it.

#include <cstdint>

namespace tonus::bench {

struct SensorFigures {
  int devices = 0;
  double rate_hz = 0.0;       ///< of each device
  std::uint64_t packets = 0;  ///< sent
  std::uint64_t samples = 0;  ///< that reached a tick
  std::uint64_t lost = 0;     ///< by us
  double median_ms = 0.0;     ///< arrival to the end of the tick that took it
  double p99_ms = 0.0;
  double worst_ms = 0.0;
  double wake_p99_ms = 0.0;   ///< how late the loop itself woke: what the machine adds
  bool has_priority = false;  ///< the system gave the loop a real-time priority
};

/// Plays strike in real time, paced as a session is, for `seconds` while a device thread decodes the packets of many
/// straps. Stamps are of the steady clock.
[[nodiscard]] SensorFigures measure_sensors(int devices, double rate_hz, double seconds);

}  // namespace tonus::bench
