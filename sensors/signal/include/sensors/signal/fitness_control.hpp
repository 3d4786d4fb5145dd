#pragma once
// What a fitness machine is told and what it says of that: Control Point requests (2AD9, as written) and Machine Status
// (2ADA). Source: FTMS 1.0, tables 4.15 to 4.27. Answers of the control point are in trainer_protocol.hpp. Pure; any
// thread; no allocation, errors excepted.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <engine/core/inline_vector.hpp>
#include <engine/core/result.hpp>
#include <sensors/signal/trainer_protocol.hpp>

namespace tonus::sensors {

/// The parameter of one request or status; at most one thing is there.
struct MachineTarget {
  std::optional<double> speed_kmh, inclination_percent, resistance_level, power_w, heart_rate_bpm;
  std::optional<double> energy_kcal, steps, strides, distance_m, time_s;
  std::optional<double> circumference_mm, cadence_rpm;
  InlineVector<std::uint16_t, 5> zone_times_s;
  std::optional<RoadSimulation> road;
  std::optional<std::uint8_t> action;  ///< stop or pause: 1, 2; spin down: see the tables
};

struct ControlRequest {
  std::uint8_t op = 0;
  MachineTarget target;
};
/// Error: no octet, too short for the op, or an op that is none.
[[nodiscard]] Result<ControlRequest, Error> decode_control_request(std::span<const std::byte> packet);
/// "request_control", "set_target_power", "sim", …; empty for an op that is none.
[[nodiscard]] std::string_view control_op_name(std::uint8_t op) noexcept;

struct MachineStatusEvent {
  std::uint8_t op = 0;
  MachineTarget target;
  bool is_too_short = false;  ///< the op came without its parameter, as some machines send it
};
/// Error: no octet. An op that is none comes as it is, without a parameter.
[[nodiscard]] Result<MachineStatusEvent, Error> decode_machine_status(std::span<const std::byte> packet);
/// "reset", "target_power_changed", "control_lost", …; "reserved" for an op that is none.
[[nodiscard]] std::string_view machine_status_name(std::uint8_t op) noexcept;

}  // namespace tonus::sensors
