#include <sensors/signal/vendor_trainer.hpp>

#include <array>

#include "ant_frame.hpp"
#include "fields.hpp"

namespace tonus::sensors {
namespace {

struct WahooOp {
  std::uint8_t op;
  std::string_view name;
  std::size_t least_octets;
};
constexpr std::array kWahooOps{
    WahooOp{0x20, "unlock", 1},
    WahooOp{0x40, "resistance", 3},
    WahooOp{0x41, "level", 2},
    WahooOp{0x42, "erg", 3},
    WahooOp{0x43, "sim", 7},
    WahooOp{0x44, "sim_rolling_resistance", 3},
    WahooOp{0x45, "sim_wind_resistance", 3},
    WahooOp{0x46, "sim_grade", 3},
    WahooOp{0x47, "sim_wind_speed", 3},
    WahooOp{0x48, "wheel_circumference", 3},
};

const WahooOp* find_wahoo_op(std::uint8_t op) noexcept {
  for (const WahooOp& known : kWahooOps) {
    if (known.op == op) return &known;
  }
  return nullptr;
}

/// Absent where the field says so by its largest value.
std::optional<int> known(int raw, int unknown) noexcept { return raw == unknown ? std::nullopt : std::optional(raw); }
std::optional<double> scaled(int raw, int unknown, double per_unit, double offset = 0.0) noexcept {
  return raw == unknown ? std::nullopt : std::optional(raw / per_unit + offset);
}

void read_general(Packet page, TacxFrame& frame) noexcept {
  const std::uint8_t capabilities = u8_at(page, 7);
  frame.equipment = static_cast<std::uint8_t>(u8_at(page, 1) & 0x1F);
  frame.elapsed_s = u8_at(page, 2) / 4.0;
  if (has_bit(capabilities, 2)) frame.distance_m = u8_at(page, 3);
  frame.speed_m_per_s = scaled(u16_at(page, 4), 0xFFFF, 1000.0);
  frame.is_speed_virtual = has_bit(capabilities, 3);
  // The two low bits name the source of the rate; without one there is none.
  if ((capabilities & 0x03) != 0) frame.heart_rate_bpm = known(u8_at(page, 6), 0xFF);
  frame.state = static_cast<std::uint8_t>(capabilities >> 4 & 0x07);
}

void read_trainer(Packet page, TacxFrame& frame) noexcept {
  frame.event_count = u8_at(page, 1);
  frame.cadence_rpm = known(u8_at(page, 2), 0xFF);
  frame.power_w = known(u16_at(page, 5) & 0x0FFF, 0x0FFF);
  if (frame.power_w) frame.accumulated_power_w = u16_at(page, 3);
  frame.state = static_cast<std::uint8_t>(u8_at(page, 7) >> 4 & 0x07);
}

void read_product(Packet page, TacxFrame& frame) noexcept {
  frame.software_version = u8_at(page, 3) + (u8_at(page, 2) == 0xFF ? 0.0 : u8_at(page, 2) / 1000.0);
  const std::uint32_t serial = u16_at(page, 4) | static_cast<std::uint32_t>(u16_at(page, 6)) << 16;
  if (serial != 0xFFFFFFFF) frame.serial = serial;
}

}  // namespace

Result<WahooRequest, Error> decode_wahoo_request(std::span<const std::byte> packet) {
  constexpr std::string_view kLabel = "a026e005-write";
  if (packet.empty()) return fail(too_short(kLabel, 1, packet));
  WahooRequest request{.op = u8_at(packet, 0)};
  const WahooOp* const op = find_wahoo_op(request.op);
  if (op == nullptr) return fail(packet_error(kLabel, "unknown op, expected 20 or 40 to 48", packet));
  if (packet.size() < op->least_octets) return fail(too_short(kLabel, op->least_octets, packet));
  const auto number = [&] { return u16_at(packet, 1); };
  switch (request.op) {
    case 0x40: request.level_raw = number(); break;
    case 0x41: request.level_raw = u8_at(packet, 1); break;
    case 0x42: request.power_w = number(); break;
    case 0x43:
      request.weight_kg = number() / 100.0;
      request.rolling_resistance = u16_at(packet, 3) / 10000.0;
      request.wind_resistance = u16_at(packet, 5) / 1000.0;
      break;
    case 0x44: request.rolling_resistance = number() / 10000.0; break;
    case 0x45: request.wind_resistance = number() / 1000.0; break;
    case 0x46: request.grade_percent = (number() / 32768.0 - 1.0) * 100.0; break;
    case 0x47: request.wind_m_s = (number() - 32768) / 1000.0; break;
    case 0x48: request.circumference_mm = number() / 10.0; break;
    default: break;  // unlock has nothing to read
  }
  return request;
}

std::string_view wahoo_op_name(std::uint8_t op) noexcept {
  const WahooOp* const known_op = find_wahoo_op(op);
  return known_op == nullptr ? "reserved" : known_op->name;
}

Result<TacxFrame, Error> decode_tacx_frame(std::span<const std::byte> packet) {
  constexpr std::string_view kLabel = "6e40fec2 or 6e40fec3";
  if (packet.size() < kAntFrameOctets) return fail(too_short(kLabel, kAntFrameOctets, packet));
  if (u8_at(packet, 0) != kAntSync || u8_at(packet, 1) != kAntLength ||
      (u8_at(packet, 2) != kAntBroadcast && u8_at(packet, 2) != kAntAcknowledged)) {
    return fail(packet_error(kLabel, "no ANT data frame, expected a4 09 and 4e or 4f", packet));
  }
  const Packet page = packet.subspan(kAntPageAt, kAntPageOctets);
  TacxFrame frame{.page = u8_at(page, 0),
                  .is_checksum_good = ant_checksum(packet.first(kAntChecksumAt)) == u8_at(packet, kAntChecksumAt)};
  switch (frame.page) {
    case 0x10: read_general(page, frame); break;
    case 0x19: read_trainer(page, frame); break;
    case 0x30: frame.resistance_percent = u8_at(page, 7) / 2.0; break;
    case 0x31: frame.target_power_w = scaled(u16_at(page, 6), 0xFFFF, 4.0); break;
    case 0x32:
      frame.wind_resistance_kg_m = scaled(u8_at(page, 5), 0xFF, 100.0);
      frame.wind_km_h = scaled(u8_at(page, 6), 0xFF, 1.0, -127.0);
      frame.drafting_factor = scaled(u8_at(page, 7), 0xFF, 100.0);
      break;
    case 0x33:
      if (const int raw = u16_at(page, 5); raw != 0xFFFF) frame.grade_percent = (raw - 20000) / 100.0;
      frame.rolling_resistance = scaled(u8_at(page, 7), 0xFF, 20000.0);
      break;
    case 0x51: read_product(page, frame); break;
    default: break;
  }
  return frame;
}

std::string_view equipment_name(std::uint8_t equipment) noexcept {
  constexpr std::array<std::string_view, 7> kNames{"Treadmill", "Elliptical",  "StationaryBike", "Rower",
                                                   "Climber",   "NordicSkier", "Trainer"};
  return equipment >= 19 && equipment < 19 + kNames.size() ? kNames[equipment - 19U] : "General";
}

std::string_view equipment_state_name(std::uint8_t state) noexcept {
  constexpr std::array<std::string_view, 5> kNames{"RESERVED", "OFF", "READY", "IN_USE", "FINISHED"};
  return state < kNames.size() ? kNames[state] : "RESERVED";
}

}  // namespace tonus::sensors
