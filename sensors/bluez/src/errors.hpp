#pragma once
// What BlueZ's errors mean: their names say little, so the text is read as well.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tonus::sensors::bluez {

struct CallError {
  std::string name;  ///< org.bluez.Error.Failed, org.freedesktop.DBus.Error.AccessDenied …
  std::string message;
};

enum class Trouble {
  Pending,         ///< the same thing is already under way: wait for it
  AbortedLocally,  ///< le-connection-abort-by-local: the controller gave up by itself; at once again
  WrongBearer,     ///< br-connection-*: BlueZ tried classic Bluetooth, nobody was refused
  NotPermitted,
  AdapterOff,
  NoObject,  ///< the path is not there (any more)
  NoDaemon,
  Other,
};

[[nodiscard]] Trouble classify(const CallError& error);

/// The ATT error code, which BlueZ has in the text alone: "Operation failed with ATT error: 0x80".
[[nodiscard]] std::optional<std::uint8_t> att_code(std::string_view message);

/// One line on a refused or failed GATT request.
[[nodiscard]] std::string describe(const CallError& error);

}  // namespace tonus::sensors::bluez
