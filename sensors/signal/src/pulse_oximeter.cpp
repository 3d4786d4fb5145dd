#include <sensors/signal/pulse_oximeter.hpp>

#include <array>

#include "fields.hpp"

namespace tonus::sensors {
namespace {

std::optional<double> take_sfloat(FieldReader& fields) noexcept {
  const auto raw = fields.take<std::uint16_t>();
  return raw ? sfloat(*raw) : std::nullopt;
}

OximeterPair take_pair(FieldReader& fields) noexcept {
  OximeterPair pair;
  pair.oxygen_percent = take_sfloat(fields);
  pair.pulse_bpm = take_sfloat(fields);
  return pair;
}

}  // namespace

std::optional<double> sfloat(std::uint16_t raw) noexcept {
  if (raw >= 0x07FE && raw <= 0x0802) return std::nullopt;
  const int mantissa = ((raw & 0x0FFF) ^ 0x0800) - 0x0800;
  const int exponent = ((raw >> 12) ^ 0x08) - 0x08;
  constexpr std::array<double, 9> kPowers{1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8};
  // Division keeps 97.5 exactly 97.5.
  return exponent < 0 ? mantissa / kPowers[static_cast<std::size_t>(-exponent)]
                      : mantissa * kPowers[static_cast<std::size_t>(exponent)];
}

Result<PulseOximeterMeasurement, Error> decode_pulse_oximeter(std::span<const std::byte> packet) {
  if (packet.size() < 5) return fail(too_short("2a5f", 5, packet));
  const std::uint8_t flags = u8_at(packet, 0);
  FieldReader fields(packet.subspan(1));
  PulseOximeterMeasurement m;
  m.normal = take_pair(fields);
  if (has_bit(flags, 0)) m.fast = take_pair(fields);
  if (has_bit(flags, 1)) m.slow = take_pair(fields);
  if (has_bit(flags, 2)) m.measurement_status = fields.take<std::uint16_t>();
  if (has_bit(flags, 3)) m.device_status = fields.take_u24();
  if (has_bit(flags, 4)) m.pulse_amplitude_percent = take_sfloat(fields);
  m.truncated = fields.is_truncated();
  return m;
}

}  // namespace tonus::sensors
