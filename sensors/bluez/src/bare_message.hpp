#pragma once
// Just as much of the D-Bus wire format as a process needs that may neither allocate nor use a library: method calls
// written ahead of time, and whom an answer answers. D-Bus Specification 0.43, "Message Protocol".

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tonus::sensors::bluez {

struct BareCall {
  std::string_view destination, path, interface, method;
};
/// Little-endian; its serial is 1 until number() gives it another.
[[nodiscard]] std::vector<std::byte> bare_call(const BareCall& call);
/// GattCharacteristic1.WriteValue of these octets, with response.
[[nodiscard]] std::vector<std::byte> bare_write(std::string_view characteristic_path,
                                                std::span<const std::byte> octets);
void number(std::span<std::byte> message, std::uint32_t serial) noexcept;

/// The first whole message of what has arrived.
struct BareReply {
  std::size_t size = 0;        ///< octets it takes
  std::uint32_t reply_to = 0;  ///< serial of the call; 0: a signal or a call
  bool is_error = false;
};
enum class BareFault : std::uint8_t {
  Incomplete,  ///< more has to arrive
  Broken,      ///< no D-Bus, big-endian, or longer than any answer that we ask for
};
inline constexpr std::size_t kMostBareReply = 16384;
/// Safe in the child of a process with threads; never reads beyond `arrived`.
[[nodiscard]] std::optional<BareFault> read_reply(std::span<const std::byte> arrived, BareReply& reply) noexcept;

/// Where the first "unix:" of a D-Bus address list is; '\0' leads an abstract name. None: no such transport.
[[nodiscard]] std::optional<std::string> unix_socket_of(std::string_view address);

}  // namespace tonus::sensors::bluez
