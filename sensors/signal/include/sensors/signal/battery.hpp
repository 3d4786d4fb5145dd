#pragma once
// Battery Level (2A19). Pure; any thread.

#include <cstddef>
#include <span>

#include <engine/core/result.hpp>

namespace tonus::sensors {

/// Percent 0…100. Error: no octet, or more than 100.
[[nodiscard]] Result<int, Error> decode_battery(std::span<const std::byte> packet);

}  // namespace tonus::sensors
