#include <sensors/signal/running.hpp>

#include "fields.hpp"

namespace tonus::sensors {

Result<RunningMeasurement, Error> decode_running(std::span<const std::byte> packet) {
  if (packet.size() < 4) return fail(too_short("2a53", 4, packet));
  const std::uint8_t flags = u8_at(packet, 0);
  RunningMeasurement m;
  m.speed_m_per_s = u16_at(packet, 1) / 256.0;
  m.cadence_per_min = u8_at(packet, 3);
  m.is_running = has_bit(flags, 2);
  FieldReader fields(packet.subspan(4));
  if (has_bit(flags, 0)) m.stride_cm = fields.take<std::uint16_t>();
  if (has_bit(flags, 1)) m.distance_m = fields.take_scaled<std::uint32_t>(10.0);
  m.truncated = fields.is_truncated();
  return m;
}

}  // namespace tonus::sensors
