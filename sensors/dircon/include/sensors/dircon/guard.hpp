#pragma once
// An UnloadGuard that shares a Direct Connect connection with us.

#include <span>

#include <sensors/gatt/trainer_control.hpp>
#include <sensors/gatt/unload_guard.hpp>

namespace tonus::sensors::dircon {

/// `connection` is a connected Direct Connect socket, which stays the caller's: dismiss the guard before it is closed.
/// Error: no packets, or the system has no process or descriptor left.
[[nodiscard]] Result<UnloadGuard, Error> arm_guard(int connection, std::span<const ReleasePacket> packets);

}  // namespace tonus::sensors::dircon
