#pragma once
// The packets a simulated trainer and strap send: GATT Specification Supplement, Heart Rate Measurement 2A37, Indoor
// Bike Data 2AD2, Cycling Power Measurement 2A63 (facts: sensors 1.1 to 1.3). Little-endian.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tonus::sensors::dircon {

using Packet = std::vector<std::byte>;

struct HeartPacket {
  std::uint8_t bpm = 0;
  bool has_contact = true;
  std::span<const std::uint16_t> rr_1024;  ///< oldest first; the newest nine are sent, more do not fit into 20 octets
};
[[nodiscard]] Packet heart_rate_packet(const HeartPacket& heart);

struct BikePacket {
  double speed_km_h = 0.0, cadence_rpm = 0.0, power_w = 0.0;
  std::int16_t resistance = 0;         ///< steps of 0.1
  bool has_narrow_resistance = false;  ///< one octet, as the supplement of 2024 has it and trainers do not
};
[[nodiscard]] Packet indoor_bike_packet(const BikePacket& bike);

/// Counters as a sensor keeps them: they wrap in their own width.
struct RevolutionCounters {
  std::uint32_t wheel = 0;
  std::uint16_t wheel_time_2048 = 0;
  std::uint16_t crank = 0;
  std::uint16_t crank_time_1024 = 0;
};
[[nodiscard]] Packet cycling_power_packet(double power_w, const RevolutionCounters& counters);

/// 80 op result.
[[nodiscard]] Packet control_response(std::uint8_t op, std::uint8_t result);

}  // namespace tonus::sensors::dircon
