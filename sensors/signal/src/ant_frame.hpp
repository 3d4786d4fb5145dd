#pragma once
// An ANT message as Tacx trainers carry it over BLE: sync, length, message, channel, eight octets of page, checksum.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace tonus::sensors {

inline constexpr std::uint8_t kAntSync = 0xA4, kAntLength = 9, kAntBroadcast = 0x4E, kAntAcknowledged = 0x4F;
inline constexpr std::uint8_t kAntChannel = 5;
inline constexpr std::size_t kAntPageAt = 4, kAntPageOctets = 8;
inline constexpr std::size_t kAntChecksumAt = kAntPageAt + kAntPageOctets, kAntFrameOctets = kAntChecksumAt + 1;

/// Of all octets before it.
[[nodiscard]] inline std::uint8_t ant_checksum(std::span<const std::byte> octets) noexcept {
  std::byte sum{};
  for (const std::byte octet : octets) sum ^= octet;
  return std::to_integer<std::uint8_t>(sum);
}

}  // namespace tonus::sensors
