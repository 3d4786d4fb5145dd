#pragma once
// What D-Bus carries, as plain values: the rest of the room never sees a D-Bus type.

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace tonus::sensors::bluez {

using Octets = std::vector<std::byte>;
/// monostate is a value of a type that we have no use for.
using Value = std::variant<std::monostate, bool, std::int64_t, std::string, std::vector<std::string>, Octets>;
using Properties = std::map<std::string, Value>;
using Interfaces = std::map<std::string, Properties>;
using Objects = std::map<std::string, Interfaces>;

inline constexpr const char* kAdapterInterface = "org.bluez.Adapter1";
inline constexpr const char* kDeviceInterface = "org.bluez.Device1";
inline constexpr const char* kBatteryInterface = "org.bluez.Battery1";
inline constexpr const char* kServiceInterface = "org.bluez.GattService1";
inline constexpr const char* kCharacteristicInterface = "org.bluez.GattCharacteristic1";

/// The property when it is there and of that type, else null.
template <class T>
const T* property(const Properties& properties, const char* name) {
  const auto it = properties.find(name);
  return it == properties.end() ? nullptr : std::get_if<T>(&it->second);
}

}  // namespace tonus::sensors::bluez
