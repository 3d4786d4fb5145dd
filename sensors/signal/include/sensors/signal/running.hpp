#pragma once
// Foot pods: Running Speed and Cadence Measurement (2A53). Source: GATT Specification Supplement. Pure; any thread.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include <engine/core/result.hpp>

namespace tonus::sensors {

struct RunningMeasurement {
  double speed_m_per_s = 0.0;        ///< resolution 1/256
  std::uint8_t cadence_per_min = 0;  ///< steps or strides: makers differ
  std::optional<int> stride_cm;
  std::optional<double> distance_m;  ///< since its last reset, resolution 0.1
  bool is_running = false;           ///< else walking
  bool truncated = false;            ///< flags announce more than came
};
/// Error: less than flags, speed and cadence.
[[nodiscard]] Result<RunningMeasurement, Error> decode_running(std::span<const std::byte> packet);

}  // namespace tonus::sensors
