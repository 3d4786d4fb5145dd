#pragma once
// Heart rate straps: Heart Rate Measurement (2A37) and Body Sensor Location (2A38). Source: HRS 1.0, GATT Specification
// Supplement 3.114 and 3.36. Pure; any thread; no allocation, errors excepted.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <engine/core/inline_vector.hpp>
#include <engine/core/result.hpp>

namespace tonus::sensors {

enum class Contact : std::uint8_t {
  Unknown,  ///< the strap cannot tell
  Absent,   ///< none or poor: the rate may be 0 or old
  Present,
};

struct HeartRateMeasurement {
  std::uint16_t bpm = 0;  ///< as sent; is_plausible() says whether it is a reading
  Contact contact = Contact::Unknown;
  std::optional<std::uint16_t> energy_kj;    ///< since its last reset; sticks at 65535
  InlineVector<std::uint16_t, 256> rr_1024;  ///< 1/1024 s, oldest first; no attribute holds more
  bool truncated = false;                    ///< half an RR interval at the end was dropped

  /// Straps send 0 a few times an hour, and absurd rates: no reading, which is not a disconnection.
  [[nodiscard]] bool is_plausible() const noexcept { return bpm > 0 && bpm <= 250; }
};
/// Error: too short for its flags. Octets beyond what the flags announce are ignored.
[[nodiscard]] Result<HeartRateMeasurement, Error> decode_heart_rate(std::span<const std::byte> packet);

[[nodiscard]] constexpr double rr_ms(std::uint16_t rr_1024) noexcept { return rr_1024 * 1000.0 / 1024.0; }

/// "other", "chest", "wrist", "finger", "hand", "ear_lobe", "foot"; "reserved" beyond.
[[nodiscard]] std::string_view body_location_name(std::uint8_t location) noexcept;
[[nodiscard]] Result<std::uint8_t, Error> decode_body_location(std::span<const std::byte> value);

}  // namespace tonus::sensors
