#include <sensors/signal/battery.hpp>

#include "fields.hpp"

namespace tonus::sensors {

Result<int, Error> decode_battery(std::span<const std::byte> packet) {
  if (packet.empty()) return fail(too_short("2a19", 1, packet));
  const int percent = u8_at(packet, 0);
  if (percent > 100) return fail(packet_error("2a19", "more than 100 percent", packet));
  return percent;
}

}  // namespace tonus::sensors
