#include "packets.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <engine/core/bytes.hpp>

namespace tonus::sensors::dircon {
namespace {

constexpr std::size_t kMostRr = 9;

template <class T>
T whole(double value) {
  constexpr double kLeast = std::numeric_limits<T>::min(), kMost = std::numeric_limits<T>::max();
  return static_cast<T>(std::lround(std::clamp(value, kLeast, kMost)));
}

/// A characteristic's value of at most 20 octets.
class PacketWriter {
 public:
  template <class T>
  PacketWriter& put(T value) {
    writer_.put(value);
    return *this;
  }
  [[nodiscard]] Packet take() const {
    const auto written = writer_.written();
    return {written.begin(), written.end()};
  }

 private:
  std::array<std::byte, 20> octets_{};
  ByteWriter writer_{octets_};
};

}  // namespace

Packet heart_rate_packet(const HeartPacket& heart) {
  constexpr std::uint8_t kContactFound = 0x02, kContactSupported = 0x04, kRrPresent = 0x10;
  const auto rr = heart.rr_1024.last(std::min(heart.rr_1024.size(), kMostRr));
  PacketWriter packet;
  packet.put(static_cast<std::uint8_t>(kContactSupported | (heart.has_contact ? kContactFound : 0) |
                                       (rr.empty() ? 0 : kRrPresent)));
  packet.put(heart.bpm);
  for (const std::uint16_t interval : rr) packet.put(interval);
  return packet.take();
}

Packet indoor_bike_packet(const BikePacket& bike) {
  constexpr std::uint16_t kCadence = 1u << 2, kResistance = 1u << 5, kPower = 1u << 6;  // speed: bit 0 is zero
  PacketWriter packet;
  packet.put(static_cast<std::uint16_t>(kCadence | kResistance | kPower));
  packet.put(whole<std::uint16_t>(bike.speed_km_h * 100.0));
  packet.put(whole<std::uint16_t>(bike.cadence_rpm * 2.0));
  if (bike.has_narrow_resistance) {
    packet.put(whole<std::uint8_t>(bike.resistance / 10.0));
  } else {
    packet.put(bike.resistance);
  }
  packet.put(whole<std::int16_t>(bike.power_w));
  return packet.take();
}

Packet cycling_power_packet(double power_w, const RevolutionCounters& counters) {
  constexpr std::uint16_t kWheel = 1u << 4, kCrank = 1u << 5;
  return PacketWriter()
      .put(static_cast<std::uint16_t>(kWheel | kCrank))
      .put(whole<std::int16_t>(power_w))
      .put(counters.wheel)
      .put(counters.wheel_time_2048)
      .put(counters.crank)
      .put(counters.crank_time_1024)
      .take();
}

Packet control_response(std::uint8_t op, std::uint8_t result) {
  return PacketWriter().put(std::uint8_t{0x80}).put(op).put(result).take();
}

}  // namespace tonus::sensors::dircon
