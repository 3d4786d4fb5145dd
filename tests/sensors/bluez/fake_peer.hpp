#pragma once
// A scripted Bluetooth LE device as BlueZ shows it: what it offers and what may go wrong with it.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "wire.hpp"

namespace tonus::test {

struct FakeCharacteristic {
  std::uint16_t handle = 0;
  std::string uuid;  ///< "2a37"
  std::vector<std::string> flags;
  Bytes value = {};
  bool is_notifying = false;
  std::vector<std::string> listeners = {};  ///< bus names that have called StartNotify

  [[nodiscard]] bool can(const std::string& flag) const;
  [[nodiscard]] bool has_configuration() const { return can("notify") || can("indicate"); }
};

struct FakeService {
  std::uint16_t handle = 0;
  std::string uuid;
  std::vector<FakeCharacteristic> characteristics;
};

/// What goes wrong. Counts are used up, switches stay.
struct PeerFaults {
  int aborts = 0;                                ///< Connect: le-connection-abort-by-local
  int wrong_bearer = 0;                          ///< Connect: br-connection-profile-unavailable
  int in_progress = 0;                           ///< Connect: org.bluez.Error.InProgress, and connected all the same
  int refusals = 0;                              ///< Connect: AccessDenied
  bool never_resolves = false;                   ///< connected, and ServicesResolved does not come
  bool is_stale = false;                         ///< BlueZ remembers it without its first service until RemoveDevice
  bool hides_battery = false;                    ///< no 180F in the tree: Battery1 alone
  bool replies_early = false;                    ///< the reply to Connect, and other news, come before Connected
  bool is_mute = false;                          ///< requests are never answered
  int copies = 1;                                ///< of every notification
  std::optional<std::uint8_t> write_error = {};  ///< ATT error of every write
};

struct FakePeer {
  std::string address;  ///< "00:AA:01:01:00:01"
  std::string name;
  std::vector<std::string> advertised;
  std::vector<FakeService> services;
  std::optional<std::uint8_t> battery = {};
  PeerFaults faults = {};

  bool is_near = true;
  // What BlueZ knows of it.
  bool is_in_tree = false;
  bool has_gatt_in_tree = false;
  bool is_connected = false;
  bool is_resolved = false;
  Message pending_connect = {};

  [[nodiscard]] std::string path() const;
};

/// 180D with 2A37, 2A38, 2A39, handles as recorded; 180A; 180F.
[[nodiscard]] FakePeer make_strap();
/// 1826 with 2ACC, 2AD2, 2AD8, 2AD9, 2ADA, and the same 180A.
[[nodiscard]] FakePeer make_trainer();
/// 0000xxxx-0000-1000-8000-00805f9b34fb
[[nodiscard]] std::string full_uuid(const std::string& assigned);

}  // namespace tonus::test
