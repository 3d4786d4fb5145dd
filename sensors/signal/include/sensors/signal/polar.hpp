#pragma once
// Polar measurement data: control point answers and settings (FB005C81), data frames with ECG, acceleration and
// peak-to-peak intervals (FB005C82). Source: Polar online measurement v1.0, facts sensors 1.8. Pure; any thread.
// Frames, settings and intervals do not allocate, errors excepted; ECG and acceleration do.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <engine/core/inline_vector.hpp>
#include <engine/core/result.hpp>

namespace tonus::sensors {

/// As the octet says; others exist.
enum class PolarType : std::uint8_t { Ecg = 0, Ppg = 1, Acc = 2, Ppi = 3, Gyro = 5, Magnetometer = 6 };
/// "ECG", "ACC", …; "reserved" for one not known here.
[[nodiscard]] std::string_view polar_type_name(std::uint8_t type) noexcept;

/// F0 op type error [more] [parameters].
struct PolarControlResponse {
  std::uint8_t op = 0, type = 0;
  std::uint8_t error = 0;  ///< 0 ok
  std::optional<bool> more;
  std::span<const std::byte> parameters;  ///< within the packet
};
[[nodiscard]] Result<PolarControlResponse, Error> decode_polar_response(std::span<const std::byte> packet);

/// Choices a device offers; what it does not name is empty.
struct PolarSettings {
  template <class T>
  using Choices = InlineVector<T, 16>;
  Choices<std::uint16_t> sample_rates_hz, resolutions_bit, ranges;
  Choices<std::uint32_t> ranges_milli;
  Choices<std::uint8_t> channels;
  Choices<float> factors;
  bool truncated =
      false;  ///< cut off, more than 16 choices, or a kind that is not known: what follows it cannot be read
};
[[nodiscard]] Result<PolarSettings, Error> decode_polar_settings(std::span<const std::byte> parameters);

struct PolarFrame {
  std::uint8_t type = 0;           ///< PolarType
  std::uint64_t timestamp_ns = 0;  ///< of the LAST sample, since 2000-01-01
  std::uint8_t frame_type = 0;     ///< 0…127
  bool is_compressed = false;
  std::span<const std::byte> content;  ///< within the packet
};
/// Error: shorter than its head.
[[nodiscard]] Result<PolarFrame, Error> decode_polar_frame(std::span<const std::byte> packet);

/// Microvolts, oldest first. Error: not ECG of a known frame type, or not a whole number of samples.
[[nodiscard]] Result<std::vector<std::int32_t>, Error> decode_polar_ecg(const PolarFrame& frame);

using Acceleration = std::array<std::int32_t, 3>;  ///< x, y, z
/// Oldest first: mG, but for compressed frames of type 0, which count in steps of the settings' factor (in g); 4096
/// samples at most. Error: not ACC of a known frame type, cut off, or more samples than that.
[[nodiscard]] Result<std::vector<Acceleration>, Error> decode_polar_acceleration(const PolarFrame& frame);

struct PolarInterval {
  std::uint8_t bpm = 0;  ///< 0: none yet
  std::uint16_t interval_ms = 0;
  std::uint16_t error_ms = 0;
  bool is_blocked = false;  ///< moved too much: not valid
  bool has_contact = false, contact_supported = false;
};
using PolarIntervals = InlineVector<PolarInterval, 84>;  ///< no attribute holds more
/// Oldest first. Error: not PPI type 0, or not a whole number of intervals.
[[nodiscard]] Result<PolarIntervals, Error> decode_polar_intervals(const PolarFrame& frame);

}  // namespace tonus::sensors
