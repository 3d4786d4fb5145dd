#pragma once
// Power meters and speed and cadence sensors: Cycling Power Measurement (2A63), its feature (2A65), CSC Measurement
// (2A5B), its feature (2A5C), Sensor Location (2A5D). Source: CPS 1.1, CSCS 1.0. The decoders keep what the counters
// said last; thread: one, the device's; no allocation, errors excepted.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <engine/core/result.hpp>
#include <engine/core/time.hpp>
#include <sensors/signal/revolution_rate.hpp>

namespace tonus::sensors {

/// Of a 700 x 25C road wheel; sensors do not say theirs.
inline constexpr double kWheelCircumference_m = 2.105;
inline constexpr double kMostRpm = 255.0, kMostSpeed_m_s = 40.0;

struct CyclingPowerMeasurement {
  std::int16_t power_w = 0;
  std::optional<double> balance_percent;                ///< share of one pedal, resolution 0.5
  bool balance_is_left = false;                         ///< else whose it is, is not known
  std::optional<std::uint16_t> accumulated_torque_raw;  ///< 1/32 Nm
  bool torque_is_from_crank = false;                    ///< else from the wheel
  std::optional<std::uint32_t> wheel_revs;
  std::optional<std::uint16_t> wheel_time_2048;  ///< 1/2048 s
  std::optional<std::uint16_t> crank_revs;
  std::optional<std::uint16_t> crank_time_1024;  ///< 1/1024 s
  std::optional<int> most_force_n, least_force_n;
  std::optional<double> most_torque_nm, least_torque_nm;
  std::optional<int> most_angle_deg, least_angle_deg;  ///< 0…359, where the extremes were
  std::optional<int> top_dead_spot_deg, bottom_dead_spot_deg;
  std::optional<int> accumulated_energy_kj;
  bool truncated = false;  ///< flags announce more than came
  // Derived from this and earlier packets.
  std::optional<double> cadence_rpm;    ///< 0…255
  std::optional<double> speed_m_per_s;  ///< 0…40, at kWheelCircumference_m
};

class CyclingPowerDecoder {
 public:
  /// Error: less than flags and power.
  Result<CyclingPowerMeasurement, Error> decode(std::span<const std::byte> packet, Instant arrival);
  /// After a reconnect.
  void restart() noexcept;

 private:
  RevolutionRate wheel_{2048, 32, kMostSpeed_m_s / kWheelCircumference_m};
  RevolutionRate crank_{1024, 16, kMostRpm / 60.0};
};

struct CscMeasurement {
  std::optional<std::uint32_t> wheel_revs;
  std::optional<std::uint16_t> wheel_time_1024;
  std::optional<std::uint16_t> crank_revs;
  std::optional<std::uint16_t> crank_time_1024;
  bool truncated = false;
  // Derived, as above.
  std::optional<double> cadence_rpm, speed_m_per_s;
};

class CscDecoder {
 public:
  /// Error: no octet.
  Result<CscMeasurement, Error> decode(std::span<const std::byte> packet, Instant arrival);
  void restart() noexcept;

 private:
  RevolutionRate wheel_{1024, 32, kMostSpeed_m_s / kWheelCircumference_m};
  RevolutionRate crank_{1024, 16, kMostRpm / 60.0};
};

/// Bits as the service numbers them. Error: fewer than 2 or 4 octets.
[[nodiscard]] Result<std::uint16_t, Error> decode_csc_feature(std::span<const std::byte> value);
[[nodiscard]] Result<std::uint32_t, Error> decode_cycling_power_feature(std::span<const std::byte> value);
[[nodiscard]] Result<std::uint8_t, Error> decode_sensor_location(std::span<const std::byte> value);
/// "left_crank", "rear_hub", …; "reserved" beyond.
[[nodiscard]] std::string_view sensor_location_name(std::uint8_t location) noexcept;

}  // namespace tonus::sensors
