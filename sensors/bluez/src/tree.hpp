#pragma once
// A mirror of what BlueZ has in its object tree, kept from GetManagedObjects and the signals after it. Pure.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sensors/gatt/link.hpp>
#include <sensors/signal/uuid.hpp>

#include "values.hpp"

namespace tonus::sensors::bluez {

struct AdapterObject {
  bool is_powered = false;
  std::string power_state = {};  ///< "on", "off", "off-blocked" …; bluetoothd 5.66 and later
};

struct DeviceObject {
  std::string adapter = {};
  std::string address = {};
  std::string name = {};
  bool is_connected = false;
  bool is_resolved = false;
  bool is_paired = false;
  std::vector<Uuid> services = {};
  std::optional<int> battery_percent = {};
  std::optional<int> rssi_dbm = {};  ///< the last one heard
  std::uint64_t sightings = 0;       ///< advertisements heard since we look
};

struct CharacteristicObject {
  std::string service = {};  ///< path
  Uuid uuid = {};
  std::uint8_t properties = 0;
};

/// A characteristic and where BlueZ has it.
struct Place {
  std::string path;
  Characteristic what;
};

class Tree {
 public:
  /// The whole tree anew. What was heard of a device that is still there is kept.
  void replace(const Objects& objects);
  void add(const std::string& path, const Interfaces& added);
  void remove(const std::string& path, const std::vector<std::string>& interfaces);
  void change(const std::string& path, const std::string& interface, const Properties& changed);
  void clear();
  /// From now on only what is heard anew counts as here.
  void forget_sightings();

  [[nodiscard]] const std::map<std::string, AdapterObject>& adapters() const noexcept { return adapters_; }
  [[nodiscard]] const std::map<std::string, DeviceObject>& devices() const noexcept { return devices_; }
  [[nodiscard]] const DeviceObject* device(const std::string& path) const;
  /// All characteristics below this device, in order of handle. Those whose service is not there (yet) are left out.
  [[nodiscard]] std::vector<Place> places(const std::string& device) const;

 private:
  std::map<std::string, AdapterObject> adapters_;
  std::map<std::string, DeviceObject> devices_;
  std::map<std::string, Uuid> services_;
  std::map<std::string, CharacteristicObject> characteristics_;
};

/// "aa:bb:…" or a name; letter case does not count.
[[nodiscard]] bool answers_to(const DeviceObject& device, std::string_view address_or_name);

}  // namespace tonus::sensors::bluez
