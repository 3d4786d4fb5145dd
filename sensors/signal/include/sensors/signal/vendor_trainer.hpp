#pragma once
// Trainers from before FTMS: what is written to Wahoo's control point (A026E005), and the FE-C pages of Tacx (6E40FEC2
// from the trainer, 6E40FEC3 to it). Source: facts, sensors 1.9; FE-C pages as ANT+ numbers them. Wahoo's answers are
// in trainer_protocol.hpp. Pure; any thread; no allocation, errors excepted.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <engine/core/result.hpp>

namespace tonus::sensors {

struct WahooRequest {
  std::uint8_t op = 0;
  std::optional<double> power_w, grade_percent, weight_kg, rolling_resistance, wind_resistance, wind_m_s;
  std::optional<double> circumference_mm;
  std::optional<std::uint16_t> level_raw;  ///< resistance or level, as written
};
/// Error: no octet, too short for the op, or an op that is none.
[[nodiscard]] Result<WahooRequest, Error> decode_wahoo_request(std::span<const std::byte> packet);
/// "unlock", "erg", "sim", "sim_grade", …; "reserved" for an op that is none.
[[nodiscard]] std::string_view wahoo_op_name(std::uint8_t op) noexcept;

struct TacxFrame {
  std::uint8_t page = 0;
  bool is_checksum_good = false;  ///< decoded all the same; who acts on a frame asks for a good one
  // Page 10, general.
  std::optional<std::uint8_t> equipment;
  std::optional<double> elapsed_s;      ///< wraps at 64 s
  std::optional<double> distance_m;     ///< wraps at 256 m
  std::optional<double> speed_m_per_s;  ///< resolution 0.001
  bool is_speed_virtual = false;
  std::optional<int> heart_rate_bpm;
  // Page 19, trainer.
  std::optional<int> event_count;
  std::optional<int> cadence_rpm;
  std::optional<int> accumulated_power_w;  ///< wraps at 65536
  std::optional<int> power_w;              ///< 0…4094
  // Pages 10 and 19.
  std::optional<std::uint8_t> state;  ///< 1 off, 2 ready, 3 in use, 4 finished or paused
  // Page 51, product.
  std::optional<double> software_version;
  std::optional<std::uint32_t> serial;
  // Pages 30 to 33, to the trainer.
  std::optional<double> resistance_percent, target_power_w, grade_percent, rolling_resistance;
  std::optional<double> wind_resistance_kg_m, wind_km_h, drafting_factor;
};
/// Both directions. Error: too short, or no ANT frame. Pages not known here come with their number alone.
[[nodiscard]] Result<TacxFrame, Error> decode_tacx_frame(std::span<const std::byte> packet);
/// "Trainer", "Rower", …; "General" for all others.
[[nodiscard]] std::string_view equipment_name(std::uint8_t equipment) noexcept;
/// "OFF", "READY", "IN_USE", "FINISHED"; "RESERVED" beyond.
[[nodiscard]] std::string_view equipment_state_name(std::uint8_t state) noexcept;

}  // namespace tonus::sensors
