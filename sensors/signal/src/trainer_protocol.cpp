#include <sensors/signal/trainer_protocol.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "ant_frame.hpp"
#include "fields.hpp"

namespace tonus::sensors {
namespace {

/// The nearest value of the field; what is not a number asks for nothing.
template <std::integral T>
T clamped(double value) noexcept {
  using Limits = std::numeric_limits<T>;
  if (std::isnan(value)) return T{0};
  if (value <= static_cast<double>(Limits::min())) return Limits::min();
  if (value >= static_cast<double>(Limits::max())) return Limits::max();
  return static_cast<T>(std::lround(value));
}

template <std::integral... T>
ControlPacket packet_of(std::uint8_t op, T... values) noexcept {
  ControlPacket packet;
  packet.try_push(std::byte{op});
  [[maybe_unused]] const auto put = [&packet](auto value) {
    for (const std::byte octet : std::as_bytes(std::span{&value, 1})) packet.try_push(octet);
  };
  (put(values), ...);
  return packet;
}

ControlPacket packet_of(ftms::Op op, std::integral auto... values) noexcept {
  return packet_of(static_cast<std::uint8_t>(op), values...);
}

}  // namespace

namespace ftms {

std::string_view name(ControlResult result) {
  switch (result) {
    case ControlResult::Success: return "success";
    case ControlResult::NotSupported: return "op_not_supported";
    case ControlResult::InvalidParameter: return "invalid_parameter";
    case ControlResult::Failed: return "operation_failed";
    case ControlResult::NotPermitted: return "control_not_permitted";
  }
  return "reserved";
}

ControlPacket request_control() { return packet_of(Op::RequestControl); }
ControlPacket reset() { return packet_of(Op::Reset); }
ControlPacket start() { return packet_of(Op::StartOrResume); }
ControlPacket stop() { return packet_of(Op::StopOrPause, std::uint8_t{1}); }
ControlPacket pause() { return packet_of(Op::StopOrPause, std::uint8_t{2}); }
ControlPacket target_power(Watts power) { return packet_of(Op::TargetPower, clamped<std::int16_t>(power.value)); }

ControlPacket target_resistance(double level, bool is_wide) {
  return is_wide ? packet_of(Op::TargetResistance, clamped<std::int16_t>(level * 10.0))
                 : packet_of(Op::TargetResistance, clamped<std::uint8_t>(level * 10.0));
}

ControlPacket simulation(const RoadSimulation& road) {
  return packet_of(Op::Simulation, clamped<std::int16_t>(road.wind_m_s * 1000.0),
                   clamped<std::int16_t>(road.grade_percent * 100.0),
                   clamped<std::uint8_t>(road.rolling_resistance * 10000.0),
                   clamped<std::uint8_t>(road.wind_resistance_kg_m * 100.0));
}

Result<ControlResponse, Error> decode_response(std::span<const std::byte> packet) {
  constexpr std::string_view kLabel = "2ad9-indicate";
  if (packet.size() < 3) return fail(too_short(kLabel, 3, packet));
  if (u8_at(packet, 0) != static_cast<std::uint8_t>(Op::Response)) {
    return fail(packet_error(kLabel, "not a response, expected 80 first", packet));
  }
  const std::uint8_t result = u8_at(packet, 2);
  if (result < 1 || result > 5) return fail(packet_error(kLabel, "unknown result, expected 01 to 05", packet));
  ControlResponse response{.request = u8_at(packet, 1), .result = static_cast<ControlResult>(result), .parameters = {}};
  for (const std::byte octet : packet.subspan(3)) {
    if (!response.parameters.try_push(octet)) break;
  }
  return response;
}

Result<MachineStatus, Error> decode_status(std::span<const std::byte> packet) {
  if (packet.empty()) return fail(too_short("2ada", 1, packet));
  return MachineStatus{u8_at(packet, 0)};
}

Result<MachineFeature, Error> decode_feature(std::span<const std::byte> value) {
  if (value.size() < 8) return fail(too_short("2acc", 8, value));
  FieldReader fields(value);
  return MachineFeature{.features = *fields.take<std::uint32_t>(), .targets = *fields.take<std::uint32_t>()};
}

Result<PowerRange, Error> decode_power_range(std::span<const std::byte> value) {
  if (value.size() < 6) return fail(too_short("2ad8", 6, value));
  FieldReader fields(value);
  PowerRange range;
  range.least.value = *fields.take<std::int16_t>();
  range.most.value = *fields.take<std::int16_t>();
  range.step.value = *fields.take<std::uint16_t>();
  return range;
}

}  // namespace ftms

namespace wahoo {

ControlPacket unlock() { return packet_of(0x20, std::uint8_t{0xEE}, std::uint8_t{0xFC}); }
ControlPacket erg(Watts power) { return packet_of(0x42, clamped<std::uint16_t>(power.value)); }
ControlPacket grade(double percent) {
  const double asked = std::isnan(percent) ? 0.0 : percent;
  return packet_of(0x46, clamped<std::uint16_t>((asked / 100.0 + 1.0) * 32768.0));
}

Result<Response, Error> decode_response(std::span<const std::byte> packet) {
  if (packet.size() < 2) return fail(too_short("a026e005-indicate", 2, packet));
  Response response{.request = u8_at(packet, 1), .is_success = u8_at(packet, 0) == 1, .power = {}};
  if (response.request == 0x42 && packet.size() >= 6) response.power = Watts{u16_at(packet, 4) / 1.0};
  return response;
}

}  // namespace wahoo

namespace tacx {
namespace {

ControlPacket framed(const std::array<std::uint8_t, kAntPageOctets>& page) noexcept {
  ControlPacket packet = packet_of(kAntSync, kAntLength, kAntAcknowledged, kAntChannel);
  for (const std::uint8_t octet : page) packet.try_push(std::byte{octet});
  packet.try_push(std::byte{ant_checksum(octets_of(packet))});
  return packet;
}

std::uint8_t low(std::uint16_t value) noexcept { return static_cast<std::uint8_t>(value & 0xFF); }
std::uint8_t high(std::uint16_t value) noexcept { return static_cast<std::uint8_t>(value >> 8); }

}  // namespace

ControlPacket target_power(Watts power) {
  // 1/4 W; the largest value means "none". The value comes first in min, so that clamped() sees what is no number.
  const std::uint16_t raw = clamped<std::uint16_t>(std::min(power.value * 4.0, 65534.0));
  return framed({0x31, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, low(raw), high(raw)});
}

ControlPacket track(double grade_percent, double rolling_resistance) {
  // 0.01 % above -200 %, and 1/20000; the page goes to +200 %.
  const double grade = std::isnan(grade_percent) ? 0.0 : grade_percent;
  const std::uint16_t raw = clamped<std::uint16_t>(std::min((grade + 200.0) * 100.0, 40000.0));
  const std::uint8_t rolling = clamped<std::uint8_t>(std::min(rolling_resistance * 20000.0, 254.0));
  return framed({0x33, 0xFF, 0xFF, 0xFF, 0xFF, low(raw), high(raw), rolling});
}

}  // namespace tacx

}  // namespace tonus::sensors
