#pragma once
// Pulse oximeters: PLX Continuous Measurement (2A5F). Source: facts of the Pulse Oximeter Service 1.0, not checked
// against its text. Pure; any thread.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include <engine/core/result.hpp>

namespace tonus::sensors {

/// IEEE 11073 SFLOAT: 4 bits of exponent, 12 of mantissa, both signed, base ten. Absent for NaN, NRes, the infinities
/// and the reserved value.
[[nodiscard]] std::optional<double> sfloat(std::uint16_t raw) noexcept;

struct OximeterPair {
  std::optional<double> oxygen_percent;
  std::optional<double> pulse_bpm;
};

struct PulseOximeterMeasurement {
  OximeterPair normal, fast, slow;
  std::optional<std::uint16_t> measurement_status;
  std::optional<std::uint32_t> device_status;
  std::optional<double> pulse_amplitude_percent;
  bool truncated = false;  ///< flags announce more than came

  /// What the sensor says of itself: unavailable or invalid; questionable, stored, for demonstration or testing.
  [[nodiscard]] bool is_invalid() const noexcept { return measurement_status && (*measurement_status & 0xA000U) != 0; }
  [[nodiscard]] bool is_questionable() const noexcept {
    return measurement_status && (*measurement_status & 0x4E00U) != 0;
  }
};
/// Error: less than flags and the first pair.
[[nodiscard]] Result<PulseOximeterMeasurement, Error> decode_pulse_oximeter(std::span<const std::byte> packet);

}  // namespace tonus::sensors
