#pragma once
// The octets that ask a trainer for something and the octets it answers: FTMS control point, and the vendors' own from
// before. Pure functions; who says what when is sensors/gatt/trainer_control.hpp.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <engine/core/inline_vector.hpp>
#include <engine/core/result.hpp>
#include <engine/core/units.hpp>

namespace tonus::sensors {

using ControlPacket = InlineVector<std::byte, 20>;
[[nodiscard]] inline std::span<const std::byte> octets_of(const ControlPacket& packet) noexcept {
  return {packet.begin(), packet.size()};
}

/// The road a simulation trainer is asked to feel like.
struct RoadSimulation {
  double grade_percent = 0.0;
  double wind_m_s = 0.0;  ///< head wind positive
  double rolling_resistance = 0.004;
  double wind_resistance_kg_m = 0.51;
};

/// FTMS 1.0, characteristic 2AD9. Values beyond their field are clamped to it.
namespace ftms {
enum class Op : std::uint8_t {
  RequestControl = 0x00,
  Reset = 0x01,
  TargetSpeed = 0x02,
  TargetInclination = 0x03,
  TargetResistance = 0x04,
  TargetPower = 0x05,
  TargetHeartRate = 0x06,
  StartOrResume = 0x07,
  StopOrPause = 0x08,
  Simulation = 0x11,
  WheelCircumference = 0x12,
  SpinDown = 0x13,
  TargetCadence = 0x14,
  Response = 0x80
};
enum class ControlResult : std::uint8_t {
  Success = 1,
  NotSupported = 2,
  InvalidParameter = 3,
  Failed = 4,
  NotPermitted = 5
};
[[nodiscard]] std::string_view name(ControlResult result);  ///< "success", "op_not_supported", "invalid_parameter", …

[[nodiscard]] ControlPacket request_control();
[[nodiscard]] ControlPacket reset();
[[nodiscard]] ControlPacket start();
[[nodiscard]] ControlPacket stop();
[[nodiscard]] ControlPacket pause();
[[nodiscard]] ControlPacket target_power(Watts power);
/// Level in steps of 0.1. The specification has one octet; real trainers whose 2AD6 has six octets want two (s16).
[[nodiscard]] ControlPacket target_resistance(double level, bool is_wide);
[[nodiscard]] ControlPacket simulation(const RoadSimulation& road);

struct ControlResponse {
  std::uint8_t request = 0;  ///< the op answered
  ControlResult result = ControlResult::Failed;
  InlineVector<std::byte, 17> parameters;
};
/// An indication of 2AD9: 80 op result …
[[nodiscard]] Result<ControlResponse, Error> decode_response(std::span<const std::byte> packet);

/// 2ADA; only what control depends on, the whole in the decoder.
struct MachineStatus {
  std::uint8_t op = 0;
  [[nodiscard]] bool lost_control() const noexcept { return op == 0xFF; }
  [[nodiscard]] bool was_reset() const noexcept { return op == 0x01; }
  [[nodiscard]] bool was_stopped() const noexcept { return op == 0x02 || op == 0x03; }
  [[nodiscard]] bool was_started() const noexcept { return op == 0x04; }
};
[[nodiscard]] Result<MachineStatus, Error> decode_status(std::span<const std::byte> packet);

/// 2ACC, 8 octets: hints only, firmware is often wrong; believe the control point's answers.
struct MachineFeature {
  std::uint32_t features = 0, targets = 0;
  [[nodiscard]] bool takes_power() const noexcept { return (targets & (1u << 3)) != 0; }
  [[nodiscard]] bool takes_resistance() const noexcept { return (targets & (1u << 2)) != 0; }
  [[nodiscard]] bool takes_simulation() const noexcept { return (targets & (1u << 13)) != 0; }
};
[[nodiscard]] Result<MachineFeature, Error> decode_feature(std::span<const std::byte> value);

/// 2AD8: least, most and step in W.
struct PowerRange {
  Watts least{}, most{}, step{};
};
[[nodiscard]] Result<PowerRange, Error> decode_power_range(std::span<const std::byte> value);
}  // namespace ftms

/// Wahoo before FTMS, characteristic A026E005 (facts: sensors 1.9).
namespace wahoo {
[[nodiscard]] ControlPacket unlock();
[[nodiscard]] ControlPacket erg(Watts power);
[[nodiscard]] ControlPacket grade(double percent);
struct Response {
  std::uint8_t request = 0;  ///< the op answered
  bool is_success = false;
  std::optional<Watts> power;
};
[[nodiscard]] Result<Response, Error> decode_response(std::span<const std::byte> packet);
}  // namespace wahoo

/// Tacx FE-C over BLE: ANT frames with their checksum, characteristics 6E40FEC2 and 6E40FEC3.
namespace tacx {
[[nodiscard]] ControlPacket target_power(Watts power);                                       ///< page 0x31
[[nodiscard]] ControlPacket track(double grade_percent, double rolling_resistance = 0.004);  ///< page 0x33
}  // namespace tacx

}  // namespace tonus::sensors
