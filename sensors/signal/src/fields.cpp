#include "fields.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace tonus::sensors {

Error packet_error(std::string_view label, std::string_view what, Packet packet) {
  constexpr std::size_t kMostShown = 32;
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const std::byte octet : packet.first(std::min(packet.size(), kMostShown))) {
    hex += kDigits[std::to_integer<std::size_t>(octet >> 4)];
    hex += kDigits[std::to_integer<std::size_t>(octet & std::byte{0xF})];
  }
  if (packet.size() > kMostShown) hex += "…";
  return {fmt::format("{}: {} (octets: {})", label, what, hex.empty() ? "none" : hex)};
}

Error too_short(std::string_view label, std::size_t least, Packet packet) {
  return packet_error(
      label, fmt::format("{} octet{}, expected at least {}", packet.size(), packet.size() == 1 ? "" : "s", least),
      packet);
}

}  // namespace tonus::sensors
