#pragma once
// An UnloadGuard that speaks to bluetoothd by itself.

#include <span>
#include <string>

#include <sensors/gatt/trainer_control.hpp>
#include <sensors/gatt/unload_guard.hpp>

#include "tree.hpp"

namespace tonus::sensors::bluez {

/// Once we are gone the child opens a D-Bus connection of its own, subscribes to the control point (bluetoothd takes
/// our subscription back when our connection ends, and FTMS refuses a control point that nobody listens to), asks for
/// control, and writes those of `packets` that belong to it. Where bluetoothd has dropped the link meanwhile, it
/// connects first. At last it disconnects the device, which is the end of the load for trainers that watch their link.
///
/// `bus_address` as in CentralDefinition; `device` is its object path. Error: no packet for this characteristic, a bus
/// that is no UNIX socket, or the system has no process or descriptor left.
[[nodiscard]] Result<UnloadGuard, Error> arm_guard(const std::string& bus_address, const std::string& device,
                                                   const Place& control, std::span<const ReleasePacket> packets);

}  // namespace tonus::sensors::bluez
