#include <sensors/signal/cycling.hpp>

#include <array>

#include "fields.hpp"

namespace tonus::sensors {
namespace {

std::optional<double> times(std::optional<double> rate_hz, double factor) noexcept {
  return rate_hz ? std::optional(*rate_hz * factor) : std::nullopt;
}

}  // namespace

Result<CyclingPowerMeasurement, Error> CyclingPowerDecoder::decode(std::span<const std::byte> packet, Instant arrival) {
  if (packet.size() < 4) return fail(too_short("2a63", 4, packet));
  const std::uint16_t flags = u16_at(packet, 0);
  FieldReader fields(packet.subspan(4));
  CyclingPowerMeasurement m;
  m.power_w = static_cast<std::int16_t>(u16_at(packet, 2));
  if (has_bit(flags, 0)) {
    m.balance_percent = fields.take_scaled<std::uint8_t>(2.0);
    m.balance_is_left = has_bit(flags, 1);
  }
  if (has_bit(flags, 2)) {
    m.accumulated_torque_raw = fields.take<std::uint16_t>();
    m.torque_is_from_crank = has_bit(flags, 3);
  }
  if (has_bit(flags, 4)) {
    m.wheel_revs = fields.take<std::uint32_t>();
    m.wheel_time_2048 = fields.take<std::uint16_t>();
  }
  if (has_bit(flags, 5)) {
    m.crank_revs = fields.take<std::uint16_t>();
    m.crank_time_1024 = fields.take<std::uint16_t>();
  }
  if (has_bit(flags, 6)) {
    m.most_force_n = fields.take<std::int16_t>();
    m.least_force_n = fields.take<std::int16_t>();
  }
  if (has_bit(flags, 7)) {
    m.most_torque_nm = fields.take_scaled<std::int16_t>(32.0);
    m.least_torque_nm = fields.take_scaled<std::int16_t>(32.0);
  }
  if (has_bit(flags, 8)) {
    if (const auto angles = fields.take_u24()) {
      m.most_angle_deg = static_cast<int>(*angles & 0xFFFU);
      m.least_angle_deg = static_cast<int>(*angles >> 12);
    }
  }
  if (has_bit(flags, 9)) m.top_dead_spot_deg = fields.take<std::uint16_t>();
  if (has_bit(flags, 10)) m.bottom_dead_spot_deg = fields.take<std::uint16_t>();
  if (has_bit(flags, 11)) m.accumulated_energy_kj = fields.take<std::uint16_t>();
  m.truncated = fields.is_truncated();

  if (m.wheel_time_2048) {
    m.speed_m_per_s = times(wheel_.update(*m.wheel_revs, *m.wheel_time_2048, arrival), kWheelCircumference_m);
  }
  if (m.crank_time_1024) {
    m.cadence_rpm = times(crank_.update(*m.crank_revs, *m.crank_time_1024, arrival, m.power_w == 0), 60.0);
  }
  return m;
}

void CyclingPowerDecoder::restart() noexcept {
  wheel_.restart();
  crank_.restart();
}

Result<CscMeasurement, Error> CscDecoder::decode(std::span<const std::byte> packet, Instant arrival) {
  if (packet.empty()) return fail(too_short("2a5b", 1, packet));
  const std::uint8_t flags = u8_at(packet, 0);
  FieldReader fields(packet.subspan(1));
  CscMeasurement m;
  if (has_bit(flags, 0)) {
    m.wheel_revs = fields.take<std::uint32_t>();
    m.wheel_time_1024 = fields.take<std::uint16_t>();
  }
  if (has_bit(flags, 1)) {
    m.crank_revs = fields.take<std::uint16_t>();
    m.crank_time_1024 = fields.take<std::uint16_t>();
  }
  m.truncated = fields.is_truncated();
  if (m.wheel_time_1024) {
    m.speed_m_per_s = times(wheel_.update(*m.wheel_revs, *m.wheel_time_1024, arrival), kWheelCircumference_m);
  }
  if (m.crank_time_1024) m.cadence_rpm = times(crank_.update(*m.crank_revs, *m.crank_time_1024, arrival), 60.0);
  return m;
}

void CscDecoder::restart() noexcept {
  wheel_.restart();
  crank_.restart();
}

Result<std::uint16_t, Error> decode_csc_feature(std::span<const std::byte> value) {
  if (value.size() < 2) return fail(too_short("2a5c", 2, value));
  return u16_at(value, 0);
}

Result<std::uint32_t, Error> decode_cycling_power_feature(std::span<const std::byte> value) {
  if (value.size() < 4) return fail(too_short("2a65", 4, value));
  return u16_at(value, 0) | static_cast<std::uint32_t>(u16_at(value, 2)) << 16;
}

Result<std::uint8_t, Error> decode_sensor_location(std::span<const std::byte> value) {
  if (value.empty()) return fail(too_short("2a5d", 1, value));
  return u8_at(value, 0);
}

std::string_view sensor_location_name(std::uint8_t location) noexcept {
  constexpr std::array<std::string_view, 17> kNames{
      "other",       "top_of_shoe", "in_shoe",     "hip",       "front_wheel",  "left_crank",
      "right_crank", "left_pedal",  "right_pedal", "front_hub", "rear_dropout", "chainstay",
      "rear_wheel",  "rear_hub",    "chest",       "spider",    "chain_ring"};
  return location < kNames.size() ? kNames[location] : "reserved";
}

}  // namespace tonus::sensors
