#pragma once
// Little-endian fields out of a packet that may end before its flags say so, and the one line said when it is no use.

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <engine/core/bytes.hpp>
#include <engine/core/result.hpp>

namespace tonus::sensors {

using Packet = std::span<const std::byte>;

/// "2a37: too short (octets: 06)"; at most 32 octets are shown.
[[nodiscard]] Error packet_error(std::string_view label, std::string_view what, Packet packet);
/// "2a37: 1 octet, expected at least 2 (octets: 06)".
[[nodiscard]] Error too_short(std::string_view label, std::size_t least, Packet packet);

/// Once a field does not fit, that one and all after it are absent.
class FieldReader {
 public:
  explicit FieldReader(Packet packet) noexcept : reader_(packet) {}

  template <std::integral T>
  [[nodiscard]] std::optional<T> take() noexcept {
    const T value = reader_.get<T>();
    return reader_.has_failed() ? std::nullopt : std::optional(value);
  }
  [[nodiscard]] std::optional<std::uint32_t> take_u24() noexcept {
    const auto octets = reader_.get_bytes(3);
    if (octets.size() != 3) return std::nullopt;
    return std::to_integer<std::uint32_t>(octets[0]) | std::to_integer<std::uint32_t>(octets[1]) << 8 |
           std::to_integer<std::uint32_t>(octets[2]) << 16;
  }
  [[nodiscard]] std::optional<std::int32_t> take_s24() noexcept {
    const auto value = take_u24();
    if (!value) return std::nullopt;
    return static_cast<std::int32_t>(*value ^ 0x800000U) - 0x800000;
  }
  /// In units of which `per_unit` make one; absent where the field says "not available" by its largest value.
  template <std::integral T>
  [[nodiscard]] std::optional<double> take_known(double per_unit) noexcept {
    const auto raw = take<T>();
    if (!raw || *raw == std::numeric_limits<T>::max()) return std::nullopt;
    return static_cast<double>(*raw) / per_unit;
  }
  template <std::integral T>
  [[nodiscard]] std::optional<double> take_scaled(double per_unit) noexcept {
    const auto raw = take<T>();
    return raw ? std::optional(static_cast<double>(*raw) / per_unit) : std::nullopt;
  }
  void skip(std::size_t n) noexcept { static_cast<void>(reader_.get_bytes(n)); }
  [[nodiscard]] std::size_t remaining() const noexcept { return reader_.remaining(); }
  [[nodiscard]] bool is_truncated() const noexcept { return reader_.has_failed(); }

 private:
  ByteReader reader_;
};

/// For octets that are known to be there.
[[nodiscard]] inline std::uint8_t u8_at(Packet packet, std::size_t i) noexcept {
  return std::to_integer<std::uint8_t>(packet[i]);
}
[[nodiscard]] inline std::uint16_t u16_at(Packet packet, std::size_t i) noexcept {
  return static_cast<std::uint16_t>(u8_at(packet, i) | u8_at(packet, i + 1) << 8);
}
[[nodiscard]] constexpr bool has_bit(std::uint32_t flags, unsigned bit) noexcept { return (flags >> bit & 1U) != 0; }

}  // namespace tonus::sensors
