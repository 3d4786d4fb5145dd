#pragma once
// A fuzzer's input as packets: octets 0 and 1 of each say which kind and how many quarter seconds after the one before,
// octet 2 how long it is.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <span>
#include <string>

#include <engine/core/result.hpp>
#include <engine/core/time.hpp>

namespace tonus::fuzz {

inline void expect(bool condition) {
  if (!condition) std::abort();
}

/// One line, with the octets in it.
inline void expect_one_line(const Error& error) {
  expect(error.message.find('\n') == std::string::npos && error.message.find("(octets: ") != std::string::npos);
}

template <class T>
void expect_in(const std::optional<T>& value, double least, double most) {
  if (value) expect(static_cast<double>(*value) >= least && static_cast<double>(*value) <= most);
}

/// Calls handle(kind, packet, arrival) for each packet.
template <class Handle>
void for_each_packet(const std::uint8_t* data, std::size_t size, Handle handle) {
  auto rest = std::as_bytes(std::span{data, size});
  Instant arrival{};
  while (rest.size() >= 3) {
    const auto kind = std::to_integer<unsigned>(rest[0]);
    arrival += std::chrono::milliseconds(250) * std::to_integer<int>(rest[1]);
    const auto length = std::min<std::size_t>(std::to_integer<std::size_t>(rest[2]), rest.size() - 3);
    handle(kind, rest.subspan(3, length), arrival);
    rest = rest.subspan(3 + length);
  }
}

}  // namespace tonus::fuzz
