#include "vendor_fields.hpp"

#include <fmt/format.h>

#include <sensors/signal/polar.hpp>
#include <sensors/signal/trainer_protocol.hpp>
#include <sensors/signal/vendor_trainer.hpp>

#include "json_fields.hpp"

namespace tonus::tool {

using namespace sensors;
using nlohmann::ordered_json;

std::string hex_of(std::span<const std::byte> octets) {
  std::string hex;
  for (const std::byte octet : octets) hex += fmt::format("{:02x}", std::to_integer<unsigned>(octet));
  return hex;
}

Result<ordered_json, Error> wahoo_request_fields(std::span<const std::byte> packet) {
  return decode_wahoo_request(packet).map([](const WahooRequest& r) {
    return JsonFields()
        .add("op", wahoo_op_name(r.op))
        .add("power_w", r.power_w)
        .add("grade_percent", r.grade_percent)
        .add("weight_kg", r.weight_kg)
        .add("crr", r.rolling_resistance)
        .add("wind_resistance", r.wind_resistance)
        .add("wind_m_per_s", r.wind_m_s)
        .add("circumference_mm", r.circumference_mm)
        .add("level_raw", r.level_raw)
        .take();
  });
}

Result<ordered_json, Error> wahoo_response_fields(std::span<const std::byte> packet) {
  return wahoo::decode_response(packet).map([](const wahoo::Response& r) {
    JsonFields fields;
    fields.add("request", wahoo_op_name(r.request)).add("result", r.is_success ? "success" : "failed");
    if (r.power) fields.add("power_w", r.power->value);
    return fields.take();
  });
}

Result<ordered_json, Error> tacx_fields(std::span<const std::byte> packet) {
  return decode_tacx_frame(packet).map([](const TacxFrame& f) {
    JsonFields fields;
    fields.add("page", f.page).add("checksum_ok", f.is_checksum_good);
    if (f.equipment) fields.add("equipment", equipment_name(*f.equipment));
    if (f.state) fields.add("state", equipment_state_name(*f.state));
    if (f.speed_m_per_s) fields.add("speed_m_per_s", f.speed_m_per_s).add("speed_is_virtual", f.is_speed_virtual);
    return fields.add("elapsed_s", f.elapsed_s)
        .add("distance_m", f.distance_m)
        .add("bpm", f.heart_rate_bpm)
        .add("event_count", f.event_count)
        .add("cadence_rpm", f.cadence_rpm)
        .add("accumulated_power_w", f.accumulated_power_w)
        .add("power_w", f.power_w)
        .add("software_version", f.software_version)
        .add("serial", f.serial)
        .add("resistance_percent", f.resistance_percent)
        .add("target_power_w", f.target_power_w)
        .add("grade_percent", f.grade_percent)
        .add("crr", f.rolling_resistance)
        .add("cw_kg_per_m", f.wind_resistance_kg_m)
        .add("wind_km_h", f.wind_km_h)
        .add("drafting_factor", f.drafting_factor)
        .take();
  });
}

Result<ordered_json, Error> polar_response_fields(std::span<const std::byte> packet) {
  return decode_polar_response(packet).map([](const PolarControlResponse& r) {
    JsonFields fields;
    fields.add("op", r.op).add("type", r.type).add("error", r.error).add("more", r.more);
    if (!r.parameters.empty()) fields.add("params", hex_of(r.parameters));
    return fields.take();
  });
}

Result<ordered_json, Error> polar_settings_fields(std::span<const std::byte> packet) {
  return decode_polar_settings(packet).map([](const PolarSettings& s) {
    JsonFields fields;
    const auto add = [&](const char* name, const auto& choices) {
      if (!choices.empty()) fields.add(name, json_list(choices));
    };
    add("sample_rate", s.sample_rates_hz);
    add("resolution", s.resolutions_bit);
    add("range", s.ranges);
    add("range_milli", s.ranges_milli);
    add("channels", s.channels);
    add("factor", s.factors);
    return fields.mark("truncated", s.truncated).take();
  });
}

namespace {

ordered_json interval_fields(const PolarInterval& i) {
  JsonFields fields;
  if (i.bpm != 0) fields.add("bpm", i.bpm);
  return fields.add("ppi_ms", i.interval_ms)
      .add("error_ms", i.error_ms)
      .add("blocker", i.is_blocked)
      .add("contact", i.has_contact)
      .add("contact_supported", i.contact_supported)
      .take();
}

}  // namespace

Result<ordered_json, Error> polar_data_fields(std::span<const std::byte> packet) {
  const auto frame = decode_polar_frame(packet);
  if (!frame) return fail(frame.error());
  JsonFields fields;
  fields.add("type", polar_type_name(frame->type))
      .add("timestamp_ns", frame->timestamp_ns)
      .add("frame_type", frame->frame_type)
      .mark("compressed", frame->is_compressed);
  switch (PolarType{frame->type}) {
    case PolarType::Ecg:
      return decode_polar_ecg(*frame).map(
          [&](const auto& microvolts) { return fields.add("ecg_uv", microvolts).take(); });
    case PolarType::Acc:
      return decode_polar_acceleration(*frame).map([&](const auto& samples) {
        // Compressed frames of type 0 count in steps that only the settings name.
        const bool is_scaled = !(frame->is_compressed && frame->frame_type == 0);
        auto list = ordered_json::array();
        for (const auto& [x, y, z] : samples) list.push_back(ordered_json::array({x, y, z}));
        return fields.add(is_scaled ? "samples_mg" : "samples_raw", list).take();
      });
    case PolarType::Ppi:
      return decode_polar_intervals(*frame).map([&](const PolarIntervals& intervals) {
        auto list = ordered_json::array();
        for (const PolarInterval& interval : intervals) list.push_back(interval_fields(interval));
        return fields.add("samples", list).take();
      });
    case PolarType::Ppg:
    case PolarType::Gyro:
    case PolarType::Magnetometer: break;
  }
  return fields.add("content", hex_of(frame->content)).take();
}

}  // namespace tonus::tool
