#pragma once
// Whether two entries of a device board are one physical device that is heard over two transports.

#include <sensors/signal/device_status.hpp>

namespace tonus::sensors {

/// By MAC address where both are known and equal; else by serial number (2A25) where both have one that tells devices
/// apart, unless their makers (2A29) differ; else, over different transports alone, by equal maker and name: two of the
/// same model on one transport are two. Letter case does not count. Never by network address.
[[nodiscard]] bool is_same_device(const DeviceStatus& a, const DeviceStatus& b) noexcept;

}  // namespace tonus::sensors
