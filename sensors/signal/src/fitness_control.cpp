#include <sensors/signal/fitness_control.hpp>

#include <algorithm>
#include <array>

#include "fields.hpp"

namespace tonus::sensors {
namespace {

using Member = std::optional<double> MachineTarget::*;

/// How the parameter of an op is read.
enum class Shape : std::uint8_t { None, U8, U16, S16, U24, Resistance, Zones2, Zones3, Zones5, Road, Action };

struct OpRule {
  std::uint8_t op;
  std::string_view name;
  Shape shape = Shape::None;
  double per_unit = 1.0;
  Member member = nullptr;
};

using T = MachineTarget;
using enum Shape;

constexpr std::array kRequests{
    OpRule{0x00, "request_control"},
    OpRule{0x01, "reset"},
    OpRule{0x02, "set_target_speed", U16, 100, &T::speed_kmh},
    OpRule{0x03, "set_target_inclination", S16, 10, &T::inclination_percent},
    OpRule{0x04, "set_target_resistance", Resistance, 10, &T::resistance_level},
    OpRule{0x05, "set_target_power", S16, 1, &T::power_w},
    OpRule{0x06, "set_target_heart_rate", U8, 1, &T::heart_rate_bpm},
    OpRule{0x07, "start_or_resume"},
    OpRule{0x08, "stop_or_pause", Action},
    OpRule{0x09, "set_targeted_energy", U16, 1, &T::energy_kcal},
    OpRule{0x0A, "set_targeted_steps", U16, 1, &T::steps},
    OpRule{0x0B, "set_targeted_strides", U16, 1, &T::strides},
    OpRule{0x0C, "set_targeted_distance", U24, 1, &T::distance_m},
    OpRule{0x0D, "set_targeted_time", U16, 1, &T::time_s},
    OpRule{0x0E, "set_targeted_time_in_2_zones", Zones2},
    OpRule{0x0F, "set_targeted_time_in_3_zones", Zones3},
    OpRule{0x10, "set_targeted_time_in_5_zones", Zones5},
    OpRule{0x11, "sim", Road},
    OpRule{0x12, "wheel_circumference", U16, 10, &T::circumference_mm},
    OpRule{0x13, "spin_down", Action},
    OpRule{0x14, "set_target_cadence", U16, 2, &T::cadence_rpm},
};

constexpr std::array kStatuses{
    OpRule{0x01, "reset"},
    OpRule{0x02, "stopped_or_paused_by_user", Action},
    OpRule{0x03, "stopped_by_safety_key"},
    OpRule{0x04, "started_or_resumed_by_user"},
    OpRule{0x05, "target_speed_changed", U16, 100, &T::speed_kmh},
    OpRule{0x06, "target_inclination_changed", S16, 10, &T::inclination_percent},
    OpRule{0x07, "target_resistance_changed", Resistance, 10, &T::resistance_level},
    OpRule{0x08, "target_power_changed", S16, 1, &T::power_w},
    OpRule{0x09, "target_heart_rate_changed", U8, 1, &T::heart_rate_bpm},
    OpRule{0x0A, "targeted_energy_changed", U16, 1, &T::energy_kcal},
    OpRule{0x0B, "targeted_steps_changed", U16, 1, &T::steps},
    OpRule{0x0C, "targeted_strides_changed", U16, 1, &T::strides},
    OpRule{0x0D, "targeted_distance_changed", U24, 1, &T::distance_m},
    OpRule{0x0E, "targeted_time_changed", U16, 1, &T::time_s},
    OpRule{0x0F, "targeted_time_in_2_zones_changed", Zones2},
    OpRule{0x10, "targeted_time_in_3_zones_changed", Zones3},
    OpRule{0x11, "targeted_time_in_5_zones_changed", Zones5},
    OpRule{0x12, "simulation_changed", Road},
    OpRule{0x13, "wheel_circumference_changed", U16, 10, &T::circumference_mm},
    OpRule{0x14, "spin_down", Action},
    OpRule{0x15, "target_cadence_changed", U16, 2, &T::cadence_rpm},
    OpRule{0xFF, "control_lost"},
};

const OpRule* find(std::span<const OpRule> rules, std::uint8_t op) noexcept {
  const auto at = std::find_if(rules.begin(), rules.end(), [op](const OpRule& rule) { return rule.op == op; });
  return at == rules.end() ? nullptr : &*at;
}

std::size_t least_octets(Shape shape) noexcept {
  switch (shape) {
    case None: return 0;
    case U8:
    case Resistance:
    case Action: return 1;
    case U16:
    case S16: return 2;
    case U24: return 3;
    case Zones2: return 4;
    case Zones3:
    case Road: return 6;
    case Zones5: return 10;
  }
  return 0;
}

/// The octets are there: least_octets().
MachineTarget target_of(const OpRule& rule, Packet parameter) noexcept {
  MachineTarget target;
  FieldReader fields(parameter);
  switch (rule.shape) {
    case None: break;
    case U8: target.*rule.member = fields.take_scaled<std::uint8_t>(rule.per_unit); break;
    case U16: target.*rule.member = fields.take_scaled<std::uint16_t>(rule.per_unit); break;
    case S16: target.*rule.member = fields.take_scaled<std::int16_t>(rule.per_unit); break;
    case U24: target.*rule.member = static_cast<double>(*fields.take_u24()) / rule.per_unit; break;
    // One octet in the specification, two in real trainers.
    case Resistance:
      target.*rule.member = parameter.size() > 1 ? fields.take_scaled<std::int16_t>(rule.per_unit)
                                                 : fields.take_scaled<std::uint8_t>(rule.per_unit);
      break;
    case Zones2:
    case Zones3:
    case Zones5:
      for (std::size_t i = 0; i < least_octets(rule.shape) / 2; ++i) {
        target.zone_times_s.try_push(u16_at(parameter, 2 * i));
      }
      break;
    case Road:
      target.road = {.grade_percent = static_cast<std::int16_t>(u16_at(parameter, 2)) / 100.0,
                     .wind_m_s = static_cast<std::int16_t>(u16_at(parameter, 0)) / 1000.0,
                     .rolling_resistance = u8_at(parameter, 4) / 10000.0,
                     .wind_resistance_kg_m = u8_at(parameter, 5) / 100.0};
      break;
    case Action: target.action = u8_at(parameter, 0); break;
  }
  return target;
}

}  // namespace

Result<ControlRequest, Error> decode_control_request(std::span<const std::byte> packet) {
  constexpr std::string_view kLabel = "2ad9-write";
  if (packet.empty()) return fail(too_short(kLabel, 1, packet));
  const std::uint8_t op = u8_at(packet, 0);
  const OpRule* const rule = find(kRequests, op);
  if (rule == nullptr) return fail(packet_error(kLabel, "unknown op, expected 00 to 14", packet));
  const std::size_t least = 1 + least_octets(rule->shape);
  if (packet.size() < least) return fail(too_short(kLabel, least, packet));
  return ControlRequest{op, target_of(*rule, packet.subspan(1))};
}

std::string_view control_op_name(std::uint8_t op) noexcept {
  const OpRule* const rule = find(kRequests, op);
  return rule == nullptr ? std::string_view{} : rule->name;
}

Result<MachineStatusEvent, Error> decode_machine_status(std::span<const std::byte> packet) {
  if (packet.empty()) return fail(too_short("2ada", 1, packet));
  MachineStatusEvent event{.op = u8_at(packet, 0)};
  const OpRule* const rule = find(kStatuses, event.op);
  if (rule == nullptr) return event;
  event.is_too_short = packet.size() < 1 + least_octets(rule->shape);
  if (!event.is_too_short) event.target = target_of(*rule, packet.subspan(1));
  return event;
}

std::string_view machine_status_name(std::uint8_t op) noexcept {
  const OpRule* const rule = find(kStatuses, op);
  return rule == nullptr ? "reserved" : rule->name;
}

}  // namespace tonus::sensors
