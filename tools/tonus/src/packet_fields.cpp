#include "packet_fields.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include <fmt/format.h>

#include <sensors/signal/battery.hpp>
#include <sensors/signal/cycling.hpp>
#include <sensors/signal/fitness_control.hpp>
#include <sensors/signal/fitness_machine.hpp>
#include <sensors/signal/heart_rate.hpp>
#include <sensors/signal/pulse_oximeter.hpp>
#include <sensors/signal/running.hpp>

#include "dircon_fields.hpp"
#include "json_fields.hpp"
#include "vendor_fields.hpp"

namespace tonus::tool {
namespace {

using namespace sensors;
using nlohmann::ordered_json;
using Packet = std::span<const std::byte>;
using Fields = Result<ordered_json, Error>;

Fields heart_rate(Packet packet) {
  return decode_heart_rate(packet).map([](const HeartRateMeasurement& m) {
    return JsonFields()
        .add("bpm", m.bpm)
        .add("plausible", m.is_plausible())
        .add("contact_supported", m.contact != Contact::Unknown)
        .add("contact", m.contact == Contact::Present)
        .add("energy_kj", m.energy_kj)
        .add("rr_1024", json_list(m.rr_1024))
        .mark("truncated", m.truncated)
        .take();
  });
}

Fields body_location(Packet packet) {
  return decode_body_location(packet).map([](std::uint8_t code) {
    return JsonFields().add("location", body_location_name(code)).add("code", code).take();
  });
}

Fields battery(Packet packet) {
  return decode_battery(packet).map([](int percent) { return JsonFields().add("percent", percent).take(); });
}

ordered_json machine_fields(const MachineData& m) {
  return JsonFields()
      .add("more_data", m.more_data)
      .add("speed_kmh", m.speed_kmh)
      .add("avg_speed_kmh", m.average_speed_kmh)
      .add("stroke_rate_per_min", m.stroke_rate_per_min)
      .add("stroke_count", m.stroke_count)
      .add("avg_stroke_rate_per_min", m.average_stroke_rate_per_min)
      .add("cadence_rpm", m.cadence_rpm)
      .add("avg_cadence_rpm", m.average_cadence_rpm)
      .add("distance_m", m.distance_m)
      .add("steps_per_min", m.steps_per_min)
      .add("avg_steps_per_min", m.average_steps_per_min)
      .add("stride_count", m.stride_count)
      .add("inclination_percent", m.inclination_percent)
      .add("ramp_angle_deg", m.ramp_angle_deg)
      .add("elevation_gain_m", m.elevation_gain_m)
      .add("elevation_loss_m", m.elevation_loss_m)
      .add("pace_s_per_500m", m.pace_s_per_500m)
      .add("avg_pace_s_per_500m", m.average_pace_s_per_500m)
      .add("pace_km_per_min", m.pace_km_per_min)
      .add("avg_pace_km_per_min", m.average_pace_km_per_min)
      .add("resistance_raw", m.resistance_raw)
      .add("power_w", m.power_w)
      .add("avg_power_w", m.average_power_w)
      .add("energy_total_kcal", m.energy_total_kcal)
      .add("energy_per_hour_kcal", m.energy_per_hour_kcal)
      .add("energy_per_min_kcal", m.energy_per_min_kcal)
      .add("bpm", m.heart_rate_bpm)
      .add("met", m.met)
      .add("elapsed_s", m.elapsed_s)
      .add("remaining_s", m.remaining_s)
      .add("belt_force_n", m.belt_force_n)
      .add("step_count", m.step_count)
      .mark("moves_backward", m.moves_backward)
      .mark("truncated", m.truncated)
      .take();
}

Fields machine_feature(Packet packet) {
  return ftms::decode_feature(packet).map([](const ftms::MachineFeature& f) {
    const auto has = [&](unsigned bit) { return (f.features >> bit & 1U) != 0; };
    return JsonFields()
        .add("features", f.features)
        .add("targets", f.targets)
        .add("cadence_supported", has(1))
        .add("heart_rate_supported", has(10))
        .add("power_supported", has(14))
        .add("target_resistance_supported", f.takes_resistance())
        .add("target_power_supported", f.takes_power())
        .add("simulation_supported", f.takes_simulation())
        .take();
  });
}

Fields training_status(Packet packet) {
  return decode_training_status(packet).map([](const TrainingStatus& s) {
    JsonFields fields;
    fields.add("flags", s.flags).add("status", s.status).add("status_name", training_status_name(s.status));
    if (!s.text.empty()) fields.add("text", s.text);
    return fields.take();
  });
}

template <std::uint16_t kAssigned>
Fields range(Packet packet) {
  constexpr std::array<std::string_view, 5> kUnits{"kmh", "percent", "raw", "bpm", "w"};
  const std::string_view unit = kUnits[kAssigned - 0x2AD4];
  return decode_machine_range(kAssigned, packet).map([unit](const MachineRange& r) {
    return JsonFields()
        .add(fmt::format("minimum_{}", unit).c_str(), r.least)
        .add(fmt::format("maximum_{}", unit).c_str(), r.most)
        .add(fmt::format("increment_{}", unit).c_str(), r.step)
        .take();
  });
}

void add_target(JsonFields& fields, const MachineTarget& t) {
  fields.add("target_speed_kmh", t.speed_kmh)
      .add("inclination_percent", t.inclination_percent)
      .add("resistance_level", t.resistance_level)
      .add("target_power_w", t.power_w)
      .add("target_bpm", t.heart_rate_bpm)
      .add("energy_kcal", t.energy_kcal)
      .add("steps", t.steps)
      .add("strides", t.strides)
      .add("distance_m", t.distance_m)
      .add("time_s", t.time_s)
      .add("circumference_mm", t.circumference_mm)
      .add("target_cadence_rpm", t.cadence_rpm);
  if (!t.zone_times_s.empty()) fields.add("zone_times_s", json_list(t.zone_times_s));
  if (t.road) {
    fields.add("wind_m_per_s", t.road->wind_m_s)
        .add("grade_percent", t.road->grade_percent)
        .add("crr", t.road->rolling_resistance)
        .add("cw_kg_per_m", t.road->wind_resistance_kg_m);
  }
}

std::string stop_action(std::uint8_t action) {
  switch (action) {
    case 1: return "stop";
    case 2: return "pause";
    default: return fmt::format("{}", action);
  }
}

std::string spin_down_action(std::uint8_t action) {
  switch (action) {
    case 1: return "start";
    case 2: return "ignore";
    default: return fmt::format("{}", action);
  }
}

Fields control_request(Packet packet) {
  return decode_control_request(packet).map([](const ControlRequest& r) {
    JsonFields fields;
    fields.add("op", control_op_name(r.op));
    add_target(fields, r.target);
    if (r.target.action) {
      const bool is_stop = r.op == static_cast<std::uint8_t>(ftms::Op::StopOrPause);
      fields.add("action", is_stop ? stop_action(*r.target.action) : spin_down_action(*r.target.action));
    }
    return fields.take();
  });
}

Fields control_response(Packet packet) {
  return ftms::decode_response(packet).map([](const ftms::ControlResponse& r) {
    JsonFields fields;
    fields.add("request", r.request).add("result", ftms::name(r.result));
    if (!r.parameters.empty()) fields.add("params", hex_of({r.parameters.begin(), r.parameters.size()}));
    return fields.take();
  });
}

std::string spin_down_status(std::uint8_t status) {
  constexpr std::array<std::string_view, 5> kNames{"0", "requested", "success", "error", "stop_pedalling"};
  return status < kNames.size() ? std::string(kNames[status]) : fmt::format("{}", status);
}

Fields machine_status(Packet packet) {
  return decode_machine_status(packet).map([](const MachineStatusEvent& event) {
    JsonFields fields;
    fields.add("op", event.op).add("name", machine_status_name(event.op));
    add_target(fields, event.target);
    if (event.target.action) {
      fields.add("action",
                 event.op == 0x02 ? stop_action(*event.target.action) : spin_down_status(*event.target.action));
    }
    if (event.is_too_short) fields.add("error", "too_short");
    return fields.take();
  });
}

ordered_json power_fields(const CyclingPowerMeasurement& m) {
  JsonFields fields;
  fields.add("power_w", m.power_w).add("balance_percent", m.balance_percent);
  if (m.balance_percent) fields.add("balance_is_left", m.balance_is_left);
  fields.add("accumulated_torque_raw", m.accumulated_torque_raw);
  if (m.accumulated_torque_raw) fields.add("torque_source", m.torque_is_from_crank ? "crank" : "wheel");
  return fields.add("wheel_revs", m.wheel_revs)
      .add("wheel_time_2048", m.wheel_time_2048)
      .add("speed_m_per_s", m.speed_m_per_s)
      .add("crank_revs", m.crank_revs)
      .add("crank_time_1024", m.crank_time_1024)
      .add("cadence_rpm", m.cadence_rpm)
      .add("maximum_force_n", m.most_force_n)
      .add("minimum_force_n", m.least_force_n)
      .add("maximum_torque_nm", m.most_torque_nm)
      .add("minimum_torque_nm", m.least_torque_nm)
      .add("maximum_angle_deg", m.most_angle_deg)
      .add("minimum_angle_deg", m.least_angle_deg)
      .add("top_dead_spot_deg", m.top_dead_spot_deg)
      .add("bottom_dead_spot_deg", m.bottom_dead_spot_deg)
      .add("accumulated_energy_kj", m.accumulated_energy_kj)
      .mark("truncated", m.truncated)
      .take();
}

ordered_json csc_fields(const CscMeasurement& m) {
  return JsonFields()
      .add("wheel_revs", m.wheel_revs)
      .add("wheel_time_1024", m.wheel_time_1024)
      .add("speed_m_per_s", m.speed_m_per_s)
      .add("crank_revs", m.crank_revs)
      .add("crank_time_1024", m.crank_time_1024)
      .add("cadence_rpm", m.cadence_rpm)
      .mark("truncated", m.truncated)
      .take();
}

Fields power_feature(Packet packet) {
  return decode_cycling_power_feature(packet).map([](std::uint32_t bits) {
    const auto has = [&](unsigned bit) { return (bits >> bit & 1U) != 0; };
    return JsonFields()
        .add("features", bits)
        .add("balance_supported", has(0))
        .add("torque_supported", has(1))
        .add("wheel_supported", has(2))
        .add("crank_supported", has(3))
        .take();
  });
}

Fields csc_feature(Packet packet) {
  return decode_csc_feature(packet).map([](std::uint16_t bits) {
    return JsonFields()
        .add("wheel_supported", (bits & 1U) != 0)
        .add("crank_supported", (bits & 2U) != 0)
        .add("multiple_locations_supported", (bits & 4U) != 0)
        .take();
  });
}

Fields sensor_location(Packet packet) {
  return decode_sensor_location(packet).map([](std::uint8_t code) {
    return JsonFields().add("location", sensor_location_name(code)).add("code", code).take();
  });
}

Fields running(Packet packet) {
  return decode_running(packet).map([](const RunningMeasurement& m) {
    return JsonFields()
        .add("speed_m_per_s", m.speed_m_per_s)
        .add("cadence_per_min", m.cadence_per_min)
        .add("stride_cm", m.stride_cm)
        .add("distance_m", m.distance_m)
        .add("running", m.is_running)
        .mark("truncated", m.truncated)
        .take();
  });
}

Fields oximeter(Packet packet) {
  return decode_pulse_oximeter(packet).map([](const PulseOximeterMeasurement& m) {
    return JsonFields()
        .add("spo2_percent", m.normal.oxygen_percent)
        .add("pulse_bpm", m.normal.pulse_bpm)
        .add("fast_spo2_percent", m.fast.oxygen_percent)
        .add("fast_pulse_bpm", m.fast.pulse_bpm)
        .add("slow_spo2_percent", m.slow.oxygen_percent)
        .add("slow_pulse_bpm", m.slow.pulse_bpm)
        .add("measurement_status", m.measurement_status)
        .add("device_status", m.device_status)
        .add("pulse_amplitude_percent", m.pulse_amplitude_percent)
        .mark("invalid", m.is_invalid())
        .mark("questionable", m.is_questionable())
        .mark("truncated", m.truncated)
        .take();
  });
}

template <Fields (*kDecode)(Packet)>
FieldsDecoder stateless() {
  return [](Packet packet, Instant) { return kDecode(packet); };
}

template <MachineKind kKind>
FieldsDecoder machine() {
  return [decoder = MachineDataDecoder(kKind)](Packet packet, Instant arrival) mutable {
    return decoder.decode(packet, arrival).map(machine_fields);
  };
}

FieldsDecoder cycling_power() {
  return [decoder = CyclingPowerDecoder()](Packet packet, Instant arrival) mutable {
    return decoder.decode(packet, arrival).map(power_fields);
  };
}

FieldsDecoder csc() {
  return [decoder = CscDecoder()](Packet packet, Instant arrival) mutable {
    return decoder.decode(packet, arrival).map(csc_fields);
  };
}

struct Row {
  std::string_view label;
  FieldsDecoder (*make)();
};
constexpr std::array kRows{
    Row{"2a19", stateless<battery>},
    Row{"2a37", stateless<heart_rate>},
    Row{"2a38", stateless<body_location>},
    Row{"2a53", stateless<running>},
    Row{"2a5b", csc},
    Row{"2a5c", stateless<csc_feature>},
    Row{"2a5d", stateless<sensor_location>},
    Row{"2a5f", stateless<oximeter>},
    Row{"2a63", cycling_power},
    Row{"2a65", stateless<power_feature>},
    Row{"2acc", stateless<machine_feature>},
    Row{"2acd", machine<MachineKind::Treadmill>},
    Row{"2ace", machine<MachineKind::CrossTrainer>},
    Row{"2ad1", machine<MachineKind::Rower>},
    Row{"2ad2", machine<MachineKind::IndoorBike>},
    Row{"2ad3", stateless<training_status>},
    Row{"2ad4", stateless<range<0x2AD4>>},
    Row{"2ad5", stateless<range<0x2AD5>>},
    Row{"2ad6", stateless<range<0x2AD6>>},
    Row{"2ad7", stateless<range<0x2AD7>>},
    Row{"2ad8", stateless<range<0x2AD8>>},
    Row{"2ad9-indicate", stateless<control_response>},
    Row{"2ad9-write", stateless<control_request>},
    Row{"2ada", stateless<machine_status>},
    Row{"6e40fec2", stateless<tacx_fields>},
    Row{"6e40fec3-write", stateless<tacx_fields>},
    Row{"a026e005-indicate", stateless<wahoo_response_fields>},
    Row{"a026e005-write", stateless<wahoo_request_fields>},
    Row{"fb005c81-indicate", stateless<polar_response_fields>},
    Row{"fb005c81-settings", stateless<polar_settings_fields>},
    Row{"fb005c82", stateless<polar_data_fields>},
    Row{"dircon", stateless<dircon_fields>},
};

}  // namespace

Result<FieldsDecoder, Error> fields_decoder(std::string_view label) {
  const auto is_same = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
  for (const Row& row : kRows) {
    if (std::equal(label.begin(), label.end(), row.label.begin(), row.label.end(), is_same)) return row.make();
  }
  return fail(Error{fmt::format("unknown characteristic \"{}\", expected one of {}", label, known_labels())});
}

std::string known_labels() {
  std::string labels;
  for (const Row& row : kRows) {
    if (!labels.empty()) labels += ' ';
    labels += row.label;
  }
  return labels;
}

}  // namespace tonus::tool
