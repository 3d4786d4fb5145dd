#pragma once
// What `tonus scan --source ble` looks for and finds.

#include <stop_token>
#include <string>
#include <vector>

#include <engine/core/result.hpp>
#include <engine/core/time.hpp>
#include <sensors/gatt/link.hpp>

namespace tonus::tool {

/// Listens for `duration` of real time, or until the stop, for devices that advertise a heart rate, fitness machine,
/// cycling power, speed and cadence, running or oximeter service. Error, one line with the remedy: Bluetooth cannot be
/// used. `bus_address` empty: the system bus.
[[nodiscard]] Result<std::vector<sensors::FoundDevice>, Error> scan_ble(Duration duration, std::stop_token stop = {},
                                                                        const std::string& bus_address = {});

}  // namespace tonus::tool
